/*
 * Each field type: what it reads, how it shows it, what it refuses and with which words.
 */
#include "src/types.h"

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

static int type_in(const char *name, const char *typed)
{
	return field_parse(reg_field(&thing_reg, name), typed, &fake.lookup, thing, &e);
}

/* What is shown; the text of the call before is gone. */
static const char *shown(const char *name, enum style style)
{
	static struct buf out;

	buf_release(&out);
	field_format(reg_field(&thing_reg, name), thing, &fake.lookup, style, &out);
	return buf_str(&out);
}

static void reads(const char *name, const char *typed, const char *data)
{
	assert_int_equal(type_in(name, typed), 0);
	assert_string_equal(shown(name, STYLE_DATA), data);
}

/* Refused, with a hint that has these words, and what was there before stays. */
static void refuses(const char *name, const char *typed, const char *words)
{
	char *before = strdup(shown(name, STYLE_DATA));

	assert_int_equal(type_in(name, typed), ERR_INVALID);
	assert_string_equal(e.field, name);
	if (!strstr(e.text, words))
		fail_msg("\"%s\" does not say \"%s\"", e.text, words);
	assert_string_equal(shown(name, STYLE_DATA), before);
	free(before);
}

/* --- the table --- */

static void test_types__every_type_has_a_whole_row(void **state)
{
	(void)state;
	for (int id = 0; id < TYPE_COUNT; id++) {
		const struct type *t = type_by_id((enum type_id)id);

		assert_non_null(t->name);
		assert_non_null(t->label);
		assert_true(t->width > 0 && t->max > 0);
		assert_true(t->parse && t->format && t->put && t->get && t->release);
		assert_true(t->storage == STORAGE_INTEGER || t->storage == STORAGE_TEXT);
	}
}

static void test_types__the_small_register_has_all_of_them(void **state)
{
	bool seen[TYPE_COUNT] = { false };

	(void)state;
	for (size_t i = 0; i < thing_reg.nfields; i++)
		seen[thing_reg.fields[i].type] = true;
	for (int id = 0; id < TYPE_COUNT; id++)
		assert_true(seen[id]);
}

/* A value of each field, as typed; used wherever all types go round. */
static const struct { const char *name, *typed; } samples[] = {
	{ "code", "0001" }, { "name", "东河村" }, { "note", "第一行\n第二行" }, { "members", "-1234" },
	{ "stars", "5" }, { "centre", "是" }, { "founded", "2010-07" }, { "opened", "2011-08" },
	{ "funds", "-1234.50" }, { "pay", "3600" }, { "share", "-3.05" }, { "score", "69.9" }, { "category", "党支部" },
	{ "criteria", "10,2" }, { "place", "示例州" }, { "person", "示例甲" }, { "phone", "13912345678" },
	{ "citizen", "11010519491231002X" }, { "credit", "N2632822MF0000005J" },
	{ "card", "6210000000000000009" },
};

static void type_samples(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		assert_int_equal(type_in(samples[i].name, samples[i].typed), 0);
}

static void test_types__what_stands_in_a_form_reads_back(void **state)
{
	struct thing *again = reg_new(&thing_reg);
	struct buf text = BUF_INIT;

	(void)state;
	type_samples();
	for (size_t i = 0; i < thing_reg.nfields; i++) {
		const struct field *f = &thing_reg.fields[i];

		buf_clear(&text);
		field_format(f, thing, &fake.lookup, STYLE_EDIT, &text);
		assert_int_equal(field_parse(f, buf_str(&text), &fake.lookup, again, &e), 0);
		assert_true(field_equal(f, thing, again));
	}
	buf_release(&text);
	reg_free(&thing_reg, again);
}

static void test_types__what_programs_see_reads_back(void **state)
{
	struct thing *again = reg_new(&thing_reg);
	struct buf text = BUF_INIT;

	(void)state;
	type_samples();
	for (size_t i = 0; i < thing_reg.nfields; i++) {
		const struct field *f = &thing_reg.fields[i];

		buf_clear(&text);
		field_format(f, thing, &fake.lookup, STYLE_DATA, &text);
		assert_int_equal(field_parse(f, buf_str(&text), &fake.lookup, again, &e), 0);
		assert_true(field_equal(f, thing, again));
	}
	buf_release(&text);
	reg_free(&thing_reg, again);
}

static void test_types__cells_go_round_through_their_text(void **state)
{
	struct thing *again = reg_new(&thing_reg);

	(void)state;
	type_samples();
	for (size_t i = 0; i < thing_reg.nfields; i++) {
		const struct field *f = &thing_reg.fields[i];
		const struct type *t = field_type(f);
		struct cell c, back;
		char *text;

		t->put(field_const(f, thing), &c);
		text = cell_text(&c) ? strdup(cell_text(&c)) : NULL;
		cell_from_text(&back, t, text);
		assert_int_equal(t->get(field_value(f, again), &back), 0);
		assert_true(field_equal(f, thing, again));
		free(text);
	}
	reg_free(&thing_reg, again);
}

static void test_types__empty_text_empties_every_field(void **state)
{
	(void)state;
	type_samples();
	for (size_t i = 0; i < thing_reg.nfields; i++) {
		const struct field *f = &thing_reg.fields[i];

		assert_int_equal(field_parse(f, i % 2 ? "" : " 　 ", &fake.lookup, thing, &e), 0);
		assert_int_equal(field_is_empty(f, thing), f->type != TYPE_BOOL);
	}
	assert_false(thing->centre);
	assert_string_equal(shown("members", STYLE_LIST), "");
	assert_string_equal(shown("founded", STYLE_EDIT), "");
	assert_string_equal(shown("share", STYLE_LIST), "");
	assert_string_equal(shown("funds", STYLE_LIST), "");
	assert_string_equal(shown("criteria", STYLE_LIST), "");
	assert_string_equal(shown("place", STYLE_LIST), "");
}

/* --- text --- */

static void test_types__names_are_kept_as_typed(void **state)
{
	(void)state;
	reads("name", "  才仁多杰　", "才仁多杰");
	reads("name", "ＡＢ 村", "ＡＢ 村");
	reads("name", "䶮村", "䶮村");
}

static void test_types__a_note_has_lines_and_a_list_shows_one(void **state)
{
	(void)state;
	reads("note", "第一行\r\n第二行\t完", "第一行\n第二行\t完");
	assert_string_equal(shown("note", STYLE_EDIT), "第一行\n第二行\t完");
	assert_string_equal(shown("note", STYLE_LIST), "第一行 第二行 完");
}

/* --- integers --- */

static void test_types__integers_are_read_as_people_write_them(void **state)
{
	(void)state;
	reads("members", "12", "12");
	reads("members", "+7", "7");
	reads("members", "-7", "-7");
	reads("members", "0012", "12");
	reads("members", "1,644", "1644");
	reads("members", "12,345,678", "12345678");
	reads("members", "１２３", "123");
	reads("members", "１，６４４", "1644");
	reads("members", "9223372036854775807", "9223372036854775807");
}

static void test_types__what_is_no_integer_is_refused(void **state)
{
	static const char *const wrong[] = {
		"十二", "12人", "1.5", "1 2", "--1", "-", ",", "1,2", "12,34", "1234,567", ",123", "1,234,",
		"1,,234", "0x10", "1e3",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refuses("members", wrong[i], "不是整数");
	refuses("members", "9223372036854775808", "太大");
	refuses("members", "99999999999999999999", "太大");
}

static void test_types__an_integer_keeps_its_limits(void **state)
{
	(void)state;
	reads("stars", "1", "1");
	reads("stars", "10", "10");
	refuses("stars", "11", "1 到 10");
	refuses("stars", "0", "1 到 10");
	refuses("stars", "-5", "-5");
}

static void test_types__integers_are_grouped_in_lists_only(void **state)
{
	(void)state;
	reads("members", "-1234567", "-1234567");
	assert_string_equal(shown("members", STYLE_LIST), "-1,234,567");
	assert_string_equal(shown("members", STYLE_EDIT), "-1234567");
	reads("members", "999", "999");
	assert_string_equal(shown("members", STYLE_LIST), "999");
	reads("members", "1000", "1000");
	assert_string_equal(shown("members", STYLE_LIST), "1,000");
}

/* --- yes or no --- */

static void test_types__yes_and_no_have_many_words(void **state)
{
	static const char *const yes[] = { "是", "有", "y", "Y", "yes", "1", "true", "TRUE", "ｙ", "１" };
	static const char *const no[] = { "否", "无", "n", "N", "no", "0", "false", "False" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		thing->centre = false;
		reads("centre", yes[i], "true");
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		thing->centre = true;
		reads("centre", no[i], "false");
	}
	assert_string_equal(shown("centre", STYLE_LIST), "否");
	thing->centre = true;
	assert_string_equal(shown("centre", STYLE_EDIT), "是");
	refuses("centre", "也许", "请写「是」或「否」");
	refuses("centre", "2", "是还是否");
}

/* --- days and months --- */

static void test_types__dates_are_read_against_today(void **state)
{
	(void)state;
	reads("founded", "2010年7月1日", "2010-07-01");
	reads("founded", "２０１０／７／１", "2010-07-01");
	reads("founded", "今天", "2024-06-15");
	reads("founded", "-15", "2024-05-31");
	reads("founded", "2010", "2010");
	assert_string_equal(shown("founded", STYLE_LIST), "2010");
	refuses("founded", "2023-02-29", "2023-02-28");
	refuses("founded", "昨天吧", "成立日期");
}

static void test_types__months_are_months(void **state)
{
	(void)state;
	reads("opened", "2011年8月", "2011-08");
	reads("opened", "201108", "2011-08");
	refuses("opened", "2011-08-15", "启用年月");
	refuses("opened", "2011-13", "启用年月");
}

/* --- money and shares --- */

static void test_types__money_is_exact(void **state)
{
	(void)state;
	reads("funds", "1,234.5", "1234.50");
	assert_string_equal(shown("funds", STYLE_LIST), "1,234.50");
	assert_string_equal(shown("funds", STYLE_EDIT), "1234.50");
	reads("funds", "1.5万", "15000.00");
	assert_int_equal(thing->funds.fen, 1500000);
	refuses("funds", "0.005", "经费");
	refuses("funds", "很多", "经费");
}

static void test_types__percents_have_two_decimals(void **state)
{
	(void)state;
	reads("score", "69.9", "69.9");
	reads("score", "７０", "70");
	reads("score", "-1.05", "-1.05");
	assert_int_equal(thing->score.hundredths, -105);
	refuses("score", "70%", "最多两位小数");
	refuses("score", "69.999", "最多两位小数");
	refuses("score", "优", "最多两位小数");
	reads("share", "12.34", "12.34");
	reads("share", "12.34%", "12.34");
	reads("share", "12.3 %", "12.30");
	reads("share", "１２％", "12.00");
	reads("share", "-0.05%", "-0.05");
	assert_int_equal(thing->share.hundredths, -5);
	assert_string_equal(shown("share", STYLE_LIST), "-0.05%");
	reads("share", "+1,234.5%", "1234.50");
	assert_string_equal(shown("share", STYLE_EDIT), "1234.50%");
}

static void test_types__what_is_no_percent_is_refused(void **state)
{
	static const char *const wrong[] = {
		"12.345", "12.", ".5", "%", "12%%", "1.2.3", "十成", "1,2%", "12 3",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refuses("share", wrong[i], "最多两位小数");
	refuses("share", "9223372036854775807", "太大");
	refuses("share", "92233720368547758.08", "太大");
}

/* --- codes --- */

static void test_types__a_code_is_typed_by_value_or_label(void **state)
{
	(void)state;
	reads("category", "631", "631");
	reads("category", "联合党支部", "632");
	reads("category", "party branch", "631");
	assert_string_equal(shown("category", STYLE_LIST), "党支部");
	assert_string_equal(shown("category", STYLE_EDIT), "党支部");
}

static void test_types__an_unknown_code_names_the_nearest_or_all(void **state)
{
	(void)state;
	refuses("category", "党支布", "是不是「党支部」");
	refuses("category", "领导小组办公室", "党委、党总支、党支部、联合党支部。");
	assert_null(strstr(e.text, "旧支部"));
}

static void test_types__a_long_code_set_is_not_listed_whole(void **state)
{
	char value[16], label[32];

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(value, sizeof(value), "z%d", i);
		snprintf(label, sizeof(label), "第%d种", i);
		fake_code(&fake, "category", value, label, NULL);
	}
	refuses("category", "领导小组办公室", "24 项");
	assert_non_null(strstr(e.text, "第3种"));
	assert_null(strstr(e.text, "第9种"));
}

static void test_types__an_empty_code_set_says_so(void **state)
{
	const struct field *category = reg_field(&thing_reg, "category");
	struct lookup bare = { .today = { 2024, 6, 15 } };

	(void)state;
	assert_int_equal(field_parse(category, "631", &bare, thing, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "代码集 category 是空的"));
	assert_int_equal(field_parse(category, "631", NULL, thing, &e), ERR_INVALID);
}

static void test_types__a_code_out_of_use_is_no_new_input(void **state)
{
	(void)state;
	refuses("category", "旧支部", "已经停用");
	refuses("category", "698", "已经停用");
	refuses("category", "明年支部", "还没有启用");
}

static void test_types__a_code_out_of_use_that_is_there_may_stay(void **state)
{
	(void)state;
	thing->category.s = strdup("699");
	reads("category", "旧支部", "699");
	refuses("category", "试点支部", "已经停用");
	thing->criteria.s = strdup("10,99");
	reads("criteria", "无活动场所、旧标准、2", "10,2,99");
}

static void test_types__an_unknown_stored_code_is_shown_itself(void **state)
{
	(void)state;
	thing->category.s = strdup("777");
	thing->criteria.s = strdup("2,777");
	assert_string_equal(shown("category", STYLE_LIST), "777");
	assert_string_equal(shown("category", STYLE_EDIT), "777");
	assert_string_equal(shown("criteria", STYLE_LIST), "书记不胜任现职、777");
}

static void test_types__an_ambiguous_label_is_edited_as_its_value(void **state)
{
	(void)state;
	fake_code(&fake, "category", "700", "党支部", NULL);
	thing->category.s = strdup("700");
	assert_string_equal(shown("category", STYLE_LIST), "党支部");
	assert_string_equal(shown("category", STYLE_EDIT), "700");
}

static void test_types__several_codes_are_sorted_and_each_once(void **state)
{
	(void)state;
	reads("criteria", "无活动场所,书记不胜任现职", "10,2");
	reads("criteria", "2 10，2、无活动场所；10", "10,2");
	reads("criteria", ",,2;", "2");
	assert_string_equal(shown("criteria", STYLE_LIST), "书记不胜任现职");
	reads("criteria", "、，", "");
	assert_true(field_is_empty(reg_field(&thing_reg, "criteria"), thing));
}

static void test_types__labels_may_have_separators_inside(void **state)
{
	(void)state;
	reads("criteria", "班子不团结、内耗严重、书记不胜任现职", "1,2");
	assert_string_equal(shown("criteria", STYLE_EDIT), "班子不团结、内耗严重、书记不胜任现职");
	reads("criteria", "Secretary not up to the post, 班子不团结、内耗严重", "1,2");
	reads("criteria", "班子不团结、无活动场所", "10,11");
}

static void test_types__a_label_that_begins_another_is_edited_as_its_value(void **state)
{
	(void)state;
	reads("criteria", "1 11", "1,11");
	assert_string_equal(shown("criteria", STYLE_LIST), "班子不团结、内耗严重、班子不团结");
	assert_string_equal(shown("criteria", STYLE_EDIT), "班子不团结、内耗严重、11");
}

static void test_types__one_unknown_of_several_codes_refuses_all(void **state)
{
	(void)state;
	reads("criteria", "2", "2");
	refuses("criteria", "10、无活动场地", "是不是「无活动场所」");
	refuses("criteria", "10,旧标准", "已经停用");
}

/* --- references --- */

static void test_types__a_reference_is_found_by_key_name_or_both(void **state)
{
	(void)state;
	reads("place", "632800000000", "632800000000");
	reads("place", "示例省", "630000000000");
	assert_string_equal(shown("place", STYLE_LIST), "示例省");
	assert_string_equal(shown("place", STYLE_EDIT), "示例省 630000000000");
	reads("place", "示例州 632800000000", "632800000000");
	assert_int_equal(thing->place.id, 6328);
}

static void test_types__a_wrong_reference_keeps_the_words_of_the_search(void **state)
{
	(void)state;
	assert_int_equal(type_in("place", "示例洲"), ERR_NOT_FOUND);
	assert_string_equal(e.text, "所在地：找不到「示例洲」，最接近的是「示例省」。");
	fake_place(&fake, 6329, "632900000000", "示例州");
	refuses("place", "示例州", "632800000000、632900000000");
}

static void test_types__a_lost_reference_is_shown_by_its_number(void **state)
{
	(void)state;
	thing->place.id = 4711;
	assert_string_equal(shown("place", STYLE_LIST), "4711");
	assert_int_equal(field_parse(reg_field(&thing_reg, "place"), "示例州", NULL, thing, &e),
			 ERR_INVALID);
	assert_int_equal(thing->place.id, 4711);
}

/* --- numbers of people and units --- */

static void test_types__numbers_are_normalised(void **state)
{
	(void)state;
	reads("phone", "139 1234 5678", "13912345678");
	reads("citizen", "11010519491231002x", "11010519491231002X");
	reads("credit", "n2632822mf0000005j", "N2632822MF0000005J");
	reads("card", "6210 0000 0000 0000 009", "6210000000000000009");
}

static void test_types__a_card_that_fails_luhn_is_kept(void **state)
{
	(void)state;
	reads("card", "6210000000000000008", "6210000000000000008");
}

static void test_types__wrong_numbers_are_refused_without_showing_them(void **state)
{
	(void)state;
	refuses("phone", "123", "电话：");
	refuses("citizen", "63282219010101040X", "身份证号：");
	assert_null(strstr(e.text, "63282219010101040X"));
	refuses("citizen", "3.4082E+17", "表格软件");
	refuses("credit", "91350100M000100Y4Z", "信用代码：");
	refuses("card", "62E+17", "银行卡号：");
}

/* --- cells that cannot be --- */

static int take(const char *name, enum type_id id, const char *text)
{
	const struct field *f = reg_field(&thing_reg, name);
	struct cell c;

	assert_int_equal(f->type, id);
	cell_from_text(&c, field_type(f), text);
	return field_type(f)->get(field_value(f, thing), &c);
}

static void test_types__impossible_cells_are_refused(void **state)
{
	static const char *const days[] = {
		"2010-7-1", "20100701", "2010-02-30", "2010-07-01 ", "abcd", "0000", "2010-00", "2010/07/01",
		"+010",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		assert_int_equal(take("founded", TYPE_DATE, days[i]), ERR_DATABASE);
	assert_int_equal(take("opened", TYPE_MONTH, "2010"), ERR_DATABASE);
	assert_int_equal(take("opened", TYPE_MONTH, "2010-07-01"), ERR_DATABASE);
	assert_int_equal(take("members", TYPE_INT, "zwölf"), ERR_DATABASE);
	assert_int_equal(take("centre", TYPE_BOOL, "2"), ERR_DATABASE);
	assert_int_equal(take("funds", TYPE_MONEY, "1.50"), ERR_DATABASE);
	assert_int_equal(take("share", TYPE_PERCENT, "1%"), ERR_DATABASE);
	assert_int_equal(take("place", TYPE_REF, "示例州"), ERR_DATABASE);
}

static void test_types__a_number_is_no_text(void **state)
{
	const struct cell number = { .kind = CELL_INT, .number = 2010 };

	(void)state;
	reads("name", "东河村", "东河村");
	assert_int_equal(type_by_id(TYPE_TEXT)->get(&thing->name, &number), ERR_DATABASE);
	assert_int_equal(type_by_id(TYPE_DATE)->get(&thing->founded, &number), ERR_DATABASE);
	assert_string_equal(thing->name, "东河村");
}

static void test_types__a_missing_bool_is_no(void **state)
{
	(void)state;
	thing->centre = true;
	assert_int_equal(take("centre", TYPE_BOOL, NULL), 0);
	assert_false(thing->centre);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_types__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_type_has_a_whole_row),
		TEST(the_small_register_has_all_of_them),
		TEST(what_stands_in_a_form_reads_back),
		TEST(what_programs_see_reads_back),
		TEST(cells_go_round_through_their_text),
		TEST(empty_text_empties_every_field),
		TEST(names_are_kept_as_typed),
		TEST(a_note_has_lines_and_a_list_shows_one),
		TEST(integers_are_read_as_people_write_them),
		TEST(what_is_no_integer_is_refused),
		TEST(an_integer_keeps_its_limits),
		TEST(integers_are_grouped_in_lists_only),
		TEST(yes_and_no_have_many_words),
		TEST(dates_are_read_against_today),
		TEST(months_are_months),
		TEST(money_is_exact),
		TEST(percents_have_two_decimals),
		TEST(what_is_no_percent_is_refused),
		TEST(a_code_is_typed_by_value_or_label),
		TEST(an_unknown_code_names_the_nearest_or_all),
		TEST(a_long_code_set_is_not_listed_whole),
		TEST(an_empty_code_set_says_so),
		TEST(a_code_out_of_use_is_no_new_input),
		TEST(a_code_out_of_use_that_is_there_may_stay),
		TEST(an_unknown_stored_code_is_shown_itself),
		TEST(an_ambiguous_label_is_edited_as_its_value),
		TEST(several_codes_are_sorted_and_each_once),
		TEST(labels_may_have_separators_inside),
		TEST(a_label_that_begins_another_is_edited_as_its_value),
		TEST(one_unknown_of_several_codes_refuses_all),
		TEST(a_reference_is_found_by_key_name_or_both),
		TEST(a_wrong_reference_keeps_the_words_of_the_search),
		TEST(a_lost_reference_is_shown_by_its_number),
		TEST(numbers_are_normalised),
		TEST(a_card_that_fails_luhn_is_kept),
		TEST(wrong_numbers_are_refused_without_showing_them),
		TEST(impossible_cells_are_refused),
		TEST(a_number_is_no_text),
		TEST(a_missing_bool_is_no),
	};

	/* Which characters can be shown is a question of the locale, as in the program. */
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
