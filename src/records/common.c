/*
 * The small questions that several registers' checks ask.
 */
#include "src/records/common.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

bool text_is_filled(const char *s)
{
	return s != NULL && s[0] != '\0';
}

bool text_is_value(const char *s)
{
	return empty_stored(s) == EMPTY_NOT;
}

bool text_is_plain(const char *s, const char *more)
{
	if (s == NULL)
		return true;
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		/* isalnum() would follow the locale; strchr() would find the NUL. */
		if (!(c < 0x80 && isalnum(c)) && strchr(more, *s) == NULL)
			return false;
	}
	return true;
}

static bool is_ascii(const char *s)
{
	while (*s != '\0' && (unsigned char)*s < 0x80)
		s++;
	return *s == '\0';
}

void text_make_halfwidth(char **s)
{
	struct buf out = BUF_INIT;

	/* Nearly always it is ASCII already. */
	if (!text_is_filled(*s) || is_ascii(*s))
		return;
	text_halfwidth(&out, *s, strlen(*s));
	free(*s);
	*s = buf_detach(&out);
}

bool date_is_surely_before(struct date a, struct date b)
{
	if (date_is_empty(a) || date_is_empty(b))
		return false;
	if (a.year != b.year)
		return a.year < b.year;
	if (a.month == 0 || b.month == 0)
		return false;
	if (a.month != b.month)
		return a.month < b.month;
	return a.day != 0 && b.day != 0 && a.day < b.day;
}

struct date date_months_after(struct date d, int months)
{
	struct date day = d;
	struct date sum;

	if (date_is_empty(d))
		return d;
	if (day.month == 0)
		day.month = 1;
	if (day.day == 0)
		day.day = 1;
	sum = date_add_months(day, months);
	if (d.month == 0)
		sum.month = 0;
	if (d.day == 0)
		sum.day = 0;
	return sum;
}

void check_period(
	const struct check *c, const struct reg *reg, const char *from, const char *to, const void *rec)
{
	const struct field *first = reg_field(reg, from);
	const struct field *last = reg_field(reg, to);
	const struct date *begin = field_const(first, rec);
	const struct date *end = field_const(last, rec);
	struct buf begin_text = BUF_INIT;
	struct buf end_text = BUF_INIT;

	if (!date_is_surely_before(*end, *begin))
		return;
	date_format(&begin_text, *begin);
	date_format(&end_text, *end);
	findings_add(c->found, RULE_ERROR, NULL, to, _("%s %s 早于%s %s，请改正其中一个。"), _(last->label),
		buf_str(&end_text), _(first->label), buf_str(&begin_text));
	buf_release(&begin_text);
	buf_release(&end_text);
}
