/* Ledgers as villages keep them: a row for a case, its problems and measures in cells. */
#include "db/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support/cases.h"
#include "tests/support/ledger.h"
#include "src/banned.h"

#define HEAD "村,党组织全称,列入年度,主要问题,整顿措施,责任人,责任单位,完成时限,进展\n"

static struct ledger l;

static void take(struct office *o, const char *text)
{
	if (ledger_import(o, &l, &rectification_reg, text) != 0)
		fail_msg("%s\n%s", l.e.text, buf_str(&l.refused));
}

/* Refused with these lines, and nothing is written. */
static void refuse(struct office *o, const char *text, const char *want)
{
	int64_t before = office_number(o, "SELECT count(*) FROM action");

	assert_int_equal(ledger_import(o, &l, &rectification_reg, text), ERR_INVALID);
	ledger_said(&l, want);
	assert_int_equal(office_number(o, "SELECT count(*) FROM action"), before);
	assert_int_equal(office_number(o, "SELECT (SELECT count(*) FROM problem) + (SELECT count(*) FROM measure)"), 0);
	office_sound(o);
}

/* One column of a query, joined by strokes. */
static void rows_are(struct office *o, const char *from, const char *want)
{
	struct buf sql = BUF_INIT;
	char *text;

	buf_addf(&sql, "SELECT group_concat(x, '|') FROM (SELECT %s)", from);
	text = office_text(o, buf_str(&sql));
	assert_non_null(text);
	assert_string_equal(text, want);
	free(text);
	buf_release(&sql);
}

static void parts_are(size_t i, const struct reg *reg, long added, long updated, long unchanged)
{
	assert_ptr_equal(l.report.parts[i].reg, reg);
	assert_int_equal(l.report.parts[i].added, added);
	assert_int_equal(l.report.parts[i].updated, updated);
	assert_int_equal(l.report.parts[i].unchanged, unchanged);
}

#define LEDGER HEAD \
	"示例村,V1,2024,\"1.组织生活不经常\n2.班子配备不齐\",\"1.每月开展主题党日\r\n2.补选两名委员\",示例卓玛,示例镇党委,2024-10-31,已启动\n"

static void test_db_import_parts__a_row_becomes_a_case_with_problems_and_measures(void **state)
{
	struct office *o = *state;

	take(o, LEDGER);
	assert_int_equal(l.report.added, 1);
	parts_are(0, &problem_reg, 2, 0, 0);
	parts_are(1, &measure_reg, 2, 0, 0);
	rows_are(o, "code || ' ' || name x FROM problem ORDER BY code", "V1-2024-P01 组织生活不经常|V1-2024-P02 班子配备不齐");
	rows_are(o, "code || ' ' || name || ' ' || owner || ' ' || deadline || ' ' || progress x FROM measure ORDER BY code",
		"V1-2024-P01-M01 每月开展主题党日 示例卓玛 2024-10-31 已启动|V1-2024-P02-M01 补选两名委员 示例卓玛 2024-10-31 已启动");
	has(o, &rectification_reg, CASE, "responsible", "示例卓玛");
	has(o, &rectification_reg, CASE, "deadline", "2024-10-31");
	office_sound(o);
}

/* Under names that nobody knows, each level's own. */
static void test_db_import_parts__columns_are_named_for_every_level(void **state)
{
	static const struct import_named named[] = { { "毛病", "problem.name" }, { "办法", "整改措施：措施" } },
					 wrong[] = { { "毛病", "problem.deadlime" } };
	struct office *o = *state;
	const char *text = "村,党组织全称,列入年度,毛病,办法\n示例村,V1,2024,1.组织生活不经常,1.每月开展主题党日\n";

	l.o.named = wrong;
	l.o.nnamed = 1;
	assert_int_equal(ledger_import(o, &l, &rectification_reg, text), ERR_INVALID);
	assert_non_null(strstr(l.e.text, "「毛病」这一列不能对应到「problem.deadlime」"));
	l.o.named = named;
	l.o.nnamed = 2;
	take(o, text);
	l.o.nnamed = 0;
	parts_are(0, &problem_reg, 1, 0, 0);
	parts_are(1, &measure_reg, 1, 0, 0);
}

static void test_db_import_parts__the_same_ledger_again_changes_nothing(void **state)
{
	struct office *o = *state;

	take(o, LEDGER);
	take(o, LEDGER);
	assert_int_equal(l.report.unchanged, 1);
	parts_are(0, &problem_reg, 0, 0, 2);
	parts_are(1, &measure_reg, 0, 0, 2);
	assert_int_equal(l.report.action, 0);
	/* One more measure, and an earlier one with other words about its progress. */
	take(o, "党组织全称,列入年度,问题,措施,进展\nV1,2024,组织生活不经常,\"每月开展主题党日\n建立考勤表\",\"已开展三次\n未开始\"\n");
	parts_are(0, &problem_reg, 0, 0, 1);
	parts_are(1, &measure_reg, 1, 1, 0);
	rows_are(o, "name || ' ' || progress x FROM measure ORDER BY code", "每月开展主题党日 已开展三次|建立考勤表 未开始|补选两名委员 已启动");
	office_sound(o);
}

static void test_db_import_parts__owners_and_deadlines_one_for_each(void **state)
{
	struct office *o = *state;

	l.o.warn_rows = 9;
	take(o, HEAD "示例村,V1,2024,组织生活不经常,①每月开展主题党日②建立考勤表,①示例卓玛②示例多杰,示例镇党委,\"2024.9.30\n2024.10.31\",\n");
	rows_are(o, "name || ' ' || owner || ' ' || responsible_unit || ' ' || deadline x FROM measure ORDER BY code",
		"每月开展主题党日 示例卓玛 示例镇党委 2024-09-30|建立考勤表 示例多杰 示例镇党委 2024-10-31");
	/* Two values are none for the case itself, and that is said. */
	assert_int_equal(office_number(o, "SELECT count(*) FROM rectification WHERE deadline IS NULL AND responsible IS NULL"), 1);
	has(o, &rectification_reg, CASE, "responsible_unit", "示例镇党委");
	assert_non_null(strstr(buf_str(&l.warned), "2|责任人|①示例卓玛②示例多杰|有 2 项"));
	assert_non_null(strstr(buf_str(&l.warned), "2|完成时限|"));
	assert_int_equal(l.report.warnings, 2);
}

static void test_db_import_parts__measures_in_levels(void **state)
{
	struct office *o = *state;

	take(o, HEAD "示例村,V1,2024,一是组织生活不经常；二是班子配备不齐,\"1.（1）每月开展主题党日（2）建立考勤表\n2.补选两名委员\","
		"\"1.示例卓玛\n2.示例多杰\",,2024-09-30,\n");
	rows_are(o, "code || ' ' || name || ' ' || owner x FROM measure ORDER BY code",
		"V1-2024-P01-M01 每月开展主题党日 示例卓玛|V1-2024-P01-M02 建立考勤表 示例卓玛|V1-2024-P02-M01 补选两名委员 示例多杰");
}

static void test_db_import_parts__what_does_not_come_out_even_is_refused(void **state)
{
	struct office *o = *state;

	refuse(o, HEAD "示例村,V1,2024,\"1.甲\n2.乙\",\"1.一\n2.二\n3.三\",,,,\n", "2|整顿措施|*");
	assert_non_null(strstr(buf_str(&l.refused), "有 2 个问题、3 项整改措施"));
	refuse(o, HEAD "示例村,V1,2024,,每月开展主题党日,,,,\n", "2|整顿措施|每月开展主题党日|这一行有整改措施，却没有问题；*");
	refuse(o, HEAD "示例村,V1,2024,甲,\"1.一\n2.二\n3.三\",\"1.示例卓玛\n2.示例多杰\",,,\n", "2|责任人|*");
	assert_non_null(strstr(buf_str(&l.refused), "整改措施有 3 条，这一格却有 2 项"));
	refuse(o, HEAD "示例村,V1,2024,\"1.甲\n3.乙\",,,,,\n", "2|主要问题|*");
	refuse(o, HEAD "示例村,V1,2024,甲,\"1.一\n2.二\",,,\"2024-09-30\n9月底\",\n", "2|完成时限|*");
}

static void test_db_import_parts__a_row_is_taken_whole_or_not_at_all(void **state)
{
	struct office *o = *state;

	office_branch(o, "V2", 0);
	office_must_edit(o, office_branch(o, "V3", 0), "division", "632821102210");
	l.o.partial = true;
	assert_int_equal(ledger_import(o, &l, &rectification_reg,
		HEAD "示例村,V1,2024,甲,\"1.一\n2.一\",,,9月底,\n示例村,V3,2024,乙,二,示例多杰,,2024-09-30,\n"), ERR_INVALID);
	assert_int_equal(l.report.added, 1);
	assert_int_equal(l.report.refused, 1);
	parts_are(0, &problem_reg, 1, 0, 0);
	parts_are(1, &measure_reg, 1, 0, 0);
	rows_are(o, "code x FROM rectification", "V3-2024");
	rows_are(o, "name x FROM problem", "乙");
	office_sound(o);
	/* Undone as the one action that it was. */
	assert_int_equal(office_number(o, "SELECT records FROM action WHERE kind = 'import'"), 3);
}

static void test_db_import_parts__a_review_has_problems_and_measures_too(void **state)
{
	struct office *o = *state;

	if (ledger_import(o, &l, &review_reg, "党组织,年度,问题,措施,措施责任人,时限\nV1,2023,\"1、学习不经常\n2、台账不全\","
		"\"1、每月学习\n2、补齐台账\",示例卓玛,2024-06-30\n") != 0)
		fail_msg("%s\n%s", l.e.text, buf_str(&l.refused));
	rows_are(o, "code || ' ' || owner x FROM measure ORDER BY code", "V1-2023-P01-M01 示例卓玛|V1-2023-P02-M01 示例卓玛");
}

struct told {
	struct ledger ledger;	/* first: the ledger's own functions get it */
	struct buf taken;
};

static void keep_taken(void *ctx, const struct import_taken *t)
{
	static const char *const fates[] = { "新", "改", "同" };

	buf_addf(&((struct told *)ctx)->taken, "%ld %s %s %s [%s]\n", t->line, fates[t->fate], t->reg->name, t->name, t->changes);
}

static void test_db_import_parts__what_becomes_of_a_row_is_told_before_it_is_written(void **state)
{
	struct office *o = *state;
	struct told t = { .ledger = { .o = { .dry_run = true, .taken = keep_taken, .taken_rows = 9 } } };

	assert_int_equal(ledger_import(o, &t.ledger, &rectification_reg, LEDGER), 0);
	assert_string_equal(buf_str(&t.taken),
		"2 新 rectification 中共示例V1支部委员会 2024年 [列入年度 2024  阶段 排查  责任单位 示例镇党委  责任人 示例卓玛  完成时限 2024-10-31]\n"
		"2 新 problem 组织生活不经常 []\n"
		"2 新 problem 班子配备不齐 []\n"
		"2 新 measure 每月开展主题党日 [阶段 没开始  责任人 示例卓玛  责任单位 示例镇党委  完成时限 2024-10-31  进展 已启动]\n"
		"2 新 measure 补选两名委员 [阶段 没开始  责任人 示例卓玛  责任单位 示例镇党委  完成时限 2024-10-31  进展 已启动]\n");
	assert_int_equal(office_number(o, "SELECT count(*) FROM rectification"), 0);
	ledger_release(&t.ledger);
	buf_release(&t.taken);
}

static int setup(void **state)
{
	l = (struct ledger){ .name = NULL };
	return cases_setup(state);
}

static int teardown(void **state)
{
	ledger_release(&l);
	return office_teardown(state);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_db_import_parts__a_row_becomes_a_case_with_problems_and_measures),
		T(test_db_import_parts__columns_are_named_for_every_level),
		T(test_db_import_parts__the_same_ledger_again_changes_nothing),
		T(test_db_import_parts__owners_and_deadlines_one_for_each),
		T(test_db_import_parts__measures_in_levels),
		T(test_db_import_parts__what_does_not_come_out_even_is_refused),
		T(test_db_import_parts__a_row_is_taken_whole_or_not_at_all),
		T(test_db_import_parts__a_review_has_problems_and_measures_too),
		T(test_db_import_parts__what_becomes_of_a_row_is_told_before_it_is_written),
	};

	return cmocka_run_group_tests(tests, cases_group_setup, office_group_teardown);
}
