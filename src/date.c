/*
 * Days of the civil calendar.  Arithmetic goes through the number of the day
 * (0001-01-01 is day 0).  Reading goes from the outside inwards: today's words,
 * signed distances, digits alone, parts with separators; a calendar check ends it.
 */
#include "src/date.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

#define YEAR_MAX 9999
#define DAYS_IN_400_YEARS 146097

bool date_is_empty(struct date d)
{
	return d.year == 0;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_days_in_month(int year, int month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_is_valid(struct date d)
{
	if (d.month == 0)
		return d.day == 0 && d.year >= 0 && d.year <= YEAR_MAX;
	if (d.year < 1 || d.year > YEAR_MAX || d.month < 1 || d.month > 12)
		return false;
	return d.day >= 0 && d.day <= date_days_in_month(d.year, d.month);
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

/* The number of a day; partial dates count from their first day. */
static int64_t day_number(struct date d)
{
	int64_t y = d.year - 1, days = y * 365 + y / 4 - y / 100 + y / 400;

	for (int m = 1; m < d.month; m++)
		days += date_days_in_month(d.year, m);
	return days + (d.day > 1 ? d.day - 1 : 0);
}

static struct date date_of_number(int64_t n)
{
	struct date d = { .year = 1, .month = 1, .day = 1 };
	int64_t last = day_number((struct date){ YEAR_MAX, 12, 31 });
	int64_t year;

	/* Beyond the calendar stands its first or last day, so that order is kept. */
	if (n < 0)
		n = 0;
	if (n > last)
		n = last;
	/* Leap days are spread evenly enough for this to be the year or the two before it. */
	year = n * 400 / DAYS_IN_400_YEARS;
	d.year = (int16_t)(year > 0 ? year : 1);
	while (d.year < YEAR_MAX && n >= day_number((struct date){ (int16_t)(d.year + 1), 1, 1 }))
		d.year++;
	n -= day_number(d);
	while (n >= date_days_in_month(d.year, d.month))
		n -= date_days_in_month(d.year, d.month++);
	d.day = (int8_t)(n + 1);
	return d;
}

struct date date_last_day(struct date d)
{
	if (date_is_empty(d))
		return d;
	if (!d.month)
		d.month = 12;
	if (!d.day)
		d.day = (int8_t)date_days_in_month(d.year, d.month);
	return d;
}

struct date date_add_days(struct date d, int64_t days)
{
	int64_t n;

	if (date_is_empty(d))
		return d;
	if (__builtin_add_overflow(day_number(d), days, &n))
		n = days < 0 ? INT64_MIN : INT64_MAX;
	return date_of_number(n);
}

struct date date_add_months(struct date d, int months)
{
	int64_t total = (int64_t)d.year * 12 + (d.month > 1 ? d.month - 1 : 0) + months;
	int last;

	if (date_is_empty(d))
		return d;
	if (total < 12)
		return (struct date){ 1, 1, 1 };
	if (total / 12 > YEAR_MAX)
		return (struct date){ YEAR_MAX, 12, 31 };
	d.year = (int16_t)(total / 12);
	d.month = (int8_t)(total % 12 + 1);
	last = date_days_in_month(d.year, d.month);
	if (d.day < 1)
		d.day = 1;
	if (d.day > last)
		d.day = (int8_t)last;
	return d;
}

int64_t date_days_between(struct date from, struct date to)
{
	if (date_is_empty(from) || date_is_empty(to))
		return 0;
	return day_number(to) - day_number(from);
}

void date_format(struct buf *out, struct date d)
{
	if (date_is_empty(d))
		return;
	buf_addf(out, "%04d", d.year);
	if (d.month)
		buf_addf(out, "-%02d", d.month);
	if (d.day)
		buf_addf(out, "-%02d", d.day);
}

void month_format(struct buf *out, struct month m)
{
	date_format(out, (struct date){ .year = m.year, .month = m.month });
}

/* The day that ZHIBU_TODAY names; false where it is not set or names none. */
static bool day_from_environment(struct date *out)
{
	const struct date none = { .year = 0 };
	const char *s = getenv("ZHIBU_TODAY");

	if (!s || strlen(s) != strlen("YYYY-MM-DD"))
		return false;
	return date_parse(s, none, out, NULL) == 0 && out->day != 0;
}

struct date date_today(void)
{
	struct date d;
	time_t now;
	struct tm tm;

	if (day_from_environment(&d))
		return d;
	now = time(NULL);
	localtime_r(&now, &tm);
	return (struct date){
		.year = (int16_t)(tm.tm_year + 1900),
		.month = (int8_t)(tm.tm_mon + 1),
		.day = (int8_t)tm.tm_mday,
	};
}

/* ---- Reading -------------------------------------------------------------- */

/* Serial numbers of spreadsheets count days from this one; it is off by two from 1 January 1900,
 * because they hold 1900 for a leap year. */
static const struct date serial_epoch = { 1899, 12, 30 };
#define SERIAL_FIRST 20000
#define SERIAL_LAST 80000

/* A compact month such as 240105 would be a day of two-digit year in the year 2401. */
#define COMPACT_YEAR_FIRST 1800
#define COMPACT_YEAR_LAST 2199

/* What a text is read with. */
struct reading {
	const char *s;		/* cleaned and not empty */
	struct date today;
	char unit;		/* of a distance without one: 'd' or 'm' */
	bool relative;		/* set when s was read relative to today */
	struct buf quote;	/* for quoted() */
	struct err *e;
};

/* The text as the messages name it. */
static const char *quoted(struct reading *r)
{
	buf_clear(&r->quote);
	text_quote(&r->quote, r->s);
	return buf_str(&r->quote);
}

static int refuse_form(struct reading *r)
{
	return err_set(r->e, ERR_INVALID,
		_("看不懂日期%s，请写成 2024-01-05、2024/1/5、2024年1月5日，或者 2024-01、2024。"),
		quoted(r));
}

static int refuse_year(struct reading *r)
{
	return err_set(r->e, ERR_INVALID, _("日期%s超出范围，年份从 0001 到 9999。"),
		quoted(r));
}

static int refuse_day(struct reading *r, int year, int month, int day)
{
	int last = date_days_in_month(year, month);

	return err_set(r->e, ERR_INVALID,
		_("日期%s不存在：%d 年 %d 月没有 %d 日，最后一天是 %04d-%02d-%02d。"),
		quoted(r), year, month, day, year, month, last);
}

/* Parts that were not written are -1. */
struct parts {
	int year, month, day;
};

static int check_parts(struct reading *r, struct parts p, struct date *out)
{
	if (p.year < 1)
		return refuse_year(r);
	if (p.month == 0 || p.month > 12)
		return err_set(r->e, ERR_INVALID, _("日期%s不存在：月份从 1 到 12。"),
			quoted(r));
	if (p.day == 0 || p.day > 31 || (p.day > 0 && p.day > date_days_in_month(p.year, p.month)))
		return refuse_day(r, p.year, p.month, p.day);
	*out = (struct date){
		.year = (int16_t)p.year,
		.month = (int8_t)(p.month > 0 ? p.month : 0),
		.day = (int8_t)(p.day > 0 ? p.day : 0),
	};
	return 0;
}

/* The number in the first `count` bytes, which are digits. */
static int digits(const char *s, size_t count)
{
	int n = 0;

	for (size_t i = 0; i < count; i++)
		n = n * 10 + (s[i] - '0');
	return n;
}

static size_t count_digits(const char *s)
{
	return strspn(s, "0123456789");
}

static int read_serial(struct reading *r, struct date *out)
{
	int serial = digits(r->s, 5);

	if (serial < SERIAL_FIRST || serial > SERIAL_LAST)
		return err_set(r->e, ERR_INVALID,
			_("五位数%s不像表格软件的日期序号（20000 到 80000），请写成 2024-01-05。"),
			quoted(r));
	*out = date_add_days(serial_epoch, serial);
	return 0;
}

/* Digits and nothing else: their number tells what they are. */
static int read_compact(struct reading *r, size_t count, struct date *out)
{
	struct parts p = { .year = -1, .month = -1, .day = -1 };

	if (count == 5)
		return read_serial(r, out);
	if (count != 4 && count != 6 && count != 8)
		return refuse_form(r);
	p.year = digits(r->s, 4);
	if (count >= 6)
		p.month = digits(r->s + 4, 2);
	if (count == 8)
		p.day = digits(r->s + 6, 2);
	if (count == 6 && (p.year < COMPACT_YEAR_FIRST || p.year > COMPACT_YEAR_LAST))
		return err_set(r->e, ERR_INVALID, _("六位数%s的年份要写四位，例如 202401 或者 20240105。"),
			quoted(r));
	return check_parts(r, p, out);
}

/* Takes a month or a day: one or two digits. */
static bool take_part(const char **s, int *part)
{
	size_t count = count_digits(*s);

	if (count < 1 || count > 2)
		return false;
	*part = digits(*s, count);
	*s += count;
	return true;
}

static bool take(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

/* What follows the year in 2024-1-5; the second separator must be the first. */
static bool read_signs(const char *s, struct parts *p)
{
	char sign = *s++;

	if (!take_part(&s, &p->month))
		return false;
	if (*s == '\0')
		return true;
	return *s++ == sign && take_part(&s, &p->day) && *s == '\0';
}

/* What follows the year in 2024年1月5日; spaces between the parts are not meant. */
static bool read_words(const char *s, struct parts *p)
{
	if (!take(&s, "年"))
		return false;
	s += strspn(s, " ");
	if (*s == '\0')
		return true;
	if (!take_part(&s, &p->month) || !take(&s, "月"))
		return false;
	s += strspn(s, " ");
	if (*s == '\0')
		return true;
	return take_part(&s, &p->day) && (take(&s, "日") || take(&s, "号")) && *s == '\0';
}

static int read_parts(struct reading *r, size_t count, struct date *out)
{
	struct parts p = { .year = -1, .month = -1, .day = -1 };
	const char *rest = r->s + count;
	bool signs = strchr("-/.", *rest) != NULL;

	if (count == 0 || !(signs ? read_signs(rest, &p) : read_words(rest, &p)))
		return refuse_form(r);
	if (count != 4)
		return err_set(r->e, ERR_INVALID, _("日期%s的年份要写四位，例如 2024-01-05。"),
			quoted(r));
	p.year = digits(r->s, 4);
	return check_parts(r, p, out);
}

static int add_distance(struct reading *r, int distance, char unit, struct date *out)
{
	int64_t months = (int64_t)r->today.year * 12 + r->today.month - 1;

	if (unit == 'd') {
		*out = date_add_days(r->today, distance);
		return date_days_between(r->today, *out) == distance ? 0 : refuse_year(r);
	}
	if (unit == 'y')
		distance *= 12;
	months += distance;
	if (months < 12 || months / 12 > YEAR_MAX)
		return refuse_year(r);
	*out = date_add_months(r->today, distance);
	return 0;
}

/* -30, +30d, +6m, +1y. */
static int read_distance(struct reading *r, struct date *out)
{
	size_t count = count_digits(r->s + 1);
	const char *rest = r->s + 1 + count;
	char unit = r->unit;
	int distance;

	if (*rest != '\0') {
		unit = (char)(*rest | 0x20);
		rest++;
	}
	if (count == 0 || *rest != '\0' || !strchr("dmy", unit))
		return err_set(r->e, ERR_INVALID,
			_("看不懂%s，离今天多远请写成 -30、+30d（天）、+6m（月）或者 +1y（年）。"),
			quoted(r));
	/* Seven digits are more days and months than the calendar has. */
	if (count > 7)
		return refuse_year(r);
	distance = digits(r->s + 1, count);
	return add_distance(r, *r->s == '-' ? -distance : distance, unit, out);
}

/* Today, the month and the year that it is in, and the ends of that month. */
static bool read_word(const struct reading *r, struct date *out)
{
	const struct date d = r->today;
	const struct {
		const char *text;
		struct date day;
	} words[] = {
		{ ".", d }, { "今天", d }, { "今", d }, { "today", d },
		{ "本月", { d.year, d.month, 0 } },
		{ "今年", { d.year, 0, 0 } },
		{ "月初", { d.year, d.month, 1 } },
		{ "月底", { d.year, d.month, (int8_t)date_days_in_month(d.year, d.month) } },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(r->s, words[i].text) != 0)
			continue;
		*out = words[i].day;
		return true;
	}
	return false;
}

static int read_clean(struct reading *r, struct date *out)
{
	size_t count = count_digits(r->s);
	struct date said;
	bool word = read_word(r, &said);

	r->relative = word || *r->s == '+' || *r->s == '-';
	if (r->relative && date_is_empty(r->today))
		return refuse_form(r);
	if (word) {
		*out = said;
		return 0;
	}
	if (r->relative)
		return read_distance(r, out);
	return r->s[count] == '\0' ? read_compact(r, count, out) : read_parts(r, count, out);
}

/* Spreadsheets make the first day of a month that is typed into them; any other day is more than a month. */
static int check_month(struct reading *r, struct date d)
{
	if (d.month == 0)
		return err_set(r->e, ERR_INVALID, _("%s没有写月份，请写成 2024-01。"),
			quoted(r));
	if (d.day > 1 && !r->relative)
		return err_set(r->e, ERR_INVALID, _("%s是某一天，这里只要年和月，请写成 2024-01。"),
			quoted(r));
	return 0;
}

/* A day or, where `unit` says so, a month; empty text is an empty one. */
/* Spreadsheets write a day as its first moment: "2024/3/5 0:00". */
static void cut_midnight(struct buf *text)
{
	static const char *const ends[] = { " 0:00", " 00:00", " 0:00:00", " 00:00:00" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if (text->len > n && strcmp(buf_str(text) + text->len - n, ends[i]) == 0) {
			buf_truncate(text, text->len - n);
			return;
		}
	}
}

static int read_typed(struct reading *r, const char *s, struct date *out)
{
	struct buf clean = BUF_INIT;
	int rc = text_clean(&clean, s, strlen(s), TEXT_CODE, r->e);

	cut_midnight(&clean);
	r->s = buf_str(&clean);
	*out = (struct date){ .year = 0 };
	if (rc == 0 && clean.len > 0)
		rc = read_clean(r, out);
	if (rc == 0 && clean.len > 0 && r->unit == 'm')
		rc = check_month(r, *out);
	buf_release(&r->quote);
	buf_release(&clean);
	return rc;
}

int date_parse(const char *s, struct date today, struct date *out, struct err *e)
{
	struct reading r = { .today = today, .unit = 'd', .e = e };
	struct date d;
	int rc = read_typed(&r, s, &d);

	if (rc == 0)
		*out = d;
	return rc;
}

int month_parse(const char *s, struct date today, struct month *out, struct err *e)
{
	struct reading r = { .today = today, .unit = 'm', .e = e };
	struct date d;
	int rc = read_typed(&r, s, &d);

	if (rc == 0)
		*out = (struct month){ .year = d.year, .month = d.month };
	return rc;
}
