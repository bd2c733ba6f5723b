/*
 * Values that are not there, and why: typed, stored, shown.
 */
#include "src/empty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/reg.h"
#include "tests/support/fake.h"
#include "src/banned.h"

struct card {
	struct rec rec;
	char *head;
	char *deputy;
	struct phone phone;
	struct credit_code credit;
	struct codes nature;
	int64_t size;
	bool open;
};

static const struct field fields[] = {
	{ FIELD(struct card, head), .label = "书记", .flags = FIELD_REQUIRED | FIELD_MAY_BE_NONE },
	{ FIELD(struct card, deputy), .label = "副书记" },
	{ FIELD(struct card, phone), .label = "电话", .flags = FIELD_MAY_BE_NONE | FIELD_MAY_NOT_APPLY },
	{ FIELD(struct card, credit), .label = "信用代码", .flags = FIELD_MAY_NOT_APPLY },
	{ FIELD(struct card, nature), .label = "标准", .set = "criteria", .flags = FIELD_MAY_NOT_APPLY },
	{ FIELD(struct card, size), .label = "人数" },
	{ FIELD(struct card, open), .label = "活动中心" },
};

static const struct reg card_reg = {
	.name = "card", .title = "卡片", REG_STRUCT(struct card), REG_FIELDS(fields), .key = "head", .label = "head",
};

static struct fake fake;
static struct card *card;
static struct err e;

static int setup(void **state)
{
	(void)state;
	fake_init_filled(&fake);
	card = reg_new(&card_reg);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	reg_free(&card_reg, card);
	fake_release(&fake);
	return 0;
}

static const struct field *field(const char *name)
{
	const struct field *f = reg_field(&card_reg, name);

	assert_non_null(f);
	return f;
}

static void type_in(const char *name, const char *typed)
{
	if (field_parse(field(name), typed, &fake.lookup, card, &e) < 0)
		fail_msg("%s: %s", name, e.text);
}

static void is_refused(const char *name, const char *typed, const char *words)
{
	assert_int_equal(field_parse(field(name), typed, &fake.lookup, card, &e), ERR_INVALID);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" does not say \"%s\"", e.text, words);
	assert_string_equal(e.field, name);
}

static void is_shown(const char *name, enum style style, const char *want)
{
	struct buf out = BUF_INIT;

	field_format(field(name), card, &fake.lookup, style, &out);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
	field_format_masked(field(name), card, &fake.lookup, style, &out);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static void test_empty__words_are_understood_in_every_form(void **state)
{
	static const char *const none[] = { "无", " 无　", "none", "None", "ＮＯＮＥ" };
	static const char *const not[] = { "不适用", "不 适 用", "n/a", "N/A", "Ｎ／Ａ" };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		type_in("phone", none[i]);
		assert_int_equal(field_empty(field("phone"), card), EMPTY_NONE);
		assert_string_equal(card->phone.s, "无");
	}
	for (size_t i = 0; i < sizeof(not) / sizeof(not[0]); i++) {
		type_in("phone", not[i]);
		assert_int_equal(field_empty(field("phone"), card), EMPTY_INAPPLICABLE);
		assert_string_equal(card->phone.s, "不适用");
	}
	type_in("phone", "未填");
	assert_int_equal(field_empty(field("phone"), card), EMPTY_UNFILLED);
	assert_null(card->phone.s);
	type_in("phone", "13900000000");
	assert_int_equal(field_empty(field("phone"), card), EMPTY_NOT);
}

static void test_empty__types_with_a_check_of_their_own_know_them_too(void **state)
{
	(void)state;
	type_in("credit", "不适用");
	assert_int_equal(field_empty(field("credit"), card), EMPTY_INAPPLICABLE);
	type_in("nature", "不适用");
	assert_int_equal(field_empty(field("nature"), card), EMPTY_INAPPLICABLE);
	is_shown("nature", STYLE_LIST, "不适用");
	type_in("nature", "1");
	assert_int_equal(field_empty(field("nature"), card), EMPTY_NOT);
}

static void test_empty__what_a_field_does_not_know_is_no_state(void **state)
{
	(void)state;
	/* As a name it would be nonsense, and it is a word of this field's kind. */
	is_refused("head", "不适用", "可以填「无」");
	is_refused("credit", "无", "可以填「不适用」");
	assert_int_equal(field_empty(field("head"), card), EMPTY_UNFILLED);
	/* Where there are no states, text is text and a number is a number. */
	type_in("deputy", "无");
	assert_int_equal(field_empty(field("deputy"), card), EMPTY_NOT);
	assert_int_equal(field_parse(field("size"), "无", &fake.lookup, card, &e), ERR_INVALID);
	type_in("open", "无");
	assert_false(card->open);
	assert_int_equal(field_empty(field("open"), card), EMPTY_NOT);
}

static void test_empty__a_field_says_what_it_knows(void **state)
{
	(void)state;
	assert_true(field_knows(field("head"), EMPTY_UNFILLED));
	assert_true(field_knows(field("head"), EMPTY_NONE));
	assert_false(field_knows(field("head"), EMPTY_INAPPLICABLE));
	assert_true(field_has_states(field("credit")));
	assert_false(field_has_states(field("size")));
	assert_true(field_knows(field("size"), EMPTY_UNFILLED));
	assert_false(field_knows(field("open"), EMPTY_UNFILLED));
}

static void test_empty__it_is_shown_uncovered_and_reads_back(void **state)
{
	static const enum style styles[] = { STYLE_LIST, STYLE_EDIT, STYLE_DATA };

	(void)state;
	for (int i = EMPTY_NONE; i < EMPTY_COUNT; i++) {
		field_set_empty(field("phone"), card, (enum empty)i);
		for (size_t k = 0; k < sizeof(styles) / sizeof(styles[0]); k++) {
			is_shown("phone", styles[k], empty_text((enum empty)i));
			type_in("phone", empty_text((enum empty)i));
			assert_int_equal(field_empty(field("phone"), card), i);
		}
	}
	field_set_empty(field("phone"), card, EMPTY_UNFILLED);
	is_shown("phone", STYLE_LIST, "");
}

static void test_empty__it_survives_the_cell(void **state)
{
	struct card *copy = reg_new(&card_reg);
	struct cell c, back;

	(void)state;
	type_in("phone", "n/a");
	type_in("head", "none");
	reg_copy(&card_reg, copy, card);
	assert_true(reg_equal(&card_reg, card, copy));
	assert_int_equal(field_empty(field("phone"), copy), EMPTY_INAPPLICABLE);
	field_type(field("head"))->put(field_const(field("head"), card), &c);
	cell_from_text(&back, field_type(field("head")), cell_text(&c));
	assert_true(cell_equal(&c, &back));
	assert_int_equal(field_empty_cell(field("head"), &back), EMPTY_NONE);
	reg_free(&card_reg, copy);
}

static void test_empty__required_wants_an_answer_and_none_is_one(void **state)
{
	struct findings found = { .items = NULL };

	(void)state;
	assert_int_equal(reg_check(&card_reg, &fake.lookup, card, NULL, &found, &e), ERR_INVALID);
	assert_string_equal(e.field, "head");
	findings_clear(&found);
	type_in("head", "无");
	assert_int_equal(reg_check(&card_reg, &fake.lookup, card, NULL, &found, &e), 0);
	findings_release(&found);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_empty__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_are_understood_in_every_form),
		TEST(types_with_a_check_of_their_own_know_them_too),
		TEST(what_a_field_does_not_know_is_no_state),
		TEST(a_field_says_what_it_knows),
		TEST(it_is_shown_uncovered_and_reads_back),
		TEST(it_survives_the_cell),
		TEST(required_wants_an_answer_and_none_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
