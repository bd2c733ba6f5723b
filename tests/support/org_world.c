/*
 * A sound branch, and the questions that tests of organizations ask about it.
 */
#include "tests/support/org_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

void put(struct world *w, const char *field, const char *text)
{
	type_in(&w->seeds, &org_reg, &w->o, field, text);
}

static void make_committee(struct world *w)
{
	struct org *o = &w->committee;

	reg_init(&org_reg, o);
	o->rec.id = 1;
	type_in(&w->seeds, &org_reg, o, "code", "SL-01");
	type_in(&w->seeds, &org_reg, o, "name", "中共示例镇委员会");
	type_in(&w->seeds, &org_reg, o, "category", "611");
	seeds_add(&w->seeds, &org_reg, o);
}

/* A branch of an agency with nothing to find fault with. */
int world_setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	*state = w;
	seeds_load(&w->seeds, "2024-05-20");
	make_committee(w);
	reg_init(&org_reg, &w->o);
	reg_init(&org_reg, &w->before);
	put(w, "code", "SL-0102");
	put(w, "name", "中共示例镇机关支部委员会");
	put(w, "category", "党支部");
	put(w, "superior", "SL-01");
	put(w, "domain", "机关");
	put(w, "division", TOWNSHIP);
	put(w, "founded", "2001-07-01");
	put(w, "full_members", "12");
	put(w, "committee_size", "3");
	put(w, "term_from", "2023-01-10");
	put(w, "term_to", "2026-01-10");
	return 0;
}

int world_teardown(void **state)
{
	struct world *w = *state;

	findings_release(&w->found);
	reg_release(&org_reg, &w->o);
	reg_release(&org_reg, &w->before);
	reg_release(&org_reg, &w->committee);
	seeds_release(&w->seeds);
	free(w);
	return 0;
}

int judge(struct world *w)
{
	findings_clear(&w->found);
	err_clear(&w->e);
	return reg_check(&org_reg, &w->seeds.lookup, &w->o, NULL, &w->found, &w->e);
}

const struct finding *finding(const struct world *w, const char *rule)
{
	for (size_t i = 0; i < w->found.n; i++) {
		if (w->found.items[i].rule != NULL && strcmp(w->found.items[i].rule, rule) == 0)
			return &w->found.items[i];
	}
	return NULL;
}

void warns(struct world *w, const char *rule, const char *field, const char *says)
{
	const struct finding *f;

	if (judge(w) != 0)
		fail_msg("refused: %s", w->e.text);
	f = finding(w, rule);
	if (f == NULL)
		fail_msg("%s says nothing", rule);
	assert_int_equal(f->level, RULE_WARN);
	assert_string_equal(f->field, field);
	if (strstr(f->text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", f->text, says);
}

void silent(struct world *w, const char *rule)
{
	const struct finding *f;

	assert_int_equal(judge(w), 0);
	f = finding(w, rule);
	if (f != NULL)
		fail_msg("%s: %s", rule, f->text);
}

void refused(struct world *w, const char *field, const char *says)
{
	assert_int_equal(judge(w), ERR_INVALID);
	assert_string_equal(w->e.field, field);
	if (strstr(w->e.text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", w->e.text, says);
}

void assert_date(struct date d, const char *want)
{
	struct buf text = BUF_INIT;

	date_format(&text, d);
	assert_string_equal(buf_str(&text), want);
	buf_release(&text);
}

void fill(struct world *w, const void *before)
{
	org_reg.fill(&w->seeds.lookup, &w->o, before);
}
