/* Looking into the English catalogue while another language is spoken. */
#include "src/english.h"

#include <locale.h>
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

static char *locale, *language;

/* gettext forgets what it found before when it is told its domain again. */
static void forget(void)
{
	textdomain(textdomain(NULL));
}

/* In the plain locale gettext does not look at LANGUAGE at all; which other one it is does not matter. */
void english_begin(void)
{
	static const char *const names[] = { "en_US.UTF-8", "zh_CN.UTF-8", "C.UTF-8" };
	const char *set = NULL;

	locale = xstrdup(setlocale(LC_MESSAGES, NULL));
	language = xstrdup(getenv("LANGUAGE"));
	for (size_t i = 0; !set && i < sizeof(names) / sizeof(names[0]); i++)
		set = setlocale(LC_MESSAGES, names[i]);
	setenv("LANGUAGE", "en", 1);
	forget();
}

const char *english(const char *text)
{
	return *text ? gettext(text) : text;
}

void english_end(void)
{
	if (language)
		setenv("LANGUAGE", language, 1);
	else
		unsetenv("LANGUAGE");
	if (locale)
		setlocale(LC_MESSAGES, locale);
	forget();
	free(locale);
	free(language);
	locale = language = NULL;
}
