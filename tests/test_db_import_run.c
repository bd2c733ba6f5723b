/*
 * Imports as a whole: references within the file, what stays when rows are refused,
 * the file of refused rows, stopping, and large ledgers.
 */
#include "db/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/mem.h"
#include "src/records/rectification.h"
#include "tests/support/ledger.h"
#include "src/banned.h"

#define HEAD "编码,全称,类别,上级\n"
#define COMMITTEE "C1,中共示例镇委员会,党委,\n"
#define A1 "A1,中共示例东河村支部委员会,党支部,C1\n"

/* ---- References -------------------------------------------------------------------------------- */

static void test_db_import_run__by_code_name_or_both(void **state)
{
	struct office *o = *state;

	ledger_take(o, HEAD COMMITTEE A1 "A2,中共示例二支部委员会,党支部,中共示例镇委员会\n"
			 "A3,中共示例三支部委员会,党支部,中共示例镇委员会 C1\n", 4, 0, 0);
	ledger_field(o, "A1", "superior", "C1");
	ledger_field(o, "A2", "superior", "C1");
	ledger_field(o, "A3", "superior", "C1");
	/* The same once the committee is not of this file. */
	ledger_take(o, HEAD A1 "A2,中共示例二支部委员会,党支部,中共示例镇委员会\nA3,中共示例三支部委员会,党支部,中共示例镇委员会 C1\n", 0,
		0, 3);
	ledger_take(o, "编码,行政区划\nA1,632821102210\nA2,柯柯镇\nA3,柯柯镇\n", 0, 3, 0);
	ledger_field(o, "A2", "division", "632821102000");
	ledger_field(o, "A3", "division", "632821102000");
}

/* What the program fills in may ask for the records that refer to another one. */
static void test_db_import_run__cases_know_their_earlier_rounds(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	int64_t village = office_branch(o, "V1", 0);

	office_must_edit(o, village, "division", "632821102210");
	assert_int_equal(ledger_import(o, &l, &rectification_reg,
		"案件编号,党组织,列入年度,阶段\nV1-2020,V1,2020,归档\nV1-2022,V1,2022,归档\n"), 0);
	assert_int_equal(l.report.added, 2);
	assert_int_equal(office_number(o, "SELECT round FROM rectification WHERE year = 2022"), 2);
	ledger_release(&l);
	office_sound(o);
}

static void test_db_import_run__rows_may_come_before_what_they_refer_to(void **state)
{
	struct office *o = *state;

	ledger_take(o, HEAD "A3,中共示例三支部委员会,党支部,中共示例总支部委员会\n"
			 "A2,中共示例二支部委员会,党支部,G1\n"
			 "G1,中共示例总支部委员会,党总支部,C1\n" COMMITTEE
			 "A1,中共示例一支部委员会,党支部,中共示例总支部委员会 G1\n", 5, 0, 0);
	ledger_field(o, "A3", "superior", "G1");
	ledger_field(o, "A2", "superior", "G1");
	ledger_field(o, "G1", "superior", "C1");
	ledger_field(o, "A1", "superior", "G1");
	/* Each record was saved once, with its superior. */
	assert_int_equal(office_number(o, "SELECT max(version) FROM org"), 1);
	office_sound(o);
}

static void test_db_import_run__a_long_chain_upside_down(void **state)
{
	struct office *o = *state;
	struct buf text = BUF_INIT;

	buf_adds(&text, HEAD);
	for (int i = 40; i > 0; i--)
		buf_addf(&text, "N%d,示例节点%d,党委,N%d\n", i, i, i - 1);
	buf_adds(&text, "N0,示例节点0,党委,\n");
	ledger_take(o, buf_str(&text), 41, 0, 0);
	ledger_field(o, "N40", "superior", "N39");
	ledger_field(o, "N1", "superior", "N0");
	buf_release(&text);
}

static void test_db_import_run__a_changed_record_may_move_below_a_new_one(void **state)
{
	struct office *o = *state;

	office_branch(o, "A1", 0);
	ledger_take(o, "编码,上级,全称,类别\nA1,C1,,\nC1,,中共示例镇委员会,党委\n", 1, 1, 0);
	ledger_field(o, "A1", "superior", "C1");
}

static void test_db_import_run__what_is_not_there_is_refused(void **state)
{
	ledger_refuse(*state, HEAD COMMITTEE "A1,中共示例一支部委员会,党支部,C2\nA2,中共示例二支部委员会,党支部,C1\n",
		"3|上级|C2|没有编码或名称为「C2」的党组织；最接近的是 中共示例镇委员会 C1。\n");
}

/* A name that was mistyped brings the near name, and not a key that has nothing to do with it. */
static void test_db_import_run__the_nearest_name_is_proposed(void **state)
{
	ledger_refuse(*state, HEAD "C1,柯柯镇党委,党委,\nC2,蓄集乡党委,党委,\nC3,中共示例县德令哈镇委员会,党委,\n"
		"A1,中共示例一支部委员会,党支部,柯柯镇党伟\nA2,中共示例二支部委员会,党支部,可柯镇党委\n"
		"A3,中共示例三支部委员会,党支部,中共示例县德令啥镇委员会\nA4,中共示例四支部委员会,党支部,希里沟镇工委\n"
		"A5,中共示例五支部委员会,党支部,Z9000\n",
		"5|上级|柯柯镇党伟|没有编码或名称为「柯柯镇党伟」的党组织；最接近的是 柯柯镇党委 C1。\n"
		"6|上级|可柯镇党委|没有编码或名称为「可柯镇党委」的党组织；最接近的是 柯柯镇党委 C1。\n"
		"7|上级|中共示例县德令啥镇委员会|没有编码或名称为「中共示例县德令啥镇委员会」的党组织；最接近的是 "
		"中共示例县德令哈镇委员会 C3。\n"
		"8|上级|希里沟镇工委|没有编码或名称为「希里沟镇工委」的党组织。\n"
		"9|上级|Z9000|没有编码或名称为「Z9000」的党组织。\n");
}

static void test_db_import_run__what_is_refused_itself_is_named(void **state)
{
	ledger_refuse(*state, HEAD "C1,中共示例镇委员会,没有,\n" A1 "A2,中共示例二支部委员会,党支部,A1\n",
		"2|类别|没有|*\n"
		"3|上级|C1|「C1」在第 2 行，那一行没有导入（被拒绝，或者互为上下级）；请先改好那一行。\n"
		"4|上级|A1|「A1」在第 3 行，那一行没有导入（被拒绝，或者互为上下级）；请先改好那一行。\n");
}

static void test_db_import_run__circles_are_refused(void **state)
{
	struct office *o = *state;

	ledger_refuse(o, HEAD "A1,中共示例一支部委员会,党支部,A2\nA2,中共示例二支部委员会,党支部,A1\nA3,中共示例三支部委员会,党支部,A3\n",
		"2|上级|A2|「A2」在第 3 行，*\n3|上级|A1|「A1」在第 2 行，*\n4|上级|A3|「A3」在第 4 行，*\n");
	ledger_take(o, HEAD COMMITTEE A1, 2, 0, 0);
	ledger_refuse(o, "编码,上级\nC1,A1\n", "2|上级|A1|*\n");
}

static void test_db_import_run__an_ambiguous_name_is_refused_with_its_candidates(void **state)
{
	struct office *o = *state;

	ledger_take(o, HEAD "C1,中共示例镇委员会,党委,\nC2,中共示例镇委员会,党委,\n", 2, 0, 0);
	ledger_refuse(o, HEAD "A1,中共示例一支部委员会,党支部,中共示例镇委员会\n",
		"2|上级|中共示例镇委员会|有 2 个党组织叫「中共示例镇委员会」：中共示例镇委员会 C1、中共示例镇委员会 C2；请写编码。\n");
	/* A name that was found once may become ambiguous within the file. */
	ledger_refuse(o, HEAD "D1,中共示例乡委员会,党委,\nA1,中共示例一支部委员会,党支部,中共示例乡委员会\n"
			   "D2,中共示例乡委员会,党委,\nA2,中共示例二支部委员会,党支部,中共示例乡委员会\n",
		"5|上级|中共示例乡委员会|有 2 个党组织叫「中共示例乡委员会」*\n");
}

static void test_db_import_run__retired_superiors_are_refused(void **state)
{
	struct office *o = *state;

	ledger_take(o, HEAD COMMITTEE, 1, 0, 0);
	assert_int_equal(office_retire(o, &org_reg, office_number(o, "SELECT id FROM org")), 0);
	ledger_refuse(o, HEAD A1, "2|上级|C1|「中共示例镇委员会 C1」已停用；请选在用的，或先把它恢复。\n");
}

/* ---- All or nothing ---------------------------------------------------------------------------- */

#define MIXED HEAD COMMITTEE "A1,中共示例一支部委员会,党支部,C1\nA2,中共示例二支部委员会,没有,C1\nA3,中共示例三支部委员会,党支部,A2\n"

static void test_db_import_run__one_wrong_row_and_nothing_is_written(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };

	assert_int_equal(ledger_import(o, &l, &org_reg, MIXED), ERR_INVALID);
	assert_string_equal(l.e.text, "示例台账.csv：4 行中有 2 行不能导入，所以什么都没有写入；请改正后再导入，或只导入其余的行。");
	assert_int_equal(l.report.rows, 4);
	assert_int_equal(l.report.refused, 2);
	assert_int_equal(l.report.added, 2);
	assert_int_equal(l.report.action, 0);
	assert_int_equal(ledger_orgs(o), 0);
	ledger_release(&l);
}

static void test_db_import_run__partial_takes_the_good_rows(void **state)
{
	struct office *o = *state;
	struct ledger l = { .o.partial = true };

	assert_int_equal(ledger_import(o, &l, &org_reg, MIXED), ERR_INVALID);
	assert_non_null(strstr(l.e.text, "4 行中有 2 行没有导入，其余 2 行已处理"));
	assert_int_equal(l.report.added, 2);
	assert_int_not_equal(l.report.action, 0);
	assert_int_equal(ledger_orgs(o), 2);
	ledger_field(o, "A1", "superior", "C1");
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE), 0);
	office_sound(o);
	ledger_release(&l);
}

static void test_db_import_run__partial_with_nothing_good_leaves_no_trace(void **state)
{
	struct office *o = *state;
	struct ledger l = { .o.partial = true };
	int64_t before = office_number(o, "SELECT count(*) FROM action");

	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD "A2,中共示例二支部委员会,没有,\n"), ERR_INVALID);
	assert_int_equal(l.report.action, 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before);
	ledger_release(&l);
}

static void test_db_import_run__a_dry_run_checks_everything_and_writes_nothing(void **state)
{
	struct office *o = *state;
	struct ledger l = { .o.dry_run = true };
	int64_t before = office_number(o, "SELECT count(*) FROM action");

	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), 0);
	assert_int_equal(l.report.added, 2);
	assert_int_equal(l.report.action, 0);
	assert_int_equal(ledger_orgs(o), 0);
	l.o.partial = true;
	assert_int_equal(ledger_import(o, &l, &org_reg, MIXED), ERR_INVALID);
	assert_int_equal(l.report.refused, 2);
	assert_non_null(strstr(l.e.text, "试导入"));
	assert_int_equal(ledger_orgs(o), 0);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before);
	ledger_release(&l);
}

static void assert_kind(struct office *o, const char *reason)
{
	char *text = office_text(o, "SELECT kind || ' ' || reason || ' ' || records FROM action ORDER BY id DESC LIMIT 1");

	assert_string_equal(text, reason);
	free(text);
}

static void test_db_import_run__an_import_is_one_action_and_can_be_undone(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = "一月\x1b.csv" };
	struct undo_plan plan;
	int64_t done;

	ledger_take(o, HEAD COMMITTEE, 1, 0, 0);
	assert_kind(o, "import 示例台账.csv 1");
	assert_int_equal(ledger_import(o, &l, &org_reg, "编码,全称,类别,上级,书记\nC1,,,,示例多杰\nA1,中共示例一支部委员会,党支部,C1,\n"), 0);
	assert_kind(o, "import 一月\xEF\xBF\xBD.csv 2");
	assert_int_equal(journal_plan_undo(o->s, l.report.action, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, &done, &o->e), 0);
	undo_plan_release(&plan);
	assert_int_equal(ledger_orgs(o), 1);
	ledger_field(o, "C1", "secretary", "");
	l.name = "示例13900001234.csv";
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1), 0);
	assert_kind(o, "import 示例139******34.csv 1");
	assert_int_equal(journal_plan_undo(o->s, l.report.action, &plan, &o->e), 0);
	assert_int_equal(journal_undo(o->s, &plan, false, &done, &o->e), 0);
	undo_plan_release(&plan);
	l.o.reason = "示例原因";
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD A1), 0);
	assert_kind(o, "import 示例原因 1");
	office_sound(o);
	ledger_release(&l);
}

/* Writes over the text at `at`, as long as `with` is. */
static void overwrite(char *at, const char *with)
{
	assert_non_null(at);
	while (*with)
		*at++ = *with++;
}

/* Rows that wait for others are judged late, and told in their place all the same. */
static void test_db_import_run__what_is_wrong_is_told_in_the_order_of_lines(void **state)
{
	struct ledger l = { .keep_errors = true, .o.partial = true };
	const char *first, *second;

	ledger_refuse(*state,
		HEAD "A1,中共示例一支部委员会,党支部,X1\nA2,中共示例二支部委员会,没有,\n"
		     "A3,中共示例三支部委员会,党支部,X2\nA4,中共示例四支部委员会,没有,\n",
		"2|上级|X1|*\n3|类别|没有|*\n4|上级|X2|*\n5|类别|没有|*\n");
	assert_int_equal(ledger_import(*state, &l, &org_reg,
				 HEAD "A1,中共示例一支部委员会,党支部,X1\nA2,中共示例二支部委员会,没有,\n"),
		ERR_INVALID);
	first = strstr(buf_str(&l.errors), "\r\nA1,");
	second = strstr(buf_str(&l.errors), "\r\nA2,");
	assert_non_null(first);
	assert_true(second > first);
	ledger_release(&l);
}

static void test_db_import_run__warnings_are_told_with_their_lines(void **state)
{
	struct ledger l = { .o.warn_rows = 2 };

	/* The first two rows wait for the last one; by then two others were told, and they are only counted. */
	assert_int_equal(ledger_import(*state, &l, &org_reg,
				 "编码,全称,类别,领域,上级,书记电话,正式党员\n"
				 "A1,中共示例一支部委员会,党支部,机关,C1,13900000000,2\n"
				 "A2,中共示例二支部,党支部,机关,A1,,\n"
				 "A3,中共示例三支部,党支部,机关,,,\n"
				 "C1,中共示例镇委员会,党委,机关,,,\n"),
		0);
	assert_int_equal(l.report.added, 4);
	assert_true(l.report.warnings > 3);
	assert_non_null(strstr(buf_str(&l.warned), "4|全称|中共示例三支部|全称「中共示例三支部」的结尾与类别不符"));
	assert_non_null(strstr(buf_str(&l.warned), "\n5|上级||"));
	assert_null(strstr(buf_str(&l.warned), "\n2|"));
	assert_string_equal(buf_str(&l.refused), "");
	ledger_release(&l);
}

/* ---- The file of refused rows ------------------------------------------------------------------ */

static void test_db_import_run__refused_rows_can_be_corrected_and_imported(void **state)
{
	struct office *o = *state;
	struct ledger l = { .keep_errors = true, .o.partial = true };
	char *wrong;

	assert_int_equal(ledger_import(o, &l, &org_reg,
				 "标题\n编码;全称;类别;备注;多余\n"
				 "A1;中共示例一支部委员会;没有;\"一,\n\"\"二\"\"\";x\n"
				 "A2;中共示例二支部委员会;党支部;;\n"
				 "A3;中共示例三支部委员会;没有;'=1+1;y\n"),
		ERR_INVALID);
	assert_string_equal(buf_str(&l.errors),
		"\xEF\xBB\xBF编码,全称,类别,备注,多余,行号,原因\r\n"
		"A1,中共示例一支部委员会,没有,\"一,\n\"\"二\"\"\",x,3,类别：「没有」不在可选的代码里，请从这 13 项中选："
		"党委、党总支部、党支部、联合党支部、临时党委、临时党总支部、临时党支部、临时联合党支部 等。\r\n"
		"A3,中共示例三支部委员会,没有,'=1+1,y,5,类别：「没有」不在可选的代码里，请从这 13 项中选："
		"党委、党总支部、党支部、联合党支部、临时党委、临时党总支部、临时党支部、临时联合党支部 等。\r\n");
	/* Still wrong, it comes out again with its new lines and no further columns. */
	wrong = buf_detach(&l.errors);
	assert_int_equal(ledger_import(o, &l, &org_reg, wrong), ERR_INVALID);
	assert_string_equal(l.report.unknown_columns, "多余");
	assert_int_equal(l.report.refused, 2);
	assert_non_null(strstr(buf_str(&l.errors), "x,2,类别："));
	assert_non_null(strstr(buf_str(&l.errors), "多余,行号,原因\r\n"));
	for (char *at = wrong; (at = strstr(at, ",没有,")) != NULL; at++)
		overwrite(at, ",631   ,");
	assert_int_equal(ledger_import(o, &l, &org_reg, wrong), 0);
	assert_int_equal(l.report.added, 2);
	assert_int_equal(l.errors.len, 0);
	ledger_field(o, "A3", "note", "=1+1");
	ledger_field(o, "A1", "note", "一,\n\"二\"");
	free(wrong);
	ledger_release(&l);
}

static void test_db_import_run__several_reasons_stand_in_one_row(void **state)
{
	struct ledger l = { .keep_errors = true };

	assert_int_equal(ledger_import(*state, &l, &org_reg, HEAD "A1,中共,示例,党支部,C1,\"x,y\"\n"), ERR_INVALID);
	assert_int_equal(l.report.refused, 1);
	assert_non_null(strstr(buf_str(&l.errors), "A1,中共,示例,党支部,2,类别：「示例」"));
	assert_non_null(strstr(buf_str(&l.errors), "上级：没有编码或名称为「党支部」的党组织。 这一行有 6 格，"));
	/* What is beyond the header is not lost. */
	assert_non_null(strstr(buf_str(&l.errors), "。,C1,\"x,y\"\r\n"));
	ledger_release(&l);
}

static void test_db_import_run__an_error_file_that_cannot_be_written_stops_it(void **state)
{
	struct office *o = *state;
	FILE *in = tmpfile();
	struct import_options options = { .in = in, .name = "示例.csv", .partial = true };
	struct import_report report;

	assert_non_null(in);
	fputs(MIXED, in);
	rewind(in);
	options.errors = fopen("/dev/full", "w");
	assert_non_null(options.errors);
	assert_int_equal(import_file(o->s, &org_reg, &options, &report, &o->e), ERR_IO);
	assert_int_equal(ledger_orgs(o), 0);
	fclose(options.errors);
	fclose(in);
	import_report_release(&report);
}

/* ---- Progress and stopping --------------------------------------------------------------------- */

struct watch {
	int calls, stop_at;
	long long done, all;
	long rows;
};

static int watch(void *ctx, const struct import_progress *p)
{
	struct watch *w = ctx;

	assert_true(p->done >= w->done && p->rows > w->rows);
	w->done = p->done;
	w->all = p->all;
	w->rows = p->rows;
	return ++w->calls == w->stop_at;
}

static void ignore_refusal(void *ctx, const struct import_refusal *r)
{
	(void)ctx;
	(void)r;
}

static void test_db_import_run__the_person_can_stop_it(void **state)
{
	struct office *o = *state;
	struct watch w = { .stop_at = 1 };
	struct ledger l = { .o = { .progress = watch, .refused = ignore_refusal, .ctx = &w } };

	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), ERR_STOPPED);
	assert_int_equal(w.calls, 1);
	assert_int_equal(w.all, (long long)strlen(HEAD COMMITTEE A1));
	assert_int_equal(ledger_orgs(o), 0);
	w = (struct watch){ .stop_at = -1 };
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), 0);
	assert_true(w.calls >= 1);
	ledger_release(&l);
}

static void test_db_import_run__a_signal_stops_it(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	volatile int flag = 1;

	store_stop_flag(o->s, &flag);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), ERR_STOPPED);
	store_stop_flag(o->s, NULL);
	assert_int_equal(ledger_orgs(o), 0);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), 0);
	ledger_release(&l);
}

static void test_db_import_run__a_busy_database_is_said(void **state)
{
	struct office *o = *state;
	struct store_options options = { .path = o->path, .busy_ms = 20 };
	struct ledger l = { .name = NULL };
	struct blocker b;

	office_close(o);
	assert_int_equal(store_open(&options, &o->s, &o->e), 0);
	b = office_block(o->path);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), ERR_BUSY);
	office_unblock(&b);
	assert_int_equal(ledger_import(o, &l, &org_reg, HEAD COMMITTEE A1), 0);
	ledger_release(&l);
}

/* ---- Large ledgers ----------------------------------------------------------------------------- */

#define LARGE 20500

/* Committees by code, general branches by name and branches above what they refer to. */
static char *large_ledger(void)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, HEAD);
	for (int i = 0; i < LARGE; i++) {
		int top = i / 100 * 100;

		if (i == top)
			buf_addf(&text, "L%05d,中共示例%d镇委员会,党委,\n", i, i);
		else if (i % 100 == 99)
			buf_addf(&text, "L%05d,中共示例%d支部委员会,党支部,L%05d\n", i, i, (i + 1) % LARGE);
		else if (i % 3 == 0)
			buf_addf(&text, "L%05d,中共示例%d支部委员会,党支部,中共示例%d镇委员会\n", i, i, top);
		else if (i % 3 == 1)
			buf_addf(&text, "L%05d,中共示例%d支部委员会,党支部,中共示例%d镇委员会 L%05d\n", i, i, top, top);
		else
			buf_addf(&text, "L%05d,中共示例%d支部委员会,党支部,L%05d\n", i, i, top);
	}
	return buf_detach(&text);
}

static int64_t count_view(struct office *o, const char *words)
{
	struct query q;
	struct view v = { .reg = &org_reg, .query = &q };
	struct count all = { .cap = 0 };

	assert_int_equal(query_parse(&org_reg, words, store_lookup(o->s), &q, &o->e), 0);
	assert_int_equal(store_count(o->s, &v, &all, &o->e), 0);
	query_release(&q);
	return all.n;
}

static void test_db_import_run__a_large_ledger_is_found_and_counted_afterwards(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	char *text = large_ledger();

	office_branch(o, "Z1", 0);
	/* One row of 20,500 is about a record that is there already. */
	overwrite(strstr(text, "L00001"), "Z1    ");
	if (ledger_import(o, &l, &org_reg, text) < 0)
		fail_msg("%s\n%s", l.e.text, buf_str(&l.refused));
	assert_int_equal(l.report.added, LARGE - 1);
	assert_int_equal(l.report.updated, 1);
	ledger_field(o, "L00003", "superior", "L00000");
	ledger_field(o, "L00004", "superior", "L00000");
	ledger_field(o, "L00005", "superior", "L00000");
	ledger_field(o, "L00099", "superior", "L00100");
	assert_int_equal(count_view(o, "12345"), 1);
	assert_int_equal(count_view(o, "类别=党委"), LARGE / 100);
	assert_int_equal(count_view(o, ""), LARGE);
	assert_int_equal(ledger_import(o, &l, &org_reg, text), 0);
	assert_int_equal(l.report.unchanged, LARGE);
	office_sound(o);
	free(text);
	ledger_release(&l);
}

static void test_db_import_run__a_large_ledger_is_refused_like_a_small_one(void **state)
{
	struct office *o = *state;
	struct ledger l = { .name = NULL };
	char *text = large_ledger();

	office_branch(o, "Z1", 0);
	overwrite(strstr(text, "L00002"), "L00001");	/* a repeated code */
	overwrite(strstr(text, "中共示例101支部委员会"), "中共示例100支部委员会");
	assert_int_equal(ledger_import(o, &l, &org_reg, text), ERR_INVALID);
	assert_non_null(strstr(buf_str(&l.refused), "|编码|L00001|与第 3 行是同一条记录"));
	assert_int_equal(l.report.rows, LARGE);
	assert_int_equal(ledger_orgs(o), 1);
	assert_int_equal(count_view(o, ""), 1);
	/* The store is as it was, and goes on. */
	ledger_take(o, HEAD COMMITTEE, 1, 0, 0);
	office_sound(o);
	free(text);
	ledger_release(&l);
}

/* Everything that a database has, and the files beside it: "table rows, ..." */
static void add_all(struct office *o, struct buf *out)
{
	char *names = office_text(o, "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table'"
				     " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name)"), *rest = names, *name;
	struct buf sql = BUF_INIT;
	glob_t files;

	while ((name = strsep(&rest, " ")) != NULL) {
		buf_clear(&sql);
		buf_addf(&sql, "SELECT count(*) FROM \"%s\"", name);
		buf_addf(out, "%s %lld, ", name, (long long)office_number(o, buf_str(&sql)));
	}
	assert_int_equal(glob(office_file(o, "*"), 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		buf_addf(out, "%s, ", files.gl_pathv[i]);
	globfree(&files);
	buf_release(&sql);
	free(names);
}

/* Imports and closes the session when so much of what follows the rows is done. */
static void stop_at(struct office *o, const char *path, int percent)
{
	struct import_report report;
	struct import_options options = { .name = "示例台账.csv", .in = fopen(path, "r") };
	struct import_progress p = { .all = 0 };
	struct import *im;
	int rc;

	assert_non_null(options.in);
	assert_int_equal(import_open(o->s, &org_reg, &options, &report, &im, &o->e), 0);
	assert_int_equal(import_begin(im, &o->e), 0);
	assert_int_equal(import_step(im, 0, &o->e), 0);
	while ((rc = import_settle(im, 1, &o->e)) == 1 && p.done * 100 <= p.all * percent) {
		const long long before = p.done;

		import_progress(im, &p);
		assert_true(p.settling && p.rows == LARGE && p.done >= before && p.done <= p.all);
	}
	assert_int_equal(rc, 1);
	import_close(im);
	import_report_release(&report);
	fclose(options.in);
}

static int stop_settling(void *ctx, const struct import_progress *p)
{
	(void)ctx;
	return p->settling;
}

static void test_db_import_run__a_large_ledger_can_be_stopped_after_its_last_row(void **state)
{
	static const int percents[] = { -1, 40, 85 };
	struct office *o = *state;
	struct ledger l = { .o = { .progress = stop_settling, .refused = ignore_refusal } };
	struct buf before = BUF_INIT, log = BUF_INIT;
	char *text = large_ledger();
	char *path = xstrdup(office_file(o, "示例.csv"));
	FILE *f = fopen(path, "w");
	struct stat st;

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	office_branch(o, "Z1", 0);
	add_all(o, &before);
	for (size_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
		struct buf after = BUF_INIT;

		stop_at(o, path, percents[i]);
		add_all(o, &after);
		assert_string_equal(buf_str(&after), buf_str(&before));
		assert_int_equal(count_view(o, ""), 1);
		office_sound(o);
		buf_release(&after);
	}
	assert_int_equal(ledger_import(o, &l, &org_reg, text), ERR_STOPPED);
	assert_string_equal(l.e.text, "已停止，什么都没有写入。");
	assert_int_equal(ledger_orgs(o), 1);
	/* What was written to the log in vain goes too. */
	while (store_idle(o->s, 1000))
		;
	buf_addf(&log, "%s-wal", o->path);
	assert_true(stat(buf_str(&log), &st) < 0 || st.st_size == 0);
	/* The same file, and this time to the end. */
	l.o.progress = NULL;
	assert_int_equal(ledger_import(o, &l, &org_reg, text), 0);
	assert_int_equal(count_view(o, ""), LARGE + 1);
	office_sound(o);
	buf_release(&before);
	buf_release(&log);
	free(text);
	free(path);
	ledger_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_db_import_run__##name, office_setup, office_teardown)
		TEST(by_code_name_or_both),
		TEST(cases_know_their_earlier_rounds),
		TEST(rows_may_come_before_what_they_refer_to),
		TEST(a_long_chain_upside_down),
		TEST(a_changed_record_may_move_below_a_new_one),
		TEST(what_is_not_there_is_refused),
		TEST(the_nearest_name_is_proposed),
		TEST(what_is_refused_itself_is_named),
		TEST(circles_are_refused),
		TEST(an_ambiguous_name_is_refused_with_its_candidates),
		TEST(retired_superiors_are_refused),
		TEST(one_wrong_row_and_nothing_is_written),
		TEST(partial_takes_the_good_rows),
		TEST(partial_with_nothing_good_leaves_no_trace),
		TEST(a_dry_run_checks_everything_and_writes_nothing),
		TEST(an_import_is_one_action_and_can_be_undone),
		TEST(what_is_wrong_is_told_in_the_order_of_lines),
		TEST(warnings_are_told_with_their_lines),
		TEST(refused_rows_can_be_corrected_and_imported),
		TEST(several_reasons_stand_in_one_row),
		TEST(an_error_file_that_cannot_be_written_stops_it),
		TEST(the_person_can_stop_it),
		TEST(a_signal_stops_it),
		TEST(a_busy_database_is_said),
		TEST(a_large_ledger_is_found_and_counted_afterwards),
		TEST(a_large_ledger_is_refused_like_a_small_one),
		TEST(a_large_ledger_can_be_stopped_after_its_last_row),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
