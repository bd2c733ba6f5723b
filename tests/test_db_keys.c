/*
 * Sort keys: their bytes must stand in the order of the values.
 */
#include "db/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/records.h"
#include "tests/support/office.h"
#include "src/banned.h"

static struct key key_of(const char *field, const struct cell *c)
{
	struct key key;
	struct err e = ERR_INIT;

	if (key_make(reg_field(&org_reg, field), c, &key, &e) < 0)
		fail_msg("%s", e.text);
	assert_true(key.n > 0 && key.n <= KEY_MAX);
	return key;
}

static struct key text_key_of(const char *field, const char *text)
{
	struct cell c = { .kind = text ? CELL_TEXT : CELL_NULL, .text = text };

	return key_of(field, &c);
}

static struct key number_key_of(const char *field, int64_t number)
{
	struct cell c = { .kind = CELL_INT, .number = number };

	return key_of(field, &c);
}

static void in_order(const char *field, const char *const *texts)
{
	for (; texts[1]; texts++) {
		struct key a = text_key_of(field, texts[0]), b = text_key_of(field, texts[1]);

		if (key_compare(&a, &b) >= 0)
			fail_msg("%s does not stand before %s", texts[0], texts[1]);
		assert_true(key_compare(&b, &a) > 0);
		assert_int_equal(key_compare(&a, &a), 0);
	}
}

static void test_keys__chinese_stands_by_pinyin(void **state)
{
	(void)state;
	/* a bai cheng dong ... by their sound, not by their number in Unicode. */
	in_order("name",
		(const char *const[]){ "阿", "白", "城", "东", "格", "海", "柯", "南", "乌", "宗", NULL });
	in_order("name", (const char *const[]){ "东河", "东河村", "东岭", NULL });
}

static void test_keys__digits_stand_before_and_letters_behind_chinese(void **state)
{
	(void)state;
	in_order("name", (const char *const[]){ "1号", "2号", "阿", "宗", "a", "B", "c", NULL });
}

static void test_keys__codes_and_dates_stand_by_their_text(void **state)
{
	(void)state;
	in_order("category", (const char *const[]){ "611", "621", "631", "632", NULL });
	in_order("founded", (const char *const[]){ "2009-12-31", "2010", "2010-05", "2010-05-01",
				    "2010-05-02", "2011", NULL });
}

static void test_keys__numbers_stand_by_value(void **state)
{
	static const int64_t numbers[] = { INT64_MIN + 1, -1000, -1, 0, 1, 2, 9, 10, 255, 256, 65536,
		INT64_MAX };

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct key a = number_key_of("full_members", numbers[i]);
		struct key b = number_key_of("full_members", numbers[i + 1]);

		assert_true(key_compare(&a, &b) < 0);
	}
}

static void test_keys__empty_values_come_last(void **state)
{
	static const char *const fields[] = { "name", "category", "founded", "full_members", "superior" };

	(void)state;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct key none = text_key_of(fields[i], NULL), some = text_key_of("name", "龘龘龘");
		struct key most = number_key_of("full_members", INT64_MAX);

		assert_true(key_compare(&some, &none) < 0);
		assert_true(key_compare(&most, &none) < 0);
	}
}

static void test_keys__long_texts_are_cut_and_tie(void **state)
{
	struct buf one = BUF_INIT, other = BUF_INIT;
	struct key a, b;

	(void)state;
	for (int i = 0; i < 500; i++)
		buf_adds(&one, "村");
	buf_adds(&other, buf_str(&one));
	buf_adds(&one, "东");
	buf_adds(&other, "西");
	a = text_key_of("name", buf_str(&one));
	b = text_key_of("name", buf_str(&other));
	assert_int_equal(key_compare(&a, &b), 0);
	a = text_key_of("category", buf_str(&one));
	assert_true(a.n <= KEY_MAX);
	/* And a shorter one stands before them. */
	b = text_key_of("name", "村");
	assert_true(key_compare(&b, &a) != 0);
	buf_release(&one);
	buf_release(&other);
}

/* As SQLite compares them: byte by byte, a shorter one first. */
static int mark_compare(const struct mark *a, const struct mark *b)
{
	int order = memcmp(a->bytes, b->bytes, a->n < b->n ? a->n : b->n);

	return order ? order : (a->n > b->n) - (a->n < b->n);
}

static void test_keys__marks_tie_by_number(void **state)
{
	struct key a = text_key_of("name", "东河"), b = text_key_of("name", "东河村");
	struct mark one, other;

	(void)state;
	mark_make(&a, 5, &one);
	mark_make(&a, 6, &other);
	assert_true(mark_compare(&one, &other) < 0);
	mark_make(&a, -1, &other);
	assert_true(mark_compare(&other, &one) < 0);
	/* The key decides before any number. */
	mark_make(&a, INT64_MAX, &one);
	mark_make(&b, INT64_MIN, &other);
	assert_true(mark_compare(&one, &other) < 0);
	mark_make(&a, 5, &one);
	assert_int_equal(mark_compare(&one, &one), 0);
}

static void test_keys__listed_fields_and_references_have_one(void **state)
{
	(void)state;
	assert_true(key_is_kept(reg_field(&org_reg, "name")));
	assert_true(key_is_kept(reg_field(&org_reg, "superior")));
	assert_true(key_is_kept(reg_field(&operator_reg, "scope")));
	assert_false(key_is_kept(reg_field(&org_reg, "note")));
	assert_false(key_is_kept(reg_field(&org_reg, "phone")));
}

static void test_keys__of_a_stored_record_is_that_of_its_value(void **state)
{
	struct office *o = *state;
	int64_t id = office_branch(o, "A1", 0);
	struct org *org = office_org(o, id);
	struct key stored, own;

	for (size_t i = 0; i < org_reg.nfields; i++) {
		const struct field *f = &org_reg.fields[i];

		if (!key_is_kept(f))
			continue;
		assert_int_equal(key_of_id(o->s, &org_reg, f, id, &stored, &o->e), 1);
		assert_int_equal(key_of_record(f, org, &own, &o->e), 0);
		assert_int_equal(key_compare(&stored, &own), 0);
	}
	assert_int_equal(key_of_id(o->s, &org_reg, reg_field(&org_reg, "name"), 1, &stored, &o->e), 0);
	reg_free(&org_reg, org);
}

static void test_keys__say_which_icu_made_them(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	key_version(&b);
	assert_non_null(strstr(buf_str(&b), "icu"));
	assert_true(strpbrk(buf_str(&b), "0123456789") != NULL);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys__chinese_stands_by_pinyin),
		cmocka_unit_test(test_keys__digits_stand_before_and_letters_behind_chinese),
		cmocka_unit_test(test_keys__codes_and_dates_stand_by_their_text),
		cmocka_unit_test(test_keys__numbers_stand_by_value),
		cmocka_unit_test(test_keys__empty_values_come_last),
		cmocka_unit_test(test_keys__long_texts_are_cut_and_tie),
		cmocka_unit_test(test_keys__marks_tie_by_number),
		cmocka_unit_test(test_keys__listed_fields_and_references_have_one),
		cmocka_unit_test_setup_teardown(
			test_keys__of_a_stored_record_is_that_of_its_value, office_setup, office_teardown),
		cmocka_unit_test(test_keys__say_which_icu_made_them),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
