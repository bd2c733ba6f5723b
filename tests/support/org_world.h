#ifndef TESTS_SUPPORT_ORG_WORLD_H
#define TESTS_SUPPORT_ORG_WORLD_H

#include "tests/support/seeds.h"

/*
 * One organization that is judged: a sound branch of an agency, below a committee,
 * on 2024-05-20.  A test changes one thing of it and looks at what is said.
 */

#define VILLAGE "632821102210"   /* 南沙沟村 */
#define COMMUNITY "632821102001" /* 柯柯社区 */
#define TOWNSHIP "632821102000"  /* 柯柯镇 */

struct world {
	struct seeds seeds;
	struct org committee; /* 中共示例镇委员会, id 1: the superior of the others */
	struct org o;         /* the organization under test: a sound branch */
	struct org before;
	struct findings found;
	struct err e;
};

/* For cmocka: *state is the struct world. */
int world_setup(void **state);
int world_teardown(void **state);

/* Sets a field of the branch as a person would type it. */
void put(struct world *w, const char *field, const char *text);
/* What the save path does before it judges; before may be NULL. */
void fill(struct world *w, const void *before);
/* Judges the branch: the findings and the refusal are in w. */
int judge(struct world *w);
const struct finding *finding(const struct world *w, const char *rule);

/* The record may be saved, and that rule says something about that field with these words in it. */
void warns(struct world *w, const char *rule, const char *field, const char *says);
/* The record may be saved, and that rule says nothing. */
void silent(struct world *w, const char *rule);
/* The record may not be saved because of that field, with these words. */
void refused(struct world *w, const char *field, const char *says);

void assert_date(struct date d, const char *want);

#endif
