/*
 * One report as a table.  Its lines are kept as record numbers and read again when they are drawn, so a long
 * report opens as fast as a short one.  One column is current, as one line is: what stands
 * in that cell is shown in full below the table, because measures and reasons are longer than any column.
 */
#include <stdlib.h>
#include <string.h>

#include "db/report_file.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/list.h"
#include "ui/reports.h"
#include "ui/save_as.h"
#include "ui/screens.h"
#include "src/banned.h"

struct line {
	int64_t id;
	enum event event;
	char *was;
};

struct report_view {
	struct screen screen;
	const struct report *report;
	struct line *lines;
	size_t n, cap;
	struct date since;	/* of all lines */
	struct cursor cursor;
	size_t stays;		/* the column that tells whose line it is */
	size_t place;		/* of the current column on the screen */
	size_t left;		/* of the first one shown behind those that stay */
	int64_t data_version;
};

enum { REPORT_OPEN = MOVES, REPORT_LEFT, REPORT_RIGHT, REPORT_AGAIN, REPORT_EXPORT, REPORT_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开记录"), .bar = N_("打开"), .help = N_("打开这一行的记录。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = REPORT_OPEN },
	{ .name = "left", .label = N_("左一列"), .help = N_("到左边一列。"), .keys = { "Left", "Shift-Tab" },
	  .group = GROUP_MOVE, .run = REPORT_LEFT },
	{ .name = "right", .label = N_("右一列"), .bar = N_("换列"), .help = N_("到右边一列；下面是这一格的全文。"), .keys = { "Right", "Tab" },
	  .group = GROUP_MOVE, .run = REPORT_RIGHT },
	{ .name = "again", .label = N_("重新计算"), .bar = N_("重算"), .help = N_("按现在的记录再算一遍。"), .keys = { "F5" },
	  .group = GROUP_VIEW, .run = REPORT_AGAIN },
	{ .name = "export", .label = N_("导出"), .bar = N_("导出"), .help = N_("把这份报表写成 CSV 文件，表格软件可以打开、打印。"),
	  .words = N_("打印 表格 excel wps csv"), .keys = { "x" }, .group = GROUP_FILE, .run = REPORT_EXPORT },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到前一个屏幕。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = REPORT_BACK },
	MOVE_ACTIONS_WITH("k", "g"),
};

/* --- its lines --- */

static void release_lines(struct report_view *v)
{
	for (size_t i = 0; i < v->n; i++)
		free(v->lines[i].was);
	free(v->lines);
	v->lines = NULL;
	v->n = v->cap = 0;
}

static int take_line(void *ctx, const struct report_line *line)
{
	struct report_view *v = ctx;

	if (v->n == v->cap) {
		v->cap = v->cap ? v->cap * 2 : 64;
		v->lines = xreallocarray(v->lines, v->cap, sizeof(*v->lines));
	}
	v->since = line->since;
	v->lines[v->n++] = (struct line){ ((const struct rec *)line->rec)->id, line->event, xstrdup(line->was) };
	return 0;
}

/* Keeps the cursor on its line, as far as that is still there. */
static int load(struct report_view *v)
{
	struct store *s = app_store(v->screen.app);
	struct err e = ERR_INIT;
	int rc;

	release_lines(v);
	v->data_version = store_data_version(s);
	rc = store_report(s, &(struct report_want){ .report = v->report }, take_line, v, &e);
	if (rc < 0)
		app_say_error(v->screen.app, &e);
	return rc;
}

/* A cell of line i, into *out; nothing where the record has gone meanwhile. */
static void add_cell(struct report_view *v, size_t i, size_t column, const void *rec, struct buf *out)
{
	const struct line *at = &v->lines[i];
	const struct report_style how = { .lookup = store_lookup(app_store(v->screen.app)), .style = STYLE_LIST };
	const struct report_line line = { .rec = rec, .number = (int64_t)i + 1, .event = at->event, .was = at->was,
					  .since = v->since };

	report_cell(v->report, &v->report->columns[column], &line, &how, out);
}

/* --- the picture --- */

#define WIDEST 24	/* cells of a column; the rest stands below */
#define NARROWEST 4
#define DETAIL_ROWS 3
#define DETAIL_ROWS_LOW 2

static int column_cells(const struct report *r, size_t i)
{
	int label = text_width(report_label(r, &r->columns[i])), cells = report_width(r, &r->columns[i]);

	cells = cells > label ? cells : label;
	return cells > WIDEST ? WIDEST : cells < NARROWEST ? NARROWEST : cells;
}

/* Those that stay when the others move: the line's number, and the column that tells whose line it is. */
#define STAYS 2
#define STAYS_CELLS_NARROW 12

/* The columns in the order of the screen: their places in the report. */
static size_t column_at(const struct report_view *v, size_t place)
{
	if (place == 0 || place > v->stays)
		return place;
	return place == 1 ? v->stays : place - 1;
}

static int place_cells(const struct report_view *v, size_t place, int cols)
{
	int cells = column_cells(v->report, column_at(v, place));

	return place == 1 && cols < NARROW_COLS && cells > STAYS_CELLS_NARROW ? STAYS_CELLS_NARROW : cells;
}

/* Which columns fit from `left` on: the first place that does not. */
static size_t places_end(const struct report_view *v, int cols)
{
	int x = 1;
	size_t i;

	for (i = 0; i < STAYS && i < v->report->n; i++)
		x += place_cells(v, i, cols) + 1;
	for (i = v->left; i < v->report->n; i++) {
		x += place_cells(v, i, cols);
		if (x > cols && i > v->left)
			break;
		x++;
	}
	return i;
}

/* Moves the window so that the current column is in it. */
static void fit_columns(struct report_view *v, int cols)
{
	if (v->left < STAYS)
		v->left = STAYS;
	if (v->place >= STAYS && v->place < v->left)
		v->left = v->place;
	while (v->place >= STAYS && v->place >= places_end(v, cols))
		v->left++;
}

/* A head as a thing of the picture; a line is its number. */
#define HEAD(place) (-1 - (int64_t)(place))

struct drawing {
	struct report_view *view;
	struct picture *p;
	size_t line;		/* the one being drawn */
	const void *rec;	/* of that line; NULL for the heads */
	int y;
};

static int draw_cell(const struct drawing *d, size_t place, int x, enum look look)
{
	const struct report *r = d->view->report;
	size_t column = column_at(d->view, place);
	const struct field *f = report_field(r, &r->columns[column]);
	struct spot at = { d->y, x, place_cells(d->view, place, d->p->cols) };
	struct buf text = BUF_INIT;

	at.cells = at.cells > d->p->cols - x ? d->p->cols - x : at.cells;
	if (!d->rec)
		picture_touch(d->p, (struct box){ at.y, at.x, 1, at.cells }, HEAD(place));
	if (d->rec)
		add_cell(d->view, d->line, column, d->rec, &text);
	else
		buf_adds(&text, report_label(r, &r->columns[column]));
	if (f && field_type(f)->right)
		picture_put_right(d->p, at, buf_str(&text), look);
	else
		picture_put(d->p, at, buf_str(&text), look);
	buf_release(&text);
	return x + at.cells + 1;
}

static void draw_cells(const struct drawing *d, enum look look)
{
	const struct report_view *v = d->view;
	size_t end = places_end(v, d->p->cols);
	int x = 1;

	for (size_t i = 0; i < end && x < d->p->cols; i = i + 1 == STAYS ? v->left : i + 1)
		x = draw_cell(d, i, x, !d->rec && i == v->place ? LOOK_CURRENT : look);
	/* As in a list: there is more on that side. */
	if (!d->rec && end < v->report->n)
		picture_put(d->p, (struct spot){ d->y, d->p->cols - 1, 1 }, ">", look);
}

static void draw_lines(struct report_view *v, struct picture *p, struct area area)
{
	struct store *s = app_store(v->screen.app);
	struct drawing d = { .view = v, .p = p };
	void *rec = reg_new(v->report->reg);

	cursor_show(&v->cursor, v->n, p, (struct box){ area.y, 0, area.rows, p->cols });
	for (size_t i = v->cursor.top; i < v->n && i < v->cursor.top + (size_t)v->cursor.room; i++) {
		enum look look = i == v->cursor.at ? LOOK_CURRENT : LOOK_TEXT;

		d.line = i;
		d.y = area.y + (int)(i - v->cursor.top);
		picture_put(p, (struct spot){ d.y, 0, p->cols }, i == v->cursor.at ? ">" : "", look);
		d.rec = store_get(s, v->report->reg, v->lines[i].id, rec, NULL) == 0 ? rec : NULL;
		if (d.rec)
			draw_cells(&d, look);
	}
	if (!v->n)
		picture_put(p, (struct spot){ area.y, 1, p->cols - 2 }, _("没有符合的记录"), LOOK_DIM);
	reg_free(v->report->reg, rec);
}

/* The current cell in full. */
static void draw_detail(struct report_view *v, struct picture *p, struct area area)
{
	void *rec = reg_new(v->report->reg);
	struct buf text = BUF_INIT;

	if (v->cursor.at < v->n &&
	    store_get(app_store(v->screen.app), v->report->reg, v->lines[v->cursor.at].id, rec, NULL) == 0) {
		buf_addf(&text, "%s: ", report_label(v->report, &v->report->columns[column_at(v, v->place)]));
		add_cell(v, v->cursor.at, column_at(v, v->place), rec, &text);
		picture_text(p, (struct box){ area.y, 1, area.rows, p->cols - 2 }, buf_str(&text), LOOK_TEXT);
	}
	buf_release(&text);
	reg_free(v->report->reg, rec);
}

static void view_title(const struct report_view *v, const struct picture *p, struct buf *left, struct buf *right)
{
	if (p->cols >= NARROW_COLS)
		buf_adds(left, _("台账 > 报表 > "));
	buf_adds(left, _(v->report->title));
	if (v->report->progress && v->n && p->cols >= NARROW_COLS) {
		buf_adds(left, _("  自 "));
		date_format(left, v->since);
	}
	list_add_number(right, v->n ? (int64_t)v->cursor.at + 1 : 0);
	buf_adds(right, "/");
	list_add_number(right, (int64_t)v->n);
}

static void view_draw(struct screen *s, struct picture *p)
{
	struct report_view *v = (struct report_view *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;
	int detail = p->rows >= TALL_ROWS ? DETAIL_ROWS : DETAIL_ROWS_LOW;
	struct area area;

	if (v->cursor.at >= v->n)
		v->cursor.at = v->n ? v->n - 1 : 0;
	fit_columns(v, p->cols);
	view_title(v, p, &left, &right);
	area = screen_frame(s, p, buf_str(&left), buf_str(&right));
	draw_cells(&(struct drawing){ .view = v, .p = p, .y = area.y }, LOOK_HEAD);
	draw_lines(v, p, (struct area){ area.y + 1, area.rows - 2 - detail });
	picture_fill(p, area.y + area.rows - detail - 1, '-', LOOK_DIM);
	draw_detail(v, p, (struct area){ area.y + area.rows - detail, detail });
	picture_cursor(p, area.y + 1 + (int)(v->cursor.at - v->cursor.top), 0);
	buf_release(&left);
	buf_release(&right);
}

/* --- keys --- */

static void move_column(struct report_view *v, int by)
{
	if (by < 0 ? v->place > 0 : v->place + 1 < v->report->n)
		v->place = by < 0 ? v->place - 1 : v->place + 1;
}

static void path_given(void *ctx, const char *path, bool replace)
{
	struct report_view *v = ctx;
	struct app *a = v->screen.app;
	struct buf shown = BUF_INIT;
	struct err e = ERR_INIT;
	long rows;

	text_show(&shown, path);
	if (report_file(app_store(a), &(struct report_want){ .report = v->report }, path, replace, &rows, &e) < 0)
		app_say_error(a, &e);
	else
		app_say(a, _("已导出 %ld 条到 %s"), rows, buf_str(&shown));
	buf_release(&shown);
}

static void ask_path(struct report_view *v)
{
	save_as_ask(v->screen.app, &(struct save_as){
		.name = _(v->report->title), .about = _("CSV，表格软件可以直接打开。"), .done = path_given, .ctx = v,
	});
}

static bool view_key(struct screen *s, const struct key *k)
{
	struct report_view *v = (struct report_view *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case REPORT_OPEN:
		if (v->cursor.at < v->n)
			app_push(s->app, form_new(s->app, v->report->reg, v->lines[v->cursor.at].id));
		break;
	case REPORT_LEFT: move_column(v, -1); break;
	case REPORT_RIGHT: move_column(v, 1); break;
	case REPORT_AGAIN:
		if (load(v) == 0)
			app_say(s->app, _("已经按现在的记录重新算过"));
		break;
	case REPORT_EXPORT: ask_path(v); break;
	case REPORT_BACK: app_pop(s->app, 0); break;
	default: cursor_move(&v->cursor, a->run, v->n); break;
	}
	return true;
}

/* A head makes its column the current one. */
static bool view_point(struct screen *s, int64_t what)
{
	struct report_view *v = (struct report_view *)s;

	if (what >= 0)
		return cursor_point(&v->cursor, what);
	v->place = (size_t)(HEAD(0) - what);
	return false;
}

/* Somebody saved something: the report follows. */
static bool view_idle(struct screen *s, bool quiet)
{
	struct report_view *v = (struct report_view *)s;

	if (quiet && store_data_version(app_store(s->app)) != v->data_version)
		load(v);
	return false;
}

static void view_resume(struct screen *s, int64_t result)
{
	(void)result;
	view_idle(s, true);
}

static void view_help(struct screen *s, struct buf *out)
{
	const struct report_view *v = (const struct report_view *)s;

	buf_addf(out, _("%s\n命令行上是 zhibu report %s，可以写成文件，也可以看过去某一天的。"), _(v->report->help),
		 v->report->name);
}

static void view_free(struct screen *s)
{
	struct report_view *v = (struct report_view *)s;

	release_lines(v);
	free(v);
}

static struct screen *view_again(const struct screen *s)
{
	const struct report_view *v = (const struct report_view *)s;
	struct screen *again = report_view_new(s->app, v->report);

	if (again) {
		((struct report_view *)again)->cursor = v->cursor;
		((struct report_view *)again)->place = v->place;
	}
	return again;
}

const struct screen_type report_type = {
	.name = "report", .title = N_("一份报表"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = view_draw, .key = view_key, .point = view_point, .idle = view_idle, .resume = view_resume, .help = view_help,
	.again = view_again, .free = view_free,
};

struct screen *report_view_new(struct app *a, const struct report *r)
{
	struct report_view *v = xcalloc(1, sizeof(*v));

	v->screen = (struct screen){ .type = &report_type, .app = a };
	v->report = r;
	while (v->stays < r->n && strcmp(r->columns[v->stays].name, r->stays) != 0)
		v->stays++;
	v->place = STAYS;
	if (load(v) == 0)
		return &v->screen;
	view_free(&v->screen);
	return NULL;
}
