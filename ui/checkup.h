#ifndef UI_CHECKUP_H
#define UI_CHECKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/store.h"

/*
 * Data check (数据体检): all records in use that are this person's to see to, judged by today's rules while nobody types, in
 * slices, so that 665,276 of them keep nobody waiting.  What was found is counted by rule; of each rule the first CHECKUP_IDS
 * records are remembered.
 *
 * After a change it all begins anew, but not before it has rested ten times as long as the last time took: it costs at most
 * a tenth of a machine where others save all day.  Until it is through again, what was found before is what is shown.
 */

#define CHECKUP_IDS 10000

/* What one rule says about one field of a register. */
struct checkup_group {
	const struct reg *reg;
	const struct field *field;	/* NULL: about the record as a whole */
	char *rule;			/* NULL: what is impossible whatever the rules are */
	enum rule_level level;
	int64_t n;			/* records */
	int64_t newest;			/* the one that was counted last */
	int64_t *ids;			/* the first ones, in the register's order */
	size_t n_ids, cap;
};

struct checkup_pass {
	struct checkup_group *groups;	/* errors first, then as registers and fields stand in their tables */
	size_t n;
	int64_t looked;			/* records looked at */
};

struct checkup {
	struct checkup_pass going, last;
	bool runs, whole;		/* a pass is going on; one was finished */
	size_t reg;			/* where it is: in this one of registers[], */
	int64_t after;			/* behind this record */
	int64_t data_version;		/* when it began */
	int64_t spent_ms, ended_ms;
	unsigned int changes;		/* of what checkup_found() has */
};

/* A slice of about so many milliseconds; now: of a clock that only goes on.  true: it looked at something, so that there may
 * be news to show and more to do. */
bool checkup_idle(struct checkup *s, struct store *store, int64_t now, int ms);
/* What was found: in the last whole pass, or so far in the first one, and then checkup_is_counting(). */
const struct checkup_pass *checkup_found(const struct checkup *s);
bool checkup_is_counting(const struct checkup *s);
/* "党组织 没有书记" */
void checkup_add_label(const struct checkup_group *g, const struct lookup *l, struct buf *out);
/* Whether a finding is one of this group. */
bool checkup_is_of(const struct checkup_group *g, const struct finding *f);
/* The caller's; checkup_group_release(). */
void checkup_group_copy(struct checkup_group *to, const struct checkup_group *from);
void checkup_group_release(struct checkup_group *g);
void checkup_release(struct checkup *s);

struct app;
struct screen;

/* The records that one rule found, each with the sentence about it (checkup_view.c). */
struct screen *checkup_new(struct app *a, const struct checkup_group *group);

#endif
