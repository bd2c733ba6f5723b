/*
 * Exporting: which rows and columns in which form, what stays covered, what is journaled,
 * and that a file is complete or not there.
 */
#include "db/export.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/csv.h"
#include "src/mem.h"
#include "src/text.h"
#include "tests/support/ledger.h"
#include "src/banned.h"

#define BOM "\xEF\xBB\xBF"

/* Two organizations with something of everything. */
static void fill(struct office *o)
{
	ledger_take(o, "编码,全称,类别,上级,领域,单位性质,成立日期,书记,书记电话,正式党员,党群服务中心,备注\n"
		       "C1,中共示例镇委员会,党委,,农村,,1958,示例多杰,13900001234,1234,是,'=1+1\n"
		       "B1,中共示例村支部委员会,党支部,C1,农村,,2001-07,,,,,\"他说\"\"好\"\",\n第二行\"\n", 2, 0, 0);
}

/* The columns of a test, by their names. */
static size_t pick(const struct field **out, const char *names)
{
	size_t n = 0;

	while (*names) {
		size_t len = strcspn(names, " ");
		char *name = xstrndup(names, len);

		out[n] = reg_field(&org_reg, name);
		assert_non_null(out[n++]);
		free(name);
		names += len + (names[len] == ' ');
	}
	return n;
}

/* The file with these columns is these bytes. */
static void writes(struct office *o, struct export_options options, const char *names, const char *want)
{
	const struct field *columns[8];
	struct buf got = BUF_INIT;

	options.ncolumns = pick(columns, names);
	options.columns = columns;
	ledger_export(o, &org_reg, &options, &got);
	assert_string_equal(buf_str(&got), want);
	buf_release(&got);
}

/* ---- Form -------------------------------------------------------------------------------------- */

static void test_db_export__csv_is_what_a_form_shows(void **state)
{
	struct office *o = *state;

	fill(o);
	writes(o, (struct export_options){ .bom = true }, "code category superior founded full_members centre note",
		BOM "编码,类别,上级组织,成立日期,正式党员,党群服务中心,备注\n"
		    "B1,党支部,中共示例镇委员会 C1,2001-07,,否,\"他说\"\"好\"\",\n第二行\"\n"
		    "C1,党委,,1958,1234,是,'=1+1\n");
	writes(o, (struct export_options){ .english = true }, "code superior",
		"code,superior\nB1,中共示例镇委员会 C1\nC1,\n");
}

static void test_db_export__tsv(void **state)
{
	struct office *o = *state;

	fill(o);
	writes(o, (struct export_options){ .format = EXPORT_TSV }, "code founded note",
		"编码\t成立日期\t备注\nB1\t2001-07\t\"他说\"\"好\"\",\n第二行\"\nC1\t1958\t'=1+1\n");
}

static void test_db_export__gb18030_has_cr_lf_and_no_mark(void **state)
{
	struct office *o = *state;
	struct buf want = BUF_INIT;

	fill(o);
	office_must_edit(o, office_number(o, "SELECT id FROM org WHERE code = 'B1'"), "secretary", "示例𠮷");
	buf_adds(&want, "编码,书记\r\nB1,示例𠮷\r\nC1,示例多杰\r\n");
	assert_int_equal(csv_to_gb18030(&want, NULL), 0);
	writes(o, (struct export_options){ .gb18030 = true, .bom = true }, "code secretary", buf_str(&want));
	buf_release(&want);
}

static void test_db_export__json_is_one_object_a_line(void **state)
{
	struct office *o = *state;

	fill(o);
	office_must_edit(o, office_number(o, "SELECT id FROM org WHERE code = 'B1'"), "units", "a\\b");
	writes(o, (struct export_options){ .format = EXPORT_JSON, .bom = true },
		"code category superior founded full_members centre units note",
		"{\"code\":\"B1\",\"category\":\"631\",\"superior\":\"C1\",\"founded\":\"2001-07\",\"full_members\":null,"
		"\"centre\":false,\"units\":\"a\\\\b\",\"note\":\"他说\\\"好\\\",\\u000a第二行\"}\n"
		"{\"code\":\"C1\",\"category\":\"611\",\"superior\":null,\"founded\":\"1958\",\"full_members\":1234,"
		"\"centre\":true,\"units\":null,\"note\":\"=1+1\"}\n");
}

static void test_db_export__all_columns_without_a_choice(void **state)
{
	struct office *o = *state;
	struct buf got = BUF_INIT;
	size_t commas = 0;

	ledger_export(o, &org_reg, &(struct export_options){ .english = true }, &got);
	for (const char *at = buf_str(&got); *at; at++)
		commas += *at == ',';
	assert_int_equal(commas, org_reg.nfields - 1);
	assert_int_equal(strncmp(buf_str(&got), "code,name,short_name,", 21), 0);
	buf_release(&got);
}

/* ---- Which records ----------------------------------------------------------------------------- */

static void exports(struct office *o, struct view *v, const struct export_options *options, long want_rows,
	const char *want)
{
	FILE *f = tmpfile();
	char got[512] = "";
	long rows;

	assert_non_null(f);
	assert_int_equal(export_view(o->s, v, options, f, &rows, &o->e), 0);
	rewind(f);
	got[fread(got, 1, sizeof(got) - 1, f)] = '\0';
	assert_string_equal(got, want);
	assert_int_equal(rows, want_rows);
	fclose(f);
}

static void test_db_export__the_view_decides(void **state)
{
	struct office *o = *state;
	const struct field *columns[8];
	struct export_options options = { .columns = columns, .ncolumns = pick(columns, "code"), .english = true };
	struct view v = { .reg = &org_reg };
	struct query q;

	fill(o);
	ledger_take(o, "编码,全称,类别,上级\nN1,示例工委,党工委,\nB2,中共示例西岭村支部委员会,党支部,C1\n", 2, 0, 0);
	exports(o, &v, &options, 3, "code\nB1\nB2\nC1\n");
	v.descending = true;
	exports(o, &v, &options, 3, "code\nC1\nB2\nB1\n");
	v.all = true;
	options.limit = 2;
	exports(o, &v, &options, 2, "code\nN1\nC1\n");
	options.limit = 0;
	assert_int_equal(query_parse(&org_reg, "书记=空", store_lookup(o->s), &q, &o->e), 0);
	v.query = &q;
	exports(o, &v, &options, 3, "code\nN1\nB2\nB1\n");
	query_release(&q);
	assert_int_equal(query_parse(&org_reg, "西岭", store_lookup(o->s), &q, &o->e), 0);
	exports(o, &v, &options, 1, "code\nB2\n");
	query_release(&q);
	assert_int_equal(query_parse(&org_reg, "没有这样的", store_lookup(o->s), &q, &o->e), 0);
	exports(o, &v, &options, 0, "code\n");
	query_release(&q);
}

/* ---- Personal data ----------------------------------------------------------------------------- */

static void journaled(struct office *o, const char *want)
{
	char *reason = office_text(o, "SELECT reason FROM action WHERE kind = 'export' ORDER BY id DESC LIMIT 1");

	assert_non_null(reason);
	assert_string_equal(reason, want);
	free(reason);
}

static void test_db_export__personal_data_is_covered_unless_revealed(void **state)
{
	struct office *o = *state;

	fill(o);
	writes(o, (struct export_options){ .english = true }, "code secretary_phone",
		"code,secretary_phone\nB1,\nC1,139****1234\n");
	journaled(o, "导出「党组织」（全部，含停用的），2 条，个人信息已遮盖");
	writes(o, (struct export_options){ .format = EXPORT_JSON }, "secretary_phone",
		"{\"secretary_phone\":null}\n{\"secretary_phone\":\"139****1234\"}\n");
	writes(o, (struct export_options){ .english = true, .reveal = true }, "code secretary_phone",
		"code,secretary_phone\nB1,\nC1,13900001234\n");
	journaled(o, "导出「党组织」（全部，含停用的），2 条，个人信息没有遮盖");
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'export'"), 3);
	office_sound(o);
}

static void test_db_export__the_journal_names_the_condition(void **state)
{
	struct office *o = *state;
	struct view v = { .reg = &org_reg };
	FILE *f = tmpfile();
	struct query q;
	long rows;

	fill(o);
	assert_non_null(f);
	assert_int_equal(query_parse(&org_reg, "类别=631 书记=空 -西岭 | 书记电话=13900001234 党员>=5 状态=在用",
				 store_lookup(o->s), &q, &o->e), 0);
	v.query = &q;
	assert_int_equal(export_view(o->s, &v, &(struct export_options){ .limit = 1, .reveal = true }, f, &rows, &o->e), 0);
	journaled(o, "导出「党组织」 类别=631 书记=empty -西岭 | 书记电话=*** 正式党员>=5 state=current，1 条，个人信息没有遮盖");
	query_release(&q);
	fclose(f);
}

static void test_db_export__numbers_in_the_condition_stay_covered(void **state)
{
	struct office *o = *state;
	struct view v = { .reg = &org_reg };
	FILE *f = tmpfile();
	struct query q;
	long rows;

	fill(o);
	assert_non_null(f);
	assert_int_equal(query_parse(&org_reg, "13900001234 备注~转１３９００００１２３４ -630102199001011234 西岭2024",
				 store_lookup(o->s), &q, &o->e), 0);
	v.query = &q;
	assert_int_equal(export_view(o->s, &v, &(struct export_options){ .limit = 1 }, f, &rows, &o->e), 0);
	journaled(o, "导出「党组织」 139******34 备注~转１３９******３４ -630*************34 西岭2024，0 条，个人信息已遮盖");
	query_release(&q);
	fclose(f);
}

static void test_db_export__a_read_only_store_gives_covered_data_only(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .readonly = true };
	struct view v = { .reg = &org_reg };
	FILE *f = tmpfile();
	long rows;

	fill(o);
	office_close(o);
	assert_non_null(f);
	assert_int_equal(store_open(&options, &o->s, &o->e), 0);
	office_refused(o, export_view(o->s, &v, &(struct export_options){ .reveal = true }, f, &rows, &o->e), ERR_DENIED,
		"只读/留痕");
	assert_int_equal(ftell(f), 0);
	assert_int_equal(export_view(o->s, &v, &(struct export_options){ .bom = true }, f, &rows, &o->e), 0);
	assert_int_equal(rows, 2);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'export'"), 0);
	fclose(f);
}

static void test_db_export__what_cannot_be_journaled_is_not_revealed(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .busy_ms = 20 };
	struct view v = { .reg = &org_reg };
	FILE *f = tmpfile();
	struct blocker b;
	long rows;

	fill(o);
	office_close(o);
	assert_non_null(f);
	assert_int_equal(store_open(&options, &o->s, &o->e), 0);
	b = office_block(o->path);
	assert_int_equal(export_view(o->s, &v, &(struct export_options){ .reveal = true }, f, &rows, &o->e), ERR_BUSY);
	assert_int_equal(ftell(f), 0);
	office_unblock(&b);
	fclose(f);
}

/* ---- Files ------------------------------------------------------------------------------------- */

static int export_to(struct office *o, const char *path, long *rows)
{
	struct view v = { .reg = &org_reg };

	err_clear(&o->e);
	return export_file(o->s, &v, &(struct export_options){ .bom = true }, path, rows, &o->e);
}

/* How many files are in the office's folder. */
static int files(struct office *o)
{
	DIR *dir = opendir(o->dir);
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static void test_db_export__a_new_file_is_private_and_complete(void **state)
{
	struct office *o = *state;
	const char *path = office_file(o, "导出.csv");
	struct stat st;
	long rows;

	fill(o);
	assert_int_equal(export_to(o, path, &rows), 0);
	assert_int_equal(rows, 2);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(st.st_size > 100);
	journaled(o, "导出「党组织」，2 条，个人信息已遮盖");
}

static void test_db_export__no_file_is_overwritten(void **state)
{
	struct office *o = *state;
	char *path = xstrdup(office_file(o, "导出.csv"));
	struct stat before, after;
	int n;
	long rows;

	fill(o);
	assert_int_equal(export_to(o, path, &rows), 0);
	assert_int_equal(stat(path, &before), 0);
	n = files(o);
	office_refused(o, export_to(o, path, &rows), ERR_USAGE, "已经存在/不会覆盖");
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/dev/null", path), 0);
	office_refused(o, export_to(o, path, &rows), ERR_USAGE, "已经存在");
	assert_int_equal(files(o), n);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'export'"), 1);
	free(path);
}

static void test_db_export__a_place_that_is_not_there(void **state)
{
	struct office *o = *state;
	long rows;

	office_refused(o, export_to(o, office_file(o, "没有/导出.csv"), &rows), ERR_IO, "不能建立/导出.csv：它的目录不存在。");
}

static void test_db_export__a_full_disk_is_said(void **state)
{
	struct office *o = *state;
	struct view v = { .reg = &org_reg };
	FILE *full = fopen("/dev/full", "w");
	long rows;

	fill(o);
	assert_non_null(full);
	office_refused(o, export_view(o->s, &v, &(struct export_options){ .bom = true }, full, &rows, &o->e), ERR_IO,
		"写不出去");
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'export'"), 0);
	fclose(full);
}

static void test_db_export__stopped_leaves_no_file(void **state)
{
	struct office *o = *state;
	volatile int flag = 1;
	int n = files(o);
	long rows;

	fill(o);
	n = files(o);
	store_stop_flag(o->s, &flag);
	assert_int_equal(export_to(o, office_file(o, "导出.csv"), &rows), ERR_STOPPED);
	store_stop_flag(o->s, NULL);
	assert_int_equal(files(o), n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_db_export__##name, office_setup, office_teardown)
		TEST(csv_is_what_a_form_shows),
		TEST(tsv),
		TEST(gb18030_has_cr_lf_and_no_mark),
		TEST(json_is_one_object_a_line),
		TEST(all_columns_without_a_choice),
		TEST(the_view_decides),
		TEST(personal_data_is_covered_unless_revealed),
		TEST(the_journal_names_the_condition),
		TEST(numbers_in_the_condition_stay_covered),
		TEST(a_read_only_store_gives_covered_data_only),
		TEST(what_cannot_be_journaled_is_not_revealed),
		TEST(a_new_file_is_private_and_complete),
		TEST(no_file_is_overwritten),
		TEST(a_place_that_is_not_there),
		TEST(a_full_disk_is_said),
		TEST(stopped_leaves_no_file),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
