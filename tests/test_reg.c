/*
 * Registers: names, records and checks that follow from the table.
 */
#include "src/reg.h"

#include <libintl.h>
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

/* A catalogue of three words, in place of the C library's. */
static bool english;

#undef gettext
static char *catalogue(const char *id)
{
	static char words[][2][16] = {
		{ "名称", "Full name" }, { "事物", "Thing" }, { "正式党员数", "Headcount" },
	};
	char *same;

	for (size_t i = 0; english && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], id) == 0)
			return words[i][1];
	memcpy(&same, &id, sizeof(same));
	return same;
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

static struct fake fake;
static struct thing *thing;
static struct findings found;
static struct err e;

static void type_in(struct thing *t, const char *name, const char *typed)
{
	assert_int_equal(field_parse(reg_field(&thing_reg, name), typed, &fake.lookup, t, &e), 0);
}

static int setup(void **state)
{
	(void)state;
	english = false;
	fake_init_filled(&fake);
	thing = reg_new(&thing_reg);
	type_in(thing, "code", "0001");
	type_in(thing, "name", "东河村");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	reg_free(&thing_reg, thing);
	findings_release(&found);
	fake_release(&fake);
	return 0;
}

/* --- names --- */

static const char *name_of(const struct field *f)
{
	return f ? f->name : "none";
}

static void test_reg__registers_are_found_by_name_and_title(void **state)
{
	(void)state;
	assert_ptr_equal(reg_find("thing"), &thing_reg);
	assert_ptr_equal(reg_find("PLACE"), &place_reg);
	assert_ptr_equal(reg_find("地点"), &place_reg);
	assert_null(reg_find("地"));
	assert_null(reg_find(""));
	assert_null(reg_find("Thing2"));
	english = true;
	assert_ptr_equal(reg_find("事物"), &thing_reg);
}

static void test_reg__fields_are_found_by_exact_name(void **state)
{
	(void)state;
	assert_string_equal(name_of(reg_field(&thing_reg, "members")), "members");
	assert_null(reg_field(&thing_reg, "Members"));
	assert_null(reg_field(&thing_reg, "人数"));
	assert_null(reg_field(&thing_reg, "id"));
	assert_null(reg_field(&thing_reg, ""));
}

static void test_reg__typed_fields_may_be_names_labels_or_aliases(void **state)
{
	(void)state;
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "members")), "members");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "人数")), "members");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "党组织名称")), "name");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "全称")), "name");
	assert_null(reg_field_typed(&thing_reg, "组织"));
	assert_null(reg_field_typed(&thing_reg, ""));
	assert_null(reg_field_typed(&thing_reg, "_ "));
}

static void test_reg__typed_fields_are_blind_to_case_width_spaces_and_underscores(void **state)
{
	(void)state;
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "MEM_BERS")), "members");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, " Ｍｅｍｂｅｒｓ ")), "members");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "成 立　日期")), "founded");
}

static void test_reg__typed_fields_may_be_in_the_other_language(void **state)
{
	(void)state;
	assert_null(reg_field_typed(&thing_reg, "Full name"));
	english = true;
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "full_name")), "name");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "名称")), "name");
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "headcount")), "members");
}

static void test_reg__an_alias_does_not_hide_a_label(void **state)
{
	(void)state;
	/* 星级 is an alias of members, which stands before the field of that label. */
	assert_string_equal(name_of(reg_field_typed(&thing_reg, "星级")), "stars");
}

static void test_reg__a_wrong_field_has_a_nearest(void **state)
{
	(void)state;
	assert_string_equal(name_of(reg_field_nearest(&thing_reg, "memebrs")), "members");
	assert_string_equal(name_of(reg_field_nearest(&thing_reg, "成立时期")), "founded");
	assert_string_equal(name_of(reg_field_nearest(&thing_reg, "党组织名秤")), "name");
	assert_null(reg_field_nearest(&thing_reg, "完全不同的东西"));
	assert_null(reg_field_nearest(&thing_reg, ""));
}

static void test_reg__special_fields_are_known(void **state)
{
	struct reg plain = thing_reg;

	(void)state;
	assert_string_equal(name_of(reg_tree(&thing_reg)), "superior");
	assert_null(reg_tree(&place_reg));
	assert_string_equal(name_of(reg_key(&thing_reg)), "code");
	assert_string_equal(name_of(reg_label(&thing_reg)), "name");
	plain.key = NULL;
	plain.label = NULL;
	assert_null(reg_key(&plain));
	assert_null(reg_label(&plain));
	assert_true(field_is_sortable(reg_field(&thing_reg, "members")));
	assert_false(field_is_sortable(reg_field(&thing_reg, "note")));
}

static void test_reg__roles_have_code_values(void **state)
{
	(void)state;
	for (int role = ROLE_VIEWER; role <= ROLE_ADMIN; role++)
		assert_int_equal(role_from_value(role_value((enum role)role)), role);
	assert_string_equal(role_value(ROLE_CLERK), "clerk");
	assert_null(role_value((enum role)(ROLE_ADMIN + 1)));
	assert_int_equal(role_from_value("owner"), ROLE_VIEWER);
	assert_int_equal(role_from_value(NULL), ROLE_VIEWER);
}

/* --- records --- */

static void test_reg__a_new_record_is_empty(void **state)
{
	struct thing *t = reg_new(&thing_reg);

	(void)state;
	for (size_t i = 0; i < thing_reg.nfields; i++)
		if (thing_reg.fields[i].type != TYPE_BOOL)
			assert_true(field_is_empty(&thing_reg.fields[i], t));
	assert_int_equal(t->rec.id, 0);
	assert_int_equal(t->rec.version, 0);
	assert_true(date_is_empty(t->rec.retired_on));
	assert_true(t->members == INT_NONE);
	reg_free(&thing_reg, t);
	reg_free(&thing_reg, NULL);
}

static void test_reg__a_released_record_can_be_used_again(void **state)
{
	struct thing t;

	(void)state;
	memset(&t, 0xA5, sizeof(t));
	reg_init(&thing_reg, &t);
	type_in(&t, "name", "东河村");
	t.rec.id = 7;
	t.rec.retired_reason = strdup("合并");
	reg_release(&thing_reg, &t);
	assert_null(t.name);
	assert_null(t.rec.retired_reason);
	assert_int_equal(t.rec.id, 0);
	type_in(&t, "name", "西岭村");
	reg_release(&thing_reg, &t);
	reg_release(&thing_reg, &t);
}

static void test_reg__copies_are_deep_and_whole(void **state)
{
	struct thing *copy = reg_new(&thing_reg);

	(void)state;
	type_in(thing, "criteria", "2、10");
	type_in(thing, "place", "示例州");
	thing->rec = (struct rec){ .id = 9, .version = 3, .retired_on = { 2024, 1, 2 } };
	thing->rec.retired_reason = strdup("合并");
	type_in(copy, "name", "被盖掉");
	copy->rec.retired_reason = strdup("被盖掉");
	reg_copy(&thing_reg, copy, thing);
	assert_true(reg_equal(&thing_reg, copy, thing));
	assert_int_equal(copy->rec.id, 9);
	assert_int_equal(copy->rec.version, 3);
	assert_int_equal(copy->rec.retired_on.year, 2024);
	assert_string_equal(copy->rec.retired_reason, "合并");
	assert_ptr_not_equal(copy->rec.retired_reason, thing->rec.retired_reason);
	assert_ptr_not_equal(copy->criteria.s, thing->criteria.s);
	reg_copy(&thing_reg, thing, thing);
	assert_string_equal(thing->name, "东河村");
	reg_free(&thing_reg, copy);
}

static void test_reg__equality_is_about_fields(void **state)
{
	struct thing *copy = reg_new(&thing_reg);

	(void)state;
	reg_copy(&thing_reg, copy, thing);
	copy->rec.id = 5;
	copy->rec.version = 6;
	assert_true(reg_equal(&thing_reg, copy, thing));
	type_in(copy, "card", "6210000000000000009");
	assert_false(reg_equal(&thing_reg, copy, thing));
	reg_free(&thing_reg, copy);
}

static void test_reg__a_record_is_described_by_label_and_key(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	buf_adds(&out, "保存");
	reg_describe(&thing_reg, thing, &out);
	assert_string_equal(buf_str(&out), "保存东河村 (0001)");
	type_in(thing, "name", "");
	buf_clear(&out);
	reg_describe(&thing_reg, thing, &out);
	assert_string_equal(buf_str(&out), "0001");
	type_in(thing, "code", "");
	buf_clear(&out);
	reg_describe(&thing_reg, thing, &out);
	assert_string_equal(buf_str(&out), "事物");
	buf_release(&out);
}

static void test_reg__a_description_shows_nothing_dangerous_or_personal(void **state)
{
	struct reg people = thing_reg;
	struct buf out = BUF_INIT;

	(void)state;
	people.key = "phone";
	people.label = "person";
	type_in(thing, "phone", "13912345678");
	type_in(thing, "person", "示例甲");
	reg_describe(&people, thing, &out);
	assert_string_equal(buf_str(&out), "示** (139****5678)");
	free(thing->name);
	thing->name = strdup("东\x1B[31m河");
	buf_clear(&out);
	reg_describe(&thing_reg, thing, &out);
	assert_null(strchr(buf_str(&out), '\x1B'));
	buf_release(&out);
}

/* --- checks --- */

static int check(const struct thing *before)
{
	findings_clear(&found);
	err_clear(&e);
	return reg_check(&thing_reg, &fake.lookup, thing, before, &found, &e);
}

static void test_reg__a_good_record_has_no_findings(void **state)
{
	(void)state;
	assert_int_equal(check(NULL), 0);
	assert_int_equal(found.n, 0);
	assert_int_equal(reg_check(&thing_reg, NULL, thing, NULL, NULL, NULL), 0);
}

static void test_reg__required_fields_are_named_with_an_example(void **state)
{
	(void)state;
	type_in(thing, "code", "");
	type_in(thing, "name", "");
	assert_int_equal(check(NULL), ERR_INVALID);
	assert_string_equal(e.field, "code");
	assert_string_equal(e.text, "编号必须填写，例如 0001。");
	assert_int_equal(findings_count(&found, RULE_ERROR), 2);
	assert_string_equal(found.items[1].field, "name");
	assert_string_equal(found.items[1].text, "名称必须填写。");
	assert_null(found.items[1].rule);
}

static void test_reg__a_fixed_field_may_not_change(void **state)
{
	struct thing *before = reg_new(&thing_reg);

	(void)state;
	reg_copy(&thing_reg, before, thing);
	type_in(thing, "name", "西岭村");
	assert_int_equal(check(before), 0);
	type_in(thing, "code", "0002");
	assert_int_equal(check(before), ERR_INVALID);
	assert_string_equal(e.field, "code");
	assert_string_equal(e.text, "编号登记以后不能更改，原来是「0001」，不能改为「0002」。");
	reg_free(&thing_reg, before);
}

static void test_reg__a_fixed_field_that_was_empty_may_be_filled(void **state)
{
	struct thing *before = reg_new(&thing_reg);

	(void)state;
	reg_copy(&thing_reg, before, thing);
	type_in(before, "code", "");
	assert_int_equal(check(before), 0);
	assert_int_equal(check(NULL), 0);
	reg_free(&thing_reg, before);
}

static void test_reg__a_date_must_be_in_the_calendar(void **state)
{
	(void)state;
	thing->founded = (struct date){ .year = 2023, .month = 2, .day = 30 };
	assert_int_equal(check(NULL), ERR_INVALID);
	assert_string_equal(e.field, "founded");
	assert_non_null(strstr(e.text, "成立日期：2023-02-30"));
	thing->founded = (struct date){ .year = 2023, .month = 2 };
	assert_int_equal(check(NULL), 0);
}

static void test_reg__a_missing_rule_is_off(void **state)
{
	(void)state;
	type_in(thing, "members", "1");
	assert_int_equal(check(NULL), 0);
	assert_int_equal(found.n, 0);
	fake_rule(&fake, "thing.members", RULE_OFF, 100, "文件");
	assert_int_equal(check(NULL), 0);
	assert_int_equal(found.n, 0);
}

static void test_reg__a_warning_does_not_refuse(void **state)
{
	(void)state;
	fake_rule(&fake, "thing.members", RULE_WARN, 5, "示例发〔2020〕1号");
	type_in(thing, "members", "4");
	assert_int_equal(check(NULL), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.items[0].level, RULE_WARN);
	assert_string_equal(found.items[0].rule, "thing.members");
	assert_string_equal(found.items[0].field, "members");
	assert_string_equal(found.items[0].text, "人数 4 少于 5（依据：示例发〔2020〕1号）。");
	type_in(thing, "members", "5");
	assert_int_equal(check(NULL), 0);
	assert_int_equal(found.n, 0);
}

static void test_reg__an_error_rule_refuses_with_its_sentence(void **state)
{
	(void)state;
	fake_rule(&fake, "thing.members", RULE_WARN, INT_NONE, NULL);
	fake_rule(&fake, "thing.funds", RULE_ERROR, INT_NONE, "");
	type_in(thing, "members", "2");
	type_in(thing, "funds", "-1");
	assert_int_equal(check(NULL), ERR_INVALID);
	assert_string_equal(e.field, "funds");
	assert_string_equal(e.text, "经费不能是负数。");
	assert_int_equal(found.n, 2);
	assert_string_equal(found.items[0].text, "人数 2 少于 3。");
}

static void test_reg__a_rule_without_a_number_gives_the_fallback(void **state)
{
	struct check c = { .lookup = &fake.lookup, .found = &found };

	(void)state;
	assert_int_equal(check_param(&c, "thing.other", 7), 7);
	fake_rule(&fake, "thing.other", RULE_WARN, INT_NONE, NULL);
	assert_int_equal(check_param(&c, "thing.other", 7), 7);
	fake_rule(&fake, "thing.third", RULE_WARN, 0, NULL);
	assert_int_equal(check_param(&c, "thing.third", 7), 0);
	fake_rule(&fake, "thing.off", RULE_OFF, 1, NULL);
	assert_int_equal(check_param(&c, "thing.off", 7), 7);
}

static void test_reg__a_sentence_without_a_stop_gets_its_document_too(void **state)
{
	struct check c = { .lookup = &fake.lookup, .found = &found };

	(void)state;
	fake_rule(&fake, "r", RULE_WARN, INT_NONE, "文\x1B件");
	check_rule(&c, "r", NULL, "只有%s", "半句");
	check_rule(&c, "r", NULL, "%s", "English.");
	assert_string_equal(found.items[0].text, "只有半句（依据：文\xEF\xBF\xBD件）");
	assert_string_equal(found.items[1].text, "English（依据：文\xEF\xBF\xBD件）.");
	assert_null(found.items[0].field);
}

static void test_reg__findings_of_earlier_records_do_not_count(void **state)
{
	(void)state;
	findings_add(&found, RULE_ERROR, NULL, "name", "%s", "前一条记录的错误");
	assert_int_equal(reg_check(&thing_reg, &fake.lookup, thing, NULL, &found, &e), 0);
	assert_int_equal(found.n, 1);
}

static void test_reg__only_new_warnings_are_left(void **state)
{
	struct thing *before = reg_new(&thing_reg);

	(void)state;
	fake_rule(&fake, "thing.members", RULE_WARN, 3, NULL);
	fake_rule(&fake, "thing.funds", RULE_WARN, INT_NONE, NULL);
	type_in(thing, "members", "2");
	reg_copy(&thing_reg, before, thing);
	type_in(thing, "members", "1");
	type_in(thing, "funds", "-1");
	assert_int_equal(check(before), 0);
	assert_int_equal(found.n, 2);
	/* A new record has nothing old about it. */
	reg_drop_old_warnings(&thing_reg, &fake.lookup, NULL, &found);
	assert_int_equal(found.n, 2);
	reg_drop_old_warnings(&thing_reg, &fake.lookup, before, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.items[0].rule, "thing.funds");
	reg_free(&thing_reg, before);
}

static void test_reg__errors_are_never_old(void **state)
{
	struct thing *before = reg_new(&thing_reg);

	(void)state;
	type_in(thing, "name", "");
	reg_copy(&thing_reg, before, thing);
	assert_int_equal(check(before), ERR_INVALID);
	reg_drop_old_warnings(&thing_reg, &fake.lookup, before, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.items[0].field, "name");
	reg_free(&thing_reg, before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_reg__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(registers_are_found_by_name_and_title),
		TEST(fields_are_found_by_exact_name),
		TEST(typed_fields_may_be_names_labels_or_aliases),
		TEST(typed_fields_are_blind_to_case_width_spaces_and_underscores),
		TEST(typed_fields_may_be_in_the_other_language),
		TEST(an_alias_does_not_hide_a_label),
		TEST(a_wrong_field_has_a_nearest),
		TEST(special_fields_are_known),
		TEST(roles_have_code_values),
		TEST(a_new_record_is_empty),
		TEST(a_released_record_can_be_used_again),
		TEST(copies_are_deep_and_whole),
		TEST(equality_is_about_fields),
		TEST(a_record_is_described_by_label_and_key),
		TEST(a_description_shows_nothing_dangerous_or_personal),
		TEST(a_good_record_has_no_findings),
		TEST(required_fields_are_named_with_an_example),
		TEST(a_fixed_field_may_not_change),
		TEST(a_fixed_field_that_was_empty_may_be_filled),
		TEST(a_date_must_be_in_the_calendar),
		TEST(a_missing_rule_is_off),
		TEST(a_warning_does_not_refuse),
		TEST(an_error_rule_refuses_with_its_sentence),
		TEST(a_rule_without_a_number_gives_the_fallback),
		TEST(a_sentence_without_a_stop_gets_its_document_too),
		TEST(findings_of_earlier_records_do_not_count),
		TEST(only_new_warnings_are_left),
		TEST(errors_are_never_old),
	};

	/* Which characters can be shown is a question of the locale, as in the program. */
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
