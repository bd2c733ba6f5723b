/*
 * Values that are not there, through the store: saved, asked for, counted, taken out in
 * files and brought back, undone, verified.
 */
#include "src/empty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/journal.h"
#include "db/read.h"
#include "tests/support/ledger.h"
#include "src/banned.h"

/* Branches A to D: a secretary, none, not known; and what their phones say. */
static void fill(struct office *o)
{
	ledger_take(o,
		"编码,全称,类别,书记,书记电话,单位性质\n"
		"A,中共示例甲支部委员会,党支部,示例才仁,13900000000,建制村\n"
		"B,中共示例乙支部委员会,党支部,无,不适用,不适用\n"
		"C,中共示例丙支部委员会,党支部,NONE,n/a,N/A\n"
		"D,中共示例丁支部委员会,党支部,,无,\n",
		4, 0, 0);
}

static int take_code(void *ctx, const void *rec)
{
	buf_adds(ctx, ((const struct org *)rec)->code);
	return 0;
}

/* The codes of the records that the condition means, by list and by count. */
static void means(struct office *o, const char *text, const char *want)
{
	struct view v = { .reg = &org_reg, .all = true };
	struct count n = { .cap = 0 };
	struct buf codes = BUF_INIT;
	struct query q;

	if (query_parse(&org_reg, text, store_lookup(o->s), &q, &o->e) < 0)
		fail_msg("%s: %s", text, o->e.text);
	v.query = &q;
	assert_int_equal(store_each(o->s, &v, take_code, &codes, &o->e), 0);
	if (strcmp(buf_str(&codes), want) != 0)
		fail_msg("%s means %s, not %s", text, buf_str(&codes), want);
	assert_int_equal(store_count(o->s, &v, &n, &o->e), 0);
	assert_int_equal(n.n, strlen(want));
	buf_release(&codes);
	query_release(&q);
}

static void test_db_empty__conditions_ask_for_all_or_one_of_them(void **state)
{
	struct office *o = *state;

	fill(o);
	means(o, "书记=空", "BCD");
	means(o, "书记=非空", "A");
	means(o, "书记!=空", "A");
	means(o, "书记=未填", "D");
	means(o, "书记!=未填", "ABC");
	means(o, "书记=无", "BC");
	means(o, "书记!=无", "AD");
	means(o, "-书记=无", "AD");
	means(o, "书记电话=不适用", "BC");
	means(o, "书记电话=无", "D");
	means(o, "书记电话=无,不适用", "BCD");
	means(o, "书记电话=空 书记=未填", "D");
	means(o, "单位性质=空", "BCD");
	means(o, "单位性质=不适用", "BC");
	means(o, "单位性质=建制村", "A");
	means(o, "党员=空", "ABCD");
}

static void test_db_empty__figures_count_a_vacant_post(void **state)
{
	struct office *o = *state;
	int64_t n = -1;

	fill(o);
	for (size_t i = 0; i < org_reg.nfigures; i++)
		if (strcmp(org_reg.figures[i].key, "no_secretary") == 0)
			assert_int_equal(store_figure(o->s, &org_reg, &org_reg.figures[i], &n, &o->e), 0);
	assert_int_equal(n, 3);
}

static void test_db_empty__lists_have_them_behind_the_names(void **state)
{
	struct office *o = *state;
	struct view v = { .reg = &org_reg, .sort = reg_field(&org_reg, "secretary") };
	struct buf codes = BUF_INIT;

	fill(o);
	assert_int_equal(store_each(o->s, &v, take_code, &codes, &o->e), 0);
	assert_string_equal(buf_str(&codes), "ABCD");
	buf_release(&codes);
	office_sound(o);
}

static void test_db_empty__files_bring_them_back(void **state)
{
	static const struct export_options formats[] = {
		{ .format = EXPORT_CSV }, { .format = EXPORT_TSV }, { .format = EXPORT_CSV, .gb18030 = true },
	};
	struct office *o = *state;

	fill(o);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct ledger l = { .name = NULL };
		struct buf file = BUF_INIT;

		ledger_export(o, &org_reg, &formats[i], &file);
		assert_int_equal(ledger_import_bytes(o, &l, &org_reg, buf_str(&file), file.len), 0);
		assert_int_equal(l.report.unchanged, 4);
		ledger_release(&l);
		buf_release(&file);
	}
}

static void test_db_empty__json_says_them_as_they_are_stored(void **state)
{
	struct office *o = *state;
	struct buf file = BUF_INIT;

	fill(o);
	ledger_export(o, &org_reg, &(struct export_options){ .format = EXPORT_JSON }, &file);
	assert_non_null(strstr(buf_str(&file), "\"unit_nature\":\"不适用\""));
	assert_non_null(strstr(buf_str(&file), "\"secretary\":\"无\",\"secretary_phone\":\"不适用\""));
	assert_non_null(strstr(buf_str(&file), "\"secretary\":null,\"secretary_phone\":\"无\""));
	buf_release(&file);
}

static void test_db_empty__what_a_field_does_not_know_is_refused_with_its_line(void **state)
{
	ledger_refuse(*state, "编码,全称,类别,书记\nA,中共示例甲支部委员会,党支部,不适用\n",
		"2|书记|不适用|不能填「不适用」，可以填「无」，还不知道的请留空。\n");
}

static void test_db_empty__changes_are_journaled_undone_and_verified(void **state)
{
	struct office *o = *state;
	struct undo_plan plan;
	char *shown;
	int64_t id;

	fill(o);
	id = office_number(o, "SELECT id FROM org WHERE code = 'A'");
	office_must_edit(o, id, "secretary", "无");
	office_must_edit(o, id, "secretary_phone", "不适用");
	office_must_edit(o, id, "election_method", "n/a");
	office_must_edit(o, id, "election_method", "");
	shown = office_text(o, "SELECT group_concat(before || '>' || after, ' ') FROM change WHERE op = 'update'"
			       " AND after IS NOT NULL AND before IS NOT NULL");
	assert_string_equal(shown, "示例才仁>无 13900000000>不适用");
	free(shown);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(journal_plan_undo(o->s, 0, &plan, &o->e), 0);
		assert_int_equal(journal_undo(o->s, &plan, false, NULL, &o->e), 0);
		undo_plan_release(&plan);
	}
	ledger_field(o, "A", "secretary", "示例才仁");
	ledger_field(o, "A", "secretary_phone", "13900000000");
	office_sound(o);
}

/* The words are no unit of their own, and no credit code of anybody. */
static void test_db_empty__rules_do_not_take_the_words_for_values(void **state)
{
	struct office *o = *state;
	struct save_report report = { .changed = false };
	struct org *org = office_new_org("S", 0);

	assert_int_equal(field_parse(reg_field(&org_reg, "unit_situation"), "same", store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(field_parse(reg_field(&org_reg, "units"), "不适用", store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(field_parse(reg_field(&org_reg, "unit_nature"), "不适用", store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(field_parse(reg_field(&org_reg, "credit_code"), "不适用", store_lookup(o->s), org, &o->e), 0);
	assert_int_equal(store_save_one(o->s, &org_reg, NULL, org, &report, &o->e), 0);
	for (size_t i = 0; i < report.findings.n; i++) {
		assert_string_not_equal(report.findings.items[i].field, "units");
		assert_string_not_equal(report.findings.items[i].field, "credit_code");
	}
	save_report_release(&report);
	reg_free(&org_reg, org);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_db_empty__##name, office_setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(conditions_ask_for_all_or_one_of_them),
		TEST(figures_count_a_vacant_post),
		TEST(lists_have_them_behind_the_names),
		TEST(files_bring_them_back),
		TEST(json_says_them_as_they_are_stored),
		TEST(what_a_field_does_not_know_is_refused_with_its_line),
		TEST(changes_are_journaled_undone_and_verified),
		TEST(rules_do_not_take_the_words_for_values),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
