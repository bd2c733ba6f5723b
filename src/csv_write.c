/*
 * Writing cells.  A spreadsheet runs a cell that looks like a formula, whoever
 * typed it, so such text leaves with an apostrophe in front, and comes back without.
 */
#include "src/csv.h"

#include <string.h>

#include "src/banned.h"

/* A sign and digits with at most one point: -12.50, +8613912345678.  It is a number, not a formula. */
static bool is_signed_number(const char *s)
{
	size_t digits = 0, points = 0;

	for (s++; *s; s++) {
		if (*s == '.')
			points++;
		else if (*s >= '0' && *s <= '9')
			digits++;
		else
			return false;
	}
	return digits > 0 && points <= 1;
}

/* Whether a spreadsheet would take the text for a formula, or lose the sign in front of it. */
static bool looks_like_formula(const char *s)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };

	switch (*s) {
	case '=':
	case '@':
	case '\t':
	case '\r':
		return true;
	case '+':
	case '-':
		return !is_signed_number(s);
	case '\xEF':
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (strncmp(s, wide[i], strlen(wide[i])) == 0)
			return true;
	}
	return false;
}

/* Apostrophes that were typed before such text count too: one more in front keeps them apart from the guard's own. */
static bool needs_guard(const char *s)
{
	return looks_like_formula(s + strspn(s, "'"));
}

const char *csv_unguard(const char *text)
{
	return *text == '\'' && needs_guard(text) ? text + 1 : text;
}

static bool needs_quotes(const char *s, char separator)
{
	for (; *s; s++) {
		if (*s == separator || *s == '"' || *s == '\n' || *s == '\r')
			return true;
	}
	return false;
}

static void add_doubling_quotes(struct buf *out, const char *s)
{
	const char *quote;

	while ((quote = strchr(s, '"'))) {
		buf_add(out, s, (size_t)(quote - s) + 1);
		buf_addc(out, '"');
		s = quote + 1;
	}
	buf_adds(out, s);
}

void csv_add_cell(struct buf *out, const char *text, char separator, bool guard)
{
	bool apostrophe = guard && needs_guard(text);

	if (!needs_quotes(text, separator)) {
		if (apostrophe)
			buf_addc(out, '\'');
		buf_adds(out, text);
		return;
	}
	buf_addc(out, '"');
	if (apostrophe)
		buf_addc(out, '\'');
	add_doubling_quotes(out, text);
	buf_addc(out, '"');
}
