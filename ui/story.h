#ifndef UI_STORY_H
#define UI_STORY_H

#include "src/belonging.h"
#include "ui/cursor.h"
#include "ui/list.h"
#include "ui/stepping.h"

/*
 * The page of a record that goes a way or that others belong to: where it stands and what the next steps lack, what is
 * known of it, and everything that belongs to it, line by line.  All of it follows from the tables of the registers.
 *
 * Shared by story.c (keys), story_read.c (the lines), story_draw.c (the picture) and story_add.c (what is added).
 */

struct story_line {
	const struct reg *reg;		/* whose form it opens */
	int64_t id;
	size_t under;			/* the line of the record that this one belongs to; that of the page: 0 */
	int indent;
	bool head;			/* the beginning of a chapter */
	bool inset;			/* its further rows are set in, so that one record is told from the next */
	enum look look;
	char *text;			/* parts that stay whole are parted by line feeds */
	char *laid;			/* broken into lines, for so many cells ... */
	int cells, rows;		/* ... and how many lines those are */
};

struct story {
	struct screen screen;
	const struct reg *reg;
	int64_t id;
	char *name;
	struct story_line *lines;
	size_t n;
	size_t cur;
	int top, room;			/* first row of the text shown, and rows on the screen at the last drawing */
	bool sought;			/* the cursor has moved: its line comes into sight */
	int64_t data_version;
	const struct reg *awaited;	/* a form above makes a record of this register; or NULL */
	struct stepping stepping;
};

/* --- story_read.c --- */

/* Reads all lines anew; the cursor stays on its record, or on that one (0: none).  What store_get() says. */
int story_read(struct story *st, const struct reg *reg, int64_t id, struct err *e);
void story_release_lines(struct story *st);

/* --- story_draw.c --- */

void story_draw(struct screen *s, struct picture *p);
int story_rows(struct story *st, size_t line);		/* how many rows the line takes, as last drawn */

/* --- story_add.c --- */

void story_ask_add(struct story *st);		/* what can be added here, and adds what is chosen */

#endif
