#ifndef UI_CURSOR_H
#define UI_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/i18n.h"
#include "ui/picture.h"

/* The current row of a list whose rows are all in memory, and which of them are on the screen. */
struct cursor {
	size_t at, top;
	int room;		/* rows on the screen at the last drawing */
};

/* How the cursor moves; a screen's own actions are numbered from MOVES on. */
enum move { MOVE_UP, MOVE_DOWN, MOVE_PAGE_UP, MOVE_PAGE_DOWN, MOVE_FIRST, MOVE_LAST, MOVES };

#define MOVE_ACTIONS MOVE_ACTIONS_WITH("k", "g")

/* Second keys for the row above and for the first one, or NULL where they mean something else. */
#define MOVE_ACTIONS_WITH(up, top) \
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up", up }, .group = GROUP_MOVE, .run = MOVE_UP }, \
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down", "j" }, .group = GROUP_MOVE, .run = MOVE_DOWN }, \
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP }, \
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, \
	  .group = GROUP_MOVE, .run = MOVE_PAGE_DOWN }, \
	{ .name = "first", .label = N_("开头"), .help = N_("到第一行。"), .keys = { "Home", top }, .group = GROUP_MOVE, .run = MOVE_FIRST }, \
	{ .name = "last", .label = N_("末尾"), .help = N_("到最后一行。"), .keys = { "End", "G" }, .group = GROUP_MOVE, .run = MOVE_LAST }

/* The same where letters are text. */
#define MOVE_ACTIONS_BARE \
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up" }, .group = GROUP_MOVE, .run = MOVE_UP }, \
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down" }, .group = GROUP_MOVE, .run = MOVE_DOWN }, \
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP }, \
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE, \
	  .run = MOVE_PAGE_DOWN }, \
	{ .name = "first", .label = N_("开头"), .help = N_("到第一行。"), .keys = { "Home" }, .group = GROUP_MOVE, .run = MOVE_FIRST }, \
	{ .name = "last", .label = N_("末尾"), .help = N_("到最后一行。"), .keys = { "End" }, .group = GROUP_MOVE, .run = MOVE_LAST }

/* n: how many rows there are. */
void cursor_move(struct cursor *c, int move, size_t n);
/* Before drawing: keeps the cursor among the rows and on the screen. */
void cursor_fit(struct cursor *c, size_t n, int room);
/* The same for rows of one line each in this box, which can be clicked on from now on. */
void cursor_show(struct cursor *c, size_t n, struct picture *p, struct box rows);
/* A panel with more rows than it shows says so in its frame; after cursor_fit() or cursor_show(). */
void cursor_draw_more(const struct cursor *c, size_t n, struct picture *p, struct box frame);
/* Only that they can be clicked on: each is a thing of the picture, by its number. */
void cursor_touch(const struct cursor *c, size_t n, struct picture *p, struct box rows);
/* A row was clicked on and becomes the current one; true where it was that already. */
bool cursor_point(struct cursor *c, int64_t row);

#endif
