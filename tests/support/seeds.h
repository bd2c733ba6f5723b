#ifndef TESTS_SUPPORT_SEEDS_H
#define TESTS_SUPPORT_SEEDS_H

#include <stddef.h>

#include "src/records.h"

/*
 * The world as a new database knows it, without one: the code sets, rules and
 * divisions of db/seed/, and records that a test adds.  Tests run in the root
 * of the repository.
 */
struct seeds {
	struct codebook codes;
	struct ruleset rules;
	struct lookup lookup; /* hand this one out */
	struct seeded {
		const struct reg *reg;
		const void *rec; /* borrowed */
	} * records;
	size_t n, cap;
	struct division *divisions;
	size_t ndivisions;
};

/* today as ISO text.  The struct must stay where it is until seeds_release(). */
void seeds_load(struct seeds *s, const char *today);
void seeds_release(struct seeds *s);
/* Makes a record known to references; it must have an id. */
void seeds_add(struct seeds *s, const struct reg *reg, const void *rec);
/* Another level (and number) for a rule, as an office may set it. */
void seeds_set_rule(struct seeds *s, const char *name, enum rule_level level, int64_t param);

/* Calls fn for each row of a file of db/seed/ after its header; cells are in the order of the header. */
struct seed_row {
	const struct reg *reg;
	const struct field *const *fields;
	char **cells;
	size_t n;
	long line;
};
void seeds_each(const char *file, const struct reg *reg, void (*fn)(void *ctx, const struct seed_row *row),
	void *ctx);

/* Sets a field as a person would type it; the test fails with the sentence when it is refused. */
void type_in(struct seeds *s, const struct reg *reg, void *rec, const char *field, const char *text);

#endif
