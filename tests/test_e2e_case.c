/*
 * The whole life of a case with real keys, by the three people it takes: from screening over a plan that lacks something, a
 * measure, an acceptance that fails, another that passes, to the archive.  All of it from the page of the case; and so the
 * life of a model site, to the loss of its name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/e2e_demo.h"
#include "src/banned.h"

#define CASE "001014014009-2026"	/* of a village in the clerk's township, at the stage of screening */

/* The page of the case, from the list. */
static struct e2e *open_as(const char *operator)
{
	struct e2e *e = e2e_demo_start_as(operator);

	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "案件编号");
	e2e_send(e, "/柯柯镇西村<Enter>");
	e2e_wait(e, ">  " CASE);
	e2e_send(e, "o");
	e2e_wait(e, "柯柯镇西村党支部 2026年");
	e2e_wait(e, "全貌 1/");
	return e;
}

/* The page of the clerk's site, which is still nurtured. */
static struct e2e *open_site_as(const char *operator)
{
	struct e2e *e = e2e_demo_start_as(operator);

	e2e_send(e, "<Down><Down><Down><Down><Down><Down><Down><Enter>");
	e2e_wait(e, "示范点编号");
	e2e_send(e, "/赛什克村<Enter>");
	e2e_wait(e, ">  SF-063");
	e2e_send(e, "o");
	e2e_wait(e, "全貌 1/");
	return e;
}

/* The first step that is offered. */
static void step(struct e2e *e, const char *done)
{
	e2e_send(e, ".");
	e2e_wait(e, "办这一步");
	e2e_send(e, "<Enter>");
	e2e_wait(e, done);
}

static void save_form(struct e2e *e)
{
	e2e_send(e, "<C-s>");
	e2e_wait(e, "已保存");
	e2e_wait(e, "全貌");
}

static void screen_and_propose(void)
{
	struct e2e *e = open_as("demo-clerk");

	e2e_wait(e, "[初定] -> 初定  可以办");
	step(e, "排查 -> 初定；u 撤销");
	e2e_send(e, ".");
	e2e_wait(e, "还缺");
	e2e_send(e, "<Esc>");
	e2e_quit(e);
}

static void confirm_and_file(void)
{
	struct e2e *e = open_as("demo-approver");

	step(e, "初定 -> 审定；u 撤销");
	step(e, "审定 -> 备案；u 撤销");
	e2e_quit(e);
}

static void plan(struct e2e *e)
{
	e2e_wait(e, "! 整顿方案要有联村县级领导，还没有填写。");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "Alt-数字换段");
	e2e_send(e, "<M-2>示例甲<Tab><Tab><Tab><Tab>示例乙<Tab><Tab><Tab><Tab>示例丙<Tab><Tab><Tab><Tab>示例单位");
	e2e_send(e, "<M-3><Tab>示例乙");
	save_form(e);
	e2e_send(e, "+w三会一课不经常<Enter>");
	e2e_wait(e, "已添加「三会一课不经常」；u 撤销");
	e2e_send(e, "+c每月开展一次主题党日<Enter>");
	e2e_wait(e, ">   每月开展一次主题党日  没开始");
	e2e_send(e, "<Home>");
	e2e_wait(e, "! 有的措施没有写责任人或完成时限。");
	e2e_send(e, "<End><Up><Up>");
	e2e_wait(e, ">   每月开展一次主题党日");
	e2e_send(e, "<Enter><M-2>示例丁<Tab><Tab>2026-12-01");
	save_form(e);
	e2e_wait(e, "责任人: 示例丁  2026-12-01");
	e2e_send(e, "<Home>");
	step(e, "备案 -> 定方案；u 撤销");
	step(e, "定方案 -> 整顿中；u 撤销");
}

static void plan_and_work(void)
{
	struct e2e *e = open_as("demo-clerk");

	plan(e);
	e2e_wait(e, "! 还有没完成的措施；先全部完成。");
	e2e_send(e, "+j入户走访，收集意见 12 条<Enter>");
	e2e_wait(e, "已添加「入户走访，收集意见 12 条」；u 撤销");
	e2e_send(e, "<Up><Up>.");
	e2e_wait(e, "现在是「没开始」");
	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "没开始 -> 已完成；u 撤销");
	e2e_send(e, "<Home>");
	step(e, "整顿中 -> 申请验收；u 撤销");
	/* Who asked for it does not accept it. */
	e2e_send(e, ".");
	e2e_wait(e, "还缺");
	e2e_send(e, "<Esc>");
	e2e_quit(e);
}

/* The form of an acceptance, which stands on its day. */
static void enter_acceptance(struct e2e *e, const char *numbers)
{
	e2e_send(e, "+y");
	e2e_wait(e, "台账 > 整顿验收");
	e2e_send(e, numbers);
	save_form(e);
}

static void fail_it(void)
{
	struct e2e *e = open_as("demo-checker");

	enter_acceptance(e, "示例组长<Tab>示例组员<Tab>69.9<Tab>10");
	e2e_wait(e, "2026-11-22  不合格  得分: 69.9");
	e2e_send(e, "<Home>.");
	e2e_wait(e, "验收合格 -> 验收合格  还缺");
	e2e_send(e, "<Down><Down><Enter>");
	e2e_wait(e, "「不合格」要写明原因");
	e2e_send(e, "得分不到七十分<Enter>");
	e2e_wait(e, "申请验收 -> 不合格；u 撤销");
	e2e_quit(e);
}

static void work_again(void)
{
	struct e2e *e = open_as("demo-clerk");

	step(e, "不合格 -> 整顿中；u 撤销");
	step(e, "整顿中 -> 申请验收；u 撤销");
	e2e_quit(e);
}

static void pass_it(void)
{
	struct e2e *e = open_as("demo-checker");

	enter_acceptance(e, "示例组长<Tab>示例组员<Tab>85<Tab>5");
	e2e_wait(e, "2026-11-22  合格  得分: 85");
	e2e_send(e, "<Home>.");
	e2e_wait(e, "> 验收合格 -> 验收合格  可以办");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "申请验收 -> 验收合格；u 撤销");
	e2e_quit(e);
}

/* The step leads to the field that it wants filled in, and saving that makes it. */
static void step_with(struct e2e *e, const char *field, const char *typed, const char *done)
{
	e2e_send(e, ".");
	e2e_wait(e, "去填写");
	e2e_send(e, "<Enter>");
	e2e_wait(e, field);
	e2e_send(e, typed);
	save_form(e);
	e2e_wait(e, done);
}

static void close_it(void)
{
	struct e2e *e = open_as("demo-approver");

	e2e_wait(e, "! 要「销号」，先填写批复文号。");
	step_with(e, ">! 批复文号", "示例组发〔2026〕9号", "> 阶段: 销号");
	e2e_quit(e);
}

static void look_back_and_archive(void)
{
	struct e2e *e = open_as("demo-checker");

	step_with(e, ">! 回头看结果", "成果巩固", "> 阶段: 回头看");
	e2e_quit(e);
	e = open_as("demo-clerk");
	step(e, "回头看 -> 归档；u 撤销");
	e2e_wait(e, "已经是最后一步。");
	e2e_quit(e);
}

static void test_e2e_case__from_screening_to_the_archive(void **unused)
{
	const char *out;

	(void)unused;
	screen_and_propose();
	confirm_and_file();
	plan_and_work();
	fail_it();
	work_again();
	pass_it();
	close_it();
	look_back_and_archive();
	out = e2e_demo_run("show", "rectification", CASE, "--format", "json");
	assert_non_null(strstr(out, "\"stage\":\"archived\""));
	assert_non_null(strstr(out, "\"requested_by\":\"示例录入员\""));
	assert_non_null(strstr(out, "\"closed_by\":\"示例审批员\""));
	assert_non_null(strstr(out, "\"lookback_due\":\"2027-11-22\""));
}

#define TABS_3 "<Tab><Tab><Tab>"

/* Fills in one field of the section of days, so many fields behind its first one. */
static void fill_in(struct e2e *e, const char *keys)
{
	e2e_send(e, "<Home><Enter>");
	e2e_wait(e, "Alt-数字换段");
	e2e_send(e, "<M-3>");
	e2e_send(e, keys);
	save_form(e);
}

static void name_the_site(void)
{
	struct e2e *e = open_site_as("demo-clerk");

	step(e, "培育 -> 申报；u 撤销");
	e2e_quit(e);
	e = open_site_as("demo-checker");
	e2e_send(e, ".");
	e2e_wait(e, "退回培育 -> 培育  可以办，要写原因");
	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "申报 -> 评审；u 撤销");
	e2e_wait(e, "! 还没有登记评审；先登记评审，再公示。");
	e2e_send(e, "+p");
	e2e_wait(e, "台账 > 示范点评审");
	e2e_send(e, "评审<Tab><Tab>示例组长");
	save_form(e);
	e2e_wait(e, "2026-11-22  评审");
	e2e_send(e, "<Home>");
	step(e, "评审 -> 公示；u 撤销");
	e2e_quit(e);
	e = open_site_as("demo-approver");
	e2e_wait(e, "! 要「命名」，先填写命名文号。");
	fill_in(e, TABS_3 "<Tab>示例组发〔2026〕3号");
	step(e, "公示 -> 命名；u 撤销");
	e2e_quit(e);
}

static void recheck_and_revoke(void)
{
	struct e2e *e = open_site_as("demo-clerk");

	step(e, "命名 -> 授牌；u 撤销");
	e2e_quit(e);
	e = open_site_as("demo-checker");
	fill_in(e, TABS_3 TABS_3 "<Tab>限期整改");
	step(e, "授牌 -> 复核；u 撤销");
	e2e_quit(e);
	e = open_site_as("demo-approver");
	fill_in(e, TABS_3 TABS_3 TABS_3 "<Tab>示例组发〔2026〕8号<Tab>弄虚作假");
	e2e_send(e, ".");
	e2e_wait(e, "撤销命名 -> 撤销  可以办，要写原因");
	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "「撤销命名」要写明原因");
	e2e_send(e, "复核发现弄虚作假<Enter>");
	e2e_wait(e, "复核 -> 撤销；u 撤销");
	e2e_wait(e, "已经是最后一步。");
	e2e_quit(e);
}

static void test_e2e_case__of_a_site_to_the_loss_of_its_name(void **unused)
{
	const char *out;

	(void)unused;
	name_the_site();
	recheck_and_revoke();
	out = e2e_demo_run("show", "site", "SF-063", "--format", "json");
	assert_non_null(strstr(out, "\"stage\":\"revoked\""));
	assert_non_null(strstr(out, "\"revoked_reason\":\"fraud\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_e2e_case__from_screening_to_the_archive),
		cmocka_unit_test(test_e2e_case__of_a_site_to_the_loss_of_its_name),
	};

	return cmocka_run_group_tests(tests, e2e_demo_setup, e2e_demo_teardown);
}
