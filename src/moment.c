/*
 * Moments as people name them.  What is before the day is read here; the day itself is date.h's.
 */
#include "src/moment.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

/* ---- Words ------------------------------------------------------------------------------------- */

static struct date last_of_month(struct date d)
{
	d.day = (int8_t)date_days_in_month(d.year, d.month);
	return d;
}

static struct date days_ago(struct date today, int n)
{
	return date_add_days(today, -n);
}

/* Day 0001-01-01 was a Monday. */
static struct date last_sunday(struct date today, int n)
{
	const struct date monday = { 1, 1, 1 };

	(void)n;
	return date_add_days(today, -(date_days_between(monday, today) % 7) - 1);
}

static struct date months_ago(struct date today, int n)
{
	today.day = 1;
	return last_of_month(date_add_months(today, -n));
}

static struct date last_quarter(struct date today, int n)
{
	(void)n;
	return months_ago(today, (today.month - 1) % 3 + 1);
}

static struct date years_ago(struct date today, int n)
{
	return (struct date){ (int16_t)(today.year > n ? today.year - n : 1), 12, 31 };
}

static const struct word {
	const char *text;
	struct date (*day)(struct date today, int n);
	int n;
} words[] = {
	{ "昨天", days_ago, 1 }, { "昨", days_ago, 1 }, { "yesterday", days_ago, 1 },
	{ "前天", days_ago, 2 },
	{ "上周末", last_sunday, 0 }, { "last-week", last_sunday, 0 },
	{ "上月底", months_ago, 1 }, { "上月", months_ago, 1 }, { "上个月", months_ago, 1 }, { "上月末", months_ago, 1 }, { "上个月底", months_ago, 1 }, { "last-month", months_ago, 1 },
	{ "上季末", last_quarter, 0 }, { "上季度末", last_quarter, 0 }, { "last-quarter", last_quarter, 0 },
	{ "去年底", years_ago, 1 }, { "去年", years_ago, 1 }, { "去年末", years_ago, 1 }, { "上年末", years_ago, 1 }, { "last-year", years_ago, 1 },
	{ "前年底", years_ago, 2 },
};

static bool word_parse(const char *typed, struct date today, struct date *out)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(typed, words[i].text) == 0) {
			*out = words[i].day(today, words[i].n);
			return true;
		}
	return false;
}

/* ---- Days -------------------------------------------------------------------------------------- */

/* One or two digits; -1: there are none. */
static int take_number(const char **s)
{
	size_t n = strspn(*s, "0123456789");
	int value = 0;

	if (n < 1 || n > 2)
		return -1;
	for (; n; n--, (*s)++)
		value = value * 10 + (**s - '0');
	return value;
}

static bool take_sign(const char **s, const char *sign)
{
	size_t n = strlen(sign);
	bool there = strncmp(*s, sign, n) == 0;

	*s += there ? n : 0;
	return there;
}

/* "03-15", "3/15", "3月15日": the two numbers, or false. */
static bool month_and_day(const char *typed, int *month, int *day)
{
	bool chinese;

	*month = take_number(&typed);
	chinese = take_sign(&typed, "月");
	if (*month < 0 || (!chinese && !take_sign(&typed, "-") && !take_sign(&typed, "/") && !take_sign(&typed, ".")))
		return false;
	*day = take_number(&typed);
	if (chinese && !take_sign(&typed, "日"))
		take_sign(&typed, "号");
	return *day >= 0 && !*typed;
}

/* Without a year the last such day is meant; 29 February may be three years ago and more. */
static bool day_of_year(const char *typed, struct date today, struct date *out)
{
	int month, day;

	if (!month_and_day(typed, &month, &day) || month < 1 || month > 12 || day < 1)
		return false;
	for (int year = today.year; year > 0 && year > today.year - 8; year--) {
		*out = (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
		if (day <= date_days_in_month(year, month) && date_compare(*out, today) <= 0)
			return true;
	}
	return false;
}

static struct date last_day(struct date d)
{
	if (!d.month)
		d.month = 12;
	return d.day ? d : last_of_month(d);
}

static int day_parse(const char *typed, struct date today, struct date *out, struct err *e)
{
	int rc;

	if (word_parse(typed, today, out) || day_of_year(typed, today, out))
		return 0;
	rc = date_parse(typed, today, out, e);
	if (rc < 0)
		return rc;
	if (date_is_empty(*out))
		return err_set(e, ERR_INVALID, _("没有写日期；可以写 2026-03-15、03-15、昨天、上月底、去年底、-30天。"));
	/* The month or year that runs is looked at as it stands today. */
	if (!out->day && out->year == today.year && (!out->month || out->month == today.month))
		*out = today;
	*out = last_day(*out);
	return 0;
}

/* ---- Times ------------------------------------------------------------------------------------- */

/* "10:12" or "10:12:30", the end of it in seconds; false: none. */
static bool time_parse(const char *typed, int32_t *seconds)
{
	int h = take_number(&typed), m = -1, s = -1;

	if (h >= 0 && take_sign(&typed, ":"))
		m = take_number(&typed);
	if (m >= 0 && *typed && (!take_sign(&typed, ":") || (s = take_number(&typed)) < 0))
		return false;
	if (*typed || h > 23 || m < 0 || m > 59 || s > 59)
		return false;
	*seconds = (h * 60 + m) * 60 + (s < 0 ? 60 : s + 1);
	return true;
}

/* Cuts a time off the end of what was typed. */
static int32_t take_time(char *typed)
{
	char *space = strrchr(typed, ' ');
	int32_t seconds;

	if (!space || !time_parse(space + 1, &seconds))
		return MOMENT_END;
	while (space > typed && space[-1] == ' ')
		space--;
	*space = '\0';
	return seconds;
}

/* "-30天", "-3个月": the units of date.h are letters. */
static void take_unit(char *typed)
{
	static const struct {
		const char *word;
		char letter;
	} units[] = { { "天", 'd' }, { "日", 'd' }, { "个月", 'm' }, { "月", 'm' }, { "年", 'y' } };
	size_t n = strlen(typed);

	if (*typed != '-' && *typed != '+')
		return;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t unit = strlen(units[i].word);

		if (n > unit && strcmp(typed + n - unit, units[i].word) == 0) {
			typed[n - unit] = units[i].letter;
			typed[n - unit + 1] = '\0';
			return;
		}
	}
}

int moment_parse(const char *typed, struct date today, struct moment *out, struct err *e)
{
	struct moment m;
	struct buf clean = BUF_INIT;
	char *text;
	int rc = text_clean(&clean, typed, strlen(typed), TEXT_CODE, e);

	if (rc < 0) {
		buf_release(&clean);
		return rc;
	}
	text = buf_detach(&clean);
	m.seconds = take_time(text);
	take_unit(text);
	rc = day_parse(text, today, &m.day, e);
	free(text);
	if (rc == 0 && date_compare(m.day, today) > 0) {
		struct buf day = BUF_INIT;

		date_format(&day, m.day);
		rc = err_set(e, ERR_INVALID, _("%s 还没有到；历史只能看今天和以前的。"), buf_str(&day));
		buf_release(&day);
	}
	if (rc == 0)
		*out = m;
	return rc;
}

bool moment_is_now(const char *typed)
{
	struct buf clean = BUF_INIT;
	bool now = text_clean(&clean, typed, strlen(typed), TEXT_CODE, NULL) == 0 &&
		   (!clean.len || strcmp(buf_str(&clean), "现在") == 0 || strcasecmp(buf_str(&clean), "now") == 0);

	buf_release(&clean);
	return now;
}

void moment_format(struct buf *out, const struct moment *m)
{
	/* The end of 10:12:30 is where 10:12:31 begins. */
	int32_t at = m->seconds - 1;

	date_format(out, m->day);
	if (m->seconds == MOMENT_END)
		return;
	buf_addf(out, " %02d:%02d", at / 3600, at / 60 % 60);
	if (m->seconds % 60)
		buf_addf(out, ":%02d", at % 60);
}
