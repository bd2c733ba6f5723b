#ifndef TESTS_SUPPORT_STAGE_CASES_H
#define TESTS_SUPPORT_STAGE_CASES_H

#include "src/records/rectification.h"
#include "src/records/site.h"
#include "tests/support/stage.h"

/* Records of registers with a workflow for the screens: put into the store past all screens, as somebody else would. */

/* Changes the record with that key; key NULL makes a new one.  Its number. */
int64_t stage_put_pairs(struct store *s, const struct reg *reg, const char *key, const char *const *pairs);
#define stage_put(s, reg, key, ...) stage_put_pairs(s, reg, key, (const char *const[]){ __VA_ARGS__, NULL })
/* Reads values into the fields of a record: names and what is typed, NULL at the end. */
int stage_set_pairs(struct store *s, const struct reg *reg, void *rec, const char *const *pairs, struct err *e);
/* Fails unless the stored field of the record with that key says so, as programs read it. */
void stage_has(struct stage *s, const struct reg *reg, const char *key, const char *field, const char *want);

/* Five cases of the villages 002 to 005, one of them archived, one overdue and one due in two days. */
void stage_add_cases(struct stage *s);

#endif
