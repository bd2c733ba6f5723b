#ifndef SRC_CLI_RECORD_H
#define SRC_CLI_RECORD_H

#include "src/buf.h"
#include "src/cli.h"

/* What commands about single records share: which register, which record, which values, why. */

/* By English name or title; an unknown one is refused with the nearest. */
int cli_reg(const char *name, const struct reg **out, struct err *e);
/* The field of a name, label or alias; an unknown one is refused with the nearest. */
int cli_field(const struct reg *reg, const char *typed, const struct field **out, struct err *e);
/* The record that was meant, by key, by exact name or by both; the caller frees *rec with reg_free(). */
int cli_find(struct cli *c, const struct reg *reg, const char *typed, void **rec, struct err *e);
/* The register and the record that the first two words of the command name; the caller frees *rec with reg_free(). */
int cli_record(struct cli *c, const struct reg **reg, void **rec, struct err *e);
/* Takes every "field=value" of words into rec; an empty value empties the field. */
int cli_assign(struct cli *c, const struct reg *reg, struct words words, void *rec, struct err *e);
/* One such word: its field, and what stands behind the sign. */
int cli_assignment(const struct reg *reg, const char *word, const struct field **f, const char **value, struct err *e);
/* Refuses the same field twice: which of the two was meant cannot be known. */
int cli_check_twice(const struct reg *reg, struct words words, struct err *e);
/* Saves rec (base NULL: a new one) with --reason as an action of its own and prints warnings.  0: saved; 1: it
 * was equal to what is there. */
int cli_save(struct cli *c, const struct reg *reg, const void *base, void *rec, struct err *e);
/* --reason, cleaned; *reason is NULL where none was given.  The caller frees. */
int cli_reason(const struct cli *c, char **reason, struct err *e);
/* For --reveal: the operator must be a checker at least, and the journal keeps `what`. */
int cli_may_reveal(struct cli *c, struct err *e);
int cli_reveal(struct cli *c, const char *what, struct err *e);
/* Adds "title name (key)". */
void cli_name(const struct reg *reg, const void *rec, struct buf *out);

#endif
