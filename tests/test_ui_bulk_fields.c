/* Several fields at once, where a rule wants them changed together: a deadline that is moved back, and its reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/run.h"
#include "tests/support/stage_cases.h"
#include "ui/bulk.h"
#include "src/banned.h"

#define ONE "002-2024-P01-M01"
#define OTHER "002-2024-P01-M02"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	stage_add_cases(s);
	stage_put(s->office->s, &problem_reg, NULL, "rectification", "002-2024", "name", "三会一课不经常", "origin", "screening");
	stage_put(s->office->s, &measure_reg, NULL, "problem", "002-2024-P01", "name", "制定年度组织生活计划", "deadline", "2024-05-10");
	stage_put(s->office->s, &measure_reg, NULL, "problem", "002-2024-P01", "name", "每月开展主题党日", "deadline", "2024-05-25");
	app_push(s->app, list_new(s->app, &measure_reg, NULL, NULL));
	stage_keys(s, "A");
	stage_keys(s, "e");
	stage_shows(s, "选中 2 条");
	return 0;
}

static void both_have(struct stage *s, const char *field, const char *value)
{
	stage_has(s, &measure_reg, ONE, field, value);
	stage_has(s, &measure_reg, OTHER, field, value);
}

static int64_t actions(struct stage *s)
{
	return office_number(s->office, "SELECT count(*) FROM action");
}

/* --- together --- */

static void test_bulk_fields__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "完成时限<Enter>2024-12-31<Enter>");
	stage_shows(s, "将改 0  拒绝 2");
	stage_shows(s, "请写这一次的延期原因");
	stage_keys(s, "<F7>延期原因<Enter>工期顺延<Enter>统一");
	stage_is(s,
		" 台账 > 整改措施 > 批量修改                                           选中 2 条",
		"--------------------------------------------------------------------------------",
		" 完成时限=2024-12-31",
		" 字段 [延期原因             ]  改为 [工期顺延                                 ]",
		"  措施编号        措施             字段       原值          新值           结果",
		"> 002-2024-P01-M~ 制定年度组织生~  完成时限   2024-05-10    2024-12-31     改",
		"  002-2024-P01-M~ 制定年度组织生~  延期原因   （空）        工期顺延       改",
		"  002-2024-P01-M~ 每月开展主题党日 完成时限   2024-05-25    2024-12-31     改",
		"  002-2024-P01-M~ 每月开展主题党日 延期原因   （空）        工期顺延       改",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		" 制定年度组织生活计划 (002-2024-P01-M01)",
		"",
		" 将改 2",
		"  Ctrl-S 写入  F4 说明  F5 命令行  上/下 看各条  Esc 取消",
		" 原因(必填) [统一                                                             ]",
		"1帮助   2命令   3       4说明   5命令行 6减一项 7加一项 8只可见 9菜单   10取消");
}

static void test_bulk_fields__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "完成时限<Enter>2024-12-31<F7>延期原因<Enter>工期顺延<F7>");
	stage_is(s,
		" 整改措施 > 批量修改          选中 2 条",
		" 完成时限=2024-12-31  延期原因=工期顺延",
		" 字段 [                               ]",
		" 改为 [                               ]",
		"  措施   字段       原值  新值     结果",
		"> 制定~  完成时限   2024~ 2024~    改",
		"  制定~  延期原因   （空~ 工期~    改",
		" 制定年度组织生活计划 (002-2024-P01-M0~",
		" 将改 2",
		"  输入字段名或拼音  F3 挑选",
		" 原因(必填) [                         ]",
		"1帮助   2命令   3挑选   4说明   10取消");
}

static void test_bulk_fields__are_one_action(void **state)
{
	struct stage *s = *state;
	int64_t before = actions(s);

	stage_keys(s, "完成时限<Enter>2024-12-31<F7>延期原因<Enter>工期顺延<Enter>统一");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	assert_int_equal(actions(s), before + 1);
	both_have(s, "deadline", "2024-12-31");
	both_have(s, "postponed_reason", "工期顺延");
	both_have(s, "postponed", "1");
	stage_keys(s, "u");
	stage_keys(s, "<Ctrl-S>");
	both_have(s, "postponed_reason", "");
	stage_has(s, &measure_reg, ONE, "deadline", "2024-05-10");
	stage_has(s, &measure_reg, OTHER, "deadline", "2024-05-25");
	office_sound(s->office);
}

/* All of them stand above, and none in the lines. */
static void test_bulk_fields__are_written_from_above(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "完成时限<Enter>2024-12-31<F7>延期原因<Enter>工期顺延<F7><Tab><Tab>统一");
	stage_shows(s, "将改 2");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	both_have(s, "deadline", "2024-12-31");
	both_have(s, "postponed_reason", "工期顺延");
}

/* The command that is shown is run by a shell, as the person who copied it would. */
static void test_bulk_fields__as_a_command(void **state)
{
	struct stage *s = *state;
	struct buf shown = BUF_INIT, line = BUF_INIT;
	int64_t before = actions(s);

	stage_keys(s, "完成时限<Enter>2024-12-31<F7>延期原因<Enter>工期 '顺延<Enter>统一");
	assert_true(bulk_command((struct bulk *)app_top(s->app), &shown));
	assert_string_equal(buf_str(&shown), "zhibu set measure --ids " ONE "," OTHER
		" deadline=2024-12-31 'postponed_reason=工期 '\\''顺延' --reason '统一'");
	buf_addf(&line, "'%s' --db '%s' %s >/dev/null 2>&1", run_program(), s->office->path, buf_str(&shown) + strlen("zhibu "));
	assert_int_equal(system(buf_str(&line)), 0); /* NOLINT(cert-env33-c): the shell is what is tested */
	assert_int_equal(actions(s), before + 1);
	both_have(s, "deadline", "2024-12-31");
	both_have(s, "postponed_reason", "工期 '顺延");
	buf_release(&shown);
	buf_release(&line);
}

/* --- one more, one less --- */

static void test_bulk_fields__one_less(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F6>");
	stage_errs(s, "没有加上的项");
	stage_keys(s, "延期原因<Enter>工期顺延<F7>责任人<Enter>示例才仁<Enter>");
	stage_shows(s, "延期原因=工期顺延");
	/* What stands in the lines stays; the one above goes. */
	stage_keys(s, "<F6>");
	stage_hides(s, "工期顺延");
	stage_shows(s, "改为 [示例才仁");
	stage_shows(s, "将改 2");
	/* From above it comes back to be corrected. */
	stage_keys(s, "<F7>");
	stage_shows(s, "责任人=示例才仁");
	stage_keys(s, "<F6>");
	stage_hides(s, "责任人=");
	stage_shows(s, "改为 [示例才仁");
	stage_keys(s, "二<Enter>统一");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	both_have(s, "owner", "示例才仁二");
	both_have(s, "postponed_reason", "");
}

static void test_bulk_fields__a_field_is_there_once(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "责任人<Enter>示例才仁<F7>责任人<Enter>");
	stage_errs(s, "「责任人」上面已经有了");
	stage_keys(s, "<Ctrl-S>");
	stage_errs(s, "「责任人」上面已经有了");
	both_have(s, "owner", "");
}

static void test_bulk_fields__no_more_than_four(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F7>");
	stage_errs(s, "请先选字段");
	stage_keys(s, "责任人<Enter><F7>");
	stage_errs(s, "改成什么还没有填");
	stage_keys(s, "甲<F7><F7>");
	stage_errs(s, "请先选字段");
	stage_keys(s, "责任单位<Enter>乙<F7>进展<Enter>丙<F7>备注<Enter>丁<F7>");
	stage_errs(s, "一次最多改 4 项");
	stage_keys(s, "<Enter>统一");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	both_have(s, "owner", "甲");
	both_have(s, "responsible_unit", "乙");
	both_have(s, "progress", "丙");
	both_have(s, "note", "丁");
}

/* The field in the lines is let go: what was previewed with it is previewed without it first. */
static void test_bulk_fields__what_is_written_was_seen(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "责任人<Enter>甲<F7>备注<Enter>乙<Enter>统一<Shift-Tab><Shift-Tab><Ctrl-U>");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "新值刚刚预览");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已改 2 条");
	both_have(s, "owner", "甲");
	both_have(s, "note", "");
}

static void test_bulk_fields__a_block_has_its_own(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Esc><Paste:责任人\t备注\n甲\t乙\n丙\t丁\n><F7>");
	stage_errs(s, "由它的列决定");
	stage_hides(s, "加一项");
}

#define fields_test(f) cmocka_unit_test_setup_teardown(f, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fields_test(test_bulk_fields__at_80x24),
		fields_test(test_bulk_fields__at_40x12),
		fields_test(test_bulk_fields__are_one_action),
		fields_test(test_bulk_fields__are_written_from_above),
		fields_test(test_bulk_fields__as_a_command),
		fields_test(test_bulk_fields__one_less),
		fields_test(test_bulk_fields__a_field_is_there_once),
		fields_test(test_bulk_fields__no_more_than_four),
		fields_test(test_bulk_fields__what_is_written_was_seen),
		fields_test(test_bulk_fields__a_block_has_its_own),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
