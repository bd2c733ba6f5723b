#ifndef TESTS_SUPPORT_SAMPLED_H
#define TESTS_SUPPORT_SAMPLED_H

#include "src/cmd/sample.h"
#include "tests/support/seeds.h"

/* The sample without a database, and the questions that tests ask about it. */

extern struct seeds seeds;
extern struct sample sample;

/* For cmocka: both are filled, on SAMPLE_DAY; the sample's own rules hold. */
int sampled_setup(void **state);
int sampled_teardown(void **state);

bool is(const char *s, const char *what); /* s may be NULL */
bool begins(const char *s, const char *with);
bool ends(const char *s, const char *with);

bool is_at_work(const struct org *o);
bool is_primary(const struct org *o); /* what the published number counts */
bool is_branch(const struct org *o);
const struct org *superior(const struct org *o); /* NULL at the top */

/* The test fails where there is none, or more than one. */
const struct org *by_name(const char *name);
/* The one right below `above`, NULL where there is none. */
const struct org *child_called(const struct org *above, const char *name);
bool stands_below(const struct org *o, const struct org *above);
const struct division *division_of(int64_t id);

/* What the rules say of all organizations; rule NULL: anything but terms that run out. */
size_t count_findings(const char *rule, enum rule_level level);

#endif
