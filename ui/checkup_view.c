/* The records that one rule of the data check found, each with what is wrong with it; Enter opens it at that field. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/form.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "ui/checkup.h"
#include "src/banned.h"

#define KEY_CELLS 14
#define NAME_CELLS 30

/* A record as it is now; read when it is first drawn. */
struct line {
	char *key, *label, *text;	/* text NULL: there is nothing wrong any more */
	bool read;
};

struct checkup_screen {
	struct screen screen;
	struct checkup_group group;
	struct line *lines;		/* one for each of its ids */
	struct cursor cursor;
	int64_t data_version;
};

enum { CHECKUP_OPEN = MOVES, CHECKUP_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开光标所在的记录，光标停在有问题的那一项。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = CHECKUP_OPEN },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到首页。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = CHECKUP_BACK },
	MOVE_ACTIONS,
};

/* --- lines --- */

static void forget(struct checkup_screen *v)
{
	for (size_t i = 0; i < v->group.n_ids; i++) {
		free(v->lines[i].key);
		free(v->lines[i].label);
		free(v->lines[i].text);
		v->lines[i] = (struct line){ .read = false };
	}
}

static char *text_of(struct store *s, const struct checkup_group *g, const void *rec)
{
	struct findings found = { .n = 0 };
	char *text = NULL;

	reg_check(g->reg, store_lookup(s), rec, rec, &found, NULL);
	for (size_t i = 0; !text && i < found.n; i++)
		if (checkup_is_of(g, &found.items[i]))
			text = xstrdup(found.items[i].text);
	findings_release(&found);
	return text;
}

static char *value_of(struct store *s, const struct field *f, const void *rec)
{
	struct buf b = BUF_INIT;

	field_format_masked(f, rec, store_lookup(s), STYLE_LIST, &b);
	return buf_detach(&b);
}

static const struct line *read_line(struct checkup_screen *v, size_t i)
{
	struct store *s = app_store(v->screen.app);
	struct line *line = &v->lines[i];
	void *rec;

	if (line->read)
		return line;
	line->read = true;
	rec = reg_new(v->group.reg);
	if (store_get(s, v->group.reg, v->group.ids[i], rec, NULL) == 0 && date_is_empty(((const struct rec *)rec)->retired_on)) {
		line->key = value_of(s, reg_key(v->group.reg), rec);
		line->label = value_of(s, reg_label(v->group.reg), rec);
		line->text = text_of(s, &v->group, rec);
	}
	reg_free(v->group.reg, rec);
	return line;
}

/* --- the picture --- */

static void draw_line(struct checkup_screen *v, struct picture *p, int y, size_t i)
{
	const struct line *line = read_line(v, i);
	bool current = i == v->cursor.at, narrow = p->cols < NARROW_COLS;
	const char *text = !line->label ? _("已停用") : line->text ? line->text : _("已改好");
	enum look look = current ? LOOK_CURRENT : line->text ? LOOK_TEXT : LOOK_DIM;
	int name = narrow ? (p->cols - 3) / 2 : NAME_CELLS, x = 1;

	picture_put(p, (struct spot){ y, 0, p->cols }, current ? ">" : "", look);
	if (!narrow) {
		picture_put(p, (struct spot){ y, x, KEY_CELLS }, line->key ? line->key : "", look);
		x += KEY_CELLS + 1;
	}
	picture_put(p, (struct spot){ y, x, name }, line->label ? line->label : "", look);
	x += name + 1;
	picture_put(p, (struct spot){ y, x, p->cols - x }, text, look);
	picture_touch(p, (struct box){ y, 0, 1, p->cols }, (int64_t)i);
}

/* "3/18"; what is beyond those that were remembered comes when some of them are seen to. */
static void add_place(const struct checkup_screen *v, struct buf *out)
{
	if ((size_t)v->group.n > v->group.n_ids)
		buf_addf(out, _("先列 %zu 条  "), v->group.n_ids);
	list_add_number(out, v->group.n_ids ? (int64_t)v->cursor.at + 1 : 0);
	buf_adds(out, "/");
	list_add_number(out, v->group.n);
}

static void checkup_draw(struct screen *s, struct picture *p)
{
	struct checkup_screen *v = (struct checkup_screen *)s;
	struct buf title = BUF_INIT, right = BUF_INIT;
	struct area area;

	buf_adds(&title, _("台账 > 数据体检 > "));
	checkup_add_label(&v->group, store_lookup(app_store(s->app)), &title);
	add_place(v, &right);
	/* In full below, where a line has no room for all of it. */
	s->hint = v->cursor.at < v->group.n_ids ? read_line(v, v->cursor.at)->text : NULL;
	area = screen_frame(s, p, buf_str(&title), buf_str(&right));
	cursor_fit(&v->cursor, v->group.n_ids, area.rows);
	for (size_t i = v->cursor.top; i < v->group.n_ids && i < v->cursor.top + (size_t)v->cursor.room; i++)
		draw_line(v, p, area.y + (int)(i - v->cursor.top), i);
	picture_cursor(p, area.y + (int)(v->cursor.at - v->cursor.top), 0);
	buf_release(&title);
	buf_release(&right);
}

/* --- keys --- */

static void open_current(struct checkup_screen *v)
{
	struct app *a = v->screen.app;
	struct screen *form = form_new(a, v->group.reg, v->group.ids[v->cursor.at]);

	if (form && v->group.field)
		form_go((struct form *)form, (size_t)(v->group.field - v->group.reg->fields));
	app_push(a, form);
}

static bool checkup_key(struct screen *s, const struct key *k)
{
	struct checkup_screen *v = (struct checkup_screen *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case CHECKUP_OPEN: open_current(v); break;
	case CHECKUP_BACK: app_pop(s->app, 0); break;
	default: cursor_move(&v->cursor, a->run, v->group.n_ids); break;
	}
	return true;
}

static bool checkup_point(struct screen *s, int64_t what)
{
	struct checkup_screen *v = (struct checkup_screen *)s;
	bool there = v->cursor.at == (size_t)what;

	v->cursor.at = (size_t)what;
	return there;
}

/* --- what the app asks --- */

static bool checkup_screen_idle(struct screen *s, bool quiet)
{
	struct checkup_screen *v = (struct checkup_screen *)s;
	int64_t version = store_data_version(app_store(s->app));

	(void)quiet;
	if (version != v->data_version)
		forget(v);
	v->data_version = version;
	return false;
}

static void checkup_resume(struct screen *s, int64_t result)
{
	(void)result;
	forget((struct checkup_screen *)s);
}

static void checkup_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("这条规则查出来的记录和每条的问题，Enter 打开就停在那一项。改好的留在原处写着已改好；"
			"与 zhibu check 是同样的规则。"));
}

static void checkup_free(struct screen *s)
{
	struct checkup_screen *v = (struct checkup_screen *)s;

	forget(v);
	free(v->lines);
	checkup_group_release(&v->group);
	free(v);
}

const struct screen_type checkup_type = {
	.name = "checkup", .title = N_("数据体检"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = checkup_draw, .key = checkup_key, .point = checkup_point, .idle = checkup_screen_idle, .resume = checkup_resume,
	.help = checkup_help, .free = checkup_free,
};

struct screen *checkup_new(struct app *a, const struct checkup_group *group)
{
	struct checkup_screen *v = xcalloc(1, sizeof(*v));

	v->screen = (struct screen){ .type = &checkup_type, .app = a };
	checkup_group_copy(&v->group, group);
	v->lines = xcalloc(v->group.n_ids + 1, sizeof(*v->lines));
	v->data_version = store_data_version(app_store(a));
	return &v->screen;
}
