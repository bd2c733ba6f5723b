/*
 * Importing ledgers: what is found in a file, what is refused and how that is told,
 * and that a refused file leaves nothing behind.
 */
#include "db/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/journal.h"
#include "tests/support/ledger.h"
#include "src/banned.h"

#define HEAD "编码,全称,类别\n"
#define A1 "A1,中共示例东河村支部委员会,党支部\n"
#define A2 "A2,中共示例西岭村支部委员会,党支部\n"

/* ---- The header -------------------------------------------------------------------------------- */

static void test_db_import__columns_in_any_order_by_label_name_and_alias(void **state)
{
	struct office *o = *state;

	ledger_take(o, "书记,组织类别,CODE,党组织名称,full_members\n示例多杰,党支部,A1,中共示例东河村支部委员会,12\n", 1, 0,
		0);
	ledger_field(o, "A1", "name", "中共示例东河村支部委员会");
	ledger_field(o, "A1", "category", "631");
	ledger_field(o, "A1", "secretary", "示例多杰");
	ledger_field(o, "A1", "full_members", "12");
	office_sound(o);
}

static void test_db_import__what_people_put_around_a_title_does_not_matter(void **state)
{
	struct office *o = *state;

	ledger_take(o, "*编码 ,\"全\n称\",类 别（单选）,正式党员数(人)\nA1,中共示例东河村支部委员会,党支部,9\n", 1, 0, 0);
	ledger_field(o, "A1", "full_members", "9");
}

static void test_db_import__the_header_is_found_below_titles(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(o, &l, &org_reg, "党组织\n\n填报单位：示例镇,,\n全称\n" HEAD A1), 0);
	assert_int_equal(l.report.header_line, 5);
	assert_int_equal(l.report.added, 1);
	ledger_field(o, "A1", "category", "631");
	assert_int_equal(ledger_import(o, &l, &org_reg, "1\n2\n3\n4\n5\n6\n7\n8\n9\n" HEAD A2), 0);
	assert_int_equal(l.report.header_line, 10);
	assert_int_equal(l.report.added, 1);
	ledger_release(&l);
}

static void test_db_import__a_file_without_header_is_refused(void **state)
{
	struct office *o = *state;

	ledger_refuse_file(o, "", "空");
	ledger_refuse_file(o, "\n\n", "空");
	ledger_refuse_file(o, A1 A2, "表头/编码/全称");
	/* Nothing there tells one record from another. */
	ledger_refuse_file(o, "类别,书记\n党支部,示例多杰\n", "表头/编码/全称");
	ledger_refuse_file(o, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n" HEAD A1, "前 10 行");
}

static void test_db_import__a_header_alone_is_a_ledger_of_nothing(void **state)
{
	ledger_take(*state, HEAD, 0, 0, 0);
	ledger_take(*state, HEAD ",,\n , ,\n", 0, 0, 0);
}

static void test_db_import__the_same_column_twice_is_refused(void **state)
{
	struct office *o = *state;

	ledger_refuse_file(o, "标题\n编码,名称,全称,类别\n", "第 2 行/「名称」/「全称」/「全称」");
	ledger_refuse_file(o, "编码,code,全称,类别\nA1,A1,x,党支部\n", "「编码」/「code」");
}

static void test_db_import__unknown_columns_are_named_and_ignored(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(o, &l, &org_reg, "序号,编码,全称,备用\x1b列,类别,,\n1,A1,中共示例甲支部委员会,x,党支部,,y\n"), 0);
	assert_string_equal(l.report.unknown_columns, "序号, 备用\xEF\xBF\xBD列, 第 7 列（没有列名）");
	assert_int_equal(l.report.added, 1);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1), 0);
	assert_null(l.report.unknown_columns);
	ledger_release(&l);
}

static void test_db_import__new_records_need_the_required_columns(void **state)
{
	struct office *o = *state;

	ledger_refuse_file(o, "编码,书记\nA1,示例多杰\n", "第 2 行/全称、类别");
	office_branch(o, "A1", 0);
	ledger_take(o, "编码,书记\nA1,示例多杰\n", 0, 1, 0);
	ledger_field(o, "A1", "secretary", "示例多杰");
	ledger_refuse_file(o, "编码,书记\nA1,示例才仁\nA7,示例卓玛\n", "第 3 行/全称、类别/编码");
	ledger_field(o, "A1", "secretary", "示例多杰");
}

static void test_db_import__with_partial_only_the_new_ones_are_left_out(void **state)
{
	struct office *o = *state;
	struct ledger l = { .o.partial = true };

	office_branch(o, "A1", 0);
	assert_int_equal(ledger_import(o, &l, &org_reg, "编码,书记\nA7,示例卓玛\nA1,示例才仁\n"), ERR_INVALID);
	assert_non_null(strstr(buf_str(&l.refused), "2|||第 2 行是新的记录"));
	assert_int_equal(l.report.updated, 1);
	ledger_field(o, "A1", "secretary", "示例才仁");
	ledger_release(&l);
}

/* ---- Which record ------------------------------------------------------------------------------ */

static void test_db_import__rows_are_new_changed_or_as_they_were(void **state)
{
	struct office *o = *state;
	int64_t before = office_number(o, "SELECT count(*) FROM action");

	ledger_take(o, HEAD A1 A2, 2, 0, 0);
	ledger_take(o, "编码,全称,类别,书记\nA1,中共示例东河村支部委员会,党支部,\nA2,,,示例卓玛\nA3,中共示例三支部委员会,党支部,\n", 1, 1,
		1);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before + 2);
	ledger_take(o, HEAD A1 A2, 0, 0, 2);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before + 2);
	office_sound(o);
}

static void test_db_import__an_empty_cell_leaves_what_stands_there(void **state)
{
	struct office *o = *state;

	ledger_take(o, "编码,全称,类别,书记\nA1,中共示例东河村支部委员会,党支部,示例多杰\n", 1, 0, 0);
	ledger_take(o, "编码,书记,星级\nA1,,4\n", 0, 1, 0);
	ledger_field(o, "A1", "secretary", "示例多杰");
	ledger_take(o, "编码,书记\nA1, \xE3\x80\x80\xC2\xA0\n", 0, 0, 1);
	ledger_field(o, "A1", "secretary", "示例多杰");
}

static void test_db_import__a_code_is_found_however_wide_it_is_typed(void **state)
{
	struct office *o = *state;

	office_branch(o, "A1", 0);
	ledger_take(o, "编码,书记\n Ａ１ ,示例多杰\n", 0, 1, 0);
	ledger_field(o, "A1", "secretary", "示例多杰");
}

static void test_db_import__the_same_record_twice_is_refused(void **state)
{
	struct office *o = *state;

	ledger_refuse(o, HEAD A1 A2 "Ａ１,中共示例另一支部委员会,党支部\n",
		"4|编码|Ａ１|与第 2 行是同一条记录；一个文件里每条记录只能有一行。\n");
	/* Also where the first of them is wrong itself. */
	ledger_refuse(o, HEAD "A1,中共示例甲支部委员会,\n" A1,
		"2|类别||*\n"
		"3|编码|A1|与第 2 行是同一条记录；一个文件里每条记录只能有一行。\n");
}

static void test_db_import__without_codes_the_name_tells(void **state)
{
	struct office *o = *state;

	ledger_take(o, HEAD A1 A2 "B1,中共示例同名支部委员会,党支部\nB2,中共示例同名支部委员会,党支部\n", 4, 0, 0);
	ledger_take(o, "党组织名称,书记\n中共示例西岭村支部委员会,示例卓玛\n", 0, 1, 0);
	ledger_field(o, "A2", "secretary", "示例卓玛");
	ledger_refuse(o, "党组织名称,书记\n中共示例同名支部委员会,示例卓玛\n中共示例没有支部委员会,示例卓玛\n,示例卓玛\n"
			 "中共示例东河村支部委员会,x\n中共示例东河村支部委员会,y\n",
		"2|党组织名称|中共示例同名支部委员会|有 2 个党组织叫「中共示例同名支部委员会」：中共示例同名支部委员会 B1、"
		"中共示例同名支部委员会 B2；请写编码。\n"
		"3|党组织名称|中共示例没有支部委员会|没有叫「中共示例没有支部委员会」的党组织；要新增，文件里请加上「编码」一列。\n"
		"4|党组织名称||没有填；文件里也没有「编码」一列，不知道是哪一条记录。\n"
		"6|党组织名称|中共示例东河村支部委员会|与第 5 行是同一条记录；一个文件里每条记录只能有一行。\n");
}

static void test_db_import__codes_under_an_unknown_name_are_asked_for(void **state)
{
	ledger_refuse(*state, "单位编号,党组织名称,类别\nB1,中共示例没有支部委员会,党支部\nB2,,党支部\n",
		"2|党组织名称|中共示例没有支部委员会|没有叫「中共示例没有支部委员会」的党组织；要新增，请先指明文件里哪一列是「编码」。\n"
		"3|党组织名称||没有填；也没有指明文件里哪一列是「编码」，不知道是哪一条记录。\n");
}

static void test_db_import__a_row_without_its_code_is_refused(void **state)
{
	ledger_refuse(*state, HEAD ",中共示例东河村支部委员会,党支部\n",
		"2|编码||编码必须填写*\n");
}

static void test_db_import__retired_records_stay_as_they_are(void **state)
{
	struct office *o = *state;

	ledger_take(o, HEAD A1, 1, 0, 0);
	assert_int_equal(office_retire(o, &org_reg, office_number(o, "SELECT id FROM org WHERE code = 'A1'")), 0);
	ledger_take(o, HEAD A1, 0, 0, 1);
	ledger_refuse(o, "编码,书记\nA1,示例多杰\n", "2|||这条记录已停用，不能改；要改请先恢复它。\n");
}

/* ---- Other registers --------------------------------------------------------------------------- */

static void test_db_import__keys_that_the_program_makes(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(o, &l, &code_reg, "代码集,代码值,名称\ndomain,示例,x\n"), ERR_INVALID);
	assert_non_null(strstr(buf_str(&l.refused), "2|代码值|示例|"));
	assert_int_equal(ledger_import(o, &l, &code_reg, "代码集,代码值,名称\ndomain,x9,示例领域\ndomain,1,农村（示例）\n"), 0);
	assert_int_equal(l.report.added, 1);
	assert_int_equal(l.report.updated, 1);
	/* By the key itself, which need not come with its parts. */
	assert_int_equal(ledger_import(o, &l, &code_reg, "键,名称\ndomain.x9,示例领域二\n"), 0);
	assert_int_equal(l.report.updated, 1);
	assert_int_equal(ledger_import(o, &l, &code_reg, "键,代码集,代码值,名称\ndomain.x7,domain,x8,示例\n"), ERR_INVALID);
	assert_string_equal(buf_str(&l.refused),
		"2|键|domain.x7|由程序填写，这里应是「domain.x8」；请照此改正，或者留空。\n");
	ledger_release(&l);
}

static void test_db_import__short_division_codes_are_completed(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(o, &l, &division_reg, "区划代码,名称\n632821,示例县\n632899,示例新县\n"), 0);
	assert_int_equal(l.report.updated, 1);
	assert_int_equal(l.report.added, 1);
	assert_int_equal(office_number(o, "SELECT parent FROM division WHERE id = 632899000000"), 632800000000);
	ledger_release(&l);
}

/* ---- Cells ------------------------------------------------------------------------------------- */

static void test_db_import__everything_wrong_is_told_at_once(void **state)
{
	ledger_refuse(*state, "编码,全称,类别,成立时间,正式党员数,信用代码\n"
			      "A1,中共示例甲支部委员会,没有这类,2001-02-30,很多,N2632822MF0000005X\n"
			      "A!,中共示例乙支部委员会,党支部,,,\n",
		"2|类别|没有这类|「没有这类」不在可选的代码里*\n"
		"2|成立时间|2001-02-30|日期「2001-02-30」不存在*\n"
		"2|正式党员数|很多|「很多」不是整数*\n"
		"2|信用代码|N2632822MF0000005X|统一社会信用代码的校验位不对*\n"
		"3|编码|A!|编码「A!」只能用字母、数字和短横线。\n");
}

static void test_db_import__destroyed_numbers_are_refused_with_their_reason(void **state)
{
	ledger_refuse(*state, "编码,全称,类别,信用代码\nA1,中共示例甲支部委员会,党支部,912345678901234000\n",
		"2|信用代码|912345678901234000|号码的后几位已被表格软件抹掉，请照原件重新填写，并先把单元格设成文本格式。\n");
}

static void test_db_import__personal_data_is_covered_in_what_is_told(void **state)
{
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(*state, &l, &org_reg, "编码,全称,类别,书记电话\nA1,中共示例甲支部委员会,党支部,13900001234567\n"),
		ERR_INVALID);
	assert_int_equal(strncmp(buf_str(&l.refused), "2|书记电话|139*******4567|", 30), 0);
	assert_null(strstr(buf_str(&l.refused), "13900001234567"));
	ledger_release(&l);
}

static void test_db_import__a_masked_cell_is_the_stored_value_or_nothing(void **state)
{
	struct office *o = *state;

	ledger_take(o, "编码,全称,类别,书记电话\nA1,中共示例甲支部委员会,党支部,13900001234\n", 1, 0, 0);
	ledger_take(o, "编码,书记电话\nA1,139****1234\n", 0, 0, 1);
	ledger_field(o, "A1", "secretary_phone", "13900001234");
	ledger_take(o, "编码,书记电话,星级\nA1,139****1234,3\n", 0, 1, 0);
	ledger_field(o, "A1", "secretary_phone", "13900001234");
	ledger_refuse(o, "编码,全称,类别,书记电话\nA1,,,139****1235\nA2,中共示例乙支部委员会,党支部,139****1234\n",
		"2|书记电话|139****1235|是遮盖过的，不是完整的内容；请填写完整的，不改的请把这一格留空。\n"
		"3|书记电话|139****1234|是遮盖过的，不是完整的内容；请填写完整的，不改的请把这一格留空。\n");
}

static void test_db_import__codes_repeat_from_row_to_row(void **state)
{
	struct office *o = *state;

	ledger_take(o, "编码,全称,类别,单位性质\nA1,中共示例一支部委员会,党支部,、\nA2,中共示例二支部委员会,党支部,、\n"
		       "A3,中共示例三支部委员会,党委,、\nA4,中共示例四支部委员会,党支部,\n", 4, 0, 0);
	ledger_field(o, "A2", "category", "631");
	ledger_field(o, "A2", "unit_nature", "");
	ledger_field(o, "A3", "category", "611");
	ledger_field(o, "A4", "category", "631");
	/* What one record keeps although it is out of use is not given to the next. */
	office_meddle(o, "UPDATE code SET effective_to = '2020-01-01' WHERE key = 'org_category.631'");
	office_open(o, NULL);
	ledger_refuse(o, "编码,全称,类别\nA1,,党支部\nA5,中共示例五支部委员会,党支部\n", "3|类别|党支部|「党支部」已经停用*\n");
}

static void test_db_import__the_formula_guard_is_taken_off(void **state)
{
	struct office *o = *state;

	ledger_take(o, "编码,全称,类别,备注\nA1,中共示例甲支部委员会,党支部,'=1+1\n", 1, 0, 0);
	ledger_field(o, "A1", "note", "=1+1");
}

static void test_db_import__rows_are_numbered_as_a_spreadsheet_shows_them(void **state)
{
	struct office *o = *state;

	ledger_refuse(o, "编码,全称,类别,备注\nA1,中共示例甲支部委员会,党支部,\"一\n二\n三\"\nA2,中共示例乙支部委员会,没有,\n",
		"3|类别|没有|「没有」不在可选的代码里*\n");
	ledger_take(o, "编码,全称,类别,备注\nA1,中共示例甲支部委员会,党支部,\"一\n二\n三\"\n", 1, 0, 0);
	ledger_field(o, "A1", "note", "一\n二\n三");
}

static void test_db_import__a_row_wider_than_the_header_is_refused(void **state)
{
	ledger_refuse(*state, HEAD "A1,中共示例甲,支部委员会,党支部\n" A2 "A3,中共示例三支部委员会,党支部,,\n",
		"2|类别|支部委员会|「支部委员会」不在可选的代码里*\n"
		"2|||这一行有 4 格，表头只有 3 列；多半是格内有分隔符而没有加引号，请改正。\n");
}

static void test_db_import__warnings_are_counted_and_refuse_nothing(void **state)
{
	struct ledger l = { .name = NULL };

	/* No superior, no domain, a name that does not begin as it should. */
	assert_int_equal(ledger_import(*state, &l, &org_reg, HEAD "A1,示例东河村支部委员会,党支部\n"), 0);
	assert_int_equal(l.report.warnings, 3);
	assert_int_equal(ledger_import(*state, &l, &org_reg, HEAD "A1,示例东河村支部委员会,党支部\n"), 0);
	assert_int_equal(l.report.warnings, 0);
	ledger_release(&l);
}

/* ---- Files that cannot be read ----------------------------------------------------------------- */

static void test_db_import__a_broken_file_changes_nothing(void **state)
{
	struct office *o = *state;
	struct ledger l = { .o.partial = true };
	int64_t before = ledger_orgs(o);

	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1 "A2,\"中共示例\n"), ERR_INVALID);
	assert_non_null(strstr(l.e.text, "示例台账.csv"));
	assert_int_equal(l.e.line, 3);
	assert_int_equal(ledger_orgs(o), before);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1 "A2,\xff\xfe,党支部\n"), ERR_INVALID);
	assert_int_equal(l.e.line, 3);
	assert_int_equal(ledger_orgs(o), before);
	assert_int_equal(l.report.action, 0);
	ledger_release(&l);
}

static void test_db_import__encoding_and_separator_are_found_out_or_told(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	struct buf text = BUF_INIT;

	buf_adds(&text, "编码;全称;类别\r\nA1;中共示例东河村支部委员会;党支部\r\n");
	assert_int_equal(csv_to_gb18030(&text, NULL), 0);
	assert_int_equal(ledger_import_bytes(o, &l, &org_reg, text.data, text.len), 0);
	assert_int_equal(l.report.encoding, CSV_GB18030);
	assert_int_equal(l.report.separator, ';');
	assert_int_equal(l.report.added, 1);
	l.o.encoding = CSV_UTF8;
	assert_int_equal(ledger_import_bytes(o, &l, &org_reg, text.data, text.len), ERR_INVALID);
	l.o.encoding = CSV_GB18030;
	l.o.separator = ',';
	assert_int_equal(ledger_import_bytes(o, &l, &org_reg, text.data, text.len), ERR_INVALID);
	l.o.separator = ';';
	assert_int_equal(ledger_import_bytes(o, &l, &org_reg, text.data, text.len), 0);
	assert_int_equal(l.report.unchanged, 1);
	buf_release(&text);
	ledger_release(&l);
}

static void test_db_import__a_pipe_is_read_to_its_end(void **state)
{
	struct office *o = *state;
	struct import_options options = { .name = "标准输入" };
	struct import_report report;
	struct err e = ERR_INIT;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], HEAD A1, strlen(HEAD A1)), strlen(HEAD A1));
	close(ends[1]);
	options.in = fdopen(ends[0], "r");
	assert_non_null(options.in);
	assert_int_equal(import_file(o->s, &org_reg, &options, &report, &e), 0);
	assert_int_equal(report.added, 1);
	import_report_release(&report);
	fclose(options.in);
}

static void test_db_import__sample_ledgers(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	/* As a spreadsheet program saves it: GB18030, CR LF, a title above the header, names with a comma in quotes. */
	assert_int_equal(ledger_import_path(o, &l, &org_reg, "tests/data/ledger-gb18030.csv"), 0);
	assert_string_equal(buf_str(&l.refused), "");
	assert_int_equal(l.report.added, 200);
	assert_int_equal(l.report.header_line, 2);
	assert_int_equal(l.report.encoding, CSV_GB18030);
	ledger_field(o, "SL-002", "superior", "SL-001");
	/* The same as UTF-8 with semicolons, columns in another order: nothing is new. */
	assert_int_equal(ledger_import_path(o, &l, &org_reg, "tests/data/ledger-utf8.csv"), 0);
	assert_int_equal(l.report.unchanged, 200);
	assert_int_equal(l.report.separator, ';');
	assert_int_equal(ledger_import_path(o, &l, &org_reg, "tests/data/ledger-bad.csv"), ERR_INVALID);
	assert_int_equal(l.report.refused, 7);
	assert_int_equal(l.report.added, 2);
	assert_int_equal(ledger_orgs(o), 200);
	office_sound(o);
	ledger_release(&l);
}

/* ---- Who may ----------------------------------------------------------------------------------- */

static void test_db_import__who_may_not_write_may_not_import(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	office_operator(o, "guest", "viewer", 0);
	office_open(o, "guest");
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1), ERR_DENIED);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'refused'"), 1);
	assert_int_equal(ledger_orgs(o), 0);
	ledger_release(&l);
}

static void test_db_import__rows_outside_of_the_scope_are_refused(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	int64_t inside = office_branch(o, "B1", 0);

	office_branch(o, "B2", 0);
	office_operator(o, "clerk", "clerk", inside);
	office_open(o, "clerk");
	ledger_take(o, "编码,全称,类别,上级\nA1,中共示例东河村支部委员会,党支部,B1\n", 1, 0, 0);
	assert_int_equal(ledger_import(o, &l, &org_reg, "编码,全称,类别,上级\nA2,中共示例西岭村支部委员会,党支部,B2\n"), ERR_INVALID);
	ledger_said(&l, "2|||中共示例西岭村支部委员会 (A2) 不在你的管理范围*\n");
	assert_int_equal(office_number(o, "SELECT count(*) FROM action WHERE kind = 'refused'"), 1);
	assert_int_equal(ledger_orgs(o), 3);
	ledger_release(&l);
}

static void test_db_import__a_read_only_store_takes_nothing(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	struct store_options options = { .path = o->path, .readonly = true };

	office_close(o);
	assert_int_equal(store_open(&options, &o->s, &o->e), 0);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1), ERR_DENIED);
	ledger_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_db_import__##name, office_setup, office_teardown)
		TEST(columns_in_any_order_by_label_name_and_alias),
		TEST(what_people_put_around_a_title_does_not_matter),
		TEST(the_header_is_found_below_titles),
		TEST(a_file_without_header_is_refused),
		TEST(a_header_alone_is_a_ledger_of_nothing),
		TEST(the_same_column_twice_is_refused),
		TEST(unknown_columns_are_named_and_ignored),
		TEST(new_records_need_the_required_columns),
		TEST(with_partial_only_the_new_ones_are_left_out),
		TEST(rows_are_new_changed_or_as_they_were),
		TEST(an_empty_cell_leaves_what_stands_there),
		TEST(a_code_is_found_however_wide_it_is_typed),
		TEST(the_same_record_twice_is_refused),
		TEST(without_codes_the_name_tells),
		TEST(codes_under_an_unknown_name_are_asked_for),
		TEST(a_row_without_its_code_is_refused),
		TEST(retired_records_stay_as_they_are),
		TEST(keys_that_the_program_makes),
		TEST(short_division_codes_are_completed),
		TEST(everything_wrong_is_told_at_once),
		TEST(destroyed_numbers_are_refused_with_their_reason),
		TEST(personal_data_is_covered_in_what_is_told),
		TEST(a_masked_cell_is_the_stored_value_or_nothing),
		TEST(codes_repeat_from_row_to_row),
		TEST(the_formula_guard_is_taken_off),
		TEST(rows_are_numbered_as_a_spreadsheet_shows_them),
		TEST(a_row_wider_than_the_header_is_refused),
		TEST(warnings_are_counted_and_refuse_nothing),
		TEST(a_broken_file_changes_nothing),
		TEST(encoding_and_separator_are_found_out_or_told),
		TEST(a_pipe_is_read_to_its_end),
		TEST(sample_ledgers),
		TEST(who_may_not_write_may_not_import),
		TEST(rows_outside_of_the_scope_are_refused),
		TEST(a_read_only_store_takes_nothing),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
