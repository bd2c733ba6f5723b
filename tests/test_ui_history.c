/*
 * The changes of one record, and taking actions back.
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
#include "src/banned.h"

/* A record with some history: made, edited twice. */
static int setup(void **state)
{
	struct stage *s;
	int64_t id;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	id = stage_org(s, "004");
	office_must_edit(s->office, id, "secretary", "示例旦增");
	office_must_edit(s->office, id, "secretary_phone", "13900000044");
	app_push(s->app, list_new(s->app, &org_reg, "004", NULL));
	stage_keys(s, "h");
	return 0;
}

static void test_history__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_is(s,
		" 台账 > 党组织 > 中共示例镇东河村支部委员会 004 > 历史              共 3 次改动",
		"--------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值             新值",
		"> 0000-00-00 00:00 示例管理员 修改   书记电话     （空）        -> 139****0044",
		"  0000-00-00 00:00 示例管理员 修改   书记         （空）        -> 示例旦增",
		"  0000-00-00 00:00 示例管理员 新增   编码         （空）        -> 004",
		"  0000-00-00 00:00 示例管理员 新增   全称         （空）        -> 中共示例镇东~",
		"  0000-00-00 00:00 示例管理员 新增   简称         （空）        -> 东河村党支部",
		"  0000-00-00 00:00 示例管理员 新增   类别         （空）        -> 党支部",
		"  0000-00-00 00:00 示例管理员 新增   上级组织     （空）        -> 中共示例镇委~",
		"  0000-00-00 00:00 示例管理员 新增   领域         （空）        -> 农村",
		"  0000-00-00 00:00 示例管理员 新增   正式党员     （空）        -> 12",
		"  0000-00-00 00:00 示例管理员 新增   党群服务中心 （空）        -> 否",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  方式: test",
		"  Enter 详细   u 撤销   R 重做   r 恢复",
		"1帮助   2命令   3       4此字段 5比较   6       7       8       9菜单   10返回");
	assert_int_equal(s->picture.cursor_y, 3);
}

static void test_history__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Down>");
	stage_is(s,
		" 党组织 > 中共示例镇东河村~ 共 3 次改动",
		"  时间        字段     原值      新值",
		"  00-00 00:00 书记电话 （空） -> 139***~",
		"> 00-00 00:00 书记     （空） -> 示例旦~",
		"  00-00 00:00 编码     （空） -> 004",
		"  00-00 00:00 全称     （空） -> 中共示~",
		"  00-00 00:00 简称     （空） -> 东河村~",
		"  00-00 00:00 类别     （空） -> 党支部",
		"  00-00 00:00 上级组织 （空） -> 中共示~",
		"  方式: test",
		"  Enter 详细   u 撤销   R 重做   r 恢复",
		"1帮助   2命令   4此字段 5比较   10返回");
}

static void test_history__at_132x24_says_the_way_too(void **state)
{
	struct stage *s = *state;

	stage_size(s, 132, 24);
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇东河村支部委员会 004 > 历史                                                                  共 3 次改动",
		"------------------------------------------------------------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值                                  新值                                方式",
		"> 0000-00-00 00:00 示例管理员 修改   书记电话     （空）                             -> 139****0044                         test",
		"  0000-00-00 00:00 示例管理员 修改   书记         （空）                             -> 示例旦增                            test",
		"  0000-00-00 00:00 示例管理员 新增   编码         （空）                             -> 004                                 test",
		"  0000-00-00 00:00 示例管理员 新增   全称         （空）                             -> 中共示例镇东河村支部委员会          test",
		"  0000-00-00 00:00 示例管理员 新增   简称         （空）                             -> 东河村党支部                        test",
		"  0000-00-00 00:00 示例管理员 新增   类别         （空）                             -> 党支部                              test",
		"  0000-00-00 00:00 示例管理员 新增   上级组织     （空）                             -> 中共示例镇委员会                    test",
		"  0000-00-00 00:00 示例管理员 新增   领域         （空）                             -> 农村                                test",
		"  0000-00-00 00:00 示例管理员 新增   正式党员     （空）                             -> 12                                  test",
		"  0000-00-00 00:00 示例管理员 新增   党群服务中心 （空）                             -> 否                                  test",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  方式: test",
		"  Enter 详细   u 撤销   R 重做   r 恢复",
		"1帮助   2命令   3       4此字段 5比较   6       7       8       9菜单   10返回");
}

static void test_history__newest_first_and_nothing_left_out(void **state)
{
	struct stage *s = *state;

	assert_non_null(strstr(stage_row(s, 3), "书记电话"));
	assert_non_null(strstr(stage_row(s, 4), "示例旦增"));
	assert_non_null(strstr(stage_row(s, 5), "新增"));
	/* code, name, short name, category, superior, domain, full members, and the phone and secretary edits */
	stage_shows(s, "编码");
	stage_shows(s, "简称");
	stage_shows(s, "正式党员");
}

static void test_history__personal_data_is_masked(void **state)
{
	struct stage *s = *state;

	stage_shows(s, "139****0044");
	stage_hides(s, "13900000044");
}

static void test_history__moves_over_the_changes(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<End>");
	assert_int_equal(stage_row(s, s->picture.cursor_y)[0], '>');
	stage_keys(s, "<Down><PgDn>");
	stage_keys(s, "<Home>");
	assert_int_equal(stage_row(s, 3)[0], '>');
	stage_keys(s, "<Up><PgUp>");
	assert_int_equal(stage_row(s, 3)[0], '>');
	stage_keys(s, "jj");
	assert_int_equal(stage_row(s, 5)[0], '>');
	stage_keys(s, "k");
	assert_int_equal(stage_row(s, 4)[0], '>');
}

static void test_history__shows_the_reason(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc><F8>并入南沙沟<Enter>z");
	stage_keys(s, "h");
	stage_shows(s, "停用日期");
	stage_shows(s, "停用原因");
	stage_shows(s, "原因: 并入南沙沟");
}

static void test_history__an_undo_is_asked_for_and_becomes_history(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "u");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇东河村支部委员会 004 > 历史              共 3 次改动",
		"--------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值             新值",
		"> 0000-00-00 00:00 示例管理员 修改   书记电话     （空）        -> 139****0044",
		"  0000-00-00 00:00 示例管理员 修改   书记         （空）        -> 示例旦增",
		"  0000-00-00 00:00 示例管理员 新增   编码         （空）        -> 004",
		"  0000-00-00 00:00 示例管理员 新增   全称         （空）        -> 中共示例镇东~",
		"  0000-00-00 00:00 示例管理员 新增   简称         （空）        -> 东河村党支部",
		"  20+- 撤销 ---------------------------------------------------------------+",
		"  20| 修改  00-00 00:00  示例管理员  test                                  | 委~",
		"  20| 中共示例镇东河村支部委员会 004                                       |",
		"  20|   书记电话: 139****0044 -> （空）                                    |",
		"  20|                                                                      |",
		"    | [ Ctrl-S 撤销这一步 ]  [ Esc 返回 ]                                  |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"  方式: test",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_keys(s, "<Esc>");
	stage_shows(s, "（空）        -> 139****0044");
}

static void test_history__undo_and_redo_show_at_once(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销");
	assert_non_null(strstr(stage_row(s, 3), "撤销"));
	stage_keys(s, "R<Ctrl-S>");
	stage_says(s, "已重做");
	assert_non_null(strstr(stage_row(s, 3), "重做"));
	stage_keys(s, "<Esc><Esc>");
	stage_size(s, 200, 24);
	stage_shows(s, "示例旦增");
}

/* Undoing what somebody else changed again later says what would be lost. */
static void test_history__an_undo_that_loses_later_changes_warns(void **state)
{
	struct stage *s = *state;
	int64_t id = stage_org(s, "004");

	office_operator(s->office, "clerk", "clerk", 0);
	office_must_edit(s->office, id, "secretary", "示例永红");
	stage_enter(s, "clerk");
	office_must_edit(s->office, id, "secretary", "示例梅朵");
	stage_enter(s, NULL);
	app_push(s->app, list_new(s->app, &org_reg, "004", NULL));
	stage_keys(s, "u");
	stage_shows(s, "示例梅朵 -> 示例旦增");
	stage_shows(s, "! 其中 1 处后来又改过");
	stage_keys(s, "<Esc>");
	stage_size(s, 200, 24);
	stage_shows(s, "示例梅朵");
	/* Whoever wants it all the same has been told. */
	stage_keys(s, "u<Ctrl-S>");
	stage_says(s, "已撤销");
	stage_shows(s, "示例旦增");
}

/* What is too much for a panel has a screen of its own. */
static void test_history__a_large_action_is_listed(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc><F7>0099<Tab>中共示例镇新河村支部委员会<Tab>新河村党支部<Tab>631<Tab><Tab>1<Tab><Tab>2001<Tab>示例文号<Tab><Tab>");
	stage_keys(s, "<Tab><Tab><Tab><Tab><Tab>示例甲<Tab><Tab><Tab>3<Tab>示例乙<Tab><Tab>9<Tab>1<Ctrl-S>示例理由<Enter>");
	stage_says(s, "已保存");
	stage_keys(s, "u");
	assert_string_equal(app_top(s->app)->type->name, "undo");
	stage_shows(s, "新增的 1 条记录");
	stage_shows(s, "> 编码");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已撤销");
}

static void test_history__follows_what_others_save(void **state)
{
	struct stage *s = *state;
	struct store *other = office_second(s->office), *own = s->office->s;

	s->office->s = other;
	office_must_edit(s->office, stage_org(s, "004"), "contact", "示例甲");
	s->office->s = own;
	store_close(other);
	stage_keys(s, "");
	assert_non_null(strstr(stage_row(s, 3), "联系人"));
}

/* --- one change in full --- */

static void test_history__enter_tells_all_about_a_change(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "004"), "note",
		"示例备注：这一条写得很长，为的是看一看在一处改动的屏幕里，原值和新值是不是都完整地换行显示出来，一个字也不少。");
	stage_keys(s, "");
	stage_current_is(s, "书记电话");
	stage_keys(s, "<Home><Enter>");
	assert_string_equal(stage_row(s, 0) + 1, "台账 > 历史 > 一处改动");
	assert_string_equal(stage_row(s, 2), "  记录  中共示例镇东河村支部委员会 004");
	assert_string_equal(stage_row(s, 3), "  字段  备注");
	assert_string_equal(stage_row(s, 4), "  原值  （空）");
	stage_shows(s, "一个字也不少。");
	stage_shows(s, "  动作  修改    操作编号 ");
	stage_shows(s, "  方式  test，计算机 ");
	stage_shows(s, "  原因  （没有写）");
	stage_keys(s, "<Enter>");
	assert_string_equal(app_top(s->app)->type->name, "history");
}

static void test_history__a_change_at_40x12(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "004"), "note",
		"示例备注：这一条写得很长，为的是看一看在一处改动的屏幕里，原值和新值是不是都完整地换行显示出来，一个字也不少。");
	stage_size(s, 40, 12);
	stage_keys(s, "");
	stage_keys(s, "<Home><Enter>");
	stage_is(s,
		" 历史 > 一处改动                 1-9/14",
		"  记录  中共示例镇东河村支部委员会 004",
		"  字段  备注",
		"  原值  （空）",
		"  新值  示例备注：这一条写得很长，为的",
		"  是看一看在一处改动的屏幕里，原值和新",
		"  值是不是都完整地换行显示出来，一个字",
		"  也不少。",
		"",
		"  动作  修改    操作编号",
		"  a 整批   u 撤销   R 重做   r 恢复",
		"1帮助   2命令   5显示   9菜单   10返回");
	stage_keys(s, "<End>");
	stage_shows(s, "原因  （没有写）");
	stage_keys(s, "<Home><Down><PgDn><PgUp><Up>");
	stage_shows(s, "记录  中共");
}

static void test_history__a_change_lists_what_was_saved_with_it(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<End><Enter>");
	stage_shows(s, "同一次操作的其他改动：");
	stage_shows(s, "   编码: （空） -> 004");
	stage_shows(s, "   上级组织: （空） -> 中共示例镇委员会");
	stage_keys(s, "a");
	stage_is(s,
		" 台账 > 一次操作的全部改动                                   1 条记录，1 处改动",
		"--------------------------------------------------------------------------------",
		" 新增  0000-00-00 00:00  示例管理员  test",
		"  字段         原值                              新值",
		"> 编码         （空）                         -> 004",
		"  全称         （空）                         -> 中共示例镇东河村支部委员会",
		"  简称         （空）                         -> 东河村党支部",
		"  类别         （空）                         -> 党支部",
		"  上级组织     （空）                         -> 中共示例镇委员会",
		"  领域         （空）                         -> 农村",
		"  正式党员     （空）                         -> 12",
		"  党群服务中心 （空）                         -> 否",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  中共示例镇东河村支部委员会 004",
		"  Enter 详细",
		"1帮助   2命令   3       4       5       6       7       8       9菜单   10返回");
	stage_keys(s, "<Down><Enter>");
	stage_shows(s, "新值  中共示例镇东河村支部委员会");
}

static void test_history__a_reveal_is_journaled(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Enter>");
	stage_shows(s, "新值  139****0044");
	stage_keys(s, "<F5>");
	stage_says(s, "已显示，并记入操作记录");
	stage_shows(s, "新值  13900000044");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'reveal'"), 1);
	office_operator(s->office, "clerk", "clerk", 0);
	stage_enter(s, "clerk");
	app_push(s->app, history_new(s->app, &org_reg, stage_org(s, "004")));
	stage_keys(s, "<Enter><F5>");
	stage_hides(s, "13900000044");
}

/* --- one field --- */

static void test_history__only_the_changes_of_a_field(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "004"), "secretary", "示例永红");
	stage_keys(s, "");
	stage_keys(s, "<Home><F4>");
	stage_shows(s, "只看: 书记");
	stage_hides(s, "书记电话");
	stage_shows(s, "示例旦增      -> 示例永红");
	stage_shows(s, "（空）        -> 示例旦增");
	stage_keys(s, "<Down><F4>");
	stage_shows(s, "书记电话");
	/* The cursor is still on the line it was on. */
	stage_current_is(s, "-> 示例旦增");
	stage_keys(s, "&<Esc>");
	stage_shows(s, "书记电话");
	assert_string_equal(app_top(s->app)->type->name, "history");
}

static void field_is(struct stage *s, const char *field, const char *want)
{
	char *text = office_field(s->office, stage_org(s, "004"), field);

	assert_string_equal(text, want);
	free(text);
}

static void test_history__one_field_is_restored(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "004"), "secretary", "示例永红");
	stage_keys(s, "");
	stage_keys(s, "<Home><Down><Down>");
	stage_current_is(s, "-> 示例旦增");
	stage_keys(s, "r");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇东河村支部委员会 004 > 历史              共 4 次改动",
		"--------------------------------------------------------------------------------",
		"  时间             谁         动作   字段         原值             新值",
		"  0000-00-00 00:00 示例管理员 修改   书记         示例旦增      -> 示例永红",
		"  0000-00-00 00:00 示例管理员 修改   书记电话     （空）        -> 139****0044",
		"> 0000-00-00 00:00 示例管理员 修改   书记         （空）        -> 示例旦增",
		"  0000-00-00 00:00 示例管理员 新增   编码         （空）        -> 004",
		"  20+- 书记 ---------------------------------------------------------------+ 东~",
		"  20| 现在: 示例永红                                                       | 部",
		"  20| 改为: 示例旦增                                                       |",
		"  20| 0000-00-00 00:00 示例管理员改动之后的值                              | 委~",
		"  20| 原因（可以不写）：                                                   |",
		"  20|                                                                      |",
		"  20|                                                                      |",
		"    | [ Enter 确定 ]  [ Esc 取消 ]                                         |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"  方式: test",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_keys(s, "换错了人<Enter>");
	stage_says(s, "「书记」已恢复");
	field_is(s, "secretary", "示例旦增");
	stage_keys(s, "<Home>");
	stage_current_is(s, "示例永红      -> 示例旦增");
	stage_shows(s, "原因: 换错了人");
	stage_keys(s, "u<Ctrl-S>");
	field_is(s, "secretary", "示例永红");
}

static void test_history__restore_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Down>r");
	stage_is(s,
		" 党组织 > 中共示例镇东河村~ 共 3 次改动",
		"  +- 书记 ---------------------------+",
		"  | 现在: 示例旦增                   |*~",
		"> | 改为: （空）                     | ~",
		"  | 0000-00-00 00:00 示例管理员改动  |",
		"  | 之前的值                         | ~",
		"  | 原因（可以不写）：               | ~",
		"  |                                  |",
		"  |                                  | ~",
		"  | [ Enter 确定 ]  [ Esc 取消 ]     |",
		"  +----------------------------------+",
		"10返回");
	stage_keys(s, "<Esc>");
	field_is(s, "secretary", "示例旦增");
}

/* On the newest change of a field its new value stands there: people mean the old one. */
static void test_history__the_newest_change_goes_back_to_its_old_value(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down>r");
	stage_shows(s, "现在: 示例旦增");
	stage_shows(s, "改为: （空）");
	stage_shows(s, "改动之前的值");
	stage_keys(s, "<Enter>");
	stage_says(s, "「书记」已恢复");
	field_is(s, "secretary", "");
}

static void test_history__what_cannot_be_restored_says_why(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Down><Down>r");
	stage_errs(s, "「编码」");
	stage_keys(s, "<Esc><F8>并入南沙沟<Enter>zh<Home>");
	stage_current_is(s, "停用");
	stage_keys(s, "r");
	stage_errs(s, "停用和恢复不在这里改");
}

/* --- retiring and bringing back --- */

static void test_history__retiring_is_called_so(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc><F8>并入南沙沟<Enter>z");
	stage_keys(s, "<F8>又分开了<Enter>h<Home>");
	stage_current_is(s, "恢复   停用日期");
	stage_shows(s, "原因: 又分开了");
	stage_keys(s, "<Down><Down>");
	stage_current_is(s, "停用   停用日期");
	stage_shows(s, "原因: 并入南沙沟");
}

/* --- long histories --- */

static void test_history__ten_thousand_changes(void **state)
{
	struct stage *s = *state;
	char sql[400];

	snprintf(sql, sizeof(sql), "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 10000)"
		 " INSERT INTO action SELECT i, i, 'x', 'x', 'form', 'h', 'edit', NULL, NULL, 1, 1, x'' FROM k");
	office_meddle(s->office, sql);
	snprintf(sql, sizeof(sql), "INSERT INTO change SELECT id, 1, 'org', %lld, 'update', 'secretary', id - 1, id FROM action"
		 " WHERE id <= 10000", (long long)stage_org(s, "004"));
	office_meddle(s->office, sql);
	stage_keys(s, "qh");
	stage_shows(s, "共 10003 次改动");
	stage_keys(s, "<End>");
	stage_current_is(s, "0             -> 1");
	stage_keys(s, "<PgUp><PgUp><PgUp>");
	stage_current_is(s, "-> 55");
	for (int i = 0; i < 30; i++)
		stage_keys(s, "<PgUp>");
	stage_current_is(s, "-> 595");
	for (int i = 0; i < 33; i++)
		stage_keys(s, "<PgDn>");
	stage_current_is(s, "-> 1");
	stage_keys(s, "<Home>");
	stage_current_is(s, "书记电话");
	for (int i = 0; i < 40; i++)
		stage_keys(s, "<PgDn>");
	stage_current_is(s, "-> 9");
	stage_keys(s, "<F4><F4>");
	stage_current_is(s, "-> 9");
}

static void test_history__goes_back_to_the_list(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "q");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_keys(s, "h<F10>");
	assert_string_equal(app_top(s->app)->type->name, "list");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_history__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_80x24),
		TEST(at_40x12),
		TEST(at_132x24_says_the_way_too),
		TEST(newest_first_and_nothing_left_out),
		TEST(personal_data_is_masked),
		TEST(moves_over_the_changes),
		TEST(shows_the_reason),
		TEST(an_undo_is_asked_for_and_becomes_history),
		TEST(undo_and_redo_show_at_once),
		TEST(an_undo_that_loses_later_changes_warns),
		TEST(a_large_action_is_listed),
		TEST(follows_what_others_save),
		TEST(enter_tells_all_about_a_change),
		TEST(a_change_at_40x12),
		TEST(a_change_lists_what_was_saved_with_it),
		TEST(a_reveal_is_journaled),
		TEST(only_the_changes_of_a_field),
		TEST(one_field_is_restored),
		TEST(restore_at_40x12),
		TEST(the_newest_change_goes_back_to_its_old_value),
		TEST(what_cannot_be_restored_says_why),
		TEST(retiring_is_called_so),
		TEST(ten_thousand_changes),
		TEST(goes_back_to_the_list),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
