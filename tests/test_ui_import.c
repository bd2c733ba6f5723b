/* The import screen: check, correct, map, write, undo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "db/import_left.h"
#include "tests/support/stage.h"
#include "ui/import.h"
#include "src/banned.h"

#define HEAD "编码,全称,类别,上级,领域\n"
#define GOOD "101,中共示例镇新村支部委员会,党支部,001,农村\n"

/* A file in the folder of the test; its path is good until the end. */
static const char *write_file(struct stage *s, const char *name, const char *text)
{
	const char *path = office_file(s->office, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	return path;
}

static const char *read_text(const char *path)
{
	static char text[4096];
	FILE *f = fopen(path, "r");
	size_t n;

	if (!f)
		fail_msg("%s is missing", path);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

/* The ledger of organizations with the file over it, checked. */
static void open_file(struct stage *s, const char *text)
{
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, import_new(s->app, &org_reg, write_file(s, "示例台账.csv", text)));
	stage_keys(s, "");
}

static int64_t orgs(struct stage *s)
{
	return office_number(s->office, "SELECT count(*) FROM org");
}

static void remember(struct stage *s)
{
	mkdir(office_file(s->office, "zhibu"), 0700);
	app_set_drafts(s->app, office_file(s->office, "zhibu/drafts"));
}

#define BAD HEAD GOOD \
	"102,中共示例镇老村支部委员会,党支不,001,农村\n" \
	"002,中共示例镇南沙沟村支部委员会,党支部,001,城市社区\n" \
	"104,,党支部,001,农村\n"

static void test_import__a_check_at_80x24(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_is(s,
		" 台账 > 导入 > 党组织  示例台账.csv                        检查完成  还没有写入",
		"--------------------------------------------------------------------------------",
		" 字符编码 UTF-8(自动)  表头 第1行  对应: 上级=上级组织  其余同名",
		" 共 4 行:  新增 1   更新 1   错误 2",
		"--------------------------------------------------------------------------------",
		"     行 结果 编码       名称             字段       原文         问题",
		">     3 错误 102        中共示例镇老村~  类别       党支不       「党支不」不在~",
		"      5 错误 104                         全称       （空）       全称必须填写，~",
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
		"----------------------------------------------------------------------------1/2-",
		" 第3行 类别 党支不: 「党支不」不在可选的代码里，是不是「党支部」？（Enter 采",
		" 用）",
		"",
		"  Enter 采用   Tab 看内容   x 错误行",
		"1帮助   2命令   3       4改     5对应   6下个错 7导入   8略过   9菜单   10取消");
}

static void test_import__a_check_at_40x12(void **state)
{
	struct stage *s = *state;

	stage_size(s, 40, 12);
	open_file(s, BAD);
	stage_is(s,
		" 导入 > 党组织  ~  检查完成  还没有写入",
		" 字符编码 UTF-8(自动)  表头 第1行  对~",
		" 共 4 行:  新增 1   更新 1   错误 2",
		"    行 结果 字段     问题",
		">    3 错误 类别     「党支不」不在可选~",
		"     5 错误 全称     全称必须填写，例如~",
		"",
		"------------------------------------1/2-",
		" 第3行 类别 党支不: 「党支不」不在可选",
		" 的代码里，是不是「党支部」？（Enter ~",
		"  Enter 采用   Tab 看内容   x 错误行",
		"1帮助   2命令   4改     5对应   10取消");
}

static void test_import__what_will_be_written(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_keys(s, "<Tab>");
	stage_shows(s, "      4 更新 党组织   中共示例镇南沙沟村支部~  领域 农村->城市社区");
	stage_current_is(s, "新增");
	assert_int_equal(orgs(s), 7);
}

static void test_import__the_nearest_value_is_taken_by_enter(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_keys(s, "<Enter>");
	stage_shows(s, "新增 2   更新 1   错误 1");
	stage_hides(s, "党支不");
	/* The file itself stays as it is. */
	assert_string_equal(read_text(office_file(s->office, "示例台账.csv")), BAD);
}

/* What cannot be adopted is not offered: then Enter edits, or does nothing. */
static void test_import__a_proposal_is_offered_where_there_is_one(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_shows(s, "  Enter 采用   Tab 看内容");
	stage_keys(s, "<F6>");
	stage_current_is(s, "104");
	stage_hides(s, "采用");
	stage_shows(s, "  Enter 改   Tab 看内容");
	stage_keys(s, "<Tab>");
	stage_hides(s, "Enter");
	stage_keys(s, "e");
	stage_says(s, "没有要改的");
}

/* A reference that was mistyped: the near name is one Enter away. */
static void test_import__a_mistyped_reference_is_taken_by_enter(void **state)
{
	struct stage *s = *state;

	open_file(s, HEAD "101,中共示例镇新村支部委员会,党支部,中共示例镇委员汇,农村\n");
	stage_shows(s, "没有编码或名称为「中共示例镇委员汇」的党组织");
	stage_shows(s, "（Enter 采用");
	stage_keys(s, "<Enter>");
	stage_shows(s, "共 1 行:  新增 1");
}

/* The codes are there under a name that nobody knows: the way is the mapping of the columns, and no further column. */
static void test_import__codes_under_an_odd_name_lead_to_the_columns(void **state)
{
	struct stage *s = *state;

	open_file(s, "单位编号,全称,类别,上级,领域\n" GOOD);
	stage_shows(s, "要新增，请先指明文件里哪一列是「编码」。");
	stage_shows(s, "(F5 列的对应)");
	stage_hides(s, "请加上");
	stage_hides(s, "采用");
	stage_keys(s, "<F5><Enter>编码<Enter><Esc>");
	stage_shows(s, "共 1 行:  新增 1");
	stage_hides(s, "F5 列");
}

static void test_import__a_cell_is_corrected_and_checked_again(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_keys(s, "<F6>");
	stage_current_is(s, "104");
	stage_keys(s, "e");
	stage_shows(s, "第 5 行  全称");
	stage_keys(s, "中共示例镇补村支部委员会<Enter>");
	stage_shows(s, "新增 2   更新 1   错误 1");
	/* What is wrong again is said again. */
	stage_keys(s, "e党<Enter>");
	stage_shows(s, "党支不党");
}

static void test_import__a_row_is_left_out_and_taken_back(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_keys(s, "s");
	stage_shows(s, "错误 1   略过 1");
	stage_says(s, "第 3 行略过");
	stage_keys(s, "U");
	stage_shows(s, "错误 2");
	stage_hides(s, "略过 1");
}

static void test_import__good_rows_are_written_and_undone_as_one(void **state)
{
	struct stage *s = *state;

	open_file(s, HEAD GOOD "102,中共示例镇老村支部委员会,党支部,001,农村\n");
	stage_keys(s, "<Ctrl-S>");
	stage_shows(s, "作为一步");
	assert_int_equal(orgs(s), 7);
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "已导入：新增 2；u 撤销这次导入");
	assert_int_equal(orgs(s), 9);
	stage_shows(s, "新村");
	stage_keys(s, "u");
	stage_shows(s, "  新增的 2 条记录");
	stage_keys(s, "<Ctrl-S>");
	assert_int_equal(orgs(s), 7);
	office_sound(s->office);
}

static void test_import__refused_rows_are_kept_beside_the_file(void **state)
{
	struct stage *s = *state;
	struct import_left_list left;

	remember(s);
	open_file(s, BAD);
	stage_keys(s, "<Ctrl-S>");
	stage_shows(s, "有错误的 2 行不导入");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "2 行错误行存在");
	assert_int_equal(orgs(s), 8);
	assert_non_null(strstr(read_text(office_file(s->office, "示例台账_错误行.csv")), "104,,党支部,001,农村,5,"));
	assert_int_equal(import_left_read(office_file(s->office, "zhibu/imports"), store_identity(s->office->s), &left, NULL), 0);
	assert_int_equal(left.rows, 2);
	import_left_release(&left);
	/* Home says so, and opens that file. */
	app_push(s->app, home_new(s->app));
	stage_keys(s, "<Esc>");
	stage_shows(s, " 2   导入留下的错误行 示例台账~     2");
	stage_keys(s, "2");
	stage_shows(s, "导入 > 党组织  示例台账_错误行.csv");
	stage_keys(s, "<Esc>");
	/* Corrected and imported, nothing waits any more. */
	write_file(s, "示例台账_错误行.csv", HEAD "104,中共示例镇补村支部委员会,党支部,001,农村\n");
	app_push(s->app, import_new(s->app, &org_reg, office_file(s->office, "示例台账_错误行.csv")));
	stage_keys(s, "");
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	assert_int_equal(orgs(s), 9);
	assert_int_equal(import_left_read(office_file(s->office, "zhibu/imports"), 0, &left, NULL), 0);
	assert_int_equal(left.n, 0);
	import_left_release(&left);
	while (strcmp(app_top(s->app)->type->name, "home") != 0)
		stage_keys(s, "<Esc>");
	stage_hides(s, "导入留下的错误行");
}

static void test_import__refused_rows_are_saved_without_an_import(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_keys(s, "x");
	stage_says(s, "示例台账_错误行.csv");
	stage_keys(s, "x");
	stage_says(s, "示例台账_错误行-2.csv");
	assert_non_null(strstr(read_text(office_file(s->office, "示例台账_错误行.csv")), "行号,原因"));
	assert_int_equal(orgs(s), 7);
	/* Who then imports the others has them already. */
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	stage_says(s, "2 行错误行存在");
	assert_int_equal(orgs(s), 8);
	assert_int_not_equal(access(office_file(s->office, "示例台账_错误行-3.csv"), F_OK), 0);
}

static void test_import__columns_are_mapped_and_remembered(void **state)
{
	struct stage *s = *state;
	const char *text = "号,全称,类别,上级,领域\n" GOOD;

	remember(s);
	open_file(s, text);
	stage_shows(s, "号=不导入");
	stage_keys(s, "<F5>");
	stage_is(s,
		" 台账 > 导入 > 列的对应                               字符编码 自动  表头 第1行",
		"--------------------------------------------------------------------------------",
		"     文件里的列             导入到                   第一行的内容",
		">  1 号                     不导入                   101",
		"   2 全称                   全称                     中共示例镇新村支部委员会",
		"   3 类别                   类别                     党支部",
		"   4 上级                   上级组织                 001",
		"   5 领域                   领域                     农村",
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
		"",
		"",
		"",
		"",
		"  Enter 选字段   [ 表头上   ] 表头下",
		"1帮助   2命令   3       4编码   5       6       7       8不导入 9菜单   10检查");
	stage_keys(s, "<Enter>编码<Enter>");
	stage_shows(s, "号                     编码");
	stage_keys(s, "<Esc>");
	stage_shows(s, "新增 1");
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	assert_int_equal(orgs(s), 8);
	app_push(s->app, import_new(s->app, &org_reg, office_file(s->office, "示例台账.csv")));
	stage_keys(s, "");
	stage_shows(s, "号=编码");
	stage_shows(s, "无变化 1");
}

/* The only layout there is. */
static void replace_layout(struct stage *s, const char *text)
{
	glob_t found;
	FILE *f;

	assert_int_equal(glob(office_file(s->office, "zhibu/imports/layout-org-*"), 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	f = fopen(found.gl_pathv[0], "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	globfree(&found);
}

static void test_import__a_mapping_to_a_field_that_is_gone_is_said(void **state)
{
	struct stage *s = *state;

	remember(s);
	open_file(s, HEAD GOOD);
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	replace_layout(s, "org.code\norg.gone\norg.category\norg.superior\norg.domain\n");
	app_push(s->app, import_new(s->app, &org_reg, office_file(s->office, "示例台账.csv")));
	stage_errs(s, "这一列对应的字段「org.gone」现在没有了，上次的对应没有采用");
	stage_keys(s, "");
	stage_shows(s, "无变化 1");
}

static void test_import__the_header_line_and_encoding_are_corrected(void **state)
{
	struct stage *s = *state;

	open_file(s, "填报单位\n甲,乙\n1,2\n");
	stage_shows(s, "不能导入");
	stage_shows(s, "表头");
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "还不能导入");
	stage_keys(s, "<F5>]]");
	stage_shows(s, "表头 第2行");
	stage_shows(s, "甲");
	stage_keys(s, "c");
	stage_shows(s, "编码 UTF-8");
	stage_keys(s, "<Esc>");
	stage_shows(s, "至少要有「编码」或「全称」一列");
}

static void test_import__a_column_twice_is_shown_and_settled(void **state)
{
	struct stage *s = *state;

	open_file(s, "编码,全称,类别,上级,领域,编码\n101,中共示例镇新村支部委员会,党支部,001,农村,101\n");
	stage_shows(s, "不能导入");
	stage_keys(s, "<F5><End>");
	stage_shows(s, "不导入 !重复");
	stage_keys(s, "<F8><Esc>");
	stage_shows(s, "新增 1");
}

static void test_import__broken_files_are_one_sentence(void **state)
{
	struct stage *s = *state;

	open_file(s, "");
	stage_shows(s, "文件是空的");
	stage_keys(s, "<Esc>");
	open_file(s, HEAD "101,\"没有收尾的引号\n");
	stage_shows(s, "引号");
	stage_keys(s, "<Esc>");
	open_file(s, HEAD "101,\xff\xfe\xfd\n");
	stage_shows(s, "不能导入");
	stage_keys(s, "<Ctrl-S>");
	assert_int_equal(orgs(s), 7);
	office_sound(s->office);
}

static void test_import__leaving_with_corrections_asks(void **state)
{
	struct stage *s = *state;

	open_file(s, BAD);
	stage_keys(s, "<Enter>");
	stage_keys(s, "<Esc>");
	stage_shows(s, "还没有导入");
	stage_keys(s, "<Esc>");
	stage_shows(s, "错误 1");
	stage_keys(s, "<Esc><F8>");
	stage_shows(s, "南沙沟村");
	assert_int_equal(orgs(s), 7);
}

static void test_import__a_file_that_was_saved_again_is_read_again(void **state)
{
	struct stage *s = *state;
	char *path;

	open_file(s, BAD);
	stage_keys(s, "r");
	stage_shows(s, "错误 2");
	stage_keys(s, "<Enter>");
	stage_keys(s, "r");
	stage_shows(s, "错误 1");
	/* As spreadsheet programs save: a new file in the old one's place. */
	path = strdup(write_file(s, "新.csv", HEAD GOOD));
	assert_int_equal(rename(path, office_file(s->office, "示例台账.csv")), 0);
	free(path);
	stage_keys(s, "r");
	stage_says(s, "文件变了");
	stage_shows(s, "新增 1");
	stage_hides(s, "错误 1");
}

/* So long that one slice does not do. */
static const char *long_ledger(void)
{
	static struct buf b;

	buf_clear(&b);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%d,中共示例镇第%d支部委员会,党支部,001,农村\n", 10000 + i, i);
	return buf_str(&b);
}

static void test_import__a_check_that_is_cancelled_leaves_nothing(void **state)
{
	struct stage *s = *state;
	struct key esc = { .kind = K_ESC }, other = { .kind = K_CHAR, .cp = 'e' };

	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, import_new(s->app, &org_reg, write_file(s, "示例台账.csv", long_ledger())));
	assert_true(app_idle(s->app, false));
	assert_true(app_idle(s->app, false));
	app_key(s->app, &other);
	assert_non_null(strstr(app_message(s->app, NULL), "Esc 取消"));
	app_key(s->app, &esc);
	stage_keys(s, "");
	assert_int_equal(orgs(s), 7);
	stage_keys(s, "<Ctrl-S>");
	stage_says(s, "按 r");
	stage_keys(s, "r");
	stage_shows(s, "新增 1,000");
	/* The same while it is written. */
	app_key(s->app, &(struct key){ .kind = K_CTRL, .cp = 's' });
	app_key(s->app, &(struct key){ .kind = K_CTRL, .cp = 's' });
	assert_true(app_idle(s->app, false));
	assert_true(app_idle(s->app, false));
	app_key(s->app, &(struct key){ .kind = K_CTRL, .cp = 'c' });
	assert_int_equal(orgs(s), 7);
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'import'"), 0);
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	assert_int_equal(orgs(s), 1007);
	office_sound(s->office);
}

static void test_import__what_others_changed_meanwhile_is_checked_again(void **state)
{
	struct stage *s = *state;
	struct store *other;
	struct org *org;

	open_file(s, HEAD GOOD);
	other = office_second(s->office);
	org = office_new_org("101", 0);
	assert_int_equal(store_save_one(other, &org_reg, NULL, org, NULL, &s->office->e), 0);
	store_close(other);
	reg_free(&org_reg, org);
	stage_keys(s, "<Ctrl-S><Ctrl-S>");
	stage_shows(s, "更新 1");
	stage_hides(s, "新增 1");
	assert_int_equal(office_number(s->office, "SELECT count(*) FROM action WHERE kind = 'import'"), 0);
}

static void test_import__a_busy_database_is_waited_for(void **state)
{
	struct stage *s = *state;
	struct blocker b = office_block(s->office->path);

	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	app_push(s->app, import_new(s->app, &org_reg, write_file(s, "示例台账.csv", HEAD GOOD)));
	assert_true(app_idle(s->app, false));
	app_draw(s->app, &s->picture);
	assert_true(app_idle(s->app, false));
	app_key(s->app, &(struct key){ .kind = K_ESC });
	office_unblock(&b);
	stage_keys(s, "r");
	stage_shows(s, "新增 1");
}

static void test_import__an_office_ledger_in_gb18030(void **state)
{
	struct stage *s = *state;
	struct buf b = BUF_INIT;
	FILE *f;

	buf_adds(&b, HEAD GOOD);
	assert_int_equal(csv_to_gb18030(&b, NULL), 0);
	f = fopen(office_file(s->office, "示例.txt"), "w");
	assert_non_null(f);
	assert_int_equal(fwrite(buf_str(&b), 1, b.len, f), b.len);
	fclose(f);
	app_push(s->app, import_new(s->app, &org_reg, office_file(s->office, "示例.txt")));
	stage_keys(s, "");
	stage_shows(s, "字符编码 GB18030(自动)");
	stage_shows(s, "新增 1");
	buf_release(&b);
}

/* --- picking the file --- */

static void test_import__a_file_is_picked(void **state)
{
	struct stage *s = *state;

	mkdir(office_file(s->office, "家"), 0700);
	mkdir(office_file(s->office, "家/台账夹"), 0700);
	write_file(s, "家/东河.csv", HEAD GOOD);
	write_file(s, "家/西岭.xlsx", "PK");
	write_file(s, "家/.暗.csv", "x");
	assert_int_equal(symlink("/etc/passwd", office_file(s->office, "家/别处.csv")), 0);
	setenv("HOME", office_file(s->office, "家"), 1);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "p");
	stage_shows(s, "选文件");
	stage_current_is(s, "东河.csv");
	stage_shows(s, "台账夹/");
	/* The way up is none of them. */
	assert_non_null(strstr(stage_row(s, 0), " 3 个"));
	stage_shows(s, "西岭.xlsx");
	stage_hides(s, "别处");
	stage_hides(s, "暗");
	stage_keys(s, "xl<Enter>");
	stage_errs(s, "另存为 CSV");
	stage_keys(s, "<Esc>dh");
	stage_hides(s, "西岭");
	stage_keys(s, "<Enter>");
	stage_shows(s, "新增 1");
	stage_keys(s, "<Esc>");
	stage_shows(s, "南沙沟村");
}

static void test_import__who_may_not_write_is_not_asked_for_a_file(void **state)
{
	struct stage *s = *state;

	stage_enter_readonly(s);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "p");
	stage_hides(s, "选文件");
}

#define T(f) cmocka_unit_test_setup_teardown(test_import__##f, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_check_at_80x24),
		T(a_check_at_40x12),
		T(what_will_be_written),
		T(the_nearest_value_is_taken_by_enter),
		T(a_proposal_is_offered_where_there_is_one),
		T(a_mistyped_reference_is_taken_by_enter),
		T(codes_under_an_odd_name_lead_to_the_columns),
		T(a_cell_is_corrected_and_checked_again),
		T(a_row_is_left_out_and_taken_back),
		T(good_rows_are_written_and_undone_as_one),
		T(refused_rows_are_kept_beside_the_file),
		T(refused_rows_are_saved_without_an_import),
		T(columns_are_mapped_and_remembered),
		T(a_mapping_to_a_field_that_is_gone_is_said),
		T(the_header_line_and_encoding_are_corrected),
		T(a_column_twice_is_shown_and_settled),
		T(broken_files_are_one_sentence),
		T(a_file_that_was_saved_again_is_read_again),
		T(leaving_with_corrections_asks),
		T(a_check_that_is_cancelled_leaves_nothing),
		T(what_others_changed_meanwhile_is_checked_again),
		T(a_busy_database_is_waited_for),
		T(an_office_ledger_in_gb18030),
		T(a_file_is_picked),
		T(who_may_not_write_is_not_asked_for_a_file),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
