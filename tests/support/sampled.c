/*
 * The sample, made once for a test program.
 */
#include "tests/support/sampled.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

struct seeds seeds;
struct sample sample;

static void add_rules(void)
{
	for (size_t i = 0; i < sample.nrules; i++) {
		const struct rule_row *row = &sample.rules[i];

		ruleset_add(&seeds.rules, &(struct rule_item){ .name = row->name,
						  .label = row->label,
						  .document = row->document,
						  .level = rule_level_from_value(row->level.s),
						  .param = row->param,
						  .from = row->effective_from,
						  .to = row->effective_to });
	}
	ruleset_sort(&seeds.rules);
}

int sampled_setup(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	seeds_load(&seeds, "2026-11-22");
	if (sample_make(&sample, seeds.divisions, seeds.ndivisions, &e) != 0)
		fail_msg("%s", e.text);
	for (size_t i = 0; i < sample.n; i++)
		seeds_add(&seeds, &org_reg, &sample.orgs[i]);
	add_rules();
	return 0;
}

int sampled_teardown(void **state)
{
	(void)state;
	sample_release(&sample);
	seeds_release(&seeds);
	return 0;
}

bool is(const char *s, const char *what)
{
	return s != NULL && strcmp(s, what) == 0;
}

bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

bool is_at_work(const struct org *o)
{
	return date_is_empty(o->dissolved) && date_is_empty(o->rec.retired_on);
}

bool is_primary(const struct org *o)
{
	const char *category = o->category.s;

	return is_at_work(o) &&
	       (is(category, "611") || is(category, "621") || is(category, "631") || is(category, "632"));
}

bool is_branch(const struct org *o)
{
	return is(o->category.s, "631") || is(o->category.s, "632");
}

const struct org *superior(const struct org *o)
{
	return o->superior.id == 0 ? NULL : &sample.orgs[o->superior.id - 1];
}

const struct org *by_name(const char *name)
{
	const struct org *found = NULL;

	for (size_t i = 0; i < sample.n; i++) {
		if (!is(sample.orgs[i].name, name))
			continue;
		if (found != NULL)
			fail_msg("two organizations are called %s", name);
		found = &sample.orgs[i];
	}
	if (found == NULL)
		fail_msg("nobody is called %s", name);
	return found;
}

const struct org *child_called(const struct org *above, const char *name)
{
	for (size_t i = 0; i < sample.n; i++) {
		if (superior(&sample.orgs[i]) == above && is(sample.orgs[i].name, name))
			return &sample.orgs[i];
	}
	return NULL;
}

bool stands_below(const struct org *o, const struct org *above)
{
	while (o != NULL && o != above)
		o = superior(o);
	return o != NULL;
}

const struct division *division_of(int64_t id)
{
	for (size_t i = 0; i < seeds.ndivisions; i++) {
		if (seeds.divisions[i].rec.id == id)
			return &seeds.divisions[i];
	}
	fail_msg("there is no division %" PRId64, id);
	return NULL;
}

static bool is_meant(const struct finding *f, const char *rule)
{
	if (rule != NULL)
		return is(f->rule, rule);
	return !is(f->rule, "org.term_expired") && !is(f->rule, "org.term_reminder");
}

size_t count_findings(const char *rule, enum rule_level level)
{
	size_t n = 0;

	for (size_t i = 0; i < sample.n; i++) {
		struct findings found = { .n = 0 };
		struct err e = ERR_INIT;

		if (reg_check(&org_reg, &seeds.lookup, &sample.orgs[i], NULL, &found, &e) != 0)
			fail_msg("%s: %s", sample.orgs[i].name, e.text);
		for (size_t k = 0; k < found.n; k++)
			n += found.items[k].level == level && is_meant(&found.items[k], rule);
		findings_release(&found);
	}
	return n;
}
