/*
 * Views of a list, and its columns: saved, chosen, changed, taken back.
 */
#include "ui/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/small_file.h"
#include "src/mem.h"
#include "src/records.h"
#include "tests/support/stage.h"
#include "src/banned.h"

static int setup(void **state)
{
	int rc = stage_setup(state);
	struct stage *s = *state;

	if (rc == 0)
		app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return rc;
}

/* Puts a view into the store past all screens. */
static int64_t put_view(struct stage *s, const char *name, enum view_kind kind, const char *filter)
{
	struct saved_view v = { .ledger = xstrdup("org"), .name = xstrdup(name), .kind = kind, .filter = xstrdup(filter) };
	int64_t id;

	if (views_save(s->office->s, &v, &s->office->e) < 0)
		fail_msg("%s", s->office->e.text);
	id = v.id;
	saved_view_release(&v);
	return id;
}

/* What a view demands is said in the words of the worklist that demands the same, and Esc leaves a view as it is. */
static void test_views__a_condition_of_a_worklist_has_its_name(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>secretary=empty<Enter>");
	stage_shows(s, "Esc 逐个去掉");
	stage_keys(s, "w空缺<Enter>");
	stage_hides(s, "Esc 逐个去掉");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "v1");
	stage_shows(s, "[视图: 空缺]");
	stage_shows(s, "筛选: 没有书记");
	stage_hides(s, "Esc 逐个去掉");
	stage_keys(s, "<F4>东河<Enter>");
	stage_shows(s, "Esc 逐个去掉");
}

/* --- saving --- */

static void test_views__the_panel_that_saves_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>书记=空<Enter>w没有书记<Tab>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]               第 1 行 100%  筛选后 1 / 全部 7",
		" 筛选: 书记=空                                           Esc 逐个去掉  w 存视图",
		"   编码^           全称                           类别       上级组织          >",
		">  004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"",
		"",
		"",
		"",
		"    +- 保存视图 -----------------------------------------------------------+",
		"    | 名称                                                                 |",
		"    | 没有书记                                                             |",
		"    | ( ) 个人  (*) 共享  ( ) 锁定                                         |",
		"    | 大家都能用；自己和审核员以上能改                                     |",
		"    |                                                                      |",
		"    | [ Enter 保存 ]  [ Tab 换范围 ]  [ Esc 取消 ]                         |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
}

static void test_views__the_panel_that_saves_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "w我的");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		"> +- 保存视图 -----------------------+",
		"  | 名称                             |",
		"  | 我的                             |",
		"  | (*) 个人  ( ) 共享  ( ) 锁定     |",
		"  | 只有自己在视图列表里看到         |",
		"  |                                  |",
		"  | Enter 保存  Tab 范围  Esc 取消   |",
		"  +----------------------------------+",
		"",
		"10返回");
}

static void test_views__what_is_saved_is_found_again(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>领域=农村<Enter><F6>Iw农村<Enter>");
	stage_says(s, "已保存视图「农村」（个人）");
	stage_shows(s, "[视图: 农村]");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_hides(s, "农村]");
	stage_keys(s, "v1");
	stage_shows(s, "[视图: 农村]");
	stage_shows(s, "筛选: 领域=农村");
	stage_shows(s, "全称v");
	/* 0 is the list as it is opened. */
	stage_keys(s, "v0");
	stage_hides(s, "视图:");
	stage_hides(s, "筛选:");
	stage_shows(s, "编码^");
}

static void test_views__a_change_is_marked_and_taken_back(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>领域=农村<Enter>w农村<Enter>");
	stage_keys(s, "z");
	stage_shows(s, "[视图: 农村*] [全部，含停用]");
	stage_keys(s, "z");
	stage_hides(s, "农村*");
	/* The condition that came last goes first. */
	stage_keys(s, "<F4>nsg<Enter><F6>");
	stage_shows(s, "农村*");
	stage_keys(s, "<Esc>");
	stage_shows(s, "筛选: 领域=农村");
	stage_hides(s, "nsg");
	stage_shows(s, "农村*");
	stage_keys(s, "<Esc>");
	stage_says(s, "已回到视图「农村」");
	stage_shows(s, "[视图: 农村]");
	stage_shows(s, "编码^");
	/* The view's own condition is not dropped: Esc leaves the list. */
	stage_keys(s, "<Esc>");
	assert_null(app_top(s->app));
}

static void test_views__a_name_that_is_taken_is_asked_about(void **state)
{
	struct stage *s = *state;

	put_view(s, "a", VIEW_PRIVATE, "领域=农村");
	stage_keys(s, "wa<Enter>");
	stage_shows(s, "已经有视图「a」（个人");
	/* Esc goes back to the name, which is still there. */
	stage_keys(s, "<Esc>b<Enter>");
	stage_says(s, "已保存视图「ab」");
	stage_keys(s, "<F4>书记=空<Enter>w<Backspace><Enter><Ctrl-S>");
	stage_says(s, "已保存视图「a」");
	stage_keys(s, "v0v");
	stage_shows(s, " a ");
	stage_keys(s, "1");
	stage_shows(s, "筛选: 书记=空");
}

static void test_views__a_name_must_be_there(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "w  <Enter>");
	stage_errs(s, "请先填视图的名称");
	assert_string_equal(app_top(s->app)->type->name, "save-view");
	stage_keys(s, "<Esc>");
	stage_hides(s, "保存视图");
}

static void test_views__saving_is_undone(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "wa<Enter>u<Ctrl-S>v");
	stage_shows(s, "还没有保存过视图");
}

/* --- choosing --- */

static void test_views__the_chooser_at_80x24(void **state)
{
	struct stage *s = *state;

	put_view(s, "没有书记", VIEW_PRIVATE, "书记=空");
	office_operator(s->office, "min", "clerk", 0);
	office_operator(s->office, "lan", "clerk", 0);
	stage_enter(s, "lan");
	put_view(s, "农村", VIEW_SHARED, "领域=农村");
	stage_enter(s, "min");
	put_view(s, "党支部", VIEW_PRIVATE, "类别=党支部");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "v<Down>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		">  001             中共示例镇委员会               党委",
		"   002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   0+- 视图 ---------------------------------------------------------------+",
		"   0|  0 默认视图                                                        7 |",
		"    | >1 党支部                             个人                         6 |",
		"    |  2 农村                               共享   lan                   5 |",
		"    |                                                                      |",
		"    | 找>                                                                  |",
		"    | [ Enter 打开 ]  [ F8 停用 ]  [ Esc 返回 ]                            |",
		"    +----------------------------------------------------------------------+",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"1       2       3       4       5       6       7       8停用   9       10返回");
}

static void test_views__the_chooser_at_40x12(void **state)
{
	struct stage *s = *state;

	put_view(s, "没有书记", VIEW_PRIVATE, "书记=空");
	put_view(s, "农村", VIEW_SHARED, "领域=农村");
	stage_size(s, 40, 12);
	stage_keys(s, "v<Down>");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		"> +- 视图 ---------------------------+",
		"  |  0 默认视图                    7 |",
		"  | >1 没有书记     个人           1 |",
		"  |  2 农村         共享           5 |",
		"  |                                  |",
		"  | 找>                              |",
		"  | Enter 打开  F8 停用  Esc 返回    |",
		"  +----------------------------------+",
		"",
		"8停用   10返回");
}

static void test_views__are_found_by_what_is_typed(void **state)
{
	struct stage *s = *state;

	put_view(s, "没有书记", VIEW_PRIVATE, "书记=空");
	put_view(s, "农村", VIEW_SHARED, "领域=农村");
	stage_keys(s, "vsj");
	stage_shows(s, "没有书记");
	stage_hides(s, " 默认视图");
	stage_keys(s, "<Enter>");
	stage_shows(s, "[视图: 没有书记]");
	stage_keys(s, "vxyz<Enter>");
	stage_shows(s, "没有这样的视图");
	stage_keys(s, "7");
	stage_says(s, "没有这个号的视图");
	/* The first Esc clears what was typed. */
	stage_keys(s, "<Esc>");
	stage_shows(s, "默认视图");
	stage_keys(s, "<Esc>");
	stage_shows(s, "[视图: 没有书记]");
}

static void test_views__one_is_taken_out_of_use(void **state)
{
	struct stage *s = *state;

	put_view(s, "农村", VIEW_SHARED, "领域=农村");
	stage_keys(s, "v1v<F8>");
	stage_shows(s, "停用视图「农村」？");
	stage_keys(s, "<F8>");
	stage_says(s, "视图已停用");
	stage_keys(s, "<Esc>");
	stage_hides(s, "视图:");
	stage_shows(s, "筛选: 领域=农村");
	stage_keys(s, "v<F8>");
	stage_says(s, "默认视图不能停用");
}

/* --- who may --- */

static void test_views__others_are_used_and_not_changed(void **state)
{
	struct stage *s = *state;

	put_view(s, "农村", VIEW_SHARED, "领域=农村");
	office_operator(s->office, "min", "clerk", 0);
	stage_enter(s, "min");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "v1");
	stage_shows(s, "[视图: 农村]");
	stage_keys(s, "w<Enter>");
	stage_errs(s, "审核员以上才能改");
	stage_keys(s, "<Tab><Tab>2<Enter>");
	stage_says(s, "已保存视图「农村2」");
	stage_keys(s, "v<End><Down><Down><F8>");
	stage_errs(s, "审核员以上才能改");
}

static void test_views__who_only_reads_saves_none(void **state)
{
	struct stage *s = *state;

	put_view(s, "农村", VIEW_SHARED, "领域=农村");
	office_operator(s->office, "kan", "viewer", 0);
	stage_enter(s, "kan");
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "v1w");
	stage_shows(s, "[视图: 农村]");
	stage_errs(s, "没有修改「视图」的权限");
	assert_string_equal(app_top(s->app)->type->name, "list");
	stage_enter_readonly(s);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "v1w");
	stage_shows(s, "[视图: 农村]");
	stage_errs(s, "只读");
}

/* --- what makes no sense any more --- */

static void opens_partly(struct stage *s, const char *set, const char *words)
{
	struct buf sql = BUF_INIT;
	int64_t id = put_view(s, "坏", VIEW_PRIVATE, "领域=农村");

	buf_addf(&sql, "UPDATE \"view\" SET %s", set);
	office_meddle(s->office, buf_str(&sql));
	stage_keys(s, "v1");
	stage_errs(s, "视图「坏」有一部分没有用上");
	stage_errs(s, words);
	stage_shows(s, "[视图: 坏*]");
	/* Nothing of the record was changed. */
	buf_clear(&sql);
	buf_addf(&sql, "SELECT count(*) FROM \"view\" WHERE id = %lld AND version = 1 AND %s", (long long)id, set);
	assert_int_equal(office_number(s->office, buf_str(&sql)), 1);
	buf_release(&sql);
	stage_keys(s, "<Esc>");
	assert_null(app_top(s->app));
}

static void test_views__a_broken_condition_is_left_out(void **state)
{
	opens_partly(*state, "filter = '书几=空'", "书几");
}

static void test_views__of_two_conditions_the_sound_one_holds(void **state)
{
	struct stage *s = *state;

	put_view(s, "坏", VIEW_PRIVATE, "领域=农村");
	office_meddle(s->office, "UPDATE \"view\" SET filter = '书几=空' || char(10) || '领域=农村'");
	stage_keys(s, "v1");
	stage_errs(s, "书几");
	stage_shows(s, "筛选: 领域=农村");
}

static void test_views__a_column_that_is_gone_is_left_out(void **state)
{
	opens_partly(*state, "columns = 'name,shoesize'", "shoesize");
}

static void test_views__an_order_that_is_gone_is_left_out(void **state)
{
	opens_partly(*state, "sort = 'shoesize'", "shoesize");
}

static void test_views__of_a_register_that_is_gone_is_not_opened(void **state)
{
	struct stage *s = *state;
	int64_t id = put_view(s, "坏", VIEW_PRIVATE, "领域=农村");

	office_meddle(s->office, "UPDATE \"view\" SET ledger = 'shoes'");
	assert_null(list_new_view(s->app, id));
	stage_errs(s, "视图「坏」的台账「shoes」本程序没有");
	assert_null(list_new_view(s->app, id + 1));
}

/* --- as a tree --- */

static void test_views__a_tree_is_a_tree_again(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F5>w树<Enter>");
	stage_shows(s, "[视图: 树] [树形]");
	stage_keys(s, "<F5>");
	stage_shows(s, "[视图: 树*]");
	stage_keys(s, "<Esc>");
	stage_shows(s, "[树形]");
	stage_keys(s, "v0");
	stage_hides(s, "[树形]");
	stage_keys(s, "v1");
	stage_shows(s, "[树形]");
	assert_string_equal(app_top(s->app)->type->name, "tree");
}

/* --- columns --- */

static void test_views__the_columns_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "c<Space><Down><Right><Right><Down><Space>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             第 1 行 14%  共 7",
		"--------------------------------------------------------------------------------",
		"   全称                             上级组织           领域     行政区划       >",
		">  中共示例镇委员会                                    农村",
		"   中共示例镇南沙沟村支部委员会     中共示例镇委员会   农村",
		"   中共示例镇北沙沟村支部委员会     中共示例镇委员会   农村",
		"   中共示例镇东河村支部委员会       中共示例镇委员会   农村",
		"   中共示例镇西岭村支部委员会       中共示例镇委员会   农村",
		"   中共示例镇南街社区支部委员会     中共示例镇委员会   城市社区",
		"   中共示例县直属机关支部委员会                        机关",
		"    +- 选列 ---------------------------------------------------------------+",
		"    |   [ ] 编码                                                           |",
		"    |   [=] 全称                                                        32 |",
		"    | > [ ] 类别                                                           |",
		"    |   [x] 上级组织                                                  自动 |",
		"    |   [x] 领域                                                      自动 |",
		"    |   [x] 行政区划                                                  自动 |",
		"    |   [x] 书记                                                      自动 |",
		"    |   [x] 正式党员                                                  自动 |",
		"    |   [x] 届满日期                                                  自动 |",
		"    | 空格 显示/隐藏  K J 移动  左右 宽窄  z 还原  Enter 就这样  Esc 取消  |",
		"    +- 下面还有 20 条 -----------------------------------------------------+",
		"",
		"1       2       3       4       5       6       7       8       9       10取消");
}

static void test_views__the_columns_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "c<Down><Down>");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		">  中共示例镇委员会             党委",
		"  +- 选列 ---------------------------+",
		"  |   [x] 编码                  自动 |",
		"  |   [=] 全称                  自动 |",
		"  | > [x] 类别                  自动 |",
		"  |   [x] 上级组织              自动 |",
		"  | 空格显示 K/J移 左右宽 Enter定    |",
		"  +- 下面还有 25 条 -----------------+",
		"",
		"10取消");
}

static void test_views__columns_are_kept_or_left(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "c<Space><Esc>");
	stage_shows(s, "编码^");
	stage_keys(s, "c<Space><Enter>");
	stage_hides(s, "编码");
	stage_keys(s, "cz<Enter>");
	stage_shows(s, "编码^");
}

static void test_views__columns_are_moved_and_shown(void **state)
{
	struct stage *s = *state;
	const struct list *l = (const struct list *)app_top(s->app);

	/* The secretary's phone stands behind what is listed. */
	stage_keys(s, "c<End>");
	for (size_t i = 0; i < org_reg.nfields && !strstr(stage_lines(s), "> [ ] 书记电话"); i++)
		stage_keys(s, "<Up>");
	stage_shows(s, "> [ ] 书记电话");
	stage_keys(s, "<Space>");
	for (size_t i = 0; i < org_reg.nfields && layout_place(&l->layout, reg_field(&org_reg, "secretary_phone")) > 0; i++)
		stage_keys(s, "K");
	stage_keys(s, "K");
	stage_says(s, "已经是第一列");
	stage_keys(s, "<Enter>");
	assert_string_equal(l->layout.column[0].field->name, "secretary_phone");
	stage_shows(s, "书记电话");
	/* Masked as everywhere. */
	office_must_edit(s->office, stage_org(s, "001"), "secretary_phone", "13897001234");
	stage_keys(s, "z");
	stage_hides(s, "13897001234");
	stage_shows(s, "1234");
}

static void test_views__the_name_is_not_hidden(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "c<Down><Space>");
	stage_says(s, "名称一列总在");
	stage_keys(s, "<Up>");
	for (int i = 0; i < 20; i++)
		stage_keys(s, "<Left>");
	stage_says(s, "宽度要在 4 和 120 之间");
	stage_keys(s, "<End><Left>");
	stage_says(s, "没有显示");
}

static void test_views__keep_their_columns(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "c<Space><Enter>w窄<Enter>v0");
	stage_shows(s, "编码^");
	stage_keys(s, "v1");
	stage_hides(s, "编码");
	stage_keys(s, "cz<Enter>");
	stage_shows(s, "[视图: 窄*]");
	stage_keys(s, "<Esc>");
	stage_hides(s, "编码");
}

/* The next run of the program: a new list of the register. */
static void next_run(struct stage *s, const struct reg *reg)
{
	app_push(s->app, list_new(s->app, reg, NULL, NULL));
}

static void test_views__columns_are_kept_from_run_to_run(void **state)
{
	struct stage *s = *state;

	app_set_drafts(s->app, office_file(s->office, "zhibu/drafts"));
	stage_keys(s, "c<Space><Down><Right><Enter>");
	next_run(s, &org_reg);
	stage_hides(s, "编码");
	assert_int_equal(((const struct list *)app_top(s->app))->layout.column[0].cells, 31);
	/* Each register has its own. */
	next_run(s, &division_reg);
	assert_int_equal(((const struct list *)app_top(s->app))->layout.n, 0);
	/* What is left with Esc was not chosen. */
	next_run(s, &org_reg);
	stage_keys(s, "cz<Esc>");
	next_run(s, &org_reg);
	stage_hides(s, "编码");
	stage_keys(s, "cz");
	stage_shows(s, "编码^");
	stage_keys(s, "<Enter>");
	next_run(s, &org_reg);
	stage_shows(s, "编码^");
}

/* A view has its own columns; without any the list is as it was before. */
static void test_views__columns_of_a_view_are_the_views(void **state)
{
	struct stage *s = *state;

	app_set_drafts(s->app, office_file(s->office, "zhibu/drafts"));
	put_view(s, "平时", VIEW_PRIVATE, "书记=空");
	stage_keys(s, "c<Space><Enter>v1");
	stage_shows(s, "编码^");
	stage_keys(s, "c<Down><Down><Space><Enter>");
	stage_hides(s, "类别");
	stage_keys(s, "v0");
	stage_hides(s, "编码");
	stage_shows(s, "类别");
	next_run(s, &org_reg);
	stage_hides(s, "编码");
	stage_shows(s, "类别");
}

static void put_columns(struct stage *s, const char *text)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, text);
	assert_int_equal(small_file_replace(office_file(s->office, "zhibu/columns/org"), &b), 0);
	buf_release(&b);
}

static void test_views__columns_that_make_no_sense_are_ignored(void **state)
{
	static const char *const broken[][2] = {
		{ "name,shoesize\n", "shoesize" }, { "", "看不懂" }, { "\n", "看不懂" }, { "name:9999", "4 和 120" }, { "name,name\n", "写了两次" },
		{ "\xff\xfe\n", "没有采用" },
	};
	struct stage *s = *state;

	app_set_drafts(s->app, office_file(s->office, "zhibu/drafts"));
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		put_columns(s, broken[i][0]);
		next_run(s, &org_reg);
		stage_errs(s, "上次选的列没有采用");
		stage_errs(s, broken[i][1]);
		stage_shows(s, "编码^");
	}
	/* What is chosen now takes its place. */
	stage_keys(s, "c<Space><Enter>");
	next_run(s, &org_reg);
	stage_hides(s, "编码");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_views__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_condition_of_a_worklist_has_its_name),
		TEST(the_panel_that_saves_at_80x24),
		TEST(the_panel_that_saves_at_40x12),
		TEST(what_is_saved_is_found_again),
		TEST(a_change_is_marked_and_taken_back),
		TEST(a_name_that_is_taken_is_asked_about),
		TEST(a_name_must_be_there),
		TEST(saving_is_undone),
		TEST(the_chooser_at_80x24),
		TEST(the_chooser_at_40x12),
		TEST(are_found_by_what_is_typed),
		TEST(one_is_taken_out_of_use),
		TEST(others_are_used_and_not_changed),
		TEST(who_only_reads_saves_none),
		TEST(a_broken_condition_is_left_out),
		TEST(of_two_conditions_the_sound_one_holds),
		TEST(a_column_that_is_gone_is_left_out),
		TEST(an_order_that_is_gone_is_left_out),
		TEST(of_a_register_that_is_gone_is_not_opened),
		TEST(a_tree_is_a_tree_again),
		TEST(the_columns_at_80x24),
		TEST(the_columns_at_40x12),
		TEST(columns_are_kept_or_left),
		TEST(columns_are_moved_and_shown),
		TEST(the_name_is_not_hidden),
		TEST(keep_their_columns),
		TEST(columns_are_kept_from_run_to_run),
		TEST(columns_of_a_view_are_the_views),
		TEST(columns_that_make_no_sense_are_ignored),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
