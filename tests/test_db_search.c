/*
 * The search index by itself, and the functions that have the last word.
 */
#include "db/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/records.h"
#include "tests/support/office.h"
#include "src/banned.h"

static void must(struct office *o, int rc)
{
	if (rc < 0)
		fail_msg("%s", o->e.text);
}

static void add(struct office *o, int64_t id, const char *text)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, text);
	must(o, search_add(o->s, &org_reg, id, &b, &o->e));
	buf_release(&b);
}

static void take_out(struct office *o, int64_t id, const char *text)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, text);
	must(o, search_remove(o->s, &org_reg, id, &b, &o->e));
	buf_release(&b);
}

/* The numbers that the index names for a line of conditions, each followed by a space. */
static void candidates(struct office *o, const char *typed, bool parts, struct buf *out)
{
	struct buf words = BUF_INIT;
	struct query q;
	sqlite3_stmt *stmt;
	int rc;

	must(o, query_parse(&org_reg, typed, store_lookup(o->s), &q, &o->e));
	if (!search_expression(&q, parts, &words)) {
		buf_adds(out, "any");
		goto done;
	}
	must(o, sql_get(o->s, "SELECT rowid FROM s_org WHERE s_org MATCH ?1 ORDER BY rowid", &stmt, &o->e));
	sqlite3_bind_text(stmt, 1, words.data, (int)words.len, SQLITE_STATIC);
	while ((rc = sql_step(o->s, stmt, &o->e)) == 1)
		buf_addf(out, "%lld ", (long long)sqlite3_column_int64(stmt, 0));
	if (rc < 0)
		fail_msg("%s: %s", buf_str(&words), o->e.text);
	sql_done(o->s, stmt);
done:
	buf_release(&words);
	query_release(&q);
}

static void names(struct office *o, const char *typed, const char *want)
{
	struct buf got = BUF_INIT;

	candidates(o, typed, false, &got);
	if (strcmp(buf_str(&got), want) != 0)
		fail_msg("%s names %s", typed, buf_str(&got));
	buf_release(&got);
}

static void names_by_parts(struct office *o, const char *typed, const char *want)
{
	struct buf got = BUF_INIT;

	candidates(o, typed, true, &got);
	if (strcmp(buf_str(&got), want) != 0)
		fail_msg("%s names %s", typed, buf_str(&got));
	buf_release(&got);
}

static void fill(struct office *o)
{
	add(o, 1, "A-1\n南沙沟村党支部\n\n示例才仁\n");
	add(o, 2, "A-2\n东河村党支部\n\n示例卓玛\n");
	add(o, 30, "632821\n长江路社区党支部\n\n\n");
	add(o, 4, "B\n厦门\n\n\n");
}

static void test_search__one_two_and_more_characters(void **state)
{
	struct office *o = *state;

	fill(o);
	names(o, "村", "1 2 ");
	names(o, "沙沟", "1 ");
	names(o, "南沙沟村", "1 ");
	names(o, "党支部", "1 2 30 ");
	names(o, "沟沙", "");
	names(o, "没有", "");
}

static void test_search__initials_and_readings(void **state)
{
	struct office *o = *state;

	fill(o);
	names(o, "nsg", "1 ");
	names(o, "n", "1 ");
	names(o, "nanshagou", "1 ");
	names(o, "nansh", "1 ");
	names(o, "dh", "2 ");
	names(o, "cj", "30 ");
	names(o, "zj", "30 ");
	names(o, "xiamen", "4 ");
	names(o, "xm", "4 ");
	names(o, "sm", "4 ");
	names(o, "南sg", "1 ");
}

static void test_search__digits(void **state)
{
	struct office *o = *state;

	fill(o);
	names(o, "6328", "30 ");
	names(o, "2821", "30 ");
	names(o, "21", "30 ");
	names(o, "2", "2 30 ");
	names(o, "A-2", "2 ");
	names(o, "6329", "");
}

static void test_search__words_join_and_alternate(void **state)
{
	struct office *o = *state;

	fill(o);
	names(o, "村 才仁", "1 ");
	names(o, "才仁 | 卓玛", "1 2 ");
	names(o, "村 -才仁", "1 2 ");
	/* A condition without a word may be met by anybody. */
	names(o, "-村", "any");
	names(o, "党员>3", "any");
	names(o, "村 | 党员>3", "any");
	names(o, "村 党员>3", "1 2 ");
	names(o, "", "any");
}

static void test_search__parts_of_searched_fields_count_as_words(void **state)
{
	struct office *o = *state;

	fill(o);
	names_by_parts(o, "全称~沙沟", "1 ");
	names_by_parts(o, "全称~沙沟,长江", "1 30 ");
	names_by_parts(o, "全称~nsg", "");
	names_by_parts(o, "备注~沙沟", "any");
	names_by_parts(o, "-全称~沙沟", "any");
	names_by_parts(o, "村 书记~卓玛", "2 ");
	names(o, "全称~沙沟", "any");
}

static void test_search__what_was_removed_is_gone(void **state)
{
	struct office *o = *state;

	fill(o);
	take_out(o, 1, "A-1\n南沙沟村党支部\n\n示例才仁\n");
	names(o, "nsg", "");
	names(o, "村", "2 ");
	add(o, 1, "A-1\n北沙沟村党支部\n\n示例才仁\n");
	names(o, "nsg", "");
	names(o, "bsg", "1 ");
}

static void test_search__signs_are_no_syntax(void **state)
{
	static const char *const words[] = { "\"*\"", "\"a AND b\"", "\"NEAR(\"", "(", ")", "^", "'",
		"\"{x}\"", "a\\\\b", "\"a - b\"", "NOT", "%", "\"😀\"", "ེ" };
	struct office *o = *state;

	fill(o);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct buf got = BUF_INIT;

		candidates(o, words[i], false, &got);
		buf_release(&got);
	}
	add(o, 50, "\"*\" (NEAR)\n");
	names(o, "(near", "50 ");
	names(o, "*", "50 ");
}

static void test_search__merging_ends_and_changes_nothing(void **state)
{
	struct office *o = *state;
	int more = 1, rounds = 0;

	for (int64_t id = 1; id <= 40; id++)
		add(o, id, "南沙沟村\n");
	while (more == 1) {
		more = search_merge(o->s, &org_reg, 100, &o->e);
		must(o, more);
		assert_true(++rounds < 1000);
	}
	assert_true(rounds > 1);
	for (int64_t id = 2; id <= 40; id++)
		take_out(o, id, "南沙沟村\n");
	names(o, "nsg", "1 ");
	while (search_merge(o->s, &org_reg, 100, &o->e) == 1)
		;
	names(o, "nsg", "1 ");
}

static uint64_t sum_of(const struct buf *text, int64_t id)
{
	struct buf tokens = BUF_INIT;
	uint64_t sum;

	tokens_pack(buf_str(text), text->len, &tokens);
	sum = search_sum_tokens(&(struct packed){ buf_str(&tokens), tokens.len }, id);
	buf_release(&tokens);
	return sum;
}

static void test_search__the_sum_tells_what_is_stored(void **state)
{
	struct office *o = *state;
	struct buf one = BUF_INIT, other = BUF_INIT;
	uint64_t sum;

	buf_adds(&one, "A-1\n南沙沟村\n");
	buf_adds(&other, "A-2\n东河\n");
	must(o, search_sum_stored(o->s, &org_reg, &sum, &o->e));
	assert_true(sum == 0);
	must(o, search_add(o->s, &org_reg, 7, &one, &o->e));
	must(o, search_add(o->s, &org_reg, 5, &other, &o->e));
	must(o, search_sum_stored(o->s, &org_reg, &sum, &o->e));
	assert_true(sum == sum_of(&one, 7) + sum_of(&other, 5));
	assert_true(sum != sum_of(&one, 5) + sum_of(&other, 7));
	must(o, search_remove(o->s, &org_reg, 7, &one, &o->e));
	must(o, search_sum_stored(o->s, &org_reg, &sum, &o->e));
	assert_true(sum == sum_of(&other, 5));
	buf_release(&one);
	buf_release(&other);
}

static void test_search__the_text_of_a_record_is_its_searched_fields(void **state)
{
	struct org *org = reg_new(&org_reg);
	struct buf text = BUF_INIT;

	(void)state;
	org->code = xstrdup("A-1");
	org->name = xstrdup("南沙沟");
	org->secretary = xstrdup("示例才仁");
	org->note.s = xstrdup("不检索的备注");
	org->secretary_phone.s = xstrdup("13900000000");
	search_text(&org_reg, org, &text);
	assert_string_equal(buf_str(&text), "A-1\n南沙沟\n\n示例才仁\n\0010000\n");
	reg_free(&org_reg, org);
	buf_release(&text);
}

/* ---- Functions --------------------------------------------------------------------------------- */

static int64_t ask(struct office *o, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t n;

	must(o, sql_get(o->s, sql, &stmt, &o->e));
	if (sql_step(o->s, stmt, &o->e) != 1)
		fail_msg("%s: %s", sql, o->e.text);
	n = sqlite3_column_type(stmt, 0) == SQLITE_NULL ? -1 : sqlite3_column_int64(stmt, 0);
	sql_done(o->s, stmt);
	return n;
}

static void test_search__match_looks_at_every_text(void **state)
{
	struct office *o = *state;

	assert_int_equal(ask(o, "SELECT zhibu_match('nsg', NULL, '东河', '南沙沟')"), 1);
	assert_int_equal(ask(o, "SELECT zhibu_match('nsg', '南沙', '沟')"), 0);
	assert_int_equal(ask(o, "SELECT zhibu_match('沙', '南沙沟')"), 1);
	assert_int_equal(ask(o, "SELECT zhibu_match('nsg', NULL)"), 0);
	assert_int_equal(ask(o, "SELECT zhibu_match('nsg')"), 0);
	assert_int_equal(ask(o, "SELECT zhibu_match(NULL, '南沙沟')"), 0);
	assert_int_equal(ask(o, "SELECT zhibu_match('7', 17)"), 1);
}

static void test_search__has_compares_search_keys(void **state)
{
	struct office *o = *state;

	assert_int_equal(ask(o, "SELECT zhibu_has('南沙沟', '沙')"), 1);
	assert_int_equal(ask(o, "SELECT zhibu_has('南沙沟', '沟沙')"), 0);
	assert_int_equal(ask(o, "SELECT zhibu_has('ＡＢＣ公司', 'bc公')"), 1);
	assert_int_equal(ask(o, "SELECT zhibu_has('南 沙', '南沙')"), 1);
	assert_int_equal(ask(o, "SELECT zhibu_has('abc', 'ＡＢ')"), 1);
	/* 一 begins the range of plain characters, 㐀 lies before it. */
	assert_int_equal(ask(o, "SELECT zhibu_has('一㐀丁', '一㐀')"), 1);
	assert_int_equal(ask(o, "SELECT zhibu_has(NULL, 'a')"), -1);
	assert_int_equal(ask(o, "SELECT zhibu_has('a', NULL)"), -1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_search__one_two_and_more_characters),
		TEST(test_search__initials_and_readings),
		TEST(test_search__digits),
		TEST(test_search__words_join_and_alternate),
		TEST(test_search__parts_of_searched_fields_count_as_words),
		TEST(test_search__what_was_removed_is_gone),
		TEST(test_search__signs_are_no_syntax),
		TEST(test_search__merging_ends_and_changes_nothing),
		TEST(test_search__the_sum_tells_what_is_stored),
		cmocka_unit_test(test_search__the_text_of_a_record_is_its_searched_fields),
		TEST(test_search__match_looks_at_every_text),
		TEST(test_search__has_compares_search_keys),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
