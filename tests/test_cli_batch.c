/* Many records in one command: zhibu set, retire and revive with --ids and --dry-run. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support/run.h"

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

static void ends(int status, const char *text)
{
	if (r.status != status)
		fail_msg("exit status %d instead of %d; stderr: %s", r.status, status, r.err);
	if (!strstr(r.err, text))
		fail_msg("「%s」 does not say 「%s」", r.err, text);
}

/* The contacts of A1 and B1. */
static void contacts_are(const char *lines)
{
	struct run own = { .status = -1 };

	run_zhibu(&own, "list", "org", "--all", "--columns", "contact", "--sort", "code", "--format", "tsv");
	assert_int_equal(own.status, 0);
	assert_string_equal(own.out, lines);
	run_release(&own);
}

/* Trying what one may not is journaled as with a single record; looking what would happen is not trying. */
static void test_cli_batch__a_missing_right_is_journaled(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=looker", "name=示例查看员", "role=viewer");
	ends(0, "");
	run_zhibu(&r, "--operator", "looker", "set", "org", "--ids", "A1,B1", "联系人=示例", "--reason", "试试", "--dry-run");
	ends(5, "没有写入");
	run_zhibu(&r, "log", "--limit", "1", "--format", "tsv", "--columns", "kind");
	assert_null(strstr(r.out, "refused"));
	run_zhibu(&r, "--operator", "looker", "set", "org", "--ids", "A1,B1", "联系人=示例", "--reason", "试试");
	ends(5, "没有修改「党组织」的权限");
	run_zhibu(&r, "log", "--limit", "1", "--format", "tsv", "--columns", "login,kind,reason");
	assert_non_null(strstr(r.out, "looker\trefused\t"));
	contacts_are("联系人\n\n\n");
}

static void test_cli_batch__many_are_one_action(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "--ids", "A1,B1", "联系人=示例卓玛", "--reason", "统一");
	ends(0, "已改 2 条，不变 0 条");
	contacts_are("联系人\n示例卓玛\n示例卓玛\n");
	run_zhibu(&r, "log", "--limit", "1", "--format", "tsv", "--columns", "kind,records,reason");
	assert_non_null(strstr(r.out, "\t2\t统一"));
	run_zhibu(&r, "undo", "--yes");
	ends(0, "");
	contacts_are("联系人\n\n\n");
}

static void test_cli_batch__a_dry_run_shows_and_writes_nothing(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "--ids", "A1,B1", "contact=示例卓玛", "--dry-run", "--format", "tsv");
	ends(0, "会改 2 条，不变 0 条，拒绝 0 条");
	assert_non_null(strstr(r.out, "A1\t中共示例镇委员会\t联系人\t\t示例卓玛\t"));
	contacts_are("联系人\n\n\n");
	run_zhibu(&r, "set", "org", "B1", "contact=示例卓玛", "--dry-run");
	ends(0, "会改 1 条");
	contacts_are("联系人\n\n\n");
}

static void test_cli_batch__one_refused_is_all_refused(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "--ids", "A1,B1", "上级党组织=B1", "联系人=示例卓玛", "--reason", "统一");
	ends(4, "一条都没有改");
	ends(4, "拒绝：中共示例镇委员会 (A1)");
	contacts_are("联系人\n\n\n");
}

static void test_cli_batch__what_is_wrong_is_said(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "--ids", "A1,B1", "联系人=示例卓玛");
	ends(2, "写明原因");
	run_zhibu(&r, "set", "org", "--ids", "A1,A1", "联系人=示例卓玛", "--reason", "x");
	ends(2, "写了两次");
	run_zhibu(&r, "set", "org", "--ids", ",", "联系人=示例卓玛", "--reason", "x");
	ends(1, "");
	run_zhibu(&r, "set", "org", "--ids", "A1,ZZ", "联系人=示例卓玛", "--reason", "x");
	ends(1, "ZZ");
	run_zhibu(&r, "set", "org", "--ids", "A1,B1");
	ends(2, "还缺参数");
	run_zhibu(&r, "set", "org", "--ids", "A1,B1", "联系人=甲", "contact=乙", "--reason", "x");
	ends(2, "写了两次");
	run_zhibu(&r, "set", "org", "B1", "联系人=甲", "--format", "tsv");
	ends(2, "--dry-run");
	contacts_are("联系人\n\n\n");
}

static void test_cli_batch__out_of_use_together(void **state)
{
	(void)state;
	run_zhibu(&r, "retire", "org", "--ids", "A1", "--reason", "合并");
	ends(4, "B1");
	run_zhibu(&r, "retire", "org", "--ids", "A1,B1", "--reason", "合并");
	ends(0, "已改 2 条");
	run_zhibu(&r, "revive", "org", "--ids", "B1", "--reason", "误操作");
	ends(4, "停用");
	run_zhibu(&r, "revive", "org", "--ids", "B1,A1", "--reason", "误操作", "--dry-run");
	ends(0, "会改 2 条");
	run_zhibu(&r, "revive", "org", "--ids", "B1,A1", "--reason", "误操作");
	ends(0, "已改 2 条");
	run_zhibu(&r, "retire", "org", "--ids", "A1", "B1", "--reason", "合并");
	ends(2, "--ids");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_cli_batch__a_missing_right_is_journaled),
		TEST(test_cli_batch__many_are_one_action),
		TEST(test_cli_batch__a_dry_run_shows_and_writes_nothing),
		TEST(test_cli_batch__one_refused_is_all_refused),
		TEST(test_cli_batch__what_is_wrong_is_said),
		TEST(test_cli_batch__out_of_use_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
