/*
 * Drafts of forms: kept while somebody types, offered when the record is opened again, taken up where they were left.
 */
#include "ui/form.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <cmocka.h>

#include "src/mem.h"
#include "tests/support/forms.h"
#include "src/banned.h"

static int drafts_setup(void **state)
{
	struct stage *s;

	if (forms_setup(state) < 0)
		return -1;
	s = *state;
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	return 0;
}

static size_t drafts(struct stage *s)
{
	DIR *dir = opendir(office_file(s->office, "drafts"));
	const struct dirent *entry;
	size_t n = 0;

	while (dir && (entry = readdir(dir)))
		n += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return n;
}

/* The program is gone without a word, as after kill -9, and started again. */
static void die_and_start(struct stage *s)
{
	app_free(s->app);
	s->app = app_new(s->office->s);
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
}

static void change_secretary(struct stage *s, const char *code)
{
	form_open(s, code);
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增<Tab>");
}

static void test_form_draft__is_offered_at_80x24_and_40x12(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	stage_keys(s, "13900000077<Tab>");
	die_and_start(s);
	form_open(s, "002");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)",
		"<1基本> 2单位  3班子  4党员  5届期  6其他 ---------------------- Alt-数字换段 --",
		" 基本",
		">  编码(必填)   [002                                                          ]",
		"   全称(必填)   [中共示例镇南沙沟村支部委员会                                 ]",
		"   简称         [南沙沟村党支部                                               ]",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"    +- 草稿 ---------------------------------------------------------------+",
		"    | 有 00-00 00:00 的草稿：2 处修改                                      |  ]",
		"    |   书记      示例卓玛 -> 示例旦增                                     |",
		"    |   书记电话  139****0002 -> 139****0077                               |  ]",
		"    |                                                                      |",
		"    | [ Enter 接着改 ]  [ F8 扔掉 ]  [ Esc 先不管 ]                        |",
		" 单 +----------------------------------------------------------------------+",
		"   单位情况     [                              ]",
		"   单位名称     [                                                             ]",
		"   单位性质     [                                                             ]",
		"   信用代码     [                        ]",
		" 班子",
		"  党组织编码，只能用字母、数字和短横线，不能与别的组织相同（停用的也算）。",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟村支部委员~",
		"<1+- 草稿 ---------------------------+--",
		"  | 有 00-00 00:00 的草稿：2 处修改  |",
		"> |   书记      示例卓玛 -> 示例旦增 |]",
		"  |   书记电话  139****0002 -> 139** |]",
		"  | **0077                           |]",
		"  |                                  |]",
		"  | [ Enter 接着改 ]  [ F8 扔掉 ]    |]",
		"  | [ Esc 先不管 ]                   |]",
		"  +----------------------------------+~",
		"",
		"10返回");
}

/* Nobody pauses: no moment is quiet. */
static void type_without_a_pause(struct stage *s)
{
	struct key x = { .kind = K_CHAR, .cp = 'x' }, back = { .kind = K_BACKSPACE };
	time_t end = time(NULL) + 30;

	while (!drafts(s) && time(NULL) < end) {
		app_key(s->app, &x);
		app_key(s->app, &back);
		app_idle(s->app, false);
	}
}

static void test_form_draft__is_kept_while_nobody_pauses(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	app_key(s->app, &(struct key){ .kind = K_CHAR, .cp = 'y' });
	type_without_a_pause(s);
	assert_int_equal(drafts(s), 1);
	die_and_start(s);
	form_open(s, "002");
	stage_shows(s, "书记  示例卓玛 -> 示例卓玛y");
}

static void test_form_draft__the_guard_offers_to_keep_it(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	stage_keys(s, "<Esc>");
	stage_is(s,
		" 台账 > 党组织 > 中共示例镇南沙沟村支部委员会 (002)                  *1处未保存",
		" 1基本  2单位 <3班子*> 4党员  5届期  6其他 --------------------- Alt-数字换段 --",
		"   类别(必填)   [党支部                        ]",
		"   上级组织     [中共示例镇委员会 001                                         ]",
		"   领域         [农村                          ]",
		"   行政区划     [                                                             ]",
		"   成立日期     [              ]",
		"   成立文号     [                                                             ]",
		"   撤销日期     [              ]",
		"    +- 还没有保存 ---------------------------------------------------------+",
		" 单 | 有 1 处修改还没有保存：                                              |",
		"    |   书记  示例卓玛 -> 示例旦增                                         |",
		"    |                                                                      |  ]",
		"    | [ Ctrl-S 保存 ]  [ Ctrl-K 存草稿 ]  [ F8 放弃修改 ]  [ Esc 接着改 ]  |  ]",
		"    +----------------------------------------------------------------------+",
		" 班子",
		" * 书记         [示例旦增                                                     ]",
		">  书记电话     [139****0002             ]",
		"   书记任职     [              ]",
		"   委员人数     [            ]",
		"  个人信息，已遮住：F5 显示（会记入操作记录）；直接输入则整个替换。",
		"",
		"",
		"1       2       3       4       5       6       7       8       9       10返回");
	stage_size(s, 40, 12);
	stage_is(s,
		" 党组织 > 中共示例镇南沙沟~  *1处未保存",
		" 1  2 <3班子*> 4  5  6 -----------------",
		"  +- 还没有保存 ---------------------+]",
		"  | 有 1 处修改还没有保存：          |]",
		"  |   书记  示例卓玛 -> 示例旦增     |]",
		"  |                                  |]",
		"  | [ Ctrl-S 保存 ]                  |",
		" *| [ Ctrl-K 存草稿 ]                |]",
		"> | [ F8 放弃修改 ]  [ Esc 接着改 ]  |]",
		"  +----------------------------------+ ~",
		"",
		"10返回");
	stage_keys(s, "<Ctrl-K>");
	assert_string_equal(stage_top(s), "list");
	stage_says(s, "已存为草稿");
	stage_stored(s, "002", "secretary", "示例卓玛");
	assert_int_equal(drafts(s), 1);
	form_open(s, "002");
	stage_shows(s, "1 处修改");
	stage_keys(s, "<Enter>");
	stage_says(s, "接着改：1 处修改");
	form_has(s, "书记", "[示例旦增");
	stage_keys(s, "<Ctrl-S>");
	stage_stored(s, "002", "secretary", "示例旦增");
	assert_int_equal(drafts(s), 0);
}

static void test_form_draft__is_taken_up_where_it_was_left(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	form_go_to(s, "成立日期");
	stage_keys(s, "昨<Tab>");
	form_go_to(s, "联系人");
	stage_keys(s, "示例");
	die_and_start(s);
	form_open(s, "002");
	stage_shows(s, "3 处修改");
	stage_shows(s, "成立日期  （空） -> 昨");
	stage_keys(s, "<Enter>");
	assert_true(form_is_on(s, "联系人"));
	form_has(s, "联系人", "[示例");
	form_go_to(s, "成立日期");
	assert_int_equal(form_mark(s, "成立日期"), '!');
	form_clear(s);
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	stage_stored(s, "002", "contact", "示例");
	assert_int_equal(drafts(s), 0);
}

static void test_form_draft__goes_with_the_changes(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	assert_int_equal(drafts(s), 0);
	stage_keys(s, "甲<Tab>");
	assert_int_equal(drafts(s), 1);
	/* Typed back to what it was. */
	form_go_to(s, "书记");
	stage_keys(s, "<Backspace><Tab>");
	assert_int_equal(drafts(s), 0);
	form_go_to(s, "书记");
	stage_keys(s, "甲<Tab><Ctrl-Z>");
	assert_int_equal(drafts(s), 0);
	/* Given up. */
	form_go_to(s, "书记");
	stage_keys(s, "甲<Esc><F8>");
	assert_int_equal(drafts(s), 0);
}

static void test_form_draft__esc_leaves_it_for_later(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	die_and_start(s);
	form_open(s, "002");
	stage_keys(s, "<Esc>");
	assert_string_equal(stage_top(s), "form");
	form_go_to(s, "书记");
	form_has(s, "书记", "[示例卓玛");
	/* What is typed now is another draft. */
	stage_keys(s, "甲<Tab>");
	assert_int_equal(drafts(s), 2);
	stage_keys(s, "<Esc><F8>");
	assert_int_equal(drafts(s), 1);
	form_open(s, "002");
	/* One stroke, meant for the form perhaps, throws nothing away. */
	stage_keys(s, "<F8>");
	stage_shows(s, "找不回来");
	stage_keys(s, "<Esc>");
	assert_int_equal(drafts(s), 1);
	assert_string_equal(stage_top(s), "form");
	form_open(s, "002");
	stage_keys(s, "<F8><F8>");
	stage_says(s, "扔掉");
	assert_int_equal(drafts(s), 0);
	form_open(s, "002");
	assert_string_equal(stage_top(s), "form");
}

static void test_form_draft__of_a_new_record(void **state)
{
	struct stage *s = *state;

	form_open(s, NULL);
	stage_keys(s, "099<Tab>示例新支部");
	die_and_start(s);
	form_open(s, "002");
	assert_string_equal(stage_top(s), "form");
	stage_keys(s, "<Esc><F7>");
	stage_shows(s, "编码  （空） -> 099");
	stage_keys(s, "<Enter>");
	form_has(s, "全称", "[示例新支部");
	assert_true(form_is_on(s, "全称"));
}

static void test_form_draft__is_kept_when_the_program_is_told_to_end(void **state)
{
	struct stage *s = *state;
	struct key hangup = { .kind = K_HANGUP };

	form_open(s, "002");
	form_go_to(s, "书记");
	/* No moment of quiet in between: what is being typed is kept all the same, and below a panel too. */
	for (const char *at = "ab"; *at; at++)
		app_key(s->app, &(struct key){ .kind = K_CHAR, .cp = (uint32_t)*at });
	app_key(s->app, &(struct key){ .kind = K_F, .code = 1 });
	app_key(s->app, &hangup);
	assert_true(app_done(s->app));
	assert_int_equal(drafts(s), 1);
	die_and_start(s);
	form_open(s, "002");
	stage_shows(s, "书记  示例卓玛 -> 示例卓玛ab");
}

static void test_form_draft__meets_what_others_saved_meanwhile(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	form_go_to(s, "联系人");
	stage_keys(s, "示例甲<Tab>");
	die_and_start(s);
	stage_other_edits(s, "002", "secretary", "示例扎西");
	stage_other_edits(s, "002", "full_members", "24");
	form_open(s, "002");
	stage_keys(s, "<Enter>");
	stage_says(s, "又被改过");
	form_has(s, "正式党员", "[24");
	stage_keys(s, "<Ctrl-S>");
	stage_shows(s, "两个人改了同一项");
	stage_shows(s, "示例扎西");
	stage_shows(s, "示例卓玛");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已保存");
	stage_stored(s, "002", "secretary", "示例旦增");
	stage_stored(s, "002", "contact", "示例甲");
	stage_stored(s, "002", "full_members", "24");
}

static void test_form_draft__what_is_stored_by_now_is_no_change(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	die_and_start(s);
	stage_other_edits(s, "002", "secretary", "示例旦增");
	form_open(s, "002");
	stage_keys(s, "<Enter>");
	stage_says(s, "都已经是这样了");
	stage_hides(s, "未保存");
	assert_int_equal(drafts(s), 0);
}

static void test_form_draft__two_programs_leave_each_other_alone(void **state)
{
	struct stage *s = *state;
	struct app *one = s->app, *two = app_new(s->office->s);

	change_secretary(s, "002");
	app_set_drafts(two, office_file(s->office, "drafts"));
	s->app = two;
	app_push(two, list_new(two, &org_reg, NULL, NULL));
	/* The other one's work is not offered here. */
	change_secretary(s, "002");
	assert_int_equal(drafts(s), 2);
	stage_keys(s, "<Esc><F8>");
	assert_int_equal(drafts(s), 1);
	app_free(two);
	s->app = one;
	assert_int_equal(drafts(s), 1);
}

static void test_form_draft__who_may_not_write_leaves_none(void **state)
{
	struct stage *s = *state;

	change_secretary(s, "002");
	die_and_start(s);
	stage_enter_readonly(s);
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	form_open(s, "002");
	assert_string_equal(stage_top(s), "form");
	form_go_to(s, "书记");
	stage_keys(s, "甲<Tab>");
	assert_int_equal(drafts(s), 1);
}

static void test_form_draft__a_folder_that_takes_none_is_told_once(void **state)
{
	struct stage *s = *state;

	assert_int_equal(mkdir(office_file(s->office, "drafts"), 0755), 0);
	form_open(s, "002");
	form_go_to(s, "书记");
	stage_keys(s, "甲<Tab>");
	stage_errs(s, "内容仍在表单里");
	stage_keys(s, "1");
	stage_says(s, "");
	/* Leaving for good needs it written. */
	stage_keys(s, "<Esc><Ctrl-K>");
	assert_string_equal(stage_top(s), "form");
	stage_errs(s, "chmod 700");
	assert_int_equal(chmod(office_file(s->office, "drafts"), 0700), 0);
	stage_keys(s, "<Esc><Ctrl-K>");
	assert_string_equal(stage_top(s), "list");
	assert_int_equal(drafts(s), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_form_draft__##name, drafts_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_offered_at_80x24_and_40x12),
		TEST(is_kept_while_nobody_pauses),
		TEST(the_guard_offers_to_keep_it),
		TEST(is_taken_up_where_it_was_left),
		TEST(goes_with_the_changes),
		TEST(esc_leaves_it_for_later),
		TEST(of_a_new_record),
		TEST(is_kept_when_the_program_is_told_to_end),
		TEST(meets_what_others_saved_meanwhile),
		TEST(what_is_stored_by_now_is_no_change),
		TEST(two_programs_leave_each_other_alone),
		TEST(who_may_not_write_leaves_none),
		TEST(a_folder_that_takes_none_is_told_once),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
