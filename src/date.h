#ifndef SRC_DATE_H
#define SRC_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * Civil days of the proleptic Gregorian calendar, never a time_t.  A date may
 * be partial: day 0 is "the month", month 0 too is "the year"; year 0 is "no
 * date".  Years run from 1 to 9999.  As text (SQL, JSON, CSV) it is ISO 8601: 2024-01-05,
 * 2024-01 or 2024, so text order is date order.
 */
struct date {
	int16_t year;
	int8_t month, day;
};

struct month {
	int16_t year;	/* 0: no month */
	int8_t month;
};

/*
 * Reads a date as people write it: 2024-01-05 2024/1/5 2024.1.5 20240105 2024年1月5日,
 * full-width digits, partial 2024-01 2024年 202401 2024, relative to `today`: "." "今天" "今" "today",
 * "本月" "今年" (as partial dates), "月初" "月底", -30 +30d +6m +1y (a bare signed number is days), and a spreadsheet serial (five digits, 20000 to 80000).
 * A day that the calendar has not (2023-02-29) is refused with the last day of that month named.
 * Empty text gives the empty date.
 */
int date_parse(const char *s, struct date today, struct date *out, struct err *e);
/* The same forms, where a bare signed number is months.  The first day of a
 * month, which spreadsheets make of one, is taken for it; any other day and a bare year are refused. */
int month_parse(const char *s, struct date today, struct month *out, struct err *e);
void date_format(struct buf *out, struct date d);	/* nothing for the empty date */
void month_format(struct buf *out, struct month m);

bool date_is_empty(struct date d);
bool date_is_valid(struct date d);	/* the empty date is valid */
int date_compare(struct date a, struct date b);	/* empty first; a partial date before the days it contains */
int date_days_in_month(int year, int month);
/* The day on which a month or a year ends; any other date is its own last day. */
struct date date_last_day(struct date d);
/* Partial dates count from their first day.  An end-of-month day stays inside the target month
 * (31 Jan + 1 month = 28/29 Feb).  The empty date stays empty; what would lie before year 1 or after 9999
 * becomes the calendar's first or last day, so that order is kept. */
struct date date_add_days(struct date d, int64_t days);
struct date date_add_months(struct date d, int months);
/* 0 where one of them is empty. */
int64_t date_days_between(struct date from, struct date to);
/* The local calendar's day; ZHIBU_TODAY=YYYY-MM-DD overrides it, so that tests and reports can stand on a day. */
struct date date_today(void);

#endif
