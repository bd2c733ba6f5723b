/* Ledgers with the headers that offices use, imported from the command line; what falls due on which day. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/run.h"
#include "src/banned.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	setenv("ZHIBU_TODAY", "2024-02-23", 1);
	run_new_desk();
	run_zhibu(&r, "set", "org", "B1", "division=632821102210", "domain=1");
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

static void import(const char *reg, const char *text, int want)
{
	run_with(&r, text, (const char *const[]){ "import", reg, "-", NULL });
	if (r.status != want)
		fail_msg("status %d: %s%s", r.status, r.out, r.err);
}

static void run_args(const char *const *args)
{
	run_with(&r, NULL, args);
	if (r.status != 0)
		fail_msg("status %d: %s%s", r.status, r.out, r.err);
}

#define must(...) run_args((const char *const[]){ __VA_ARGS__, NULL })

#define CASES \
	"某某县软弱涣散村党组织整顿台账\n" \
	"序号,州,县,乡镇,村（12位）,党组织全称,类别,党员数,书记,列入年度,批次,认定标准,主要问题,原因分析,整顿措施,联村县级领导," \
	"包村乡镇领导,第一书记,结对单位,责任单位,责任人,开始日期,完成时限,进展,调整书记,验收日期,验收组,得分,不满意率,结论," \
	"批复文号,销号日期,回头看日期,回头看结果,是否再次列入,备注\n"

#define CASE_2024 \
	"1,示例州,示例县,示例镇,632821102210,B1,党支部,23,示例甲,2024,第一批,1,问题,原因,措施,示例乙,示例丙,示例丁,示例单位," \
	"示例镇党委,示例丙,2024.1.5,2024年10月31日,进展,否,,,,,,,,,,否,无\n"

static void test_cli_ledgers__cases_come_with_the_headers_of_their_ledger(void **state)
{
	(void)state;
	import("rectification", CASES CASE_2024, 0);
	says(r.err, "新增 1");
	/* What belongs to other ledgers is named, not lost in silence. */
	says(r.err, "类别, 党员数, 书记, 验收组");
	/* Problems and measures stand in the same row. */
	says(r.err, "其中问题：新增 1");
	says(r.err, "其中整改措施：新增 1");
	run_zhibu(&r, "show", "measure", "B1-2024-P01-M01", "--format", "json");
	says(r.out, "\"owner\":\"示例丙\"");
	run_zhibu(&r, "show", "rectification", "B1-2024", "--format", "json");
	says(r.out, "\"stage\":\"screened\"");
	says(r.out, "\"started\":\"2024-01-05\"");
	says(r.out, "\"deadline\":\"2024-10-31\"");
	says(r.out, "\"first_deadline\":\"2024-10-31\"");
	says(r.out, "\"first_secretary\":\"示例丁\"");
	import("rectification", CASES CASE_2024, 0);
	says(r.err, "没有变化 1");
	import("rectification", CASES CASE_2024 CASE_2024, 4);
	says(r.err, "与第 3 行是同一条记录");
}

#define MEASURES "序号,问题编号,整改措施,责任人,责任单位,完成时限,完成情况,佐证材料\n"
#define FIRST "1,B1-2024-P01,每月一次主题党日,示例甲,示例镇党委,2024/3/1,进行中,会议记录\n"
#define SECOND "2,B1-2024-P01,补选支部委员,示例乙,示例镇党委,20240531,,\n"

static void test_cli_ledgers__measures_come_once_and_go_with_one_undo(void **state)
{
	(void)state;
	must("add", "rectification", "org=B1", "year=2024");
	must("add", "problem", "rectification=B1-2024", "name=组织生活不经常");
	import("measure", MEASURES FIRST SECOND, 0);
	says(r.err, "新增 2");
	run_zhibu(&r, "list", "measure", "--format", "csv", "--columns", "code,stage,deadline");
	says(r.out, "B1-2024-P01-M01,进行中,2024-03-01");
	says(r.out, "B1-2024-P01-M02,没开始,2024-05-31");
	import("measure", MEASURES FIRST SECOND, 4);
	says(r.err, "第 2 行，整改措施「每月一次主题党日」：这个问题已经有同样的一条措施");
	says(r.err, "第 3 行，整改措施「补选支部委员」：这个问题已经有同样的一条措施");
	must("undo", "--yes");
	run_zhibu(&r, "list", "measure");
	assert_int_equal(r.status, 1);
}

/* The number that the refused row would have had must not count as a row of its own. */
static void test_cli_ledgers__a_refused_measure_does_not_refuse_the_next(void **state)
{
	(void)state;
	must("add", "rectification", "org=B1", "year=2024");
	must("add", "problem", "rectification=B1-2024", "name=组织生活不经常");
	run_with(&r, MEASURES "1,B1-2024-P01,补选支部委员,甲,乙,2024-02-30,,\n" FIRST,
		 (const char *const[]){ "import", "measure", "-", "--partial", NULL });
	assert_int_equal(r.status, 4);
	says(r.err, "新增 1，修改 0，没有变化 0，退回 1");
}

/* What the program counts must not be counted again while a row is looked at. */
static void test_cli_ledgers__an_export_with_a_moved_deadline_comes_back(void **state)
{
	char *text;

	(void)state;
	must("add", "rectification", "org=B1", "year=2024", "deadline=2024-10-31");
	must("set", "rectification", "B1-2024", "deadline=2024-11-30");
	must("export", "rectification");
	text = strdup(r.out);
	import("rectification", text, 0);
	says(r.err, "没有变化 1");
	import("rectification", "案件编号,完成时限,延期次数\nB1-2024,2024-12-31,2\n", 0);
	run_zhibu(&r, "show", "rectification", "B1-2024", "--format", "json");
	says(r.out, "\"postponed\":2");
	free(text);
}

#define SITES "序号,名称,领域,依托党组织,级别,品牌特色,培育年度,责任领导,联系人,首付,尾款,阵地面积（平方米）,命名日期,命名文号,状态,备注\n"
#define SITE "1,示例村示范点,,B1,县级,示例品牌,2022,示例甲,示例乙,10000,5000.5,320,2023-06-01,示例〔2023〕1号,授牌,\n"

static void test_cli_ledgers__sites_need_no_code(void **state)
{
	(void)state;
	import("site", SITES SITE, 0);
	says(r.err, "新增 1");
	run_zhibu(&r, "show", "site", "B1-SF01", "--format", "json");
	says(r.out, "\"stage\":\"plaque\"");
	says(r.out, "\"name\":\"示例村示范点\"");
	import("site", SITES SITE, 0);
	says(r.err, "没有变化 1");
	/* Two sites of one name in one file: nobody knows which is meant. */
	import("site", SITES "1,甲示范点,,B1,县级,,,,,,,,,,,\n2,甲示范点,,A1,县级,,,,,,,,,,,\n", 4);
	says(r.err, "与第 2 行是同一条记录");
	run_zhibu(&r, "list", "site", "甲示范点");
	assert_int_equal(r.status, 1);
}

static void figure(const char *today, const char *key, int want)
{
	char name[64];
	const char *at;

	setenv("ZHIBU_TODAY", today, 1);
	run_zhibu(&r, "figures", "--format", "json");
	snprintf(name, sizeof(name), "\"key\":\"%s\"", key);
	at = strstr(r.out, name);
	assert_non_null(at);
	assert_int_equal(strtol(strstr(at, "\"value\":") + strlen("\"value\":"), NULL, 10), want);
}

/* Seven days from 23 February end on 1 March in a leap year. */
static void test_cli_ledgers__what_is_due_follows_the_calendar(void **state)
{
	(void)state;
	must("add", "rectification", "org=B1", "year=2024", "deadline=2024-03-01");
	figure("2024-02-22", "rectification_due", 0);
	figure("2024-02-23", "rectification_due", 1);
	figure("2024-03-01", "rectification_due", 1);
	figure("2024-03-01", "rectification_overdue", 0);
	figure("2024-03-02", "rectification_due", 0);
	figure("2024-03-02", "rectification_overdue", 1);
	must("set", "rectification", "B1-2024", "deadline=2025-01-02");
	figure("2024-12-25", "rectification_due", 0);
	figure("2024-12-26", "rectification_due", 1);
	figure("2025-01-03", "rectification_overdue", 1);
}

/* How many of a worklist there are on a day, in `today`, in the list behind it and among the figures. */
static void worklist(const char *today, const char *key, int want)
{
	char name[64];
	const char *at;

	setenv("ZHIBU_TODAY", today, 1);
	snprintf(name, sizeof(name), "\"key\":\"%s\"", key);
	run_zhibu(&r, "today", "rectification", "--all", "--format", "json");
	at = strstr(r.out, name);
	assert_non_null(at);
	assert_int_equal(strtol(strstr(at, "\"value\":") + strlen("\"value\":"), NULL, 10), want);
	run_zhibu(&r, "list", "rectification", "--worklist", key, "--format", "json");
	assert_int_equal(r.status, !want);
	assert_int_equal(strstr(r.out, "\"code\":") != NULL, want);
	figure(today, strcmp(key, "overdue") == 0 ? "rectification_overdue" : strcmp(key, "due-7") == 0 ? "rectification_due" :
		"rectification_month", want);
}

/* What is due in a month without a day is due by its last day. */
static void test_cli_ledgers__worklists_follow_the_calendar(void **state)
{
	(void)state;
	must("add", "rectification", "org=B1", "year=2024", "deadline=2024-02");
	worklist("2024-02-01", "due-month", 1);
	worklist("2024-02-29", "overdue", 0);
	worklist("2024-02-29", "due-month", 1);
	worklist("2024-03-01", "due-month", 0);
	worklist("2024-03-01", "overdue", 1);
	must("set", "rectification", "B1-2024", "deadline=2024-03-31");
	worklist("2024-03-01", "overdue", 0);
	worklist("2024-03-01", "due-month", 1);
	worklist("2024-03-24", "due-month", 0);
	worklist("2024-03-24", "due-7", 1);
	worklist("2024-03-31", "due-7", 1);
	worklist("2024-04-01", "overdue", 1);
	worklist("2025-01-01", "overdue", 1);
}

static void test_cli_ledgers__a_site_in_rectification_is_listed(void **state)
{
	(void)state;
	import("site", SITES SITE, 0);
	run_zhibu(&r, "list", "site", "--worklist", "in-rectification");
	assert_int_equal(r.status, 1);
	must("add", "rectification", "org=B1", "year=2024");
	run_zhibu(&r, "list", "site", "--worklist", "in-rectification");
	says(r.out, "示例村示范点");
	must("list", "site", "org=@rectification");
	must("list", "org", "状态=@整顿案件");
	says(r.out, "B1");
	run_zhibu(&r, "list", "org", "状态=@整顿案件", "--where", "编码!=B1");
	assert_int_equal(r.status, 1);
	must("retire", "rectification", "B1-2024", "--reason", "示例");
	run_zhibu(&r, "list", "site", "--worklist", "in-rectification");
	assert_int_equal(r.status, 1);
	must("list", "site", "org!=@rectification");
	run_zhibu(&r, "list", "site", "--worklist", "none");
	assert_int_equal(r.status, 2);
	says(r.err, "有的是：overdue");
	run_zhibu(&r, "list", "code", "--worklist", "overdue");
	says(r.err, "没有要办的事");
}

#define T(name) cmocka_unit_test_setup_teardown(test_cli_ledgers__##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(cases_come_with_the_headers_of_their_ledger),
		T(measures_come_once_and_go_with_one_undo),
		T(a_refused_measure_does_not_refuse_the_next),
		T(an_export_with_a_moved_deadline_comes_back),
		T(sites_need_no_code),
		T(what_is_due_follows_the_calendar),
		T(worklists_follow_the_calendar),
		T(a_site_in_rectification_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
