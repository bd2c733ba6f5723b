/*
 * Proposals above the filter line.
 */
#include "ui/complete.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

static void test_complete__proposals_at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>支部 lb");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]                             筛选后 0 / 全部 7",
		"--------------------------------------------------------------------------------",
		"   编码^           全称                           类别       上级组织          >",
		"",
		"   没有符合条件的记录；",
		"   改条件，或按 Esc 还原",
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
		"      +-----------------------------------+",
		"      |>类别  category                    |",
		"      | 上级组织~支部  上级组织里有这个词 |",
		"      | 行政区划~lb  行政区划里有这个词   |",
		"      +-----------------------------------+",
		"  Tab 填入  上/下 挑选  Enter 固定  Esc 还原",
		" 筛选> 支部 lb                                                            0 / 7",
		"1帮助   2命令   3查找   4填表   5树形   6排序   7新增   8       9菜单   10还原");
	stage_keys(s, "<Tab>");
	stage_is(s,
		" 台账 > 党组织 [在册的基层党组织]    第 1 行 16%  按匹配程度  筛选后 6 / 全部 7",
		"--------------------------------------------------------------------------------",
		"   编码            全称                           类别       上级组织          >",
		">  002             中共示例镇南沙沟村支部委员会   党支部     中共示例镇委员会",
		"   003             中共示例镇北沙沟村支部委员会   党支部     中共示例镇委员会",
		"   004             中共示例镇东河村支部委员会     党支部     中共示例镇委员会",
		"   005             中共示例镇西岭村支部委员会     党支部     中共示例镇委员会",
		"   006             中共示例镇南街社区支部委员会   党支部     中共示例镇委员会",
		"   007             中共示例县直属机关支部委员会   党支部",
		"",
		"",
		"      +---------------------+",
		"      |>党委  611           |",
		"      | 党总支部  621       |",
		"      | 党支部  631         |",
		"      | 联合党支部  632     |",
		"      | 临时党委  911       |",
		"      | 临时党总支部  921   |",
		"      | 临时党支部  931     |",
		"      | 临时联合党支部  932 |",
		"      +---------------------+",
		"  Tab 填入  上/下 挑选  Enter 固定  Esc 还原",
		" 筛选> 支部 类别=                                                         6 / 7",
		"1帮助   2命令   3查找   4填表   5树形   6排序   7新增   8停用   9菜单   10还原");
}

static void test_complete__fields_by_chinese_initials_and_english(void **state)
{
	struct stage *s = *state;
	static const char *const typed[] = { "届满日", "jmrq", "jieman", "term_t", "ＪＭＲＱ" };

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		stage_keys(s, "<F4>");
		stage_keys(s, typed[i]);
		stage_shows(s, ">届满日期  term_to");
		stage_keys(s, "<Tab>");
		stage_shows(s, "筛选> 届满日期");
		/* What can be asked about it comes next. */
		stage_shows(s, "届满日期>  大于、晚于");
		stage_shows(s, "届满日期=空  没有填");
		stage_hides(s, "届满日期~");
		stage_keys(s, "<Esc>");
	}
}

static void test_complete__values_behind_a_sign(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>类别=dw");
	stage_shows(s, ">党委  611");
	stage_keys(s, "<Tab>");
	stage_shows(s, "筛选> 类别=党委");
	stage_shows(s, "筛选后 1 / 全部 7");
	/* ... and behind a comma. */
	stage_keys(s, ",63");
	stage_shows(s, ">党支部  631");
	stage_keys(s, "<Tab>");
	stage_shows(s, "筛选> 类别=党委,党支部");
	stage_keys(s, "<Enter><F4>党群服务中心=");
	stage_shows(s, "| 否");
	stage_keys(s, "<Down><Down><Enter>");
	stage_shows(s, "筛选> 党群服务中心=否");
	stage_keys(s, "<Esc><F4>届满日期<lt>");
	stage_shows(s, "+6m  6 个月以后");
	stage_hides(s, "非空");
	stage_keys(s, "<Esc><F4>状态=");
	stage_shows(s, ">在用");
	stage_keys(s, "<Esc><F4>-书记=");
	stage_shows(s, "未填");
	stage_keys(s, "<Esc><F4>上级=示例镇");
	stage_shows(s, ">中共示例镇委员会 001");
	stage_keys(s, "<Tab>");
	stage_shows(s, "筛选> 上级=\"中共示例镇委员会 001\"");
	stage_shows(s, "/ 全部 7");
	stage_hides(s, "筛选后 0");
}

/* A record with others below it is proposed alone and with its branch. */
static void test_complete__a_record_of_a_tree_and_its_branch(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>上级组织");
	stage_shows(s, "上级组织<=  及以下，整枝");
	stage_keys(s, "=示例镇");
	stage_shows(s, ">中共示例镇委员会 001  只有它本身");
	stage_shows(s, " 中共示例镇委员会 001  及以下");
	stage_keys(s, "<Down><Down><Enter>");
	stage_shows(s, "筛选> 上级组织<=\"中共示例镇委员会 001\"");
	stage_shows(s, "筛选后 5 / 全部 7");
	stage_keys(s, "<Ctrl-U>上级<lt>=示例镇");
	stage_shows(s, ">中共示例镇委员会 001  及以下");
	stage_hides(s, "只有它本身");
	stage_keys(s, "<Ctrl-U>上级<lt>示例镇");
	stage_shows(s, ">中共示例镇委员会 001  只要下级");
	/* What has nothing below it has no branch. */
	stage_keys(s, "<Ctrl-U>上级=南沙沟");
	stage_shows(s, ">中共示例镇南沙沟村支部委员会 002");
	stage_hides(s, "及以下");
	/* In the form too, where no sign is needed. */
	stage_keys(s, "<Esc><F4><F4><Down><Down><Down><Down><Down>示例镇");
	stage_shows(s, "中共示例镇委员会 001  及以下");
	stage_keys(s, "<Down><Down><Enter>");
	stage_shows(s, "[<=\"中共示例镇委员会 001\"");
	stage_shows(s, "符合 5");
	stage_keys(s, "<Enter><F4><F4>");
	stage_shows(s, "[<=\"中共示例镇委员会 001\"");
	stage_keys(s, "<Down><Down><Down><Down><Down><Ctrl-U><lt>=001<Enter>");
	stage_shows(s, "筛选: 上级组织<=001");
	stage_shows(s, "筛选后 5 / 全部 7");
}

/* They come by themselves, but only what is asked for is taken. */
static void test_complete__proposals_are_never_in_the_way(void **state)
{
	struct stage *s = *state;

	/* Typed in full there is nothing to propose; Enter keeps what was typed. */
	stage_keys(s, "<F4>类别=党支部");
	stage_hides(s, "+--");
	stage_keys(s, "<Esc><F4>书记<Enter>");
	stage_says(s, "没有符合条件的记录");
	stage_keys(s, "<Esc><F4>sj");
	stage_shows(s, " 书记  secretary");
	/* Esc leaves the line; once somebody has moved to a proposal it only puts that away. */
	stage_keys(s, "<Esc>");
	stage_hides(s, "筛选>");
	stage_keys(s, "<F4>sj<Down><Esc>");
	stage_shows(s, "筛选> sj");
	stage_hides(s, "secretary");
	stage_keys(s, "<Esc>");
	/* One letter is not enough, unless one asks. */
	stage_keys(s, "<F4>s");
	stage_hides(s, "secretary");
	stage_keys(s, "<Tab>");
	stage_shows(s, "secretary");
	stage_keys(s, "<Down><Up><Enter>");
	stage_shows(s, "筛选> 状态=");
}

static void test_complete__all_fields_can_be_looked_through(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<F4><Tab>");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		">  中 +-------------------------------+",
		"   中 |>编码  code                    |",
		"   中 | 全称  name                    |",
		"   中 | 简称  short_name              |",
		"   中 | 类别  category                |",
		"   中 | 上级组织  superior            |",
		"   中 +-------------------------------+",
		"  Tab 填入  上/下 挑选  Enter 固定",
		" 筛选>                                7",
		"1帮助   2命令   3查找   4填表   10还原");
	stage_keys(s, "<Down><Down><Down><Down><Down><Down>");
	stage_is(s,
		" 党组织 [在册的基层党组织]            7",
		"   全称                         类别   >",
		">  中 +-------------------------------+",
		"   中 | 全称  name                    |",
		"   中 | 简称  short_name              |",
		"   中 | 类别  category                |",
		"   中 | 上级组织  superior            |",
		"   中 |>领域  domain                  |",
		"   中 +-------------------------------+",
		"  Tab 填入  上/下 挑选  Enter 固定",
		" 筛选>                                7",
		"1帮助   2命令   3查找   4填表   10还原");
}

static void test_complete__a_word_that_finds_nothing_may_be_the_superior(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<F4>示例镇委 沙沟");
	stage_shows(s, "上级组织~示例镇委  上级组织里有这个词");
	stage_keys(s, "<Tab>");
	stage_shows(s, "筛选> 上级组织~示例镇委 沙沟");
	stage_shows(s, "筛选后 2 / 全部 7");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_complete__##name, setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(proposals_at_80x24),
		TEST(fields_by_chinese_initials_and_english),
		TEST(values_behind_a_sign),
		TEST(a_record_of_a_tree_and_its_branch),
		TEST(proposals_are_never_in_the_way),
		TEST(all_fields_can_be_looked_through),
		TEST(a_word_that_finds_nothing_may_be_the_superior),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
