/*
 * Finding in a register what was typed without one: words, keys, and the ends of numbers.
 */
#include "db/find.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/records.h"
#include "tests/support/office.h"
#include "src/banned.h"

/* What is found in the register, as "key key ", and how many there are. */
static void finds(struct office *o, const struct reg *reg, const char *typed, const char *want)
{
	const struct page_want page = { .from = PAGE_FIRST, .rows = 5 };
	struct found found = { .n = 0 };
	struct buf b = BUF_INIT;

	if (store_find_in(o->s, reg, typed, &page, &found, &o->e) < 0)
		fail_msg("%s", o->e.text);
	for (size_t i = 0; i < found.n; i++)
		buf_addf(&b, "%s%s ", found.items[i].key, found.items[i].retired ? "!" : "");
	assert_true(found.done && found.count.exact);
	assert_int_equal(found.count.n, found.n);
	assert_string_equal(buf_str(&b), want);
	found_release(&found);
	buf_release(&b);
}

static void test_find__words_keys_and_initials(void **state)
{
	struct office *o = *state;
	int64_t top = office_branch(o, "A01", 0), retired = office_branch(o, "A02", top);

	office_must_edit(o, top, "name", "中共示例镇南沙沟村支部委员会");
	assert_int_equal(office_retire(o, &org_reg, retired), 0);
	finds(o, &org_reg, "", "");
	finds(o, &org_reg, "  ", "");
	finds(o, &org_reg, "南沙沟", "A01 ");
	finds(o, &org_reg, "nsg", "A01 ");
	finds(o, &org_reg, "a01", "A01 ");
	/* Signs mean themselves here. */
	finds(o, &org_reg, "党员>30", "");
	finds(o, &org_reg, "|", "");
	finds(o, &org_reg, "\"", "");
	/* Also what is out of use. */
	finds(o, &org_reg, "A02", "A02! ");
	finds(o, &division_reg, "南沙沟", "632821102210 ");
}

/* What is shown of a record has the word, or it is said which field has it. */
static void test_find__says_by_what(void **state)
{
	struct office *o = *state;
	const struct page_want page = { .from = PAGE_FIRST, .rows = 5 };
	struct found found = { .n = 0 };
	int64_t id = office_branch(o, "A01", 0);

	office_must_edit(o, id, "name", "中共示例镇南沙沟村支部委员会");
	office_must_edit(o, id, "secretary", "示例达瓦");
	assert_int_equal(store_find_in(o->s, &org_reg, "nsg", &page, &found, &o->e), 0);
	assert_null(found.items[0].by);
	assert_int_equal(store_find_in(o->s, &org_reg, "dw", &page, &found, &o->e), 0);
	assert_string_equal(found.items[0].by, "书记 示例达瓦");
	assert_int_equal(store_find_in(o->s, &org_reg, "a01 南沙 达瓦", &page, &found, &o->e), 0);
	assert_string_equal(found.items[0].by, "书记 示例达瓦");
	found_release(&found);
}

static void test_find__the_end_of_a_number(void **state)
{
	struct office *o = *state;
	int64_t a = office_branch(o, "A01", 0), b = office_branch(o, "A02", a);

	office_must_edit(o, a, "phone", "13912347788");
	office_must_edit(o, b, "secretary_phone", "0977-8227788");
	finds(o, &org_reg, "7788", "A01 A02 ");
	finds(o, &org_reg, "27788", "A02 ");
	finds(o, &org_reg, "47788", "A01 ");
	finds(o, &org_reg, "13912347788", "A01 ");
	finds(o, &org_reg, "139 1234 7788", "A01 ");
	finds(o, &org_reg, "0977-8227788", "A02 ");
	/* Less than four would find half of the register, and the middle is no end. */
	finds(o, &org_reg, "788", "");
	finds(o, &org_reg, "1234", "");
	/* A number that was changed is no longer found, nor a word by lists. */
	office_must_edit(o, a, "phone", "13912345566");
	finds(o, &org_reg, "7788", "A02 ");
	finds(o, &org_reg, "5566", "A01 ");
	office_sound(o);
}

static void test_find__a_number_is_shown_masked(void **state)
{
	struct office *o = *state;
	const struct page_want page = { .from = PAGE_FIRST, .rows = 5 };
	struct found found = { .n = 0 };

	office_must_edit(o, office_branch(o, "A01", 0), "phone", "13912347788");
	assert_int_equal(store_find_in(o->s, &org_reg, "13912347788", &page, &found, &o->e), 0);
	assert_string_equal(found.items[0].by, "联系电话 139****7788");
	found_release(&found);
	assert_int_equal(store_find_in(o->s, &org_reg, "A01", &page, &found, &o->e), 0);
	assert_null(found.items[0].by);
	found_release(&found);
}

/* By its number and by a word: it is one record all the same, whether all fit on the screen or not. */
static void test_find__what_is_found_twice_counts_once(void **state)
{
	struct office *o = *state;
	const struct page_want page = { .from = PAGE_FIRST, .rows = 1 };
	struct found found = { .n = 0 };
	int64_t a = office_branch(o, "A7788", 0);

	office_must_edit(o, a, "phone", "13912347788");
	finds(o, &org_reg, "7788", "A7788 ");
	office_must_edit(o, office_branch(o, "A01", a), "phone", "13912347788");
	office_branch(o, "B7788", a);
	office_branch(o, "C7788", a);
	assert_int_equal(store_find_in(o->s, &org_reg, "7788", &page, &found, &o->e), 0);
	assert_true(found.n == 1 && found.count.exact);
	assert_int_equal(found.count.n, 4);
	found_release(&found);
}

/* A list must not find by a word what may not be seen. */
static void test_find__lists_find_no_numbers(void **state)
{
	struct office *o = *state;
	struct query q;
	struct view v = { .reg = &org_reg, .query = &q, .all = true };
	struct count count = { .cap = 0 };

	office_must_edit(o, office_branch(o, "A01", 0), "phone", "13912347788");
	assert_int_equal(query_parse(&org_reg, "7788", store_lookup(o->s), &q, &o->e), 0);
	assert_int_equal(store_count(o->s, &v, &count, &o->e), 0);
	assert_int_equal(count.n, 0);
	query_release(&q);
}

static void test_find__more_than_the_items_are_counted(void **state)
{
	struct office *o = *state;
	const struct page_want page = { .from = PAGE_FIRST, .rows = 5 };
	struct found found = { .n = 0 };

	assert_int_equal(store_find_in(o->s, &division_reg, "村", &page, &found, &o->e), 0);
	assert_int_equal(found.n, 5);
	assert_true(found.count.exact && found.count.n > 100);
	found_release(&found);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_find__##name, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_keys_and_initials),
		TEST(says_by_what),
		TEST(the_end_of_a_number),
		TEST(a_number_is_shown_masked),
		TEST(what_is_found_twice_counts_once),
		TEST(lists_find_no_numbers),
		TEST(more_than_the_items_are_counted),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
