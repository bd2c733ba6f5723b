/*
 * Speed of a batch against its budgets, as a person and a script have it:
 *
 *	bulk DATABASE NAME
 *
 * Takes 1,000 organizations of the database through preview and writing, again and again with another value.  Prints one
 * line for each figure: what, measured, budget; exits 1 when any is over.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "db/batch.h"
#include "db/read.h"
#include "src/records.h"
#include "src/banned.h"

#define RECORDS 1000
#define TIMES 11
#define BUDGET_MS 300

static int over;

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1000000;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The median: another program's turn at the processor is no property of a batch. */
static void at_most(const char *db, const char *what, double *ms, double budget)
{
	double value;
	bool good;

	qsort(ms, TIMES, sizeof(*ms), by_size);
	value = ms[TIMES / 2];
	good = value <= budget;
	printf("%-6s %-37s %12.2f ms     <= %10.2f  %s\n", db, what, value, budget, good ? "ok" : "OVER");
	over += !good;
}

static int add_records(struct store *s, struct batch *b, struct err *e)
{
	struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, "code") };
	struct page_want want = { .from = PAGE_FIRST, .rows = RECORDS };
	struct page page = { .rows = NULL };
	int rc = store_page(s, &v, &want, &page, e);

	for (size_t i = 0; rc == 0 && i < page.n; i++)
		batch_add(b, ((const struct rec *)page_row(&page, i))->id);
	page_release(&page);
	return rc;
}

static int measure(struct store *s, struct batch *b, const char *value, double ms[2], struct err *e)
{
	double begin = now_ms();
	int rc;

	batch_set_text(b, 0, 0, value);
	batch_restart(b);
	rc = batch_judge(s, b, 0, e);
	ms[0] = now_ms() - begin;
	begin = now_ms();
	if (rc == 0)
		rc = batch_write(s, b, "bench", 0, e);
	ms[1] = now_ms() - begin;
	return rc;
}

/* A plain field costs the row and the journal; one that is searched and sorted by its indexes too. */
static int measure_field(struct store *s, const char *db, const char *field, struct err *e)
{
	const struct field *f = reg_field(&org_reg, field);
	double judge[TIMES], write[TIMES];
	struct buf what = BUF_INIT;
	struct batch b;
	int rc;

	batch_init(&b, &org_reg, BATCH_SET);
	rc = add_records(s, &b, e);
	if (rc == 0)
		batch_set_fields(&b, &f, 1, false);
	for (int i = 0; rc == 0 && i < TIMES; i++) {
		double ms[2];

		rc = measure(s, &b, i % 2 ? "示例才仁" : "示例卓玛", ms, e);
		judge[i] = ms[0];
		write[i] = ms[1];
	}
	if (rc == 0) {
		buf_addf(&what, "batch of %zu, %s: preview", b.n, field);
		at_most(db, buf_str(&what), judge, BUDGET_MS);
		buf_clear(&what);
		buf_addf(&what, "batch of %zu, %s: written", b.n, field);
		at_most(db, buf_str(&what), write, BUDGET_MS);
	}
	buf_release(&what);
	batch_release(&b);
	return rc;
}

int main(int argc, char **argv)
{
	struct store_options o = { .path = argc > 1 ? argv[1] : "", .channel = "bench" };
	struct store *s;
	struct err e = ERR_INIT;
	int rc;

	if (argc != 3) {
		fprintf(stderr, "usage: bulk DATABASE NAME\n");
		return 2;
	}
	rc = store_open(&o, &s, &e);
	if (rc == 0) {
		rc = measure_field(s, argv[2], "contact", &e);
		if (rc == 0)
			rc = measure_field(s, argv[2], "secretary", &e);
		store_close(s);
	}
	if (rc < 0)
		fprintf(stderr, "bulk: %s\n", e.text);
	return rc < 0 || over > 0;
}
