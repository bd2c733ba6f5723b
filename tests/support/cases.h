#ifndef TESTS_SUPPORT_CASES_H
#define TESTS_SUPPORT_CASES_H

#include "src/records/rectification.h"
#include "tests/support/office.h"

/* Rectification cases of one village, V1, on 2024-05-20, as a clerk, a checker and an approver type them. */

#define TODAY "2024-05-20"
#define CASE "V1-2024"
#define PROBLEM "V1-2024-P01"	/* its first problem */
#define MEASURE "V1-2024-P01-M01"

extern int64_t village;		/* its organization */
extern const char *why;		/* the reason of the saves that follow, or NULL */

int cases_group_setup(void **state);
int cases_setup(void **state);

/* Changes the record with that key, or makes a new one (key NULL), from fields and what is typed into them. */
int put_pairs(struct office *o, const struct reg *reg, const char *key, const char *const *pairs);
void must_pairs(struct office *o, const struct reg *reg, const char *key, const char *const *pairs);
#define put(o, reg, key, ...) put_pairs(o, reg, key, (const char *const[]){ __VA_ARGS__, NULL })
#define must(o, reg, key, ...) must_pairs(o, reg, key, (const char *const[]){ __VA_ARGS__, NULL })
#define refused(o, code, words, reg, key, ...) \
	office_refused(o, put(o, reg, key, __VA_ARGS__), code, words)

void to_stage(struct office *o, const char *stage);
/* Fails unless the stored field of the record says so. */
void has(struct office *o, const struct reg *reg, const char *key, const char *field, const char *want);
void count_warnings(struct office *o, const struct reg *reg, const char *key, size_t want);

void begin_case(struct office *o);	/* with all that a plan wants, at the stage "filed" */
void request(struct office *o);		/* ... and asked for acceptance by the clerk */
void accept_with(struct office *o, const char *score, const char *dissatisfied);

#endif
