/*
 * Who did what: all actions, some of them, and taking any of them back.
 */
#include "ui/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/stage.h"
#include "ui/log_filter.h"
#include "src/banned.h"

/* The office is of 10 May; 003 got a note yesterday (the 19th), 004 one today, 005 and 006 came with an import then. */
static int setup(void **state)
{
	struct stage *s;
	struct office *o;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	o = s->office;
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-10 08:00:00', 'utc') AS INTEGER) * 1000");
	office_must_edit(o, stage_org(s, "003"), "note", "昨天写的");
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-19 09:30:00', 'utc') AS INTEGER) * 1000"
			 " WHERE id = (SELECT max(id) FROM action)");
	assert_int_equal(store_begin(o->s, ACTION_IMPORT, "村级名册.csv", &o->e), 0);
	for (int i = 0; i < 2; i++) {
		struct org *org = office_new_org(i ? "IMP2" : "IMP1", 0);

		assert_int_equal(store_save(o->s, &org_reg, NULL, org, NULL, &o->e), 0);
		reg_free(&org_reg, org);
	}
	assert_int_equal(store_commit(o->s, NULL, &o->e), 0);
	office_meddle(o, "UPDATE action SET at = CAST(strftime('%s', '2024-05-20 10:00:00', 'utc') AS INTEGER) * 1000"
			 " WHERE id = (SELECT max(id) FROM action)");
	app_push(s->app, home_new(s->app));
	return 0;
}

static void test_log__at_80x24(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-L>");
	stage_shows(s, "台账 > 操作记录");
	stage_shows(s, "> 2024-05-20 10:00 示例管理员 导入     党组织 中共示例IMP1支部委员会 IMP1 等 2");
	stage_shows(s, "  2024-05-19 09:30 示例管理员 修改     党组织 ");
	stage_shows(s, "方式: test  2 条记录 2 处  原因: 村级名册.csv");
}

static void test_log__at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	stage_keys(s, "<Alt-L>");
	stage_shows(s, "> 05-20 10:00 导入     党组织 中共示例I~");
}

static void test_log__what_changed_yesterday(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-Y>");
	stage_shows(s, "只看: 2024-05-19  共 1 次");
	stage_keys(s, "<Enter>");
	stage_shows(s, "昨天写的");
	stage_keys(s, "<Esc><Esc>");
	stage_hides(s, "只看:");
	stage_shows(s, "导入");
	stage_keys(s, "<Esc>");
	stage_shows(s, "首页");
}

static void test_log__an_import_is_found_and_taken_back(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-U>");
	stage_shows(s, "只看: 导入");
	stage_keys(s, "u");
	stage_shows(s, "IMP1");
	stage_keys(s, "<Ctrl-S>");
	stage_shows(s, "-导入");
	stage_shows(s, "已撤销");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM org WHERE code LIKE 'IMP%'"), 0);
	stage_keys(s, "R<Ctrl-S>");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM org WHERE code LIKE 'IMP%'"), 2);
}

static void test_log__only_some(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-L><Down>d");
	stage_shows(s, "只看: 2024-05-19  共 1 次");
	stage_keys(s, "d<F4>2024-05-01..2024-05-19 党组织<Enter>");
	stage_shows(s, "只看: 2024-05-01..2024-05-19 党组织");
	stage_hides(s, "村级名册");
	stage_keys(s, "<Esc>p");
	stage_shows(s, "只看: ");
	stage_keys(s, "pt");
	stage_shows(s, "只看: 党组织");
	stage_keys(s, "t<F4>没有这个人<Enter>");
	stage_shows(s, "没有符合的操作");
	stage_keys(s, "u");
	stage_says(s, "没有符合的操作");
}

static void test_log__words_that_say_nothing_are_refused(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-L><F4>2024-02-30<Enter>");
	stage_errs(s, "2024-02-30");
	stage_keys(s, "<Esc>");
	stage_shows(s, "村级名册");
}

static void assert_filter(struct stage *s, const char *words, const char *want)
{
	struct log_filter f = { .person = NULL };
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	if (log_filter_parse(s->office->s, words, &f, &e) < 0)
		fail_msg("%s: %s", words, e.text);
	log_filter_format(&f, &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
	log_filter_release(&f);
}

static void test_log__a_filter_reads_what_it_writes(void **state)
{
	struct stage *s = *state;

	assert_filter(s, "", "");
	assert_filter(s, "张敏 2024-05 导入 org", "2024-05-01..2024-05-20 张敏 党组织 导入");
	assert_filter(s, "2024-05-01..2024-05-20 张敏 党组织 导入", "2024-05-01..2024-05-20 张敏 党组织 导入");
	assert_filter(s, "2024-04..", "2024-04-01..");
	assert_filter(s, "..昨天 undo", "..2024-05-19 撤销");
	/* Each kind of action by its own name, too. */
	for (int k = ACTION_EDIT; k < ACTION_KINDS; k++)
		assert_filter(s, action_kind_label((enum action_kind)k), action_kind_label((enum action_kind)k));
}

/* In the past the journal ends there too. */
static void test_log__in_the_past_it_is_that_of_then(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "<Alt-L>@2024-05-19<Enter>");
	for (int i = 0; i < 100 && strstr(stage_lines(s), "正在准备"); i++)
		stage_keys(s, "");
	stage_shows(s, "[历史 2024-05-19 只读] 台账 > 操作记录");
	stage_hides(s, "村级名册");
	stage_keys(s, "u");
	stage_errs(s, "只能看不能改");
}

int main(void)
{
#define LOG(test) cmocka_unit_test_setup_teardown(test, setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		LOG(test_log__at_80x24),
		LOG(test_log__at_40x12),
		LOG(test_log__what_changed_yesterday),
		LOG(test_log__an_import_is_found_and_taken_back),
		LOG(test_log__only_some),
		LOG(test_log__words_that_say_nothing_are_refused),
		LOG(test_log__a_filter_reads_what_it_writes),
		LOG(test_log__in_the_past_it_is_that_of_then),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
