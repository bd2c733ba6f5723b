/*
 * The code sets: what is found by which text, and what may be chosen on which day.
 */
#include "src/codebook.h"

#include <libintl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/fake.h"
#include "src/banned.h"

const struct reg *const registers[] = { &place_reg, &thing_reg };
const size_t registers_n = 2;

/* A catalogue of one word, in place of the C library's. */
static bool english;

#undef gettext
static char *catalogue(const char *id)
{
	static char language[] = "English";
	char *same;

	memcpy(&same, &id, sizeof(same));
	return english && strcmp(id, "中文") == 0 ? language : same;
}

char *gettext(const char *msgid)
{
	return catalogue(msgid);
}

char *dcgettext(const char *domainname, const char *msgid, int category)
{
	(void)domainname;
	(void)category;
	return catalogue(msgid);
}

static struct date day(int year, int month, int of_month)
{
	return (struct date){ .year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)of_month };
}

static int setup(void **state)
{
	static struct fake fake;

	fake_init_filled(&fake);
	*state = &fake;
	english = false;
	return 0;
}

static int teardown(void **state)
{
	fake_release(*state);
	return 0;
}

static const char *found(struct fake *f, const char *set, const char *typed)
{
	const struct code_item *item = codebook_find(&f->codes, set, typed);

	return item ? item->value : "none";
}

static void test_codebook__a_set_comes_in_its_order(void **state)
{
	struct fake *f = *state;
	const struct code_item *first;
	size_t n = codebook_set(&f->codes, "criteria", &first);

	assert_int_equal(n, 5);
	assert_string_equal(first[0].value, "1");
	assert_string_equal(first[1].value, "2");
	assert_string_equal(first[2].value, "10");
	assert_string_equal(first[4].value, "99");
}

static void test_codebook__equal_positions_are_ordered_by_value(void **state)
{
	struct codebook book = { .items = NULL };
	char set[] = "s", b[] = "b", a[] = "a", label[] = "甲";
	const struct code_item *first;

	(void)state;
	codebook_add(&book, &(struct code_item){ .set = set, .value = b, .label = label });
	codebook_add(&book, &(struct code_item){ .set = set, .value = a, .label = label });
	codebook_sort(&book);
	assert_int_equal(codebook_set(&book, "s", &first), 2);
	assert_string_equal(first[0].value, "a");
	codebook_release(&book);
	assert_int_equal(book.n, 0);
}

static void test_codebook__an_unknown_set_is_empty(void **state)
{
	static const struct codebook empty;
	struct fake *f = *state;
	const struct code_item *first = (const struct code_item *)f;

	assert_int_equal(codebook_set(&f->codes, "categor", &first), 0);
	assert_null(first);
	assert_int_equal(codebook_set(&f->codes, "zzz", &first), 0);
	assert_int_equal(codebook_set(&empty, "category", &first), 0);
	assert_null(codebook_find(&empty, "category", "631"));
}

static void test_codebook__many_sets_keep_apart(void **state)
{
	struct fake f;
	char set[16], value[16];

	(void)state;
	fake_init(&f, 2024, 1, 1);
	for (int i = 0; i < 200; i++) {
		snprintf(set, sizeof(set), "s%d", i % 7);
		snprintf(value, sizeof(value), "%d", i);
		fake_code(&f, set, value, value, NULL);
	}
	for (int i = 0; i < 200; i++) {
		snprintf(set, sizeof(set), "s%d", i % 7);
		snprintf(value, sizeof(value), "%d", i);
		assert_non_null(codebook_by_value(&f.codes, set, value));
		snprintf(set, sizeof(set), "s%d", (i + 1) % 7);
		assert_null(codebook_by_value(&f.codes, set, value));
	}
	fake_release(&f);
}

static void test_codebook__finds_by_value_and_by_label_in_both_languages(void **state)
{
	struct fake *f = *state;

	assert_string_equal(found(f, "category", "631"), "631");
	assert_string_equal(found(f, "category", "党支部"), "631");
	assert_string_equal(found(f, "category", "Party branch"), "631");
	assert_string_equal(found(f, "category", "联合党支部"), "632");
}

static void test_codebook__finds_blind_to_case_width_and_spaces(void **state)
{
	struct fake *f = *state;

	assert_string_equal(found(f, "category", "party BRANCH"), "631");
	assert_string_equal(found(f, "category", "党 支 部"), "631");
	assert_string_equal(found(f, "category", "６３１"), "631");
}

static void test_codebook__does_not_find_parts_or_nothing(void **state)
{
	struct fake *f = *state;

	assert_string_equal(found(f, "category", "支部"), "none");
	assert_string_equal(found(f, "category", "63"), "none");
	assert_string_equal(found(f, "category", ""), "none");
	assert_string_equal(found(f, "category", " "), "none");
	assert_string_equal(found(f, "criteria", "631"), "none");
}

static void test_codebook__a_value_goes_before_a_label(void **state)
{
	struct fake *f = *state;

	fake_code(f, "grade", "a", "b", NULL);
	fake_code(f, "grade", "b", "c", NULL);
	assert_string_equal(found(f, "grade", "b"), "b");
	assert_string_equal(found(f, "grade", "c"), "b");
}

static void test_codebook__of_equal_labels_the_one_in_use_is_meant(void **state)
{
	struct fake *f = *state;
	char set[] = "criteria", old[] = "0", ended[] = "00", label[] = "无活动场所";

	fake_code_item(f, &(struct code_item){ .set = set, .value = old, .label = label, .retired = true,
					       .position = -2 });
	fake_code_item(f, &(struct code_item){ .set = set, .value = ended, .label = label,
					       .to = day(2020, 12, 31), .position = -1 });
	assert_string_equal(found(f, "criteria", "无活动场所"), "10");
	assert_string_equal(found(f, "criteria", "0"), "0");
}

static void test_codebook__every_one_of_several_values_must_be_there(void **state)
{
	struct fake *f = *state;

	assert_true(codebook_has(&f->codes, "criteria", "1"));
	assert_true(codebook_has(&f->codes, "criteria", "1,10,99"));
	assert_true(codebook_has(&f->codes, "criteria", ""));
	assert_true(codebook_has(&f->codes, "criteria", NULL));
	assert_true(codebook_has(&f->codes, "category", "699"));
	assert_false(codebook_has(&f->codes, "criteria", "0"));
	assert_false(codebook_has(&f->codes, "criteria", "1,0,99"));
	assert_false(codebook_has(&f->codes, "criteria", "1,,99"));
	assert_false(codebook_has(&f->codes, "nothing", "1"));
}

static void test_codebook__use_is_a_matter_of_the_day(void **state)
{
	struct fake *f = *state;
	const struct code_item *ended = codebook_by_value(&f->codes, "category", "698");
	const struct code_item *retired = codebook_by_value(&f->codes, "category", "699");
	const struct code_item *future = codebook_by_value(&f->codes, "category", "697");

	assert_true(code_item_in_use(ended, day(2023, 12, 31)));
	assert_false(code_item_in_use(ended, day(2024, 1, 1)));
	assert_false(code_item_in_use(future, day(2024, 12, 31)));
	assert_true(code_item_in_use(future, day(2025, 1, 1)));
	assert_false(code_item_in_use(retired, day(2020, 1, 1)));
}

static void test_codebook__an_empty_day_asks_about_retired_only(void **state)
{
	struct fake *f = *state;

	assert_true(code_item_in_use(codebook_by_value(&f->codes, "category", "698"), day(0, 0, 0)));
	assert_false(code_item_in_use(codebook_by_value(&f->codes, "category", "699"), day(0, 0, 0)));
}

static void test_codebook__a_partial_end_covers_its_period(void **state)
{
	(void)state;
	assert_true(dated_in_use(day(0, 0, 0), day(2024, 0, 0), day(2024, 12, 31)));
	assert_false(dated_in_use(day(0, 0, 0), day(2024, 0, 0), day(2025, 1, 1)));
	assert_true(dated_in_use(day(0, 0, 0), day(2024, 2, 0), day(2024, 2, 29)));
	assert_false(dated_in_use(day(0, 0, 0), day(2024, 2, 0), day(2024, 3, 1)));
	assert_true(dated_in_use(day(2024, 2, 0), day(0, 0, 0), day(2024, 2, 1)));
	assert_false(dated_in_use(day(2024, 2, 0), day(0, 0, 0), day(2024, 1, 31)));
	assert_true(dated_in_use(day(0, 0, 0), day(0, 0, 0), day(1, 1, 1)));
}

static void test_codebook__the_label_follows_the_language(void **state)
{
	struct fake *chinese = *state, other;
	const struct codebook *book = &chinese->codes;

	assert_string_equal(code_item_label(codebook_by_value(book, "category", "631")), "党支部");
	english = true;
	fake_init_filled(&other);
	book = &other.codes;
	assert_string_equal(code_item_label(codebook_by_value(book, "category", "631")), "Party branch");
	assert_string_equal(code_item_label(codebook_by_value(book, "category", "632")), "联合党支部");
	fake_release(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_codebook__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_set_comes_in_its_order),
		TEST(equal_positions_are_ordered_by_value),
		TEST(an_unknown_set_is_empty),
		TEST(many_sets_keep_apart),
		TEST(finds_by_value_and_by_label_in_both_languages),
		TEST(finds_blind_to_case_width_and_spaces),
		TEST(does_not_find_parts_or_nothing),
		TEST(a_value_goes_before_a_label),
		TEST(of_equal_labels_the_one_in_use_is_meant),
		TEST(every_one_of_several_values_must_be_there),
		TEST(use_is_a_matter_of_the_day),
		TEST(an_empty_day_asks_about_retired_only),
		TEST(a_partial_end_covers_its_period),
		TEST(the_label_follows_the_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
