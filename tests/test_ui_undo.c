/*
 * What undoing and redoing of many records at once says before it is done.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "ui/undo.h"
#include "src/banned.h"

static void save_note(struct stage *s, int64_t id, const char *text)
{
	struct org *org = office_org(s->office, id), *base = office_org(s->office, id);
	struct err e = ERR_INIT;

	assert_int_equal(field_parse(reg_field(&org_reg, "contact"), text, store_lookup(s->office->s), org, &e), 0);
	assert_int_equal(store_save(s->office->s, &org_reg, base, org, NULL, &e), 0);
	reg_free(&org_reg, org);
	reg_free(&org_reg, base);
}

/* Contacts of four branches, in one action. */
static void four_at_once(struct stage *s)
{
	static const char *const codes[] = { "002", "003", "004", "005" };
	struct err e = ERR_INIT;

	assert_int_equal(store_begin(s->office->s, ACTION_BATCH, "换号段统一修改", &e), 0);
	for (size_t i = 0; i < 4; i++)
		save_note(s, stage_org(s, codes[i]), "示例联系人");
	assert_int_equal(store_commit(s->office->s, NULL, &e), 0);
}

/* More records than one cares to count, in one action. */
static void many_at_once(struct stage *s, int n)
{
	int64_t ids[200];
	char code[12];
	struct err e = ERR_INIT;

	for (int i = 0; i < n; i++) {
		snprintf(code, sizeof(code), "1%03d", i);
		ids[i] = office_branch(s->office, code, stage_org(s, "001"));
	}
	assert_int_equal(store_begin(s->office->s, ACTION_BATCH, NULL, &e), 0);
	for (int i = 0; i < n; i++)
		save_note(s, ids[i], "示例联系人");
	assert_int_equal(store_commit(s->office->s, NULL, &e), 0);
}


static int64_t with_contact(struct stage *s)
{
	return office_number(s->office, "SELECT count(*) FROM org WHERE contact IS NOT NULL");
}

static void enter_list(struct stage *s)
{
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
}

static void test_undo__several_records_are_listed(void **state)
{
	struct stage *s = *state;

	four_at_once(s);
	enter_list(s);
	stage_keys(s, "u");
	stage_is(s,
		" 台账 > 撤销                                                 4 条记录，4 处改动",
		"--------------------------------------------------------------------------------",
		" 批量  0000-00-00 00:00  示例管理员  test  换号段统一修改",
		" 这 4 条记录会一起改，Ctrl-S 才会做：",
		"  记录                   字段         现在                   改为",
		"> 中共示例镇南沙沟村支~  联系人       示例联系人          -> （空）",
		"  中共示例镇北沙沟村支~  联系人       示例联系人          -> （空）",
		"  中共示例镇东河村支部~  联系人       示例联系人          -> （空）",
		"  中共示例镇西岭村支部~  联系人       示例联系人          -> （空）",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  中共示例镇南沙沟村支部委员会 002",
		"  Ctrl-S 撤销   Enter 详细",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
	stage_keys(s, "<Esc>");
	assert_int_equal(with_contact(s), 4);
	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销，一共 4 条记录");
	assert_int_equal(with_contact(s), 0);
}

static void test_undo__at_40x12(void **state)
{
	struct stage *s = *state;

	four_at_once(s);
	enter_list(s);
	stage_size(s, 40, 12);
	stage_keys(s, "u<Down>");
	stage_is(s,
		" 撤销                4 条记录，4 处改动",
		" 批量  0000-00-00 00:00  示例管理员",
		" test  换号段统一修改~",
		"  记录       字段     现在       改为",
		"  中共示例~  联系人   示例联~ -> （空）",
		"> 中共示例~  联系人   示例联~ -> （空）",
		"  中共示例~  联系人   示例联~ -> （空）",
		"  中共示例~  联系人   示例联~ -> （空）",
		"",
		"  中共示例镇北沙沟村支部委员会 003",
		"  Ctrl-S 撤销   Enter 详细",
		"1帮助   2命令   9菜单   10返回");
}

static void test_undo__redo_is_listed_too(void **state)
{
	struct stage *s = *state;

	four_at_once(s);
	enter_list(s);
	stage_keys(s, "u<Ctrl-S>R");
	assert_string_equal(app_top(s->app)->type->name, "redo");
	stage_shows(s, "（空）              -> 示例联系人");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已重做，一共 4 条记录");
	assert_int_equal(with_contact(s), 4);
}

static void test_undo__says_who_changed_it_since(void **state)
{
	struct stage *s = *state;

	office_operator(s->office, "clerk", "clerk", 0);
	four_at_once(s);
	stage_enter(s, "clerk");
	office_must_edit(s->office, stage_org(s, "003"), "contact", "示例另一人");
	stage_enter(s, NULL);
	enter_list(s);
	stage_keys(s, "u<Down>");
	stage_shows(s, "! 其中 1 处后来又改过，后来的改动会丢掉");
	stage_shows(s, ">!中共示例镇北沙沟村");
	stage_shows(s, "示例另一人");
	assert_non_null(strstr(stage_row(s, 21), "后来又改过"));
	stage_keys(s, "<Up>");
	assert_null(strstr(stage_row(s, 21), "后来又改过"));
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已撤销");
	assert_int_equal(with_contact(s), 0);
}

static void test_undo__a_line_opens_in_full(void **state)
{
	struct stage *s = *state;

	four_at_once(s);
	enter_list(s);
	stage_keys(s, "u<Down><Enter>");
	stage_shows(s, "记录  中共示例镇北沙沟村支部委员会 003");
	stage_shows(s, "原因  换号段统一修改");
	stage_keys(s, "<Esc><Esc>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

static void test_undo__a_hundred_and_more_need_their_number(void **state)
{
	struct stage *s = *state;

	many_at_once(s, 120);
	enter_list(s);
	stage_keys(s, "u");
	stage_is(s,
		" 台账 > 撤销                                             120 条记录，120 处改动",
		"--------------------------------------------------------------------------------",
		" 批量  0000-00-00 00:00  示例管理员  test",
		" 这 120 条记录会一起改，Ctrl-S 才会做：",
		"  记录                   字段         现在                   改为",
		"> 中共示例1000支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1001支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1002支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1003支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1004支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1005支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1006支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1007支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1008支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1009支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1010支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1011支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1012支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1013支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1014支部委员~  联系人       示例联系人          -> （空）",
		"  中共示例1000支部委员会 1000",
		"  Ctrl-S 撤销   Enter 详细",
		" 确实要改这么多，请输入记录数 120 再按 Ctrl-S>",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "一共 120 条记录：请先输入这个数");
	assert_int_equal(with_contact(s), 120);
	stage_keys(s, "12<Ctrl-S>");
	stage_says(s, "请先输入这个数");
	/* The list moves all the same. */
	stage_keys(s, "<End>");
	stage_current_is(s, "1119");
	stage_keys(s, "<Home><Backspace>20<Ctrl-S>");
	stage_says(s, "已撤销，一共 120 条记录");
	assert_int_equal(with_contact(s), 0);
}

static void test_undo__a_hundred_and_more_at_40x12(void **state)
{
	struct stage *s = *state;

	many_at_once(s, 120);
	enter_list(s);
	stage_size(s, 40, 12);
	stage_keys(s, "u120");
	stage_is(s,
		" 撤销            120 条记录，120 处改动",
		" 批量  0000-00-00 00:00  示例管理员",
		" test~",
		"  记录       字段     现在       改为",
		"> 中共示例1~ 联系人   示例联~ -> （空）",
		"  中共示例1~ 联系人   示例联~ -> （空）",
		"  中共示例1~ 联系人   示例联~ -> （空）",
		"  中共示例1~ 联系人   示例联~ -> （空）",
		"  中共示例1000支部委员会 1000",
		"  Ctrl-S 撤销   Enter 详细",
		" 输入 120 再按 Ctrl-S> 120",
		"1帮助   2命令   9菜单   10返回");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已撤销");
}

/* Taking back what was new takes the record away, which its fields alone would not say. */
static void test_undo__a_new_record_will_be_gone(void **state)
{
	struct stage *s = *state;

	office_branch(s->office, "0099", stage_org(s, "001"));
	enter_list(s);
	stage_keys(s, "u");
	stage_shows(s, "这条记录是这次新增的，会整条撤掉");
	stage_keys(s, "<Ctrl-S>R");
	stage_shows(s, "撤掉的这条记录会整条回来");
}

static void test_undo__from_the_history_any_action(void **state)
{
	struct stage *s = *state;

	four_at_once(s);
	office_must_edit(s->office, stage_org(s, "004"), "secretary", "示例旦增");
	app_push(s->app, history_new(s->app, &org_reg, stage_org(s, "004")));
	stage_current_is(s, "书记");
	stage_keys(s, "<Down>");
	stage_shows(s, "同时改了 4 条记录  原因: 换号段统一修改");
	stage_keys(s, "R");
	stage_says(s, "没有被撤销");
	stage_keys(s, "u<Ctrl-S>");
	assert_int_equal(with_contact(s), 0);
	/* Its line says so, and can be redone from there. */
	stage_current_is(s, "-> 示例联系人");
	stage_shows(s, "已撤销  原因");
	stage_keys(s, "u");
	stage_errs(s, "已经撤销过了");
	stage_keys(s, "R<Ctrl-S>");
	assert_int_equal(with_contact(s), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_undo__##name, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(several_records_are_listed),
		TEST(at_40x12),
		TEST(redo_is_listed_too),
		TEST(says_who_changed_it_since),
		TEST(a_line_opens_in_full),
		TEST(a_hundred_and_more_need_their_number),
		TEST(a_hundred_and_more_at_40x12),
		TEST(a_new_record_will_be_gone),
		TEST(from_the_history_any_action),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
