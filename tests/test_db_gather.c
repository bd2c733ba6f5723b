/*
 * Gathering: what a bulk load stores and verify compares with.
 */
#include "db/gather.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/default_view.h"
#include "src/mem.h"
#include "tests/support/crowd.h"
#include "src/banned.h"

static size_t kept_fields(void)
{
	size_t n = 0;

	for (size_t i = 0; i < org_reg.nfields; i++)
		n += key_is_kept(&org_reg.fields[i]);
	return n;
}

static void same_order(const struct gather *g, const struct gather_column *column, const struct crowd *c)
{
	struct view v = { .reg = &org_reg, .sort = column->field };
	int64_t *ids = xcalloc(g->n + 1, sizeof(*ids));
	size_t n, m;
	int64_t *want = crowd_list(c, &v, NULL, &n);

	m = gather_order(g, column, false, ids);
	assert_int_equal(m, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(ids[i], want[i]);
	/* The others are outside. */
	assert_int_equal(gather_order(g, column, true, ids), c->n - n);
	free(ids);
	free(want);
}

struct texts {
	size_t n;
	int64_t last;
	bool found;
};

static bool has_token(const struct packed *tokens, const char *token)
{
	const char *at = tokens->bytes, *one;
	size_t n;

	while ((one = tokens_next(&at, tokens->bytes + tokens->n, &n)) != NULL) {
		if (n == strlen(token) && memcmp(one, token, n) == 0)
			return true;
	}
	return false;
}

static int take(void *ctx, int64_t id, const struct packed *tokens, struct err *e)
{
	struct texts *t = ctx;

	(void)e;
	assert_true(id > t->last);
	t->last = id;
	t->n++;
	t->found |= has_token(tokens, "a0") && has_token(tokens, "000");
	return 0;
}

/* Reads everything, so many records at a time and with that much memory; returns the number of passes. */
static int gather_all(struct office *o, size_t block, size_t memory, const struct crowd *c)
{
	struct texts texts = { .n = 0 };
	struct gather g = { .s = o->s, .reg = &org_reg, .tokens = take, .ctx = &texts, .memory = memory,
		.block = block };
	size_t first = 0, next, columns = 0;
	int passes = 0;

	do {
		assert_int_equal(gather_pass(&g, first, &next, &o->e), 0);
		assert_int_equal(g.n, c->n);
		for (size_t i = 0; i < g.ncolumns; i++)
			same_order(&g, &g.columns[i], c);
		columns += g.ncolumns;
		passes++;
		first = next;
	} while (next > 0);
	assert_int_equal(columns, kept_fields());
	/* Texts and counters come once, however many passes there are. */
	assert_int_equal(texts.n, c->n);
	assert_true(texts.found);
	assert_int_equal(tally_pad_get(&g.pad, "", "") + tally_pad_get(&g.pad, "", TALLY_OUT), c->n);
	gather_release(&g);
	return passes;
}

static void test_gather__one_pass_or_several_come_to_the_same(void **state)
{
	struct office *o = *state;
	struct crowd c;

	crowd_save(o, 150);
	crowd_read(o, &c);
	assert_int_equal(gather_all(o, 0, 0, &c), 1);
	assert_int_equal(gather_all(o, 0, 1, &c), kept_fields());
	assert_true(gather_all(o, 0, 20000, &c) > 1);
	/* With a thread beside: one at a time, and blocks of which the last one is full or not. */
	assert_int_equal(gather_all(o, 1, 0, &c), 1);
	assert_true(gather_all(o, c.n / 2, 20000, &c) > 1);
	assert_int_equal(gather_all(o, 7, 0, &c), 1);
	crowd_release(&c);
}

static void test_gather__counts_as_the_records_are(void **state)
{
	struct office *o = *state;
	struct gather g = { .s = o->s, .reg = &org_reg };
	struct crowd c;
	int64_t joint = 0, out = 0;
	size_t next;

	crowd_save(o, 150);
	crowd_read(o, &c);
	for (size_t i = 0; i < c.n; i++) {
		joint += crowd_in_view(c.orgs[i]) && strcmp(c.orgs[i]->category.s, "632") == 0;
		out += !crowd_in_view(c.orgs[i]);
	}
	assert_int_equal(gather_pass(&g, 0, &next, &o->e), 0);
	assert_int_equal(tally_pad_get(&g.pad, "category", "632"), joint);
	assert_int_equal(tally_pad_get(&g.pad, "category", "641"), 0);
	assert_int_equal(tally_pad_get(&g.pad, "", TALLY_OUT), out);
	gather_release(&g);
	crowd_release(&c);
}

static int refuse(void *ctx, int64_t id, const struct packed *tokens, struct err *e)
{
	(void)id;
	(void)tokens;
	++*(int *)ctx;
	return err_set(e, ERR_IO, "full");
}

static void test_gather__ends_when_tokens_are_refused(void **state)
{
	struct office *o = *state;
	int calls = 0;
	struct gather g = { .s = o->s, .reg = &org_reg, .tokens = refuse, .ctx = &calls };
	size_t next;

	crowd_save(o, 20);
	assert_int_equal(gather_pass(&g, 0, &next, &o->e), ERR_IO);
	assert_int_equal(calls, 1);
	g.block = 3;
	assert_int_equal(gather_pass(&g, 0, &next, &o->e), ERR_IO);
	assert_int_equal(calls, 2);
	gather_release(&g);
}

static void test_gather__an_empty_register_gives_nothing(void **state)
{
	struct office *o = *state;
	struct gather g = { .s = o->s, .reg = &org_reg };
	int64_t ids[1];
	size_t next;

	assert_int_equal(gather_pass(&g, 0, &next, &o->e), 0);
	assert_int_equal(g.n, 0);
	assert_int_equal(next, 0);
	assert_int_equal(gather_order(&g, &g.columns[0], false, ids), 0);
	gather_release(&g);
}

/* ---- Default views ----------------------------------------------------------------------------- */

static void test_gather__default_views_know_their_records(void **state)
{
	struct office *o = *state;
	struct crowd c;

	crowd_save(o, 60);
	crowd_read(o, &c);
	for (size_t i = 0; i < c.n; i++)
		assert_int_equal(
			default_view_has(o->s, &org_reg, c.orgs[i]->rec.id, &o->e), crowd_in_view(c.orgs[i]));
	assert_int_equal(default_view_has(o->s, &org_reg, 1, &o->e), 0);
	/* A register without a condition shows all that are in use. */
	assert_int_equal(default_view_has(o->s, &division_reg, INT64_C(632821000000), &o->e), 1);
	crowd_release(&c);
}

/* What is left of a condition: the describing texts, and whether only the default view's records are meant. */
static void left(struct office *o, const char *text, bool all, size_t n, bool inside)
{
	struct view v = { .reg = &org_reg, .all = all };
	struct remainder r;
	struct query q;

	if (query_parse(&org_reg, text, store_lookup(o->s), &q, &o->e) < 0)
		fail_msg("%s: %s", text, o->e.text);
	v.query = &q;
	assert_int_equal(remainder_of_view(o->s, &v, &r, &o->e), 0);
	if (r.n != n || r.inside != inside || r.one != (q.n <= 1))
		fail_msg("%s leaves %zu conditions", text, r.n);
	remainder_release(&r);
	query_release(&q);
}

#define PRIMARY "category=611,621,631,632,911,921,931,932 dissolved=empty "

static void test_gather__what_repeats_the_default_view_is_left_aside(void **state)
{
	struct office *o = *state;

	left(o, "", false, 0, true);
	left(o, "", true, 0, false);
	left(o, "党员>5", false, 1, true);
	left(o, "党员>5", true, 1, false);
	left(o, PRIMARY "党员>5", false, 1, true);
	left(o, "状态=在用 党员>5", false, 1, true);
	left(o, "dissolved=empty", false, 0, true);
	/* Among all records, the whole view has to be repeated. */
	left(o, PRIMARY "状态=在用 党员>5", true, 1, true);
	left(o, PRIMARY "党员>5", true, 3, false);
	left(o, "状态=在用 党员>5", true, 2, false);
	/* A condition that is like the view's and yet another. */
	left(o, "-dissolved=empty", false, 1, true);
	left(o, "category=611,621", false, 1, true);
	left(o, "党员>5 | 党员<3", false, 0, true);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_gather__one_pass_or_several_come_to_the_same),
		TEST(test_gather__counts_as_the_records_are),
		TEST(test_gather__ends_when_tokens_are_refused),
		TEST(test_gather__an_empty_register_gives_nothing),
		TEST(test_gather__default_views_know_their_records),
		TEST(test_gather__what_repeats_the_default_view_is_left_aside),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
