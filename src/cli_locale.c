/*
 * Start-up of locale and gettext.  Two habits of glibc are worked around: in the
 * locales C and POSIX, gettext() does not look at LANGUAGE at all, and what it found
 * for one language it remembers until it is told of a change.
 */
#include "src/cli_locale.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/i18n.h"
#include "src/banned.h"

#define DOMAIN "zhibu"
#define ANY_UTF8 "C.UTF-8"

static char codeset[32] = "?";

const char *locale_codeset(void)
{
	return codeset;
}

/* Beside the program where it is run from a build folder; else where it was installed. */
static void add_catalogues(struct buf *out)
{
	const char *named = getenv("ZHIBU_LOCALEDIR");
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (named && named[0] == '/') {
		buf_adds(out, named);
		return;
	}
	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash) {
		*slash = '\0';
		buf_addf(out, "%s/locale", self);
	}
	if (!slash || access(buf_str(out), R_OK | X_OK) < 0) {
		buf_clear(out);
		buf_adds(out, LOCALEDIR);
	}
}

/* The plain locale, by whichever name: newer versions of glibc treat C.UTF-8 like C here. */
static bool has_no_language(void)
{
	const char *name = setlocale(LC_MESSAGES, NULL);

	return !name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 || strncmp(name, "C.", 2) == 0;
}

/* Lets LANGUAGE count, where the locale would not; which one it is does not matter then. */
static void open_messages(void)
{
	static const char *const names[] = { "en_US.UTF-8", "zh_CN.UTF-8", ANY_UTF8 };

	for (size_t i = 0; has_no_language() && i < sizeof(names) / sizeof(names[0]); i++)
		if (setlocale(LC_MESSAGES, names[i]))
			return;
}

void locale_start(void)
{
	const char *language = getenv("LANGUAGE");
	struct buf folder = BUF_INIT;

	setlocale(LC_ALL, "");
	strncpy(codeset, nl_langinfo(CODESET), sizeof(codeset) - 1);
	if (strcmp(codeset, "UTF-8") != 0)
		setlocale(LC_CTYPE, ANY_UTF8);
	if (language && *language)
		open_messages();
	add_catalogues(&folder);
	bindtextdomain(DOMAIN, buf_str(&folder));
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	/* What strerror() says becomes part of our messages. */
	bind_textdomain_codeset("libc", "UTF-8");
	textdomain(DOMAIN);
	buf_release(&folder);
}

void locale_language(const char *language)
{
	if (!language || strcmp(language, "auto") == 0)
		return;
	setenv("LANGUAGE", language, 1);
	open_messages();
	/* gettext forgets what it found before when it is told its domain again. */
	textdomain(DOMAIN);
}
