/* Records on the command line: list, show, add, set, retire, revive, figures, in every format. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/records.h"
#include "tests/support/run.h"

#define B1_NAME "中共示例镇南沙沟村支部委员会"

static struct run r;

static int setup(void **state)
{
	(void)state;
	run_new_desk();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run_release(&r);
	run_remove_home();
	return 0;
}

static void did(void)
{
	if (r.status != 0)
		fail_msg("exit status %d: %s", r.status, r.err);
}

static void refused(int status, const char *text)
{
	run_refused(&r, status, text);
}

/* What the database says of one field of B1. */
static void b1_is(const char *field, const char *value)
{
	struct run own = { .status = -1 };

	run_zhibu(&own, "list", "org", "--all", "--where", "code=B1", "--columns", field, "--format", "csv",
		"--english");
	if (own.status != 0)
		fail_msg("%s", own.err);
	says(own.out, "\n");
	assert_int_equal(strlen(own.out), strlen(field) + strlen(value) + 2);
	assert_memory_equal(own.out + strlen(field) + 1, value, strlen(value));
	run_release(&own);
}

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

/* ---- list -------------------------------------------------------------------------------------- */

static void test_cli_records__a_table_is_aligned_by_cells(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--columns", "code,name,secretary,full_members");
	did();
	assert_string_equal(r.out, "编码  全称                          书记      正式党员\n"
				   "A1    中共示例镇委员会\n"
				   "B1    " B1_NAME "  示例才仁        23\n");
	assert_string_equal(r.err, "");
}

static void test_cli_records__wide_columns_are_cut_in_tables_only(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "全称=中共示例镇南沙沟村柯柯村西岭村东河村联合支部委员会");
	did();
	run_zhibu(&r, "list", "org", "--where", "code=B1", "--columns", "name,code");
	did();
	assert_string_equal(r.out, "全称                            编码\n"
				   "中共示例镇南沙沟村柯柯村西岭~   B1\n");
	run_zhibu(&r, "list", "org", "--where", "code=B1", "--columns", "name", "--format", "tsv");
	assert_string_equal(r.out, "全称\n中共示例镇南沙沟村柯柯村西岭村东河村联合支部委员会\n");
}

static void test_cli_records__json_has_every_field_by_its_name(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--format", "json");
	did();
	assert_int_equal(lines(r.out), 2);
	says(r.out,
		"{\"code\":\"A1\",\"name\":\"中共示例镇委员会\",\"short_name\":null,\"category\":\"611\",");
	says(r.out,
		"\"superior\":\"A1\",\"domain\":\"1\",\"division\":\"632821102210\",\"founded\":\"1958\"");
	says(r.out, "\"full_members\":23,");
	says(r.out, "\"centre\":false,");
	says(r.out, "\"note\":null");
	for (size_t i = 0; i < org_reg.nfields; i++) {
		char name[64];

		snprintf(name, sizeof(name), "\"%s\":", org_reg.fields[i].name);
		says(r.out, name);
	}
}

static void test_cli_records__json_escapes_what_json_cannot_hold(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "note=一\"二\"\\三\n四\t五");
	did();
	run_zhibu(&r, "list", "org", "code=B1", "--format", "json", "--columns", "note");
	assert_string_equal(r.out, "{\"note\":\"一\\\"二\\\"\\\\三\\n四\\t五\"}\n");
}

static void test_cli_records__csv_quotes_and_guards(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "short_name==1+1", "units=甲,乙\"丙\"");
	did();
	run_zhibu(&r, "list", "org", "code=B1", "--format", "csv", "--columns", "short_name,units,superior");
	assert_string_equal(r.out, "简称,单位名称,上级组织\n'=1+1,\"甲,乙\"\"丙\"\"\",中共示例镇委员会 A1\n");
	run_zhibu(&r, "list", "org", "code=B1", "--format", "csv", "--columns", "简称,书记", "--english");
	assert_string_equal(r.out, "short_name,secretary\n'=1+1,示例才仁\n");
}

static void test_cli_records__conditions_are_those_of_the_filter_line(void **state)
{
	static const struct {
		const char *condition;
		bool a1, b1;
	} cases[] = {
		{ "党员>20", false, true },
		{ "书记=空", true, false },
		{ "书记=非空", false, true },
		{ "类别=611,631", true, true },
		{ "nsg", false, true },
		{ "南沙沟 党员>20", false, true },
		{ "成立<2010", false, true },
		{ "-南沙沟", true, false },
		{ "南沙沟 | 类别=611", true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		run_zhibu(&r, "list", "org", "--columns", "code", "--where", cases[i].condition);
		did();
		if (cases[i].a1 != (strstr(r.out, "A1") != NULL) ||
			cases[i].b1 != (strstr(r.out, "B1") != NULL))
			fail_msg("%s gave %s", cases[i].condition, r.out);
	}
}

static void test_cli_records__conditions_are_all_demanded(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "类别=631", "--where", "党员>20", "--where", "书记=示例才仁");
	did();
	says(r.out, "B1");
	run_zhibu(&r, "list", "org", "类别=631", "--where", "党员>20", "--where", "书记=空");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "");
	assert_string_equal(r.err, "");
}

static void test_cli_records__no_match_is_1_in_every_format(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "没有这个", "--format", "json");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "");
	run_zhibu(&r, "list", "org", "没有这个", "--format", "csv", "--columns", "code");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "编码\n");
}

static void test_cli_records__wrong_conditions_name_the_nearest(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "secretery=x");
	refused(2, "书记");
	run_zhibu(&r, "list", "org", "--where", "党员>很多");
	assert_int_equal(r.status, 2);
	run_zhibu(&r, "list", "org", "--columns", "code,nmae");
	refused(2, "name");
	run_zhibu(&r, "list", "org", "--sort", "书纪");
	refused(2, "secretary");
	run_zhibu(&r, "list", "org", "--sort", "note");
	refused(2, "code");
	run_zhibu(&r, "list", "org", "\xE2\x80\x8B");
	assert_int_equal(r.status, 2);
}

static void test_cli_records__order_and_limit(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--sort", "-编码", "--columns", "code", "--format", "tsv");
	assert_string_equal(r.out, "编码\nB1\nA1\n");
	run_zhibu(
		&r, "list", "org", "--sort", "code", "--columns", "code", "--format", "tsv", "--limit", "1");
	assert_string_equal(r.out, "编码\nA1\n");
	run_zhibu(&r, "list", "code", "--limit", "3", "--format", "json");
	assert_int_equal(lines(r.out), 3);
}

static void test_cli_records__all_shows_what_is_out_of_use(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "B1", "--reason", "示例撤并");
	did();
	run_zhibu(&r, "list", "org");
	assert_null(strstr(r.out, "B1"));
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
	run_zhibu(&r, "list", "org", "--all", "--format", "json");
	unsetenv("ZHIBU_TODAY");
	says(r.out, "\"code\":\"B1\"");
	says(r.out, "\"retired_on\":null}");
	says(r.out, "\"retired_on\":\"2");
}

/* ---- Personal data ----------------------------------------------------------------------------- */

static void test_cli_records__personal_data_is_masked(void **state)
{
	static const char *const formats[] = { "table", "csv", "tsv", "json" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		run_zhibu(&r, "list", "org", "--columns", "secretary_phone", "--format", formats[i]);
		did();
		says(r.out, "139****1234");
		assert_null(strstr(r.out, "13900001234"));
		run_zhibu(&r, "show", "org", "B1", "--format", formats[i]);
		did();
		assert_null(strstr(r.out, "13900001234"));
		run_zhibu(&r, "history", "org", "B1", "--format", formats[i]);
		did();
		assert_null(strstr(r.out, "13900001234"));
	}
}

static void test_cli_records__a_reveal_is_journaled(void **state)
{
	(void)state;
	run_zhibu(&r, "list", "org", "--columns", "secretary_phone", "--reveal");
	did();
	says(r.out, "13900001234");
	run_zhibu(&r, "show", "org", "B1", "--reveal");
	says(r.out, "13900001234");
	run_zhibu(&r, "history", "org", "B1", "--reveal");
	says(r.out, "13900001234");
	run_zhibu(&r, "log", "--where", "kind=reveal", "--format", "json");
	did();
	assert_int_equal(lines(r.out), 3);
	says(r.out, B1_NAME);
}

static void test_cli_records__a_reveal_needs_the_right(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=clerk", "name=示例录入员", "role=clerk");
	did();
	run_zhibu(&r, "--operator", "clerk", "show", "org", "B1", "--reveal");
	refused(5, "--reveal");
	run_zhibu(&r, "add", "operator", "login=checker", "name=示例审核员", "role=checker");
	did();
	run_zhibu(&r, "--operator", "checker", "show", "org", "B1", "--reveal");
	did();
	says(r.out, "13900001234");
}

/* ---- show -------------------------------------------------------------------------------------- */

static void test_cli_records__show_prints_every_field_with_its_label(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "note=第一行\n第二行");
	run_zhibu(&r, "show", "org", "B1");
	did();
	says(r.out, "编码          B1\n");
	says(r.out, "全称          " B1_NAME "\n");
	says(r.out, "上级组织      中共示例镇委员会\n");
	says(r.out, "联系人\n");
	says(r.out, "备注          第一行\n              第二行\n");
	assert_null(strstr(r.out, "停用"));
	run_zhibu(&r, "show", "org", B1_NAME, "--columns", "name,code", "--english");
	assert_string_equal(r.out, "name  " B1_NAME "\ncode  B1\n");
}

static void test_cli_records__show_ends_with_facts_and_what_refers_to_it(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "full_members=20", "probationary_members=3", "term_from=", "term_to=2020-01",
		"founded=");
	run_zhibu(&r, "show", "org", "B1");
	did();
	assert_non_null(strstr(r.out, "\n\n党员合计  23 人\n"));
	assert_string_equal(strstr(r.out, "\n\n"), "\n\n党员合计  23 人\n");
	run_zhibu(&r, "show", "org", "A1");
	did();
	says(r.out, "\n直接下级  1\n");
	run_zhibu(&r, "show", "org", "A1", "--english");
	says(r.out, "\norg.superior  1\n");
	/* They are no columns. */
	run_zhibu(&r, "show", "org", "B1", "--columns", "code");
	assert_string_equal(r.out, "编码  B1\n");
	run_zhibu(&r, "show", "org", "B1", "--format", "json");
	assert_null(strstr(r.out, "23 人"));
}

static void test_cli_records__values_that_are_not_there_say_why(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "书记=无", "书记电话=N/A");
	did();
	run_zhibu(&r, "show", "org", "B1", "--columns", "书记,书记电话");
	assert_string_equal(r.out, "书记      无\n书记电话  不适用\n");
	run_zhibu(&r, "list", "org", "--where", "书记=无", "--columns", "code", "--format", "csv");
	did();
	says(r.out, "B1");
	/* What a language shows, it also reads. */
	run_zhibu(&r, "--lang", "en", "show", "org", "B1", "--columns", "secretary,secretary_phone", "--english");
	assert_string_equal(r.out, "secretary        none\nsecretary_phone  n/a\n");
	run_zhibu(&r, "--lang", "en", "set", "org", "B1", "secretary_phone=unfilled");
	did();
	run_zhibu(&r, "set", "org", "B1", "书记=不适用");
	refused(4, "可以填「无」");
	run_zhibu(&r, "set", "org", "B1", "书记=未填");
	did();
	run_zhibu(&r, "list", "org", "--where", "书记=未填", "--columns", "code", "--format", "csv");
	says(r.out, "B1");
}

static void test_cli_records__show_says_when_a_record_is_out_of_use(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "B1", "--reason", "示例撤并");
	run_zhibu(&r, "show", "org", "B1");
	did();
	says(r.out, "停用日期");
	run_zhibu(&r, "show", "org", "B1", "--columns", "retired_reason,version");
	assert_string_equal(r.out, "停用原因  示例撤并\n版本      2\n");
}

static void test_cli_records__what_there_is_not_is_1(void **state)
{
	(void)state;
	run_zhibu(&r, "show", "org", "B2");
	refused(1, "B2");
	run_zhibu(&r, "set", "org", "B2", "name=x");
	refused(1, "B2");
	run_zhibu(&r, "history", "org", "B2");
	refused(1, "B2");
}

/* ---- add and set ------------------------------------------------------------------------------- */

static void test_cli_records__add_prints_the_new_key(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "org", "编码=B2", "名称=中共示例镇东河村支部委员会", "类别=党支部", "上级=A1",
		"领域=农村", "--reason", "示例新建");
	did();
	assert_string_equal(r.out, "B2\n");
	says(r.err, "中共示例镇东河村支部委员会");
	run_zhibu(&r, "history", "org", "B2", "--format", "csv", "--columns", "reason", "--limit", "1");
	says(r.out, "示例新建");
}

static void test_cli_records__warnings_do_not_refuse(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "full_members=2");
	did();
	says(r.err, "提醒");
	assert_string_equal(r.out, "");
	b1_is("full_members", "2");
}

static void test_cli_records__values_are_read_like_those_of_a_form(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "书记=　示例卓玛　", "成立日期=１９５８年１０月１日", "领域=农村",
		"党群服务中心=是");
	did();
	b1_is("secretary", "示例卓玛");
	b1_is("founded", "1958-10-01");
	run_zhibu(&r, "set", "org", "B1", "书记=", "成立日期=");
	did();
	b1_is("secretary", "");
	b1_is("founded", "");
}

static void test_cli_records__nothing_changed_is_said(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "书记=示例才仁");
	did();
	says(r.err, "没有变化");
	run_zhibu(&r, "history", "org", "B1", "--where", "op=update");
	assert_int_equal(r.status, 1);
}

static void test_cli_records__wrong_values_change_nothing(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "书记=示例卓玛", "成立日期=2023-02-29");
	refused(4, "成立日期");
	run_zhibu(&r, "set", "org", "B1", "书记=示例卓玛", "上级=没有这个组织");
	assert_true(r.status == 4 || r.status == 1);
	run_zhibu(&r, "set", "org", "B1", "书记=示例\xE2\x80\xAE卓玛");
	refused(4, "书记");
	run_zhibu(&r, "set", "org", "B1", "书记=\xFF\xFE");
	refused(4, "书记");
	run_zhibu(&r, "set", "org", "B1", "secretary_phone=12345");
	assert_int_equal(r.status, 4);
	run_zhibu(&r, "set", "org", "B1", "code=A1");
	refused(4, "A1");
	run_zhibu(&r, "set", "org", "B1", "name=");
	refused(4, "全称");
	b1_is("secretary", "示例才仁");
	run_zhibu(&r, "history", "org", "B1", "--where", "op=update");
	assert_int_equal(r.status, 1);
}

static void test_cli_records__words_that_are_no_assignment_are_refused(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "书记");
	refused(2, "书记");
	run_zhibu(&r, "set", "org", "B1", "=x");
	refused(2, "=x");
	run_zhibu(&r, "set", "org", "B1", "secretari=x");
	refused(2, "secretary");
	run_zhibu(&r, "set", "org", "B1", "书记=甲", "secretary=乙");
	refused(2, "书记");
	run_zhibu(&r, "add", "org", "name=x");
	assert_int_equal(r.status, 4);
	b1_is("secretary", "示例才仁");
}

static void test_cli_records__what_is_fixed_stays(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=zhang", "name=示例", "role=clerk");
	did();
	run_zhibu(&r, "set", "operator", "zhang", "login=li");
	refused(4, "登录名");
	run_zhibu(&r, "show", "operator", "zhang");
	did();
}

static void test_cli_records__a_reason_is_cleaned_too(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "书记=甲", "--reason", "\033[31m");
	refused(4, "原因");
	b1_is("secretary", "示例才仁");
}

static void test_cli_records__a_reason_is_as_short_as_on_a_screen(void **state)
{
	struct buf reason = BUF_INIT;

	(void)state;
	for (int i = 0; i < 201; i++)
		buf_adds(&reason, "长");
	run_zhibu(&r, "set", "org", "B1", "书记=甲", "--reason", buf_str(&reason));
	refused(4, "有 201 个字符");
	b1_is("secretary", "示例才仁");
	buf_truncate(&reason, reason.len - strlen("长"));
	run_zhibu(&r, "set", "org", "B1", "书记=甲", "--reason", buf_str(&reason));
	did();
	buf_release(&reason);
}

/* ---- Roles ------------------------------------------------------------------------------------- */

static void test_cli_records__a_viewer_may_look_and_not_write(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=viewer", "name=示例查看员", "role=viewer");
	did();
	run_zhibu(&r, "--operator", "viewer", "list", "org");
	did();
	run_zhibu(&r, "--operator", "viewer", "set", "org", "B1", "书记=甲");
	refused(5, "示例查看员");
	b1_is("secretary", "示例才仁");
	run_zhibu(&r, "log", "--where", "kind=refused", "--format", "json");
	did();
	says(r.out, "\"login\":\"viewer\"");
}

static void test_cli_records__unknown_operators_are_refused(void **state)
{
	(void)state;
	run_zhibu(&r, "--operator", "nobody-here", "list", "org");
	assert_int_equal(r.status, 1);
	says(r.err, "nobody-here");
}

/* ---- retire and revive ------------------------------------------------------------------------- */

static void test_cli_records__retiring_needs_a_reason(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "B1");
	refused(2, "--reason");
	run_zhibu(&r, "retire", "org", "B1", "--reason", " 　 ");
	refused(2, "--reason");
	b1_is("retired_on", "");
}

static void test_cli_records__retired_and_revived(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "B1", "--reason", "示例撤并");
	did();
	says(r.err, "已停用");
	run_zhibu(&r, "retire", "org", "B1", "--reason", "再来");
	assert_int_equal(r.status, 4);
	run_zhibu(&r, "revive", "org", "B1", "--reason", "示例恢复");
	did();
	b1_is("retired_on", "");
	run_zhibu(&r, "revive", "org", "B1", "--reason", "再来");
	assert_int_equal(r.status, 4);
	run_zhibu(&r, "history", "org", "B1", "--format", "json", "--where", "field=retired_on");
	assert_int_equal(lines(r.out), 2);
}

static void test_cli_records__what_is_referred_to_stays_in_use(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "A1", "--reason", "示例");
	refused(4, B1_NAME);
	run_zhibu(&r, "list", "org", "code=A1");
	did();
}

/* ---- figures ----------------------------------------------------------------------------------- */

static void test_cli_records__figures_count_what_lists_show(void **state)
{
	(void)state;
	run_zhibu(&r, "figures", "--format", "json");
	did();
	says(r.out, "{\"register\":\"org\",\"key\":\"orgs\",\"label\":\"基层党组织\",\"of\":null,"
		    "\"of_label\":null,"
		    "\"value\":2}\n");
	says(r.out, "\"key\":\"domains\",\"label\":\"基层党组织（按领域）\",\"of\":\"1\",\"of_"
		    "label\":\"农村\",\"value\":2}");
	says(r.out, "\"key\":\"no_secretary\",");
	run_zhibu(&r, "retire", "org", "B1", "--reason", "示例");
	run_zhibu(&r, "figures", "--format", "tsv", "--where", "key=orgs", "--columns", "value",
		"--english");
	assert_string_equal(r.out, "value\n1\n");
}

static void test_cli_records__figures_can_be_chosen_and_sorted(void **state)
{
	(void)state;
	run_zhibu(&r, "figures", "--where", "register=division", "--sort", "-value", "--columns",
		"of,value", "--format", "tsv", "--limit", "2", "--english");
	did();
	assert_string_equal(r.out, "of\tvalue\nvillage\t389\ntownship\t46\n");
	run_zhibu(&r, "figures", "--where", "label~没有书记", "--columns", "数量");
	assert_string_equal(r.out, "数量\n   1\n");
	run_zhibu(&r, "figures", "--where", "labl=x");
	refused(2, "label");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_records__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_table_is_aligned_by_cells),
		TEST(wide_columns_are_cut_in_tables_only),
		TEST(json_has_every_field_by_its_name),
		TEST(json_escapes_what_json_cannot_hold),
		TEST(csv_quotes_and_guards),
		TEST(conditions_are_those_of_the_filter_line),
		TEST(conditions_are_all_demanded),
		TEST(no_match_is_1_in_every_format),
		TEST(wrong_conditions_name_the_nearest),
		TEST(order_and_limit),
		TEST(all_shows_what_is_out_of_use),
		TEST(personal_data_is_masked),
		TEST(a_reveal_is_journaled),
		TEST(a_reveal_needs_the_right),
		TEST(show_prints_every_field_with_its_label),
		TEST(show_ends_with_facts_and_what_refers_to_it),
		TEST(values_that_are_not_there_say_why),
		TEST(show_says_when_a_record_is_out_of_use),
		TEST(what_there_is_not_is_1),
		TEST(add_prints_the_new_key),
		TEST(warnings_do_not_refuse),
		TEST(values_are_read_like_those_of_a_form),
		TEST(nothing_changed_is_said),
		TEST(wrong_values_change_nothing),
		TEST(words_that_are_no_assignment_are_refused),
		TEST(what_is_fixed_stays),
		TEST(a_reason_is_cleaned_too),
		TEST(a_reason_is_as_short_as_on_a_screen),
		TEST(a_viewer_may_look_and_not_write),
		TEST(unknown_operators_are_refused),
		TEST(retiring_needs_a_reason),
		TEST(retired_and_revived),
		TEST(what_is_referred_to_stays_in_use),
		TEST(figures_count_what_lists_show),
		TEST(figures_can_be_chosen_and_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
