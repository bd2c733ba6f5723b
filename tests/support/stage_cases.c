#include "tests/support/stage_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "db/read.h"
#include "src/banned.h"

int stage_set_pairs(struct store *s, const struct reg *reg, void *rec, const char *const *pairs, struct err *e)
{
	int rc = 0;

	for (; rc == 0 && pairs[0]; pairs += 2)
		rc = field_parse(reg_field(reg, pairs[0]), pairs[1], store_lookup(s), rec, e);
	return rc;
}

int64_t stage_put_pairs(struct store *s, const struct reg *reg, const char *key, const char *const *pairs)
{
	struct save_report report = { .reason = "示例原因" };
	void *base = reg_new(reg), *rec = reg_new(reg);
	struct err e = ERR_INIT;
	int64_t id;
	int rc = key ? store_find(s, reg, key, base, &e) : 0;

	reg_copy(reg, rec, base);
	if (rc == 0)
		rc = stage_set_pairs(s, reg, rec, pairs, &e);
	if (rc == 0)
		rc = store_save_one(s, reg, key ? base : NULL, rec, &report, &e);
	if (rc < 0)
		fail_msg("%s", e.text);
	id = ((struct rec *)rec)->id;
	save_report_release(&report);
	reg_free(reg, base);
	reg_free(reg, rec);
	return id;
}

void stage_has(struct stage *s, const struct reg *reg, const char *key, const char *field, const char *want)
{
	void *rec = reg_new(reg);
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	if (store_find(s->office->s, reg, key, rec, &e) < 0)
		fail_msg("%s", e.text);
	field_format(reg_field(reg, field), rec, store_lookup(s->office->s), STYLE_DATA, &b);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
	reg_free(reg, rec);
}

void stage_add_cases(struct stage *s)
{
	static const char *const villages[][2] = {
		{ "002", "632821102210" }, { "003", "632821102211" }, { "004", "632821102212" }, { "005", "632821102213" },
	};

	for (size_t i = 0; i < sizeof(villages) / sizeof(villages[0]); i++)
		office_must_edit(s->office, stage_org(s, villages[i][0]), "division", villages[i][1]);
	stage_put(s->office->s, &rectification_reg, NULL, "org", "002", "year", "2022", "stage", "archived", "deadline", "2022-10-31", "responsible",
		"示例卓玛", "started", "2022-05-01", "proposed_on", "2022-03-01", "confirmed_on", "2022-03-20");
	stage_put(s->office->s, &rectification_reg, NULL, "org", "002", "year", "2024", "stage", "proposed", "criteria", "1", "deadline",
		"2024-05-08", "responsible", "示例卓玛", "proposed_on", "2024-03-01");
	stage_put(s->office->s, &rectification_reg, NULL, "org", "003", "year", "2024", "stage", "proposed", "criteria", "1", "deadline",
		"2024-05-22", "responsible", "示例扎西");
	stage_put(s->office->s, &rectification_reg, NULL, "org", "004", "year", "2024", "stage", "screened");
	stage_put(s->office->s, &rectification_reg, NULL, "org", "005", "year", "2024", "stage", "confirmed", "criteria", "1", "deadline",
		"2024-10-31");
}
