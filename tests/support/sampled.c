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

int sampled_setup(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	seeds_load(&seeds, "2026-11-22");
	if (sample_make(&sample, seeds.divisions, seeds.ndivisions, &e) != 0)
		fail_msg("%s", e.text);
	for (size_t i = 0; i < sample.n; i++)
		seeds_add(&seeds, &org_reg, &sample.orgs[i]);
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

const struct org *by_short_name(const char *name)
{
	const struct org *found = NULL;

	for (size_t i = 0; i < sample.n; i++) {
		if (!is(sample.orgs[i].short_name, name))
			continue;
		if (found != NULL)
			fail_msg("two organizations are called %s", name);
		found = &sample.orgs[i];
	}
	if (found == NULL)
		fail_msg("nobody is called %s", name);
	return found;
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
