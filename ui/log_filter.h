#ifndef UI_LOG_FILTER_H
#define UI_LOG_FILTER_H

#include "db/journal.h"

/* Which actions the log shows. */
struct log_filter {
	struct date from, to;		/* empty: no limit */
	char *person;			/* login or name; NULL: anyone */
	const struct reg *reg;		/* NULL: any */
	const char *kind;		/* NULL: any */
};

void log_filter_release(struct log_filter *f);
bool log_filter_is_on(const struct log_filter *f);
/*
 * Reads words parted by blanks: a day, month or year, two of them with ".." between, a register, a kind of action (导入), and
 * anything else is a person.  On refusal (ERR_INVALID) *out is as it was.
 */
int log_filter_parse(struct store *s, const char *words, struct log_filter *out, struct err *e);
/* Adds it in such words. */
void log_filter_format(const struct log_filter *f, struct buf *out);

#endif
