/*
 * What is the same for fields of every type: cleaning, length, messages, masking, copies and cells.
 */
#include "src/field.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/fake.h"
#include "src/banned.h"

const struct reg *const registers[] = { &place_reg, &thing_reg };
const size_t registers_n = 2;

static struct fake fake;
static struct thing *thing;
static struct err e;

static int setup(void **state)
{
	(void)state;
	fake_init_filled(&fake);
	thing = reg_new(&thing_reg);
	err_clear(&e);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	reg_free(&thing_reg, thing);
	fake_release(&fake);
	return 0;
}

static const struct field *field(const char *name)
{
	const struct field *f = reg_field(&thing_reg, name);

	assert_non_null(f);
	return f;
}

static int type_in(const char *name, const char *typed)
{
	return field_parse(field(name), typed, &fake.lookup, thing, &e);
}

static void assert_masked(const char *name, const char *want)
{
	struct buf out = BUF_INIT;

	field_format_masked(field(name), thing, &fake.lookup, STYLE_LIST, &out);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

/* --- reading --- */

static void test_field__the_member_decides_the_type(void **state)
{
	(void)state;
	assert_int_equal(field("name")->type, TYPE_TEXT);
	assert_int_equal(field("note")->type, TYPE_NOTE);
	assert_int_equal(field("members")->type, TYPE_INT);
	assert_int_equal(field("centre")->type, TYPE_BOOL);
	assert_int_equal(field("opened")->type, TYPE_MONTH);
	assert_int_equal(field("card")->type, TYPE_CARD);
	assert_ptr_equal(field_value(field("members"), thing), &thing->members);
	assert_ptr_equal(field_const(field("card"), thing), &thing->card);
	assert_ptr_equal(field_type(field("note")), type_by_id(TYPE_NOTE));
}

static void test_field__what_is_typed_is_cleaned(void **state)
{
	(void)state;
	assert_int_equal(type_in("name", "\xC2\xA0 东河村　"), 0);
	assert_string_equal(thing->name, "东河村");
	assert_int_equal(type_in("members", "　１２ "), 0);
	assert_int_equal(thing->members, 12);
}

static void test_field__dangerous_text_is_refused_in_every_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < thing_reg.nfields; i++) {
		const struct field *f = &thing_reg.fields[i];

		assert_int_equal(field_parse(f, "1\xE2\x80\xAE" "2", &fake.lookup, thing, &e), ERR_INVALID);
		assert_string_equal(e.field, f->name);
		assert_int_equal(field_parse(f, "\xFF", &fake.lookup, thing, &e), ERR_INVALID);
		assert_int_equal(field_parse(f, "a\x1B[31m", &fake.lookup, thing, &e), ERR_INVALID);
	}
}

static void test_field__only_notes_have_lines(void **state)
{
	(void)state;
	assert_int_equal(type_in("note", "一\n二"), 0);
	assert_int_equal(type_in("name", "一\n二"), ERR_INVALID);
	assert_int_equal(type_in("category", "党\n支部"), ERR_INVALID);
}

static void test_field__a_refusal_names_the_field_and_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(type_in("members", "12"), 0);
	assert_int_equal(type_in("members", "十三"), ERR_INVALID);
	assert_string_equal(e.field, "members");
	assert_string_equal(e.text, "人数：「十三」不是整数，请只写数字，例如 12。");
	assert_int_equal(e.code, ERR_INVALID);
	assert_int_equal(thing->members, 12);
}

static void test_field__nobody_has_to_want_the_message(void **state)
{
	(void)state;
	for (size_t i = 0; i < thing_reg.nfields; i++)
		assert_true(field_parse(&thing_reg.fields[i], "\x01", &fake.lookup, thing, NULL) < 0);
	assert_int_equal(field_parse(field("members"), "x", NULL, thing, NULL), ERR_INVALID);
	assert_int_equal(field_parse(field("category"), "x", &fake.lookup, thing, NULL), ERR_INVALID);
}

static void test_field__no_text_at_all_empties(void **state)
{
	(void)state;
	assert_int_equal(type_in("name", "东河村"), 0);
	assert_int_equal(type_in("name", NULL), 0);
	assert_null(thing->name);
}

static void test_field__length_is_counted_in_characters(void **state)
{
	(void)state;
	/* Ten are allowed: ten Chinese characters have thirty bytes. */
	assert_int_equal(type_in("name", "一二三四五六七八九十"), 0);
	assert_int_equal(type_in("name", "  一二三四五六七八九十  "), 0);
	assert_int_equal(type_in("name", "一二三四五六七八九十一"), ERR_INVALID);
	assert_string_equal(e.text, "名称：有 11 个字符，最多 10 个，请写短一些。");
	assert_string_equal(thing->name, "一二三四五六七八九十");
}

static void test_field__a_type_has_a_length_of_its_own(void **state)
{
	char *text = malloc(5001);

	(void)state;
	memset(text, 'x', 5000);
	text[5000] = '\0';
	assert_int_equal(type_in("person", text), ERR_INVALID);
	assert_non_null(strstr(e.text, "5000"));
	assert_non_null(strstr(e.text, "200"));
	assert_int_equal(type_in("note", text), ERR_INVALID);
	text[4000] = '\0';
	assert_int_equal(type_in("note", text), 0);
	free(text);
}

static void test_field__a_long_wrong_text_does_not_hide_the_remedy(void **state)
{
	(void)state;
	assert_int_equal(type_in("category", "这不是任何一种类别，而是一段很长很长很长很长很长很长的话"),
			 ERR_INVALID);
	assert_non_null(strstr(e.text, "~」"));
	assert_non_null(strstr(e.text, "党委"));
}

/* --- masking --- */

static void test_field__numbers_of_people_are_masked(void **state)
{
	(void)state;
	assert_int_equal(type_in("phone", "13912345678"), 0);
	assert_int_equal(type_in("citizen", "11010519491231002X"), 0);
	assert_int_equal(type_in("card", "6210000000000000009"), 0);
	assert_masked("phone", "139****5678");
	assert_masked("citizen", "110105**********2X");
	assert_masked("card", "6210***********0009");
}

static void test_field__a_personal_text_keeps_its_first_character(void **state)
{
	(void)state;
	assert_int_equal(type_in("person", "示例甲"), 0);
	assert_masked("person", "示**");
	assert_int_equal(type_in("person", "甲"), 0);
	assert_masked("person", "*");
}

static void test_field__personal_money_does_not_even_show_its_length(void **state)
{
	(void)state;
	assert_int_equal(type_in("pay", "3600"), 0);
	assert_masked("pay", "***");
	assert_int_equal(type_in("pay", "1"), 0);
	assert_masked("pay", "***");
}

static void test_field__an_empty_personal_field_shows_nothing(void **state)
{
	(void)state;
	assert_masked("phone", "");
	assert_masked("pay", "");
	assert_masked("person", "");
}

static void test_field__what_is_not_personal_is_shown(void **state)
{
	(void)state;
	assert_int_equal(type_in("name", "东河村"), 0);
	assert_int_equal(type_in("funds", "3600"), 0);
	assert_int_equal(type_in("credit", "N2632822MF0000005J"), 0);
	assert_masked("name", "东河村");
	assert_masked("funds", "3,600.00");
	assert_masked("credit", "N2632822MF0000005J");
}

static void test_field__who_is_personal_is_known(void **state)
{
	(void)state;
	assert_true(field_is_personal(field("phone")));
	assert_true(field_is_personal(field("citizen")));
	assert_true(field_is_personal(field("card")));
	assert_true(field_is_personal(field("pay")));
	assert_false(field_is_personal(field("credit")));
	assert_false(field_is_personal(field("name")));
}

static void test_field__formatting_adds_to_what_is_there(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(type_in("phone", "13912345678"), 0);
	buf_adds(&out, "电话 ");
	field_format_masked(field("phone"), thing, &fake.lookup, STYLE_EDIT, &out);
	buf_adds(&out, " / ");
	field_format(field("phone"), thing, &fake.lookup, STYLE_EDIT, &out);
	assert_string_equal(buf_str(&out), "电话 139****5678 / 13912345678");
	buf_release(&out);
}

/* --- comparing and copying --- */

static void test_field__empty_is_not_zero(void **state)
{
	(void)state;
	assert_true(field_is_empty(field("members"), thing));
	assert_int_equal(type_in("members", "0"), 0);
	assert_false(field_is_empty(field("members"), thing));
	assert_int_equal(type_in("funds", "0"), 0);
	assert_false(field_is_empty(field("funds"), thing));
	assert_int_equal(type_in("share", "0"), 0);
	assert_false(field_is_empty(field("share"), thing));
	assert_false(field_is_empty(field("centre"), thing));
}

static void test_field__an_empty_text_is_empty(void **state)
{
	(void)state;
	thing->name = calloc(1, 1);
	assert_true(field_is_empty(field("name"), thing));
}

static void test_field__copies_are_deep(void **state)
{
	struct thing *copy = reg_new(&thing_reg);

	(void)state;
	assert_int_equal(type_in("name", "东河村"), 0);
	assert_int_equal(field_parse(field("name"), "西岭村", &fake.lookup, copy, &e), 0);
	assert_false(field_equal(field("name"), thing, copy));
	field_copy(field("name"), copy, thing);
	assert_true(field_equal(field("name"), thing, copy));
	assert_ptr_not_equal(thing->name, copy->name);
	assert_int_equal(type_in("name", NULL), 0);
	assert_false(field_equal(field("name"), thing, copy));
	field_copy(field("name"), copy, thing);
	assert_null(copy->name);
	reg_free(&thing_reg, copy);
}

static void test_field__copying_onto_itself_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(type_in("name", "东河村"), 0);
	field_copy(field("name"), thing, thing);
	assert_string_equal(thing->name, "东河村");
}

/* --- cells --- */

static void test_field__cells_have_a_canonical_text(void **state)
{
	struct cell c = { .kind = CELL_INT, .number = INT64_MIN };
	static char text[] = "东河村";

	(void)state;
	assert_string_equal(cell_text(&c), "-9223372036854775808");
	c.number = 0;
	assert_string_equal(cell_text(&c), "0");
	c = (struct cell){ .kind = CELL_TEXT, .text = text };
	assert_ptr_equal(cell_text(&c), text);
	c.kind = CELL_NULL;
	assert_null(cell_text(&c));
}

static void test_field__values_become_cells(void **state)
{
	struct cell c;

	(void)state;
	assert_int_equal(type_in("funds", "1234.50"), 0);
	field_type(field("funds"))->put(field_const(field("funds"), thing), &c);
	assert_string_equal(cell_text(&c), "123450");
	assert_int_equal(type_in("founded", "2010年7月"), 0);
	field_type(field("founded"))->put(field_const(field("founded"), thing), &c);
	assert_int_equal(c.kind, CELL_TEXT);
	assert_string_equal(cell_text(&c), "2010-07");
	assert_int_equal(type_in("founded", "2010年"), 0);
	field_type(field("founded"))->put(field_const(field("founded"), thing), &c);
	assert_string_equal(cell_text(&c), "2010");
	field_type(field("centre"))->put(field_const(field("centre"), thing), &c);
	assert_string_equal(cell_text(&c), "0");
	field_type(field("place"))->put(field_const(field("place"), thing), &c);
	assert_null(cell_text(&c));
}

static void test_field__only_canonical_integers_are_integers(void **state)
{
	static const char *const wrong[] = {
		"", " 1", "1 ", "+1", "1.0", "0x1", "-", "9223372036854775808", "abc",
	};
	struct cell c;

	(void)state;
	cell_from_text(&c, type_by_id(TYPE_INT), "-9223372036854775808");
	assert_int_equal(c.kind, CELL_INT);
	assert_true(c.number == INT64_MIN);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cell_from_text(&c, type_by_id(TYPE_INT), wrong[i]);
		assert_int_equal(c.kind, CELL_TEXT);
	}
	cell_from_text(&c, type_by_id(TYPE_TEXT), "12");
	assert_int_equal(c.kind, CELL_TEXT);
	assert_string_equal(c.text, "12");
	cell_from_text(&c, type_by_id(TYPE_TEXT), NULL);
	assert_int_equal(c.kind, CELL_NULL);
}

static void test_field__cells_are_equal_by_kind_and_value(void **state)
{
	const struct cell one = { .kind = CELL_INT, .number = 1 }, two = { .kind = CELL_INT, .number = 2 };
	const struct cell text = { .kind = CELL_TEXT, .text = "1" };
	const struct cell same = { .kind = CELL_TEXT, .text = "1" };
	const struct cell other = { .kind = CELL_TEXT, .text = "" }, none = { .kind = CELL_NULL };

	(void)state;
	assert_true(cell_equal(&one, &one));
	assert_false(cell_equal(&one, &two));
	assert_false(cell_equal(&one, &text));
	assert_true(cell_equal(&text, &same));
	assert_false(cell_equal(&text, &other));
	assert_false(cell_equal(&other, &none));
	assert_true(cell_equal(&none, &none));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_field__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_member_decides_the_type),
		TEST(what_is_typed_is_cleaned),
		TEST(dangerous_text_is_refused_in_every_field),
		TEST(only_notes_have_lines),
		TEST(a_refusal_names_the_field_and_changes_nothing),
		TEST(nobody_has_to_want_the_message),
		TEST(no_text_at_all_empties),
		TEST(length_is_counted_in_characters),
		TEST(a_type_has_a_length_of_its_own),
		TEST(a_long_wrong_text_does_not_hide_the_remedy),
		TEST(numbers_of_people_are_masked),
		TEST(a_personal_text_keeps_its_first_character),
		TEST(personal_money_does_not_even_show_its_length),
		TEST(an_empty_personal_field_shows_nothing),
		TEST(what_is_not_personal_is_shown),
		TEST(who_is_personal_is_known),
		TEST(formatting_adds_to_what_is_there),
		TEST(empty_is_not_zero),
		TEST(an_empty_text_is_empty),
		TEST(copies_are_deep),
		TEST(copying_onto_itself_changes_nothing),
		TEST(cells_have_a_canonical_text),
		TEST(values_become_cells),
		TEST(only_canonical_integers_are_integers),
		TEST(cells_are_equal_by_kind_and_value),
	};

	/* Which characters can be shown is a question of the locale, as in the program. */
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
