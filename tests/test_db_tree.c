/*
 * Registers as trees: every view of a crowd against the plain way, and the summaries of branches.
 */
#include "db/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/tour.h"
#include "src/mem.h"
#include "tests/support/crowd.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

/* --- a crowd with many levels --- */

/* Hangs an organization below another one; what would be a circle, or below one out of use, is refused and stays. */
static void hang(struct office *o, int64_t id, int64_t below)
{
	struct org *base = office_org(o, id), *org = office_org(o, id);

	org->superior.id = below;
	if (store_save_one(o->s, &org_reg, base, org, NULL, &o->e) < 0)
		assert_int_equal(o->e.code, ERR_INVALID);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

static void hang_at_random(struct office *o, int times)
{
	struct crowd c;

	crowd_read(o, &c);
	for (int i = 0; i < times; i++) {
		int64_t id = c.orgs[crowd_random((uint32_t)c.n)]->rec.id, below = c.orgs[crowd_random((uint32_t)c.n)]->rec.id;

		hang(o, id, crowd_random(9) ? below : 0);
	}
	crowd_release(&c);
}

/* --- the plain way --- */

struct plain {
	struct crowd c;
	int64_t *order;		/* all of them */
	size_t n;
	int64_t *hits;
	size_t nhits;
};

static bool is_above(const struct plain *p, int64_t id, int64_t above)
{
	const struct org *org = crowd_find(&p->c, id);

	while (org && org->superior.id && org->superior.id != above)
		org = crowd_find(&p->c, org->superior.id);
	return org && org->superior.id == above && above;
}

static bool is_hit(const struct plain *p, int64_t id)
{
	for (size_t i = 0; i < p->nhits; i++)
		if (p->hits[i] == id)
			return true;
	return false;
}

static int64_t hits_below(const struct plain *p, int64_t id)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->nhits; i++)
		n += is_above(p, p->hits[i], id);
	return n;
}

/* The children that should be there, in order; how many. */
static size_t children(const struct plain *p, bool everything, int64_t parent, int64_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		int64_t id = p->order[i];

		if (crowd_find(&p->c, id)->superior.id == parent && (everything || is_hit(p, id) || hits_below(p, id)))
			out[n++] = id;
	}
	return n;
}

static void plain_read(struct office *o, const struct view *v, bool (*is)(const struct org *org), struct plain *p)
{
	struct view all = { .reg = v->reg, .all = true, .sort = v->sort, .descending = v->descending };

	crowd_read(o, &p->c);
	p->order = crowd_list(&p->c, &all, NULL, &p->n);
	p->hits = crowd_list(&p->c, v, is, &p->nhits);
}

static void plain_release(struct plain *p)
{
	crowd_release(&p->c);
	free(p->order);
	free(p->hits);
}

/* --- against it --- */

static void same_children(struct office *o, struct tree *t, const struct plain *p, bool everything, int64_t parent)
{
	int64_t *ids = xcalloc(p->n + 1, sizeof(*ids)), id = 0;
	size_t n = children(p, everything, parent, ids);

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(tree_child(t, parent, i ? TREE_AFTER : TREE_FIRST, &id, &o->e), 1);
		assert_int_equal(id, ids[i]);
	}
	assert_int_equal(tree_child(t, parent, n ? TREE_AFTER : TREE_FIRST, &id, &o->e), 0);
	for (size_t i = n; i-- > 0;) {
		assert_int_equal(tree_child(t, parent, i + 1 < n ? TREE_BEFORE : TREE_LAST, &id, &o->e), 1);
		assert_int_equal(id, ids[i]);
	}
	free(ids);
}

static void same_node(struct office *o, struct tree *t, const struct plain *p, bool filtered, int64_t id)
{
	struct tree_node node;
	int64_t below = hits_below(p, id);

	must(o, tree_node(t, id, &node, &o->e));
	assert_int_equal(node.hit, is_hit(p, id));
	if (filtered)
		assert_int_equal(node.below, below);
	if (filtered || below > 0)
		assert_int_equal(node.parent, below > 0);
}

static void same_tree(struct office *o, const struct view *v, bool (*is)(const struct org *org))
{
	struct tree *t = tree_new(o->s, v);
	bool everything = v->all && !is;
	struct plain p;

	plain_read(o, v, is, &p);
	/* In slices as in a screen: the shortest there are. */
	while (tree_work(t, 1, &o->e) == 1)
		continue;
	assert_true(tree_is_counted(t));
	if (is)
		assert_int_equal(tree_found(t), p.nhits);
	same_children(o, t, &p, everything, 0);
	for (size_t i = 0; i < p.n; i++) {
		same_children(o, t, &p, everything, p.order[i]);
		same_node(o, t, &p, is != NULL, p.order[i]);
	}
	plain_release(&p);
	tree_free(t);
}

static void test_tree__shows_what_the_plain_way_does(void **state)
{
	static const char *const fields[] = { "code", "name", "full_members" };
	struct office *o = *state;

	crowd_save(o, 90);
	hang_at_random(o, 200);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		for (int how = 0; how < 4; how++) {
			struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, fields[i]), .all = how & 1,
				.descending = how & 2 };

			same_tree(o, &v, NULL);
		}
}

static bool has_shagou(const struct org *org)
{
	return strstr(org->name, "沙") || (org->short_name && strstr(org->short_name, "沙"));
}

static void same_with(struct office *o, const char *condition, bool (*is)(const struct org *org))
{
	struct query q;
	struct view v = { .reg = &org_reg, .query = &q, .sort = reg_field(&org_reg, "name") };

	must(o, query_parse(&org_reg, condition, store_lookup(o->s), &q, &o->e));
	same_tree(o, &v, is);
	v.all = true;
	same_tree(o, &v, is);
	query_release(&q);
}

static bool has_many(const struct org *org)
{
	return org->full_members > 9;
}

static bool is_nothing(const struct org *org)
{
	(void)org;
	return false;
}

static void test_tree__keeps_those_above_what_is_found(void **state)
{
	struct office *o = *state;

	crowd_save(o, 90);
	hang_at_random(o, 200);
	same_with(o, "沙", has_shagou);
	same_with(o, "full_members>9", has_many);
	same_with(o, "secretary=empty", crowd_is_vacant);
	same_with(o, "没有这样的名称", is_nothing);
}

static int count_one(void *ctx, int64_t id)
{
	(void)id;
	++*(int64_t *)ctx;
	return 0;
}

static void test_tree__a_branch_is_the_record_and_all_below(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0), b = office_branch(o, "B", a), c = office_branch(o, "C", b), n = 0, size;
	int64_t path[TREE_DEPTH];
	struct view v = { .reg = &org_reg };
	struct tree *t = tree_new(o->s, &v);
	struct err e = ERR_INIT;
	size_t depth;

	office_branch(o, "D", 0);
	must(o, office_retire(o, &org_reg, c));
	must(o, tree_each(t, a, count_one, &n, &o->e));
	assert_int_equal(n, 2);
	must(o, store_branch_size(o->s, &org_reg, a, &size, &o->e));
	assert_int_equal(size, 2);
	must(o, store_chain(o->s, &org_reg, c, path, &depth, &o->e));
	assert_int_equal(depth, 3);
	assert_int_equal(path[0], a);
	assert_int_equal(path[2], c);
	assert_int_equal(store_chain(o->s, &org_reg, 12345, path, &depth, &e), ERR_NOT_FOUND);
	tree_free(t);
}

/* What was read stays as it is until it is to be forgotten: a screen reads anew when the data change. */
static void test_tree__forgets_when_told(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0), b = office_branch(o, "B", a), id = 0;
	struct view v = { .reg = &org_reg };
	struct tree *t = tree_new(o->s, &v);

	assert_int_equal(tree_child(t, a, TREE_FIRST, &id, &o->e), 1);
	hang(o, b, 0);
	tree_forget(t);
	assert_int_equal(tree_child(t, a, TREE_FIRST, &id, &o->e), 0);
	id = a;
	assert_int_equal(tree_child(t, 0, TREE_AFTER, &id, &o->e), 1);
	assert_int_equal(id, b);
	tree_free(t);
}

/* A circle in a damaged file ends, and the rest is shown. */
static void test_tree__a_circle_does_not_hang(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0), b = office_branch(o, "B", a), c = office_branch(o, "C", 0), id = 0, size;
	int64_t path[TREE_DEPTH];
	struct query q;
	struct view v = { .reg = &org_reg, .query = &q };
	struct tree *t = tree_new(o->s, &v);
	struct buf sql = BUF_INIT;
	size_t n;

	buf_addf(&sql, "UPDATE org SET superior = %lld WHERE id = %lld", (long long)b, (long long)a);
	office_meddle(o, buf_str(&sql));
	buf_release(&sql);
	must(o, query_parse(&org_reg, "category=631", store_lookup(o->s), &q, &o->e));
	assert_int_equal(tree_work(t, 0, &o->e), 0);
	assert_int_equal(tree_child(t, 0, TREE_FIRST, &id, &o->e), 1);
	assert_int_equal(id, c);
	must(o, store_chain(o->s, &org_reg, a, path, &n, &o->e));
	must(o, store_branch_size(o->s, &org_reg, a, &size, &o->e));
	assert_int_equal(size, 1);
	query_release(&q);
	tree_free(t);
}

/* --- a family too large to be sorted --- */

#define CROWD 10020

static void save_family(struct office *o, int64_t parent)
{
	must(o, store_begin(o->s, ACTION_IMPORT, NULL, &o->e));
	store_bulk_begin(o->s, &org_reg);
	for (int i = 0; i < CROWD; i++) {
		struct buf code = BUF_INIT;
		struct org *org;

		buf_addf(&code, "K%05d", CROWD - i);
		org = office_new_org(buf_str(&code), parent);
		must(o, store_save(o->s, &org_reg, NULL, org, NULL, &o->e));
		reg_free(&org_reg, org);
		buf_release(&code);
	}
	must(o, store_bulk_step(o->s, 0, &o->e));
	must(o, store_commit(o->s, NULL, &o->e));
}

/* More than a short result: read along the order, and by the search index. */
static void counted_in_slices(struct office *o, int64_t parent)
{
	static const char *const conditions[] = { "category=631", "K" };

	for (int i = 0; i < 2; i++) {
		struct query q;
		struct view v = { .reg = &org_reg, .query = &q };
		struct tree *t = tree_new(o->s, &v);
		struct tree_node node;
		int64_t id = 0;

		must(o, query_parse(&org_reg, conditions[i], store_lookup(o->s), &q, &o->e));
		while (tree_work(t, 1, &o->e) == 1)
			continue;
		must(o, tree_node(t, parent, &node, &o->e));
		assert_int_equal(node.below, CROWD);
		assert_int_equal(tree_found(t), CROWD + 1);
		assert_int_equal(tree_child(t, parent, TREE_FIRST, &id, &o->e), 1);
		tree_free(t);
		query_release(&q);
	}
}

static void test_tree__a_crowd_comes_by_number(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0), id = 0, last, first, n = 1;
	struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, "code") };
	struct tree *t = tree_new(o->s, &v);
	struct branch below;

	save_family(o, a);
	assert_false(tree_is_crowded(t, 0));
	assert_true(tree_is_crowded(t, a));
	assert_int_equal(tree_child(t, a, TREE_LAST, &last, &o->e), 1);
	assert_int_equal(tree_child(t, a, TREE_FIRST, &first, &o->e), 1);
	for (id = first; tree_child(t, a, TREE_AFTER, &id, &o->e) == 1; n++)
		assert_true(id > first);
	assert_int_equal(n, CROWD);
	assert_int_equal(id, last);
	assert_int_equal(tree_child(t, a, TREE_BEFORE, &id, &o->e), 1);
	assert_true(id < last);
	v.descending = true;
	tree_forget(t);
	assert_int_equal(tree_child(t, a, TREE_FIRST, &id, &o->e), 1);
	assert_int_equal(id, last);
	must(o, store_branch(o->s, &org_reg, a, &below, &o->e));
	assert_int_equal(below.n, CROWD);
	counted_in_slices(o, a);
	tree_free(t);
}

/* --- summaries --- */

static struct branch branch_of(struct office *o, int64_t id)
{
	struct branch b;

	must(o, store_branch(o->s, &org_reg, id, &b, &o->e));
	return b;
}

static void test_tree__totals_come_from_the_lowest(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0), b = office_branch(o, "B", a), c = office_branch(o, "C", b);

	/* A committee holds the total of those below it in the same field. */
	office_must_edit(o, b, "full_members", "50");
	office_must_edit(o, c, "full_members", "30");
	assert_int_equal(branch_of(o, a).n, 2);
	assert_int_equal(branch_of(o, a).sums[0], 30);
	assert_int_equal(branch_of(o, b).n, 1);
	assert_int_equal(branch_of(o, c).n, 0);
	/* Without anything below it, its own number counts. */
	must(o, office_retire(o, &org_reg, c));
	assert_int_equal(branch_of(o, a).n, 1);
	assert_int_equal(branch_of(o, a).sums[0], 50);
	assert_int_equal(branch_of(o, b).n, 0);
	office_sound(o);
}

static void test_tree__totals_follow_every_change(void **state)
{
	struct office *o = *state;
	struct crowd c;

	crowd_save(o, 70);
	for (int round = 0; round < 4; round++) {
		hang_at_random(o, 60);
		crowd_read(o, &c);
		for (int i = 0; i < 20; i++) {
			const struct org *org = c.orgs[crowd_random((uint32_t)c.n)];
			struct org *now = office_org(o, org->rec.id);

			crowd_change(o, now);
			if (date_is_empty(org->rec.retired_on) &&
			    store_save_one(o->s, &org_reg, org, now, NULL, &o->e) < 0)
				assert_int_equal(o->e.code, ERR_CONFLICT);
			reg_free(&org_reg, now);
		}
		crowd_release(&c);
		office_sound(o);
	}
}

static struct sums sums_of(struct office *o, const int64_t *ids, size_t n)
{
	struct sums sums, found;

	sums_init(&sums, &org_reg);
	for (size_t i = 0; i < n; i++)
		must(o, store_sum(o->s, &sums, ids[i], &o->e));
	found = sums;
	sums_release(&sums);
	return found;
}

static size_t members_in(const struct sums *s)
{
	size_t i = 0;

	while (strcmp(s->fields[i]->name, "full_members") != 0)
		i++;
	return i;
}

static void test_tree__sums_of_lists_follow_the_rule_of_branches(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0), b = office_branch(o, "B", a), c = office_branch(o, "C", b),
		d = office_branch(o, "D", b), top = office_branch(o, "E", 0);
	int64_t all[] = { a, b, c, d, top };
	const char *members[] = { "80", "75", "30", "45", "7" };
	struct sums sums;
	size_t i;

	for (size_t j = 0; j < 5; j++)
		office_must_edit(o, all[j], "full_members", members[j]);
	sums = sums_of(o, all, 5);
	i = members_in(&sums);
	assert_int_equal(sums.sum[i], branch_of(o, a).sums[0] + 7);
	assert_int_equal(sums.sum[i], 82);
	assert_int_equal(sums.above[i], 2);
	assert_int_equal(sums.outside[i], 0);
	/* What is retired is out of all branches, and what stood above it becomes the lowest. */
	must(o, office_retire(o, &org_reg, c));
	must(o, office_retire(o, &org_reg, d));
	sums = sums_of(o, all, 5);
	assert_int_equal(sums.sum[i], branch_of(o, a).sums[0] + 7);
	assert_int_equal(sums.sum[i], 82);
	assert_int_equal(sums.above[i], 1);
	assert_int_equal(sums.outside[i], 2);
}

/* In a random forest the sum over all records is that of the branches of those at the top. */
static void test_tree__sums_agree_with_the_branches(void **state)
{
	struct office *o = *state;
	int64_t want = 0, *ids;
	struct sums sums;
	struct crowd c;

	crowd_save(o, 70);
	hang_at_random(o, 60);
	crowd_read(o, &c);
	ids = xcalloc(c.n, sizeof(*ids));
	for (size_t i = 0; i < c.n; i++) {
		const struct org *org = c.orgs[i];
		struct branch below = branch_of(o, org->rec.id);

		ids[i] = org->rec.id;
		if (!org->superior.id && below.n)
			want += below.sums[0];
		else if (!org->superior.id && crowd_in_view(org) && org->full_members != INT_NONE)
			want += org->full_members;
	}
	sums = sums_of(o, ids, c.n);
	assert_true(want > 0);
	assert_int_equal(sums.sum[members_in(&sums)], want);
	free(ids);
	crowd_release(&c);
}

static void test_tree__verify_finds_wrong_totals(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A", 0);

	office_branch(o, "B", a);
	office_sound(o);
	office_meddle(o, "UPDATE k_org_branch SET n = n + 1");
	office_found(o, "各级合计");
	office_meddle(o, "DELETE FROM k_org_branch");
	office_found(o, "各级合计");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_tree__##name, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shows_what_the_plain_way_does),
		TEST(keeps_those_above_what_is_found),
		TEST(a_branch_is_the_record_and_all_below),
		TEST(forgets_when_told),
		TEST(a_circle_does_not_hang),
		TEST(a_crowd_comes_by_number),
		TEST(totals_come_from_the_lowest),
		TEST(totals_follow_every_change),
		TEST(sums_of_lists_follow_the_rule_of_branches),
		TEST(sums_agree_with_the_branches),
		TEST(verify_finds_wrong_totals),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
