/* Ledger files in and out on the command line. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/csv.h"
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

static void did(void)
{
	if (r.status != 0)
		fail_msg("exit status %d: %s", r.status, r.err);
}

static void ended(int status, const char *text)
{
	if (r.status != status)
		fail_msg("exit status %d instead of %d; stderr: %s", r.status, status, r.err);
	says(r.err, "zhibu: ");
	says(r.err, text);
	assert_string_equal(r.out, "");
}

static void put(const char *name, const char *text)
{
	run_write_file(run_path(name), text, strlen(text));
}

/* How many organizations there are in all. */
static size_t count(void)
{
	size_t n = 0;

	run_zhibu(&r, "list", "org", "--all", "--format", "json");
	for (const char *at = r.out; *at; at++)
		n += *at == '\n';
	return n;
}

#define LEDGER \
	"示例镇党组织台账\n" \
	"党组织编码,党组织名称,组织类别,上级党组织,书记,书记联系电话,正式党员数,备用列\n" \
	"C1,中共示例镇东河村支部委员会,党支部,中共示例镇委员会,示例多杰,13900005678,12,x\n" \
	"C2,中共示例镇西岭村支部委员会,631,A1,,,8,\n"

#define WRONG_LEDGER \
	"编码,名称,类别,上级,成立时间,书记电话\n" \
	"C1,中共示例镇东河村支部委员会,党支部,A1,2001-07-01,\n" \
	"C2,中共示例镇西岭村支部委员会,没有这类,A1,2001-02-30,13900009999999\n"

/* ---- import ------------------------------------------------------------------------------------ */

static void test_cli_files__a_ledger_is_imported_and_undone(void **state)
{
	(void)state;
	put("ledger.csv", LEDGER);
	run_zhibu(&r, "import", "org", run_path("ledger.csv"), "--reason", "示例台账");
	did();
	assert_string_equal(r.out, "");
	says(r.err, "读了 2 行：新增 2，");
	says(r.err, "备用列");
	run_zhibu(&r, "list", "org", "code=C1", "--columns", "secretary,full_members,superior", "--format",
		"json");
	assert_string_equal(r.out, "{\"secretary\":\"示例多杰\",\"full_members\":12,\"superior\":\"A1\"}\n");
	run_zhibu(&r, "log", "--where", "kind=import", "--format", "json");
	says(r.out, "\"channel\":\"import\"");
	says(r.out, "示例台账");
	run_zhibu(&r, "undo", "--no-input");
	assert_int_equal(r.status, 2);
	assert_int_equal(count(), 4);
	run_zhibu(&r, "undo", "--yes");
	did();
	assert_int_equal(count(), 2);
}

static void test_cli_files__stdin_and_gb18030_are_read(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	run_with(&r, LEDGER, (const char *const[]){ "import", "org", "-", NULL });
	did();
	assert_int_equal(count(), 4);
	buf_adds(&text, "编码;书记\nC2;示例卓玛\n");
	assert_int_equal(csv_to_gb18030(&text, NULL), 0);
	run_write_file(run_path("gb.csv"), text.data, text.len);
	buf_release(&text);
	run_zhibu(&r, "import", "org", run_path("gb.csv"));
	did();
	says(r.err, "修改 1");
	run_zhibu(
		&r, "import", "org", run_path("gb.csv"), "--encoding", "gb18030", "--separator", "semicolon");
	did();
	says(r.err, "没有变化 1");
	run_zhibu(&r, "import", "org", run_path("gb.csv"), "--encoding", "utf-8");
	ended(4, "gb.csv");
	run_zhibu(&r, "import", "org", run_path("gb.csv"), "--separator", "tab");
	assert_int_equal(r.status, 4);
}

#define ODD_LEDGER "单位编号,名称,党组织类型,备考,党员,职数\nC1,中共示例县示例村支部委员会,党支部,x,12,3\n"

static void test_cli_files__columns_go_where_the_line_says(void **state)
{
	(void)state;
	put("odd.csv", ODD_LEDGER);
	run_zhibu(&r, "import", "org", run_path("odd.csv"));
	ended(4, "要新增，请先指明文件里哪一列是「编码」");
	says(r.err, "没有用到的列：单位编号, 备考");
	says(r.err, "（要用上，加 --map '列名=字段'）");
	run_zhibu(&r, "import", "org", run_path("odd.csv"), "--map", "单位编号=编码", "--map", "党组织类型=category,备考=,党员=正式党员", "--map", "职数=");
	did();
	says(r.err, "读了 1 行：新增 1，");
	/* What was left out on purpose needs no word. */
	assert_null(strstr(r.err, "没有用到的列"));
	run_zhibu(&r, "list", "org", "code=C1", "--columns", "full_members", "--format", "json");
	assert_string_equal(r.out, "{\"full_members\":12}\n");
}

static void test_cli_files__a_mapping_that_will_not_do_is_one_sentence(void **state)
{
	static const struct {
		const char *map;
		int status;
		const char *words;
	} bad[] = {
		{ "单位编码=编码", 4, "文件里没有「单位编码」这一列，是不是「单位编号」？" },
		{ "邮政编码=编码", 4, "文件里没有「邮政编码」这一列；表头在第 1 行，请照那里的列名写。" },
		{ "单位编号=编玛", 4, "「单位编号」这一列不能对应到「编玛」：党组织没有这个字段，是不是「编码」？" },
		{ "备考=xyzzy", 4, "「备考」这一列不能对应到「xyzzy」：党组织没有这个字段；有哪些，见 zhibu export org --english 的表头。" },
		{ "单位编号=编码,备考=code", 4, "「单位编号」和「备考」两列都对应到「编码」；一个字段只能来自一列。" },
		{ "备考=,备考=备注", 4, "「备考」这一列的对应写了两次，只能写一次。" },
		{ "单位编号", 2, "--map 后面应写 列名=字段，不能是「单位编号」。" },
		{ "=编码", 2, "--map 后面应写 列名=字段，不能是「=编码」。" },
		{ "单位编号=编码,备考", 2, "--map 后面应写 列名=字段" },
	};

	(void)state;
	put("odd.csv", ODD_LEDGER);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		run_zhibu(&r, "import", "org", run_path("odd.csv"), "--map", bad[i].map);
		ended(bad[i].status, bad[i].words);
		assert_int_equal(count(), 2);
	}
	put("twice.csv", "编码,名称,甲,甲\nC1,中共示例县示例村支部委员会,a,b\n");
	run_zhibu(&r, "import", "org", run_path("twice.csv"), "--map", "甲=备注");
	ended(4, "文件里有 2 列叫「甲」，不知道是哪一列；请先把列名改开。");
}

static void test_cli_files__a_header_alone_is_said_to_be_one(void **state)
{
	(void)state;
	put("empty.csv", "编码,名称,类别\n");
	run_zhibu(&r, "import", "org", run_path("empty.csv"));
	did();
	assert_string_equal(r.err, "文件里只有表头，没有数据行，没有什么可导入的。\n");
	assert_int_equal(count(), 2);
}

static void test_cli_files__warnings_are_listed_up_to_a_limit(void **state)
{
	struct buf text = BUF_INIT;
	size_t listed = 0;

	(void)state;
	buf_adds(&text, "编码,名称,类别,上级,领域\n");
	for (int i = 0; i < 30; i++)
		buf_addf(&text, "D%d,示例支部委员会,党支部,A1,机关\n", i);
	put("many.csv", buf_str(&text));
	buf_release(&text);
	run_zhibu(&r, "import", "org", run_path("many.csv"));
	did();
	says(r.err, "提醒：第 2 行，名称：全称「示例支部委员会」没有以「中国共产党」或「中共」开头");
	says(r.err, "提醒 30。");
	says(r.err, "还有 10 条提醒没有列出。");
	for (const char *at = r.err; (at = strstr(at, "提醒：第 ")) != NULL; at++)
		listed++;
	assert_int_equal(listed, 20);
}

static void test_cli_files__one_wrong_row_refuses_all(void **state)
{
	(void)state;
	put("wrong.csv", WRONG_LEDGER);
	run_zhibu(&r, "import", "org", run_path("wrong.csv"));
	ended(4, "wrong.csv");
	says(r.err, "第 3 行");
	says(r.err, "没有这类");
	says(r.err, "2001-02-30");
	assert_null(strstr(r.err, "13900009999999"));
	assert_int_equal(count(), 2);
}

static void test_cli_files__good_rows_can_be_taken_alone(void **state)
{
	size_t n;
	char *rest;
	struct stat st;

	(void)state;
	put("wrong.csv", WRONG_LEDGER);
	run_zhibu(&r, "import", "org", run_path("wrong.csv"), "--partial", "--errors", run_path("rest.csv"));
	assert_int_equal(r.status, 4);
	says(r.err, "新增 1");
	says(r.err, run_path("rest.csv"));
	assert_int_equal(count(), 3);
	rest = run_read_file(run_path("rest.csv"), &n);
	assert_non_null(rest);
	says(rest, "C2");
	assert_null(strstr(rest, "C1"));
	free(rest);
	assert_int_equal(stat(run_path("rest.csv"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* The reminder stays while the file, spoilt meanwhile, has not been imported. */
static void test_cli_files__refused_rows_are_remembered_until_they_are_imported(void **state)
{
	const char *notes = "state/zhibu/imports/refused";
	size_t n;
	char *text;

	(void)state;
	put("wrong.csv", WRONG_LEDGER);
	run_zhibu(&r, "import", "org", run_path("wrong.csv"), "--partial", "--errors", run_path("rest.csv"));
	put("rest.csv", "PK\x03\x04");
	run_zhibu(&r, "import", "org", run_path("rest.csv"));
	ended(4, "Excel");
	text = run_read_file(run_path(notes), &n);
	says(text, "rest.csv");
	free(text);
	put("rest.csv", "编码,名称,类别,上级\nC2,中共示例镇西岭村支部委员会,党支部,A1\n");
	run_zhibu(&r, "import", "org", run_path("rest.csv"));
	did();
	text = run_read_file(run_path(notes), &n);
	assert_null(strstr(text, "rest.csv"));
	free(text);
}

static void test_cli_files__a_dry_run_writes_nothing(void **state)
{
	(void)state;
	put("ledger.csv", LEDGER);
	put("wrong.csv", WRONG_LEDGER);
	run_zhibu(&r, "import", "org", run_path("ledger.csv"), "--dry-run", "--errors", run_path("rest.csv"));
	did();
	says(r.err, "新增 2");
	says(r.err, "没有写入");
	assert_int_equal(access(run_path("rest.csv"), F_OK), -1);
	run_zhibu(&r, "import", "org", run_path("wrong.csv"), "--dry-run", "--partial");
	assert_int_equal(r.status, 4);
	assert_int_equal(count(), 2);
	run_zhibu(&r, "log", "--where", "kind=import");
	assert_int_equal(r.status, 1);
}

static void test_cli_files__what_cannot_be_read_is_named(void **state)
{
	(void)state;
	run_zhibu(&r, "import", "org", run_path("none.csv"));
	ended(6, "none.csv");
	run_zhibu(&r, "import", "org", run_path("data"));
	ended(6, "data");
	put("rest.csv", "mine");
	put("ledger.csv", LEDGER);
	run_zhibu(&r, "import", "org", run_path("ledger.csv"), "--errors", run_path("rest.csv"));
	ended(6, "rest.csv");
	assert_int_equal(count(), 2);
	run_zhibu(&r, "import", "orgs", run_path("ledger.csv"));
	ended(2, "org");
	put("empty.csv", "");
	run_zhibu(&r, "import", "org", run_path("empty.csv"));
	ended(4, "文件是空的");
	assert_null(strstr(r.err, "只有表头"));
	run_zhibu(&r, "import", "org", run_database());
	assert_int_equal(r.status, 4);
	/* It has no end. */
	run_zhibu(&r, "import", "org", "/dev/zero");
	ended(4, "空字节");
}

static void test_cli_files__a_viewer_imports_nothing(void **state)
{
	(void)state;
	run_zhibu(&r, "add", "operator", "login=viewer", "name=示例查看员", "role=viewer");
	did();
	put("ledger.csv", LEDGER);
	run_zhibu(&r, "--operator", "viewer", "import", "org", run_path("ledger.csv"));
	assert_int_equal(r.status, 5);
	assert_int_equal(count(), 2);
}

/* ---- export ------------------------------------------------------------------------------------ */

static void test_cli_files__export_writes_a_spreadsheet_s_csv(void **state)
{
	struct stat st;
	char *text;
	size_t n;

	(void)state;
	run_zhibu(&r, "export", "org", run_path("out.csv"), "--columns", "code,name,full_members");
	did();
	assert_string_equal(r.out, "");
	says(r.err, "2");
	text = run_read_file(run_path("out.csv"), &n);
	assert_string_equal(text, "\xEF\xBB\xBF编码,全称,正式党员\nA1,中共示例镇委员会,\n"
				  "B1,中共示例镇南沙沟村支部委员会,23\n");
	free(text);
	assert_int_equal(stat(run_path("out.csv"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	run_zhibu(&r, "export", "org", run_path("out.csv"));
	ended(2, "out.csv");
}

static void test_cli_files__export_goes_to_stdout(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org", "--columns", "code", "--no-bom", "--english");
	did();
	assert_string_equal(r.out, "code\nA1\nB1\n");
	assert_string_equal(r.err, "");
	run_zhibu(
		&r, "export", "org", "-", "--columns", "编码,领域", "--format", "tsv", "--where", "类别=631");
	assert_string_equal(r.out, "编码\t领域\nB1\t农村\n");
	run_zhibu(
		&r, "export", "org", "--columns", "code", "--format", "json", "--sort=-code", "--limit", "1");
	assert_string_equal(r.out, "{\"code\":\"B1\"}\n");
	run_zhibu(&r, "export", "org", "--columns", "name", "--encoding", "gb18030", "--where", "code=A1");
	assert_string_equal(r.out,
		"\xC8\xAB\xB3\xC6\r\n\xD6\xD0\xB9\xB2\xCA\xBE\xC0\xFD\xD5\xF2\xCE\xAF\xD4\xB1\xBB\xE1\r\n");
}

static void test_cli_files__the_file_s_name_says_the_format(void **state)
{
	char *text;
	size_t n;

	(void)state;
	run_zhibu(&r, "export", "org", run_path("out.json"), "--columns", "code");
	did();
	text = run_read_file(run_path("out.json"), &n);
	assert_string_equal(text, "{\"code\":\"A1\"}\n{\"code\":\"B1\"}\n");
	free(text);
	run_zhibu(&r, "export", "org", run_path("two.json"), "--no-bom");
	ended(2, "--no-bom");
	run_zhibu(&r, "export", "org", run_path("two.json"), "--encoding", "gb18030");
	ended(2, "gb18030");
	run_zhibu(&r, "export", "org", run_path("two.json"), "--format", "csv", "--encoding", "gb18030");
	did();
	run_zhibu(&r, "export", "org", "--format", "table");
	ended(2, "zhibu list");
	run_zhibu(&r, "export", "org", "--columns", "id");
	ended(2, "id");
}

static void test_cli_files__what_is_listed_is_what_is_exported(void **state)
{
	char *listed;

	(void)state;
	run_zhibu(&r, "list", "org", "--format", "json");
	listed = r.out;
	r.out = NULL;
	run_zhibu(&r, "export", "org", "--format", "json");
	did();
	assert_string_equal(r.out, listed);
	free(listed);
}

static void test_cli_files__export_and_import_are_the_identity(void **state)
{
	(void)state;
	run_zhibu(&r, "set", "org", "B1", "short_name==1+1", "note=甲,\"乙\"\n丙");
	did();
	run_zhibu(&r, "export", "org", run_path("out.csv"), "--all");
	did();
	run_zhibu(&r, "import", "org", run_path("out.csv"));
	did();
	says(r.err, "新增 0，修改 0，没有变化 2");
	run_zhibu(&r, "export", "org", run_path("full.csv"), "--all", "--reveal");
	did();
	run_zhibu(&r, "import", "org", run_path("full.csv"));
	did();
	says(r.err, "没有变化 2");
}

static void test_cli_files__exports_are_masked_and_journaled(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org");
	did();
	says(r.out, "139****1234");
	assert_null(strstr(r.out, "13900001234"));
	run_zhibu(&r, "export", "org", "--reveal");
	did();
	says(r.out, "13900001234");
	run_zhibu(&r, "log", "--where", "kind=export", "--format", "json");
	did();
	assert_non_null(strchr(r.out, '\n') + 1);
	assert_true(strlen(strchr(r.out, '\n')) > 1);
	run_zhibu(&r, "--readonly", "export", "org");
	did();
	run_zhibu(&r, "--readonly", "export", "org", "--reveal");
	ended(2, "--reveal");
	run_zhibu(&r, "add", "operator", "login=clerk", "name=示例录入员", "role=clerk");
	run_zhibu(&r, "--operator", "clerk", "export", "org", "--reveal");
	ended(5, "--reveal");
}

static void test_cli_files__nothing_to_export_is_1(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org", "--where", "没有这个", "--columns", "code", "--no-bom");
	assert_int_equal(r.status, 1);
	assert_string_equal(r.out, "编码\n");
}

static void test_cli_files__an_export_that_cannot_be_written_leaves_nothing(void **state)
{
	(void)state;
	run_zhibu(&r, "export", "org", run_path("nowhere/out.csv"));
	ended(6, "nowhere");
	run_into(&r, "/dev/full", (const char *const[]){ "export", "code", NULL });
	assert_int_equal(r.status, 6);
	says(r.err, "zhibu: ");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_cli_files__##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_ledger_is_imported_and_undone),
		TEST(stdin_and_gb18030_are_read),
		TEST(columns_go_where_the_line_says),
		TEST(a_mapping_that_will_not_do_is_one_sentence),
		TEST(a_header_alone_is_said_to_be_one),
		TEST(warnings_are_listed_up_to_a_limit),
		TEST(one_wrong_row_refuses_all),
		TEST(good_rows_can_be_taken_alone),
		TEST(refused_rows_are_remembered_until_they_are_imported),
		TEST(a_dry_run_writes_nothing),
		TEST(what_cannot_be_read_is_named),
		TEST(a_viewer_imports_nothing),
		TEST(export_writes_a_spreadsheet_s_csv),
		TEST(export_goes_to_stdout),
		TEST(the_file_s_name_says_the_format),
		TEST(what_is_listed_is_what_is_exported),
		TEST(export_and_import_are_the_identity),
		TEST(exports_are_masked_and_journaled),
		TEST(nothing_to_export_is_1),
		TEST(an_export_that_cannot_be_written_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
