#include "tests/support/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "db/read.h"
#include "src/banned.h"

int64_t village;
const char *why;

int cases_group_setup(void **state)
{
	struct office *o;

	setenv("ZHIBU_TODAY", TODAY, 1);
	assert_int_equal(office_group_setup(state), 0);
	assert_int_equal(office_setup((void **)&o), 0);
	village = office_branch(o, "V1", 0);
	office_must_edit(o, village, "division", "632821102210");
	office_operator(o, "clerk", "clerk", 0);
	office_operator(o, "checker", "checker", 0);
	office_operator(o, "approver", "approver", 0);
	office_keep(o);
	return office_teardown((void **)&o);
}

int cases_setup(void **state)
{
	why = NULL;
	return office_setup(state);
}

/* --- records as they are typed --- */

static int assign(struct office *o, const struct reg *reg, void *rec, const char *const *pairs)
{
	int rc = 0;

	for (; rc == 0 && pairs[0]; pairs += 2)
		rc = field_parse(reg_field(reg, pairs[0]), pairs[1], store_lookup(o->s), rec, &o->e);
	return rc;
}

int put_pairs(struct office *o, const struct reg *reg, const char *key, const char *const *pairs)
{
	struct save_report report = { .reason = why };
	void *base = reg_new(reg), *rec = reg_new(reg);
	const struct lookup *l = store_lookup(o->s);
	int64_t id = 0;
	int rc = key ? l->ref_find(l->ctx, reg, key, &id, &o->e) : 0;

	if (rc == 0 && key)
		rc = store_get(o->s, reg, id, base, &o->e);
	if (rc == 0)
		reg_copy(reg, rec, base);
	if (rc == 0)
		rc = assign(o, reg, rec, pairs);
	if (rc == 0)
		rc = store_save_one(o->s, reg, key ? base : NULL, rec, &report, &o->e);
	save_report_release(&report);
	reg_free(reg, base);
	reg_free(reg, rec);
	return rc;
}

void must_pairs(struct office *o, const struct reg *reg, const char *key, const char *const *pairs)
{
	if (put_pairs(o, reg, key, pairs) < 0)
		fail_msg("%s", o->e.text);
}

void to_stage(struct office *o, const char *stage)
{
	must(o, &rectification_reg, CASE, "stage", stage);
}

static char *value(struct office *o, const struct reg *reg, const char *key, const char *field)
{
	struct buf sql = BUF_INIT;
	char *text;

	buf_addf(&sql, "SELECT \"%s\" FROM \"%s\" WHERE code = '%s'", field, reg->name, key);
	text = office_text(o, buf_str(&sql));
	buf_release(&sql);
	return text;
}

void has(struct office *o, const struct reg *reg, const char *key, const char *field, const char *want)
{
	char *text = value(o, reg, key, field);

	assert_non_null(text);
	assert_string_equal(text, want);
	free(text);
}

void count_warnings(struct office *o, const struct reg *reg, const char *key, size_t want)
{
	const struct lookup *l = store_lookup(o->s);
	struct findings found = { .items = NULL };
	void *rec = reg_new(reg);
	int64_t id;

	assert_int_equal(l->ref_find(l->ctx, reg, key, &id, &o->e), 0);
	assert_int_equal(store_get(o->s, reg, id, rec, &o->e), 0);
	reg_check(reg, l, rec, rec, &found, NULL);
	assert_int_equal(findings_count(&found, RULE_WARN), want);
	findings_release(&found);
	reg_free(reg, rec);
}

void begin_case(struct office *o)
{
	must(o, &rectification_reg, NULL, "org", "V1", "year", "2024", "criteria", "1");
	to_stage(o, "proposed");
	office_open(o, "approver");
	to_stage(o, "confirmed");
	to_stage(o, "filed");
	office_open(o, "clerk");
	must(o, &rectification_reg, CASE, "county_leader", "示例甲", "township_leader", "示例乙", "first_secretary", "示例丙",
	     "paired_unit", "示例单位", "deadline", "2024-10-31", "responsible", "示例乙");
	must(o, &problem_reg, NULL, "rectification", CASE, "name", "组织生活不经常");
	must(o, &measure_reg, NULL, "problem", PROBLEM, "name", "每月一次主题党日", "owner", "示例丁", "deadline",
	     "2024-09-30");
}

void request(struct office *o)
{
	begin_case(o);
	to_stage(o, "planned");
	to_stage(o, "rectifying");
	must(o, &measure_reg, MEASURE, "stage", "done");
	to_stage(o, "acceptance_requested");
}

void accept_with(struct office *o, const char *score, const char *dissatisfied)
{
	must(o, &acceptance_reg, NULL, "rectification", CASE, "on", TODAY, "lead", "示例组长", "score", score, "dissatisfied",
	     dissatisfied);
}
