/*
 * The whole life of a case and of a model site with the command line alone, by the people it takes, and two of them
 * at the same step.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/run.h"
#include "src/banned.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	setenv("ZHIBU_TODAY", "2024-05-20", 1);
	run_new_desk();
	run_zhibu(&r, "set", "org", "B1", "division=632821102210", "domain=1");
	run_zhibu(&r, "add", "operator", "login=clerk", "name=示例录入员", "role=clerk");
	run_zhibu(&r, "add", "operator", "login=checker", "name=示例审核员", "role=checker");
	run_zhibu(&r, "add", "operator", "login=approver", "name=示例审批员", "role=approver");
	assert_int_equal(r.status, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void run_good(const char *const *args)
{
	run_with(&r, NULL, args);
	if (r.status)
		fail_msg("%s %s ... ended with %d: %s", args[2], args[3], r.status, r.err);
}

/* As this operator; must go well, or must not and says why. */
#define by(who, ...) run_good((const char *const[]){ "--operator", who, __VA_ARGS__, NULL })
#define not_by(who, words, ...) do { \
		run_zhibu(&r, "--operator", who, __VA_ARGS__); \
		assert_int_not_equal(r.status, 0); \
		says(r.err, words); \
	} while (0)

#define CASE "rectification", "B1-2024"

static void to_acceptance(void)
{
	by("clerk", "add", "rectification", "org=B1", "year=2024");
	not_by("clerk", "先填写认定标准", "step", CASE, "初定");
	by("clerk", "step", CASE, "初定", "criteria=1,4");
	not_by("clerk", "审批员", "step", CASE, "审定");
	by("approver", "step", CASE, "审定");
	by("approver", "step", CASE, "备案");
	not_by("clerk", "完成时限", "step", CASE, "定方案");
	by("clerk", "set", CASE, "county_leader=示例甲", "township_leader=示例乙", "first_secretary=示例丙", "paired_unit=示例单位",
	   "responsible=示例乙", "deadline=2024-10-31");
	not_by("clerk", "还没有登记问题", "step", CASE, "定方案");
	by("clerk", "add", "problem", "rectification=B1-2024", "name=三会一课不经常");
	not_by("clerk", "还没有整改措施", "step", CASE, "定方案");
	by("clerk", "add", "measure", "problem=B1-2024-P01", "name=每月一次主题党日");
	not_by("clerk", "没有写责任人或完成时限", "step", CASE, "定方案");
	by("clerk", "set", "measure", "B1-2024-P01-M01", "owner=示例丁", "deadline=2024-09-30");
	by("clerk", "step", CASE, "定方案");
	by("clerk", "step", CASE, "整顿中");
	not_by("clerk", "还有没完成的措施", "step", CASE, "申请验收");
	by("clerk", "add", "progress", "rectification=B1-2024", "on=2024-05-20", "name=入户走访");
	by("clerk", "step", "measure", "B1-2024-P01-M01", "已完成", "evidence=会议记录");
	by("clerk", "step", CASE, "申请验收");
}

#define ACCEPTANCE "add", "acceptance", "rectification=B1-2024", "on=2024-05-20", "lead=示例组长"

static void test_cli_life__of_a_case(void **state)
{
	(void)state;
	to_acceptance();
	not_by("checker", "0 到 100", ACCEPTANCE, "score=101", "dissatisfied=10");
	by("checker", ACCEPTANCE, "score=69.9", "dissatisfied=10");
	not_by("checker", "结论是「不合格」", "step", CASE, "验收合格");
	by("checker", "step", CASE, "不合格", "--reason", "得分不到七十分");
	by("clerk", "step", CASE, "整顿中");
	by("clerk", "step", CASE, "申请验收");
	by("checker", ACCEPTANCE, "score=85", "dissatisfied=5%");
	by("checker", "step", CASE, "验收合格");
	not_by("checker", "审批员", "step", CASE, "销号", "closing_document=示例1号");
	not_by("approver", "先填写批复文号", "step", CASE, "销号");
	by("approver", "step", CASE, "销号", "closing_document=示例组发〔2024〕1号");
	not_by("clerk", "不能", "step", CASE, "整顿中");
	by("checker", "step", CASE, "回头看", "lookback_result=成果巩固");
	by("clerk", "step", CASE, "归档");
	run_zhibu(&r, "show", CASE, "--format", "json");
	says(r.out, "\"stage\":\"archived\"");
	says(r.out, "\"lookback_due\":\"2025-05-20\"");
	/* It comes back only as a new round. */
	by("clerk", "add", "rectification", "org=B1", "year=2025");
	run_zhibu(&r, "show", "rectification", "B1-2025", "--format", "json");
	says(r.out, "\"round\":2");
	says(r.out, "\"earlier\":\"B1-2024\"");
}

#define SITE "site", "SF-1"

static void test_cli_life__of_a_site(void **state)
{
	(void)state;
	by("clerk", "add", "site", "code=SF-1", "name=示例示范点", "org=B1", "level=county");
	by("clerk", "step", SITE, "申报");
	not_by("clerk", "审核员", "step", SITE, "评审");
	by("checker", "step", SITE, "评审");
	not_by("checker", "还没有登记评审", "step", SITE, "公示");
	by("checker", "add", "site_review", "site=SF-1", "kind=review", "on=2024-05-18", "score=88", "result=kept");
	by("checker", "step", SITE, "公示");
	not_by("approver", "命名文号", "step", SITE, "命名");
	by("approver", "step", SITE, "命名", "named_document=示例组发〔2024〕3号");
	run_zhibu(&r, "figures", "--format", "json");
	says(r.out, "\"key\":\"model_sites\"");
	by("clerk", "step", SITE, "授牌");
	not_by("checker", "复核结论", "step", SITE, "复核");
	by("checker", "step", SITE, "复核", "recheck_result=kept");
	not_by("approver", "撤销", "step", SITE, "撤销", "revoked_document=示例5号", "--reason", "示例原因");
	by("approver", "step", SITE, "撤销", "revoked_reason=fraud", "revoked_document=示例组发〔2024〕5号", "--reason", "弄虚作假");
	run_zhibu(&r, "show", SITE, "--format", "json");
	says(r.out, "\"stage\":\"revoked\"");
	says(r.out, "\"revoked_on\":\"2024-05-20\"");
}

/* A deadline that is moved back is a postponement by whatever way it comes, and wants its reason. */
static void test_cli_life__a_deadline_moved_back_wants_its_reason_whichever_way(void **state)
{
	(void)state;
	to_acceptance();
	by("clerk", "add", "measure", "problem=B1-2024-P01", "name=补齐台账", "owner=示例丁", "deadline=2024-01-31");
	not_by("clerk", "延期原因", "set", "measure", "B1-2024-P01-M02", "deadline=2024-02-29");
	by("clerk", "set", "measure", "B1-2024-P01-M02", "deadline=2024-02-29", "postponed_reason=大雪封路");
	run_write_file(run_path("m.csv"), "措施编号,完成时限\nB1-2024-P01-M02,2024-12-31\n", strlen("措施编号,完成时限\nB1-2024-P01-M02,2024-12-31\n"));
	run_zhibu(&r, "--operator", "clerk", "import", "measure", run_path("m.csv"));
	says(r.err, "延期原因");
	run_zhibu(&r, "show", "measure", "B1-2024-P01-M02", "--format", "json");
	says(r.out, "\"postponed\":1");
	says(r.out, "\"first_deadline\":\"2024-01-31\"");
	says(r.out, "\"deadline\":\"2024-02-29\"");
	/* Nor do several at once go without it. */
	not_by("clerk", "延期原因", "set", "measure", "--ids", "B1-2024-P01-M01,B1-2024-P01-M02", "deadline=2024-12-31", "--reason", "示例");
	by("clerk", "set", "measure", "--ids", "B1-2024-P01-M01,B1-2024-P01-M02", "deadline=2024-12-31", "postponed_reason=工期顺延",
	   "--reason", "示例");
	run_zhibu(&r, "show", "measure", "B1-2024-P01-M02", "--format", "json");
	says(r.out, "\"postponed\":2");
	run_zhibu(&r, "show", "measure", "B1-2024-P01-M01", "--format", "json");
	says(r.out, "\"postponed\":1");
}

#define life_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		life_test(test_cli_life__of_a_case),
		life_test(test_cli_life__of_a_site),
		life_test(test_cli_life__a_deadline_moved_back_wants_its_reason_whichever_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
