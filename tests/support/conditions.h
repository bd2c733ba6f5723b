#ifndef TESTS_SUPPORT_CONDITIONS_H
#define TESTS_SUPPORT_CONDITIONS_H

#include "src/query.h"

/*
 * What a typed line of conditions means, written out: alternatives joined by " | ",
 * conditions by " & ", as `members>30`, `not 'word'`, `founded='2010'..'2010-12-31'`.
 */

/* A register with fields of most types, and its codes: for cmocka_run_group_tests(). */
extern const struct reg query_reg;
extern struct lookup query_lookup;
int query_set_up(void **state);
int query_tear_down(void **state);

/* Lookup's ref_named(): 东河 is in the names of 77 and 78, 西岭 in that of 79, 镇 in too many. */
int query_named_units(void *ctx, const struct reg *reg, const char *word, int64_t **ids, size_t *n, struct err *e);

void query_describe(const struct query *q, struct buf *out);
/* The typed line means that. */
void query_expect(const char *typed, const char *want);
/* It is refused, with all these words (parted by '/') in the sentence. */
void query_refuse(const char *typed, const char *words);

#endif
