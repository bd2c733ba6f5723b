/*
 * The order of matches, and conditions on the name of what is referred to.
 */
#include "db/rank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/few.h"
#include "src/mem.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

static int64_t add(struct office *o, const char *code, const char *short_name, int64_t superior)
{
	int64_t id = office_branch(o, code, superior);

	office_must_edit(o, id, "short_name", short_name);
	return id;
}

/* The codes of the view's records, in its order; whether they stand by rank is in *ranked. */
static const char *codes(struct office *o, const char *text, bool *ranked)
{
	static char out[200];
	struct query q;
	struct view v = { .reg = &org_reg, .query = &q, .ranked = ranked != NULL };
	struct page_want want = { .from = PAGE_FIRST, .rows = 20 };
	struct page page = { .rows = NULL };
	struct buf b = BUF_INIT;

	must(o, query_parse(&org_reg, text, store_lookup(o->s), &q, &o->e));
	must(o, store_page(o->s, &v, &want, &page, &o->e));
	for (size_t i = 0; i < page.n; i++)
		buf_addf(&b, "%s%s", i ? " " : "", ((const struct org *)page_row(&page, i))->code);
	assert_true(b.len < sizeof(out));
	memcpy(out, buf_str(&b), b.len + 1);
	if (ranked)
		*ranked = page.ranked;
	page_release(&page);
	query_release(&q);
	buf_release(&b);
	return out;
}

/* A1 has it inside, A2 and A3 by initials, A4 at its beginning, A5 is it. */
static void test_rank__exact_beginning_initials_full_pinyin_inside(void **state)
{
	struct office *o = *state;
	bool ranked;

	add(o, "A1", "示例ns", 0);
	add(o, "A2", "你是村", 0);
	add(o, "A3", "南沙村", 0);
	add(o, "A4", "ns村", 0);
	add(o, "A5", "ns", 0);
	assert_string_equal(codes(o, "ns", &ranked), "A5 A4 A2 A3 A1");
	assert_true(ranked);
	assert_string_equal(codes(o, "ns", NULL), "A1 A2 A3 A4 A5");
	/* "nish" is no initials. */
	assert_string_equal(codes(o, "nish", &ranked), "A2");
	assert_string_equal(codes(o, "nansha | ns村", &ranked), "A4 A2 A3");
	assert_string_equal(codes(o, "ns A", &ranked), "A5 A4 A2 A3 A1");
}

/* Initials of the whole name come before those of its beginning, and those before initials inside of it; so does full
 * pinyin.  Text is worth more than its pinyin, but the whole of a name more than a beginning. */
static void test_rank__pinyin_of_the_whole_name_first(void **state)
{
	struct office *o = *state;
	bool ranked;

	add(o, "A1", "小岛村党支部", 0);
	add(o, "A2", "东村党支部委员会", 0);
	add(o, "A3", "dcdzb村", 0);
	add(o, "A4", "东村党支部", 0);
	add(o, "A5", "dcdzb", 0);
	assert_string_equal(codes(o, "dcdzb", &ranked), "A5 A4 A3 A2 A1");
	assert_true(ranked);
	add(o, "B1", "示例西岭村", 0);
	add(o, "B2", "西岭村党支部", 0);
	add(o, "B3", "西岭村", 0);
	assert_string_equal(codes(o, "xilingcun", &ranked), "B3 B2 B1");
}

static void test_rank__without_words_the_order_of_the_field_stays(void **state)
{
	struct office *o = *state;
	bool ranked;

	add(o, "A2", "示例", 0);
	add(o, "A1", "示例二", 0);
	assert_string_equal(codes(o, "简称~示例", &ranked), "A1 A2");
	assert_string_equal(codes(o, "-没有 编码=A2,A1", &ranked), "A1 A2");
}

/* Windows and places follow the same order, from either end and around a record. */
static void test_rank__windows_follow_it(void **state)
{
	struct office *o = *state;
	int64_t inside = add(o, "A1", "示例ns", 0), exact = add(o, "A2", "ns", 0), at, id;
	struct query q;
	struct view v = { .reg = &org_reg, .query = &q, .ranked = true };
	struct page_want want = { .from = PAGE_AFTER, .anchor = exact, .rows = 20 };
	struct page page = { .rows = NULL };

	must(o, query_parse(&org_reg, "ns", store_lookup(o->s), &q, &o->e));
	must(o, store_page(o->s, &v, &want, &page, &o->e));
	assert_int_equal(page.n, 1);
	assert_true(((const struct rec *)page_row(&page, 0))->id == inside);
	want = (struct page_want){ .from = PAGE_BEFORE, .anchor = inside, .rows = 20 };
	must(o, store_page(o->s, &v, &want, &page, &o->e));
	assert_int_equal(page.n, 1);
	assert_true(((const struct rec *)page_row(&page, 0))->id == exact);
	must(o, store_position(o->s, &v, inside, &at, &o->e));
	assert_int_equal(at, 1);
	must(o, store_nth(o->s, &v, 0, &id, &o->e));
	assert_true(id == exact);
	/* A record that does not answer has no place in it. */
	want = (struct page_want){ .from = PAGE_AFTER, .anchor = add(o, "A3", "示例", 0), .rows = 20 };
	assert_int_equal(store_page(o->s, &v, &want, &page, &o->e), ERR_NOT_FOUND);
	page_release(&page);
	query_release(&q);
}

/* More than can be held stand as they always do. */
static void test_rank__a_long_result_has_none(void **state)
{
	struct office *o = *state;
	bool ranked;
	struct err e = ERR_INIT;

	must(o, store_begin(o->s, ACTION_EDIT, NULL, &o->e));
	for (int i = 0; i <= RANKED_MOST; i++) {
		struct buf code = BUF_INIT;
		struct org *org;

		buf_addf(&code, "A%04d", i);
		org = office_new_org(buf_str(&code), 0);
		must(o, store_save(o->s, &org_reg, NULL, org, NULL, &e));
		reg_free(&org_reg, org);
		buf_release(&code);
	}
	must(o, store_commit(o->s, NULL, &o->e));
	codes(o, "A", &ranked);
	assert_false(ranked);
	assert_string_equal(codes(o, "A0007", &ranked), "A0007");
	assert_true(ranked);
}

/* ---- References by name ------------------------------------------------------------------------ */

static void test_rank__what_refers_to_records_with_a_word(void **state)
{
	struct office *o = *state;
	int64_t east = add(o, "A1", "东河镇", 0), west = add(o, "A2", "西岭镇", 0);

	office_must_edit(o, east, "category", "611");
	office_must_edit(o, west, "category", "611");
	add(o, "B1", "一村", east);
	add(o, "B2", "二村", west);
	add(o, "B3", "三村", 0);
	assert_string_equal(codes(o, "上级~东河", NULL), "B1");
	assert_string_equal(codes(o, "superior~dhz", NULL), "B1");
	assert_string_equal(codes(o, "上级~东河,西岭", NULL), "B1 B2");
	assert_string_equal(codes(o, "上级~东河,A1,西岭 二村", NULL), "B2");
	assert_string_equal(codes(o, "上级~没有这个", NULL), "");
	assert_string_equal(codes(o, "-上级~东河 编码~B", NULL), "B2 B3");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rank__exact_beginning_initials_full_pinyin_inside),
		TEST(test_rank__pinyin_of_the_whole_name_first),
		TEST(test_rank__without_words_the_order_of_the_field_stays),
		TEST(test_rank__windows_follow_it),
		TEST(test_rank__a_long_result_has_none),
		TEST(test_rank__what_refers_to_records_with_a_word),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
