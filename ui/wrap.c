/* Breaking Chinese and Latin text into lines. */
#include "ui/wrap.h"

#include <stdbool.h>
#include <string.h>

#include "src/text.h"
#include "src/banned.h"

/* Signs that belong to the word before them. */
static bool is_closing(const char *s)
{
	static const char *const signs[] = {
		"，", "。", "、", "；", "：", "？", "！", "）", "」", "』", "》", "〉", "〕", ")", ",", ".",
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strncmp(s, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* Also the signs inside of dates, numbers, keys and codes. */
static bool is_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-_./:", c));
}

/* The best place to break at or before `fit`: 0 where there is none. */
static size_t best_break(const char *s, size_t fit)
{
	size_t at = fit;

	while (at > 0 && is_letter(s[at - 1]) && is_letter(s[at]))
		at--;
	while (at > 0 && is_closing(s + at))
		at -= text_prev(s, at);
	return at;
}

struct wrap wrap_line(const char *text, int cells)
{
	size_t len = strcspn(text, "\n"), fit = text_fit(text, cells), best;
	struct wrap w;

	if (fit >= len)
		return (struct wrap){ len, len + (text[len] == '\n') };
	best = best_break(text, fit);
	if (best)
		fit = best;
	/* A window too narrow for a single character still ends. */
	if (!fit)
		fit = text_next(text, len);
	w = (struct wrap){ fit, fit };
	while (text[w.all] == ' ')
		w.all++;
	if (w.all > w.shown && text[w.all] == '\n')
		w.all++;
	return w;
}

int wrap_count(const char *text, int cells)
{
	int n = 0;

	for (; *text; n++)
		text += wrap_line(text, cells).all;
	return n;
}
