/* The detail pane of a list. */
#include "ui/list_detail.h"

#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "ui/change.h"
#include "ui/list.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define LINES 5			/* below the rows, the rule among them */
#define MANY_LINES 8
#define MANY_ROWS 40		/* a window so high has room for many */
#define SIDE_COLS 46
#define SIDE_LABEL 14
#define SUPERIORS_MOST 16
#define FIELD_CELLS 40		/* of a long text the beginning is enough */

void detail_release(struct detail *d)
{
	buf_release(&d->path);
	buf_release(&d->last);
}

int detail_cols(const struct list *l, const struct picture *p)
{
	return l->detail.on && p->cols >= DETAIL_SIDE_COLS ? SIDE_COLS : 0;
}

/* The pane goes first where the window is low. */
int detail_lines(const struct list *l, const struct picture *p)
{
	if (!l->detail.on || p->cols >= DETAIL_SIDE_COLS || p->rows < TALL_ROWS + 2)
		return 0;
	return p->rows >= MANY_ROWS ? MANY_LINES : LINES;
}

/* --- what has to be read --- */

/* The superiors from the top down, each in front of those that stand already. */
static void read_path(struct list *l, const struct rec *r)
{
	struct detail *d = &l->detail;
	struct store *s = app_store(l->screen.app);
	const struct field *tree = reg_tree(l->reg);
	void *above = reg_new(l->reg);
	const void *at = r;

	for (int i = 0; tree && i < SUPERIORS_MOST; i++) {
		const struct ref *up = field_const(tree, at);
		struct buf path = BUF_INIT;
		int64_t id = up->id;

		if (!id || store_get(s, l->reg, id, above, NULL) < 0)
			break;
		at = above;
		field_format(reg_label(l->reg), above, store_lookup(s), STYLE_LIST, &path);
		buf_addf(&path, "%s%s", d->path.len ? " / " : "", buf_str(&d->path));
		buf_release(&d->path);
		d->path = path;
	}
	reg_free(l->reg, above);
}

static int take_action(void *ctx, const struct action *a)
{
	struct buf *b = ctx;
	change_add_time(b, a->at_ms, MOMENT_SHORT);
	buf_addf(b, "  %s  %s", a->name, action_label(a));
	if (a->reason)
		buf_addf(b, "  %s", a->reason);
	return 1;
}

/* Only where another record is current, or this one has changed. */
static void read_detail(struct list *l, const struct rec *r)
{
	struct detail *d = &l->detail;
	struct journal_filter f = { .reg = l->reg, .record = r->id, .limit = 1 };

	if (d->id == r->id && d->version == r->version && d->data_version == l->data_version)
		return;
	*d = (struct detail){ .on = true, .id = r->id, .version = r->version, .data_version = l->data_version,
		.path = d->path, .last = d->last };
	buf_clear(&d->path);
	buf_clear(&d->last);
	read_path(l, r);
	journal_actions(app_store(l->screen.app), &f, take_action, &d->last, NULL);
}

/* --- the picture --- */

/* Filled fields that no column shows, and the path says already. */
static bool is_missing(const struct list *l, const struct field *f, const void *rec)
{
	return !columns_have(&l->columns, f) && f != reg_tree(l->reg) && !field_is_empty(f, rec);
}

/* The beginning of a field's text, in one line. */
static void add_text(struct list *l, const struct field *f, struct buf *b)
{
	const char *text = list_cell(l, l->cur, f);
	struct buf shown = BUF_INIT;
	size_t n;

	text_show_n(&shown, text, strcspn(text, "\n"));
	n = text_fit(buf_str(&shown), FIELD_CELLS);
	buf_add(b, buf_str(&shown), n);
	buf_adds(b, n < shown.len || strchr(text, '\n') ? "~" : "");
	buf_release(&shown);
}

/* The field with that place when those that lists show, as far as they have no column now, come before the others; NULL
 * where it is not missing. */
static const struct field *nth_missing(const struct list *l, size_t i, const void *rec)
{
	const struct reg *reg = l->reg;
	const struct field *f = &reg->fields[i < reg->nfields ? i : i - reg->nfields];
	bool listed = f->flags & FIELD_LISTED;

	return listed == (i < reg->nfields) && is_missing(l, f, rec) ? f : NULL;
}

/* Fields one after the other, each whole; "~" where not all have room. */
static void draw_fields(struct list *l, struct picture *p, struct box b, const void *rec)
{
	int y = b.y, x = b.x;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < 2 * l->reg->nfields && y < b.y + b.rows; i++) {
		const struct field *f = nth_missing(l, i, rec);

		if (!f)
			continue;
		buf_clear(&text);
		buf_addf(&text, "%s ", _(f->label));
		add_text(l, f, &text);
		if (x > b.x && x + text_width(buf_str(&text)) > b.x + b.cols - 1) {
			x = b.x;
			y++;
		}
		if (y < b.y + b.rows)
			x += picture_add(p, (struct spot){ y, x, b.x + b.cols - x }, buf_str(&text), LOOK_TEXT) + 2;
		else
			picture_put(p, (struct spot){ y - 1, b.x + b.cols - 1, 1 }, "~", LOOK_DIM);
	}
	buf_release(&text);
}

/* A tree shows the path itself. */
static bool has_path(const struct list *l)
{
	return l->detail.path.len && !l->in_tree;
}

static void draw_below(struct list *l, struct picture *p, struct box b, const void *rec)
{
	struct buf text = BUF_INIT;
	int y = b.y + 1, left = b.rows - 1;

	picture_fill(p, b.y, '-', LOOK_FRAME);
	if (has_path(l)) {
		buf_addf(&text, _("路径 %s"), buf_str(&l->detail.path));
		picture_put(p, (struct spot){ y++, 1, b.cols - 1 }, buf_str(&text), LOOK_TEXT);
		left--;
	}
	draw_fields(l, p, (struct box){ y, 1, left - 1, b.cols - 1 }, rec);
	buf_clear(&text);
	buf_addf(&text, _("最后改动 %s"), buf_str(&l->detail.last));
	picture_put(p, (struct spot){ b.y + b.rows - 1, 1, b.cols - 1 }, buf_str(&text), LOOK_TEXT);
	buf_release(&text);
}

/* One more thing at the side, its name above where it is long; returns the line below it. */
static int put_beside(struct picture *p, struct box b, int y, const char *label, const char *text)
{
	int x = b.x + 2, width = b.x + b.cols - x - SIDE_LABEL, lines = wrap_count(text, width);

	if (lines < 1 || y + lines > b.y + b.rows)
		lines = b.y + b.rows - y > 0 ? b.y + b.rows - y : 0;
	if (!lines)
		return y;
	picture_put(p, (struct spot){ y, x, SIDE_LABEL - 1 }, label, LOOK_DIM);
	picture_text(p, (struct box){ y, x + SIDE_LABEL, lines, width }, text, LOOK_TEXT);
	return y + lines;
}

static void draw_beside(struct list *l, struct picture *p, struct box b, const void *rec)
{
	struct buf text = BUF_INIT;
	int y = b.y;

	for (int i = 0; i < b.rows; i++) {
		picture_put(p, (struct spot){ b.y + i, b.x, b.cols }, "", LOOK_TEXT);
		picture_put(p, (struct spot){ b.y + i, b.x, 1 }, "|", LOOK_FRAME);
	}
	if (has_path(l))
		y = put_beside(p, b, y, _("路径"), buf_str(&l->detail.path));
	for (size_t i = 0; i < 2 * l->reg->nfields; i++) {
		const struct field *f = nth_missing(l, i, rec);

		if (!f)
			continue;
		buf_clear(&text);
		add_text(l, f, &text);
		y = put_beside(p, b, y, _(f->label), buf_str(&text));
	}
	put_beside(p, b, y, _("最后改动"), buf_str(&l->detail.last));
	buf_release(&text);
}

void detail_draw(struct list *l, struct picture *p, struct box b)
{
	const struct rec *r = list_current(l);

	if (!r) {
		if (b.x == 0)
			picture_fill(p, b.y, '-', LOOK_FRAME);
		return;
	}
	read_detail(l, r);
	if (b.x > 0)
		draw_beside(l, p, b, r);
	else
		draw_below(l, p, b, r);
}
