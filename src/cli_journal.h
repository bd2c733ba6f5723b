#ifndef SRC_CLI_JOURNAL_H
#define SRC_CLI_JOURNAL_H

#include "db/journal.h"
#include "src/buf.h"
#include "src/cli.h"

/* How actions of the journal are named, timed and shown on the command line. */

/* Adds the local time: "2026-11-22 08:52" for eyes, ISO 8601 with its offset for programs. */
void journal_add_time(const struct cli *c, int64_t at_ms, struct buf *out);
/* Adds a change's value: as people read it in tables, else as the field's data; masked unless --reveal. */
void journal_add_value(const struct cli *c, const struct change *change, const char *text, struct buf *out);
/* The number of an action as typed. */
int journal_read_id(const char *typed, int64_t *id, struct err *e);
/* Prints on stderr what an action was, behind "撤销" or "重做": of one record, or of many at once. */
void journal_say_action(const struct cli *c, const char *before, const struct action *a);
/* Prints, a line each, what taking the action back would make of its first fields, and how many more there are. */
void journal_say_changes(const struct cli *c, const struct action *a);

#endif
