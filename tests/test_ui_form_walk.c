/*
 * Through the form of any register: sections, the records of the list, records that it refers to.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/forms.h"
#include "src/banned.h"

/* From the list, as a person does: the current row is the organization with that code. */
static void open_in_list(struct stage *s, const char *code)
{
	for (int i = 0; i < 20 && !strstr(stage_current(s), code); i++)
		stage_keys(s, "<Down>");
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "form");
}

static void has_title(struct stage *s, const char *text)
{
	const char *row = stage_row(s, 0);

	if (!strstr(row, text))
		fail_msg("no %s in: %s", text, row);
}

/* --- sections --- */

static void test_form_walk__sections_are_jumped_to(void **state)
{
	struct stage *s = *state;
	static const struct { const char *key, *field, *tab; } sections[] = {
		{ "<Alt-2>", "单位情况", "<2单位>" }, { "<Alt-3>", "书记", "<3班子>" }, { "<Alt-6>", "星级", "<6其他>" },
		{ "<Alt-4>", "正式党员", "<4党员>" }, { "<Alt-5>", "本届起始", "<5届期>" }, { "<Alt-1>", "编码", "<1基本>" },
	};

	form_open(s, "002");
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		stage_keys(s, sections[i].key);
		assert_true(form_is_on(s, sections[i].field));
		stage_shows(s, sections[i].tab);
	}
	stage_keys(s, "<Alt-7>");
	stage_says(s, "没有第 7 段");
	assert_true(form_is_on(s, "编码"));
}

static void test_form_walk__tab_goes_on_into_the_next_section(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	stage_keys(s, "<Alt-2><Up>");
	assert_true(form_is_on(s, "撤销原因"));
	stage_shows(s, "<1基本>");
	stage_keys(s, "<Tab>");
	assert_true(form_is_on(s, "单位情况"));
	stage_shows(s, "<2单位>");
	/* The last field of the last section is the end, never another record. */
	stage_keys(s, "<Alt-6><Tab><Tab><Tab><Tab>");
	stage_says(s, "最后一项");
	has_title(s, "(002)");
}

static void test_form_walk__the_strip_says_where_something_is_to_do(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	assert_string_equal(stage_row(s, 1),
		"<1基本> 2单位  3班子  4党员  5届期  6其他 ---------------------- Alt-数字换段 --");
	stage_keys(s, "<Alt-3>x<Alt-1>");
	form_go_to(s, "成立日期");
	stage_keys(s, "x<Alt-4>");
	assert_string_equal(stage_row(s, 1),
		" 1基本!  2单位  3班子* <4党员> 5届期  6其他 -------------------- Alt-数字换段 --");
	/* In a narrow window the current one keeps its name, the others their signs. */
	stage_size(s, 40, 12);
	assert_string_equal(stage_row(s, 1), " 1!  2  3* <4党员> 5  6 ----------------");
	stage_size(s, 80, 24);
	stage_keys(s, "<Esc><F8>");
	/* A register with one section needs no strip. */
	app_push(s->app, list_new(s->app, &division_reg, NULL, NULL));
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "form");
	stage_hides(s, "<1");
}

/* --- the records of the list --- */

static void test_form_walk__goes_through_the_records_of_the_list(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	has_title(s, "(002)");
	has_title(s, "2/7");
	stage_keys(s, "<Alt-3><Tab><PgDn>");
	has_title(s, "(003)");
	has_title(s, "3/7");
	assert_true(form_is_on(s, "书记电话"));
	stage_keys(s, "<PgDn><PgDn><PgDn><PgDn><PgDn>");
	has_title(s, "(007)");
	stage_says(s, "最后一条");
	assert_true(form_is_on(s, "书记电话"));
	/* The list comes along. */
	stage_keys(s, "<PgUp><Esc>");
	assert_string_equal(stage_top(s), "list");
	stage_current_is(s, "006");
	stage_keys(s, "<Home><Enter><PgUp>");
	stage_says(s, "第一条");
	has_title(s, "(001)");
}

static void test_form_walk__twenty_phone_numbers(void **state)
{
	struct stage *s = *state;
	static const char *const codes[] = { "002", "003", "004", "005", "006" };

	open_in_list(s, "002");
	stage_keys(s, "<Alt-3><Tab>");
	for (size_t i = 0; i < 5; i++) {
		struct buf typed = BUF_INIT;

		buf_addf(&typed, "1391234567%zu<PgDn>", i);
		stage_keys(s, buf_str(&typed));
		assert_string_equal(stage_top(s), "question");
		stage_keys(s, "<Ctrl-S>");
		stage_says(s, "已保存；表单外按 u 撤销");
		assert_string_equal(stage_top(s), "form");
		assert_true(form_is_on(s, "书记电话"));
		buf_release(&typed);
	}
	has_title(s, "(007)");
	for (size_t i = 0; i < 5; i++) {
		char want[] = "13912345670";

		want[10] = (char)('0' + i);
		stage_stored(s, codes[i], "secretary_phone", want);
	}
	stage_keys(s, "<Esc>");
	stage_current_is(s, "007");
}

static void test_form_walk__the_guard_stands_between_records(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	stage_keys(s, "<Alt-3>甲<PgDn>");
	assert_string_equal(stage_top(s), "question");
	stage_shows(s, "示例卓玛 -> 示例卓玛甲");
	/* Esc stays, and so does the list. */
	stage_keys(s, "<Esc>");
	has_title(s, "(002)");
	form_has(s, "书记", "[示例卓玛甲");
	assert_true(form_is_on(s, "书记"));
	/* Leaving afterwards leaves: the way to the neighbour is forgotten. */
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "list");
	stage_current_is(s, "002");
	/* Letting go goes on too. */
	stage_keys(s, "<Enter><Alt-3>乙<PgDn><F8>");
	has_title(s, "(003)");
	form_has(s, "书记", "[示例扎西 ");
	stage_stored(s, "002", "secretary", "示例卓玛甲");
	/* What cannot be saved stays. */
	form_go_to(s, "成立日期");
	stage_keys(s, "x<PgUp><Ctrl-S>");
	has_title(s, "(003)");
	assert_true(form_is_on(s, "成立日期"));
	stage_keys(s, "<End><Ctrl-U><PgUp>");
	has_title(s, "(002)");
}

static void test_form_walk__save_and_next_stays_in_the_field(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "甲<Ctrl-N>");
	has_title(s, "(003)");
	assert_true(form_is_on(s, "书记"));
	stage_says(s, "已保存");
	stage_stored(s, "002", "secretary", "示例卓玛甲");
	/* What was not changed is not saved, only left. */
	stage_keys(s, "<Ctrl-N><PgUp>");
	has_title(s, "(003)");
	/* An error stays, and the way is forgotten: Ctrl-S goes back to the list. */
	form_go_to(s, "成立日期");
	stage_keys(s, "x<Ctrl-N>");
	has_title(s, "(003)");
	stage_errs(s, "x");
	assert_true(form_is_on(s, "成立日期"));
	stage_keys(s, "<End><Ctrl-U>2001-02-03<Ctrl-S>");
	assert_string_equal(stage_top(s), "list");
}

/* The reason is asked, and then it goes on to the field that was typed in. */
static void test_form_walk__save_and_next_asks_about_warnings(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	form_go_to(s, "正式党员");
	form_clear(s);
	stage_keys(s, "2<Tab><Ctrl-N>");
	stage_shows(s, "改正或写明原因");
	stage_keys(s, "已报批<Enter>");
	has_title(s, "(003)");
	assert_true(form_is_on(s, "预备党员"));
}

static void test_form_walk__save_and_next_says_when_it_was_the_last(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "007");
	form_go_to(s, "书记");
	stage_keys(s, "<Ctrl-N>");
	stage_says(s, "已是列表里的最后一条");
	stage_keys(s, "甲<Ctrl-N>");
	stage_says(s, "已保存；已是列表里的最后一条");
	has_title(s, "(007)");
	stage_hides(s, "未保存");
	/* A form that stands alone has no next one. */
	stage_keys(s, "<Esc><F7><Ctrl-N>");
	stage_says(s, "没有下一条");
}

/* Saving may take the record out of what the list shows; its neighbours are still those that were seen. */
static void test_form_walk__a_saved_record_may_leave_the_list(void **state)
{
	struct stage *s = *state;

	app_push(s->app, list_new(s->app, &org_reg, "领域=农村", NULL));
	open_in_list(s, "002");
	form_go_to(s, "领域");
	form_clear(s);
	stage_keys(s, "机关<Enter><PgDn><Ctrl-S>");
	has_title(s, "(003)");
	stage_keys(s, "<PgDn>");
	has_title(s, "(004)");
	stage_keys(s, "<PgUp><Esc>");
	stage_current_is(s, "003");
	stage_hides(s, "南沙沟");
}

static void test_form_walk__a_tree_is_gone_through_row_by_row(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F5>*");
	assert_string_equal(stage_top(s), "tree");
	stage_keys(s, "<Home><Enter>");
	has_title(s, "(001)");
	stage_keys(s, "<PgDn><PgDn>");
	has_title(s, "(003)");
	stage_keys(s, "<PgUp><Esc>");
	assert_string_equal(stage_top(s), "tree");
	stage_current_is(s, "南沙沟村");
}

static void test_form_walk__a_form_without_a_list_says_so(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F7><PgDn>");
	stage_says(s, "不是从列表打开的");
	stage_keys(s, "<PgUp>");
	stage_says(s, "不是从列表打开的");
}

/* --- the value of the record saved last --- */

static void test_form_walk__takes_the_value_saved_last(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	form_go_to(s, "成立文号");
	stage_keys(s, "<Ctrl-D>");
	stage_says(s, "还没有保存过");
	stage_keys(s, "示例组发〔2021〕1号<PgDn><Ctrl-S><Ctrl-D>");
	has_title(s, "(003)");
	form_has(s, "成立文号", "[示例组发〔2021〕1号");
	assert_int_equal(form_mark(s, "成立文号"), '*');
	/* In a filled field alike, and by the type of the field. */
	form_go_to(s, "简称");
	stage_keys(s, "<Ctrl-D>");
	form_has(s, "简称", "[南沙沟村党支部 ");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "<Ctrl-D>");
	form_has(s, "上级组织", "[中共示例镇委员会 001");
	form_go_to(s, "联系人");
	stage_keys(s, "<Ctrl-D>");
	stage_says(s, "没有填");
}

/* Ctrl-D is no way around the mask. */
static void test_form_walk__hidden_data_is_not_taken_along(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "002");
	stage_keys(s, "<Alt-3>甲<PgDn><Ctrl-S><Tab><Ctrl-D>");
	assert_true(form_is_on(s, "书记电话"));
	stage_says(s, "没有填");
	stage_hides(s, "13900000002");
	/* What was typed by the same person is. */
	stage_keys(s, "13912345678<PgDn><Ctrl-S><Ctrl-D>");
	has_title(s, "(004)");
	form_has(s, "书记电话", "[13912345678");
}

/* --- records that are referred to --- */

static void test_form_walk__opens_the_record_and_comes_back(void **state)
{
	struct stage *s = *state;

	open_in_list(s, "003");
	stage_keys(s, "<Alt-3>甲");
	form_go_to(s, "上级组织");
	stage_keys(s, "<F4>");
	has_title(s, "(001)");
	stage_keys(s, "<Esc>");
	has_title(s, "(003)");
	assert_true(form_is_on(s, "上级组织"));
	stage_shows(s, "*1处未保存");
	/* What was changed there is seen here. */
	stage_keys(s, "<F4><Tab><Tab>新<Ctrl-S>");
	has_title(s, "(003)");
	stage_keys(s, "<F4>");
	form_has(s, "简称", "[示例镇党委新 ");
	stage_keys(s, "<Esc>");
	stage_shows(s, "*1处未保存");
	/* A typed one is opened without being saved first. */
	form_clear(s);
	stage_keys(s, "007<F4>");
	has_title(s, "(007)");
	stage_keys(s, "<Esc>");
	form_has(s, "上级组织", "[中共示例县直属机关支部委员会 007");
}

static void test_form_walk__opens_nothing_where_there_is_nothing(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	stage_keys(s, "<Alt-3><F4>");
	stage_says(s, "不指向别的记录");
	form_go_to(s, "行政区划");
	stage_keys(s, "<F4>");
	stage_says(s, "还没有填");
	stage_keys(s, "没有这个地方<F4>");
	stage_errs(s, "没有这个地方");
	form_has(s, "行政区划", "[没有这个地方");
	assert_string_equal(stage_top(s), "form");
}

static void test_form_walk__the_picker_begins_at_the_record_and_has_a_tree(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "005<Enter>");
	form_go_to(s, "上级组织");
	stage_keys(s, "<F3>");
	assert_string_equal(stage_top(s), "picker");
	stage_current_is(s, "005");
	stage_keys(s, "<F5>");
	assert_string_equal(stage_top(s), "tree-picker");
	stage_current_is(s, "西岭村");
	stage_keys(s, "<Down><F5>");
	assert_string_equal(stage_top(s), "picker");
	stage_current_is(s, "006");
	stage_keys(s, "<F5><Enter>");
	assert_string_equal(stage_top(s), "form");
	form_has(s, "上级组织", "[中共示例镇南街社区支部委员会 006");
}

static void test_form_walk__makes_the_missing_record(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	stage_keys(s, "<Alt-3>甲");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "中共示例县委员会<F7>");
	has_title(s, "新增");
	form_has(s, "全称", "[中共示例县委员会 ");
	assert_true(form_is_on(s, "编码"));
	stage_keys(s, "099");
	form_go_to(s, "类别");
	stage_keys(s, "611");
	form_go_to(s, "正式党员");
	stage_keys(s, "200<Ctrl-S>新设<Enter>");
	has_title(s, "(003)");
	assert_true(form_is_on(s, "上级组织"));
	form_has(s, "上级组织", "[中共示例县委员会 099");
	stage_shows(s, "*2处未保存");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	stage_stored(s, "003", "superior", "099");
}

static void test_form_walk__a_record_that_was_not_made_leaves_the_text(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "新的上级<F7>");
	has_title(s, "新增");
	stage_keys(s, "<Esc><F8>");
	form_has(s, "上级组织", "[新的上级 ");
	assert_true(form_is_on(s, "上级组织"));
	stage_keys(s, "<Alt-3><F7>");
	stage_says(s, "不指向别的记录");
}

static void test_form_walk__a_known_record_lends_no_name(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "上级组织");
	stage_keys(s, "<F7>");
	form_has(s, "全称", "[  ");
}

static void test_form_walk__depth_has_an_end(void **state)
{
	struct stage *s = *state;

	form_open(s, "003");
	form_go_to(s, "上级组织");
	form_clear(s);
	stage_keys(s, "002");
	for (int i = 0; i < 40 && !strstr(app_message(s->app, NULL), "打开的屏幕太多"); i++) {
		stage_keys(s, "<F4>");
		form_go_to(s, "上级组织");
		form_clear(s);
		stage_keys(s, i % 2 ? "002" : "005");
		stage_keys(s, "<F4>");
	}
	stage_says(s, "请先按 Esc 返回");
	assert_string_equal(stage_top(s), "form");
}

static void test_form_walk__a_viewer_looks_and_changes_nothing(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "viewer", "viewer", 0);
	stage_enter(s, "viewer");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	open_in_list(s, "003");
	form_go_to(s, "上级组织");
	stage_keys(s, "<F7>");
	stage_says(s, "不能改");
	stage_keys(s, "<F4>");
	has_title(s, "(001)");
	stage_keys(s, "<Esc><Ctrl-D>");
	stage_says(s, "不能改");
	stage_keys(s, "<PgDn>");
	has_title(s, "(004)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form_walk__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sections_are_jumped_to),
		TEST(tab_goes_on_into_the_next_section),
		TEST(the_strip_says_where_something_is_to_do),
		TEST(goes_through_the_records_of_the_list),
		TEST(twenty_phone_numbers),
		TEST(the_guard_stands_between_records),
		TEST(save_and_next_stays_in_the_field),
		TEST(save_and_next_asks_about_warnings),
		TEST(save_and_next_says_when_it_was_the_last),
		TEST(a_saved_record_may_leave_the_list),
		TEST(a_tree_is_gone_through_row_by_row),
		TEST(a_form_without_a_list_says_so),
		TEST(takes_the_value_saved_last),
		TEST(hidden_data_is_not_taken_along),
		TEST(opens_the_record_and_comes_back),
		TEST(opens_nothing_where_there_is_nothing),
		TEST(the_picker_begins_at_the_record_and_has_a_tree),
		TEST(makes_the_missing_record),
		TEST(a_record_that_was_not_made_leaves_the_text),
		TEST(a_known_record_lends_no_name),
		TEST(depth_has_an_end),
		TEST(a_viewer_looks_and_changes_nothing),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
