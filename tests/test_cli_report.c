/* zhibu report: the ledgers of the sample, and what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "src/report.h"
#include "tests/support/run.h"
#include "src/banned.h"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_home();
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
	run_zhibu(&r, "demo");
	return r.status;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void report(int status, const char *const *args)
{
	run_with(&r, NULL, args);
	if (r.status != status)
		fail_msg("exit status %d: %s", r.status, r.err);
}

#define run_report(status, ...) report((status), (const char *const[]){ "report", __VA_ARGS__, NULL })

static size_t lines(const char *text)
{
	size_t n = 0;

	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

static void test_cli_report__without_a_name_all_are_listed(void **state)
{
	(void)state;
	run_zhibu(&r, "report", "--format", "json");
	assert_int_equal(r.status, 0);
	assert_int_equal(lines(r.out), reports_n);
	for (size_t i = 0; i < reports_n; i++)
		says(r.out, reports[i]->name);
}

static void test_cli_report__the_ledgers_have_a_line_for_each_record(void **state)
{
	static const struct {
		const char *name;
		size_t n;
	} want[] = { { "rectification-ledger", 45 }, { "relisted", 2 }, { "review-measures", 33 } };

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		run_report(0, want[i].name, "--format", "json");
		assert_int_equal(lines(r.out), want[i].n);
	}
	run_report(0, "site-ledger", "stage=named,plaque,rechecked", "--format", "json");
	assert_int_equal(lines(r.out), 62);
}

/* The columns that offices keep in their own ledger of cases. */
static void test_cli_report__the_ledger_of_cases_has_the_columns_of_offices(void **state)
{
	static const char *const headers[] = { "序号", "州", "县市", "乡镇", "村", "村代码", "全称", "类别", "正式党员", "书记",
		"书记电话", "书记任职", "列入年度", "批次", "认定标准", "主要问题", "原因分析", "整顿措施", "联村县级领导", "包村乡镇领导",
		"第一书记", "结对单位", "责任单位", "责任人", "开始日期", "完成时限", "最近进展", "调整书记", "验收日期", "验收组",
		"得分", "不满意率", "结论", "批复文号", "销号日期", "回头看日期", "回头看结果", "是否再次列入", "备注" };

	(void)state;
	run_report(0, "软弱涣散村党组织整顿台账", "--format", "csv", "--limit", "1");
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		says(r.out, headers[i]);
	run_report(0, "rectification-ledger", "round=2", "--format", "json", "--where", "stage=rectifying");
	assert_int_equal(lines(r.out), 1);
	says(r.out, "\"relisted\":true");
	says(r.out, "\"prefecture\":\"海西蒙古族藏族自治州\"");
	says(r.out, "\"measures\":\"1.");
	says(r.out, "****");
}

static void test_cli_report__the_week_tells_what_was_done_since(void **state)
{
	(void)state;
	run_report(0, "rectification-week", "--format", "json", "--where", "event=overdue");
	says(r.out, "\"event\":\"overdue\",\"since\":\"2026-11-15\"");
	/* The journal's clock is the machine's own: from a day that is still to come nothing moved. */
	setenv("ZHIBU_TODAY", "2999-01-01", 1);
	run_report(1, "rectification-week", "--since", "2998-01-01", "--format", "json", "--where",
		   "event!=overdue");
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
}

static void test_cli_report__bad_words_are_refused(void **state)
{
	static const struct {
		const char *args[5];
		const char *says;
	} bad[] = {
		{ { "report", "rectification-leger" }, "最接近的是 rectification-ledger" },
		{ { "report", "site-ledger", "--since", "-7" }, "不用 --since" },
		{ { "report", "rectification-week", "--since", "2026-02-30" }, "2026-02-30" },
		{ { "report", "rectification-week", "--since", "2027-01-01" }, "今天或以前" },
		{ { "report", "relisted", "nomen=1" }, "nomen" },
		{ { "report", "relisted", "--columns", "nomen" }, "nomen" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		report(2, bad[i].args);
		assert_string_equal(r.out, "");
		says(r.err, bad[i].says);
		assert_int_equal(lines(r.err), 1);
	}
	run_report(1, "relisted", "year=2001");
}

static void test_cli_report__personal_data_is_shown_to_those_who_may(void **state)
{
	(void)state;
	run_report(5, "rectification-ledger", "--reveal", "--operator", "demo-clerk");
	assert_string_equal(r.out, "");
	run_report(0, "rectification-ledger", "--reveal", "--limit", "1", "--format", "json");
	assert_null(strstr(r.out, "****"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_report__without_a_name_all_are_listed),
		cmocka_unit_test(test_cli_report__the_ledgers_have_a_line_for_each_record),
		cmocka_unit_test(test_cli_report__the_ledger_of_cases_has_the_columns_of_offices),
		cmocka_unit_test(test_cli_report__the_week_tells_what_was_done_since),
		cmocka_unit_test(test_cli_report__bad_words_are_refused),
		cmocka_unit_test(test_cli_report__personal_data_is_shown_to_those_who_may),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
