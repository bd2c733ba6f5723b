#ifndef UI_BOARD_H
#define UI_BOARD_H

#include "db/tour.h"
#include "src/workflow.h"
#include "ui/list.h"
#include "ui/stepping.h"

/*
 * The board of a register with a workflow: its records as cards in lanes, by stage, another code, the month of
 * the deadline, or the superior of what they belong to.  A lane is the list it was opened from under one condition more, read as a window like any list,
 * and only once it is in sight.
 *
 * Shared by board.c (keys), board_lanes.c and board_branch.c (what the lanes are) and board_draw.c.
 */

struct lane {
	char *label;
	char *where;			/* its condition, in the words of query.h */
	struct list list;		/* its window and cursor; of its screen only the app counts */
	bool loaded;
};

/* A number in the title, counted while idle. */
struct board_count {
	struct count count;
	bool known;		/* something can be said of it ... */
	struct counting on;	/* ... and where it is not exact yet, it is counted on */
	bool failed;
};

enum { BOARD_ALL, BOARD_OVERDUE, BOARD_DUE, BOARD_COUNTS };

/* What is said of the current card below the lanes; made anew when another one is current or the data has changed. */
struct board_detail {
	int64_t id, data_version;
	struct buf state, past, next;
};

/* How far looking for branches is, before there are lanes. */
struct board_scan {
	enum { SCAN_OFF, SCAN_RECORDS, SCAN_ABOVE, SCAN_LANES } phase;
	struct tour tour;
	struct board_place *places;	/* of the records looked at; later each once */
	size_t n, cap, done;		/* so many of them are done in this phase */
	struct lane *lanes;		/* as far as they are made */
	size_t n_lanes, cur;
	int64_t at, at_above;		/* the record that shall be the current one, and its branch */
};

#define BOARD_GROUPINGS 12

struct board {
	struct screen screen;
	const struct reg *reg;
	struct chips chips;		/* the conditions of the list */
	bool all;			/* also what the default view leaves out */

	const struct field *groupings[BOARD_GROUPINGS];
	size_t n_groupings, grouping;
	struct lane *lanes;
	size_t n, cur, first;		/* lanes, the current one, the first one in sight */
	int shown;			/* lanes in sight at the last drawing */

	struct board_scan scan;

	struct board_count counts[BOARD_COUNTS];
	struct board_detail detail;
	int64_t data_version;

	struct stepping stepping;	/* of the current card */
};

struct board_want {
	const struct reg *reg;		/* with a workflow */
	const struct chips *chips;	/* copied; NULL: none */
	bool all;
	const void *at;			/* the record that is current at first; NULL: the first one */
	size_t grouping;		/* of those that it has; 0: by stage */
};
/* Pops with the current record's id. */
struct screen *board_new(struct app *a, const struct board_want *want);

/* A card as a thing of the picture, by its place in the window of its lane; behind all cards there is the lane itself. */
#define BOARD_THING(lane, row) ((int64_t)(lane) << 32 | (int64_t)(row))
#define BOARD_LANE_OF(what) ((size_t)((what) >> 32))
#define BOARD_ROW_OF(what) ((size_t)((what) & INT64_C(0xFFFFFFFF)))
#define BOARD_NO_ROW INT64_C(0xFFFFFFFF)

/* --- board_lanes.c --- */

/* The fields that the board can be grouped by, its stage first. */
void board_find_groupings(struct board *b);
/* Makes the lanes of the current grouping; the record at (NULL: none) is the current one. */
void board_make_lanes(struct board *b, const void *at);
void board_release_lanes(struct board *b);
void board_drop_lanes(struct board *b);		/* the same, but a search for branches goes on */
/* Makes the record, as it is after a step, the current card, also in another lane. */
void board_follow(struct board *b, const void *rec);
/* Reads the lane's cards where that was not done yet, around a record (0: from the first one). */
void board_load(struct board *b, size_t lane, int64_t at);
/* The same for those in sight, the current one first, as far as there is time for; true when some are left. */
bool board_load_sight(struct board *b);
void board_unload(struct lane *lane);
struct lane *board_lane(struct board *b);		/* the current one, loaded; NULL where there is none */
const struct rec *board_current(struct board *b);	/* NULL in an empty lane */
/* Counts the next number of the title; false when all are known. */
bool board_count_next(struct board *b);

/* --- board_branch.c --- */

/* Whether the board can be grouped by the superiors of what this field refers to. */
bool board_has_branches(const struct field *f);
/* Begins to look for the lanes; the record at (NULL: none) will be the current one. */
void board_start_branches(struct board *b, const void *at);
void board_end_branches(struct board *b);
/* Begins again where the lanes are branches: others may have come.  Until they are found those that are there stay. */
void board_look_again(struct board *b);
/* A slice of that; false where there is nothing to look for. */
bool board_go_on_with_branches(struct board *b);

/* --- board_draw.c --- */

void board_draw(struct screen *s, struct picture *p);

#endif
