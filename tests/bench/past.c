/*
 * Going to the past against its budgets.
 *
 *	past LARGE SMALL		two databases: all the country's units, the sample of one prefecture
 *
 * The large one gets 100,000 changes first, as people make them: some fields of some records, in many actions.  Prints one
 * line for each figure: what, measured, budget; exits 1 when any is over.
 */
#include "db/past.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/mem.h"
#include "src/records.h"
#include "tests/support/pty.h"
#include "src/banned.h"

#define CHANGES 100000
#define AT_ONCE 500
#define TIMES 5

static int over;

static _Noreturn void die(const struct err *e)
{
	fprintf(stderr, "past: %s\n", e->text);
	exit(1);
}

static void at_most(const char *what, double ms, double budget)
{
	printf("%-44s %12.2f ms     <= %10.2f  %s\n", what, ms, budget, ms <= budget ? "ok" : "OVER");
	over += ms > budget;
}

static char *text_of(const char *what, int n)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s%d", what, n);
	return buf_detach(&b);
}

/* Four fields of a record, as after an election. */
static void edit(struct org *org, int n)
{
	free(org->secretary);
	free(org->contact);
	free(org->note.s);
	org->secretary = text_of("书记", n);
	org->contact = text_of("联系人", n);
	org->note.s = text_of("改动", n);
	org->full_members = n % 90 + 3;
}

static void save_page(struct store *s, const struct page *p, int *changes)
{
	struct org *org = reg_new(&org_reg);
	struct err e = ERR_INIT;

	if (store_begin(s, ACTION_BATCH, "bench", &e) < 0)
		die(&e);
	for (size_t i = 0; i < p->n; i++, *changes += 4) {
		reg_copy(&org_reg, org, page_row(p, i));
		edit(org, *changes / 4);
		if (store_save(s, &org_reg, page_row(p, i), org, NULL, &e) < 0)
			die(&e);
	}
	if (store_commit(s, NULL, &e) < 0)
		die(&e);
	reg_free(&org_reg, org);
}

static int64_t newest(struct store *s)
{
	struct undo_plan plan;
	int64_t id = journal_plan_undo(s, 0, &plan, NULL) == 0 ? plan.action.id : 0;

	undo_plan_release(&plan);
	return id;
}

/* Spread over the whole register; the first action of them. */
static int64_t change_much(struct store *s)
{
	struct view v = { .reg = &org_reg };
	struct page p = { .rows = NULL };
	struct page_want want = { .rows = AT_ONCE };
	struct count all = { .cap = 0 };
	struct err e = ERR_INIT;
	int changes = 0, saves = CHANGES / 4 / AT_ONCE;
	int64_t first = 0;

	if (store_count(s, &v, &all, &e) < 0)
		die(&e);
	for (int i = 0; i < saves; i++) {
		want.from = PAGE_AT;
		if (store_nth(s, &v, all.n / saves * i, &want.anchor, &e) < 0 || store_page(s, &v, &want, &p, &e) < 0)
			die(&e);
		save_page(s, &p, &changes);
		first = first ? first : newest(s);
	}
	page_release(&p);
	return first;
}

static double measure(struct store *s, int64_t before)
{
	struct past_want want = { .moment = { date_today(), MOMENT_END }, .before = before };
	struct err e = ERR_INIT;
	double best = 0, from;

	for (int i = 0; i < TIMES; i++) {
		struct store *past;
		double took;

		from = now_ms();
		if (past_open(s, &want, &past, &e) < 0)
			die(&e);
		took = now_ms() - from;
		best = i && best < took ? best : took;
		store_close(past);
	}
	return best;
}

static struct store *open_store(const char *path)
{
	struct store_options o = { .path = path, .channel = "cli" };
	struct err e = ERR_INIT;
	struct store *s;

	if (store_open(&o, &s, &e) < 0)
		die(&e);
	return s;
}

int main(int argc, char **argv)
{
	struct store *s;

	if (argc != 3) {
		fprintf(stderr, "usage: past LARGE SMALL\n");
		return 2;
	}
	s = open_store(argv[2]);
	at_most("past: switch, small", measure(s, newest(s)), 200);
	store_close(s);
	s = open_store(argv[1]);
	at_most("past: switch, large, 100,000 changes", measure(s, change_much(s)), 2000);
	store_close(s);
	return over > 0;
}
