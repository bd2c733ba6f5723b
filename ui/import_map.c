/* Where the columns of a file go: found by the program, corrected by the person. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/import.h"
#include "ui/pick.h"
#include "ui/screens.h"
#include "src/banned.h"

#define HEADER_MOST 100

struct mapping {
	struct screen screen;
	struct importer *m;		/* the screen below */
	struct cursor cursor;
	struct import_target *targets;	/* that can be chosen, behind "nowhere" */
	size_t n_targets;
};

enum { MAP_CHOOSE = MOVES, MAP_NONE, MAP_LINE_UP, MAP_LINE_DOWN, MAP_ENCODING, MAP_BACK };

static const struct ui_action actions[] = {
	{ .name = "choose", .label = N_("选字段"), .bar = N_("选字段"), .help = N_("这一列导入到哪个字段。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = MAP_CHOOSE },
	{ .name = "leave-out", .label = N_("不导入"), .bar = N_("不导入"), .help = N_("这一列不导入。"), .keys = { "F8", "Del" },
	  .group = GROUP_RECORD, .run = MAP_NONE },
	{ .name = "header-up", .label = N_("表头上移"), .bar = N_("表头上"), .help = N_("表头在上面一行。"), .keys = { "[" },
	  .group = GROUP_FILE, .run = MAP_LINE_UP },
	{ .name = "header-down", .label = N_("表头下移"), .bar = N_("表头下"), .help = N_("表头在下面一行。"), .keys = { "]" },
	  .group = GROUP_FILE, .run = MAP_LINE_DOWN },
	{ .name = "encoding", .label = N_("换编码"), .bar = N_("编码"), .help = N_("文件的编码：自动识别、UTF-8、GB18030，轮着换。"),
	  .keys = { "F4", "c" }, .group = GROUP_FILE, .run = MAP_ENCODING },
	{ .name = "back", .label = N_("返回检查"), .bar = N_("检查"), .help = N_("按这样的对应再检查一遍。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = MAP_BACK },
	MOVE_ACTIONS,
};

void import_add_target(const struct reg *reg, const struct import_target *t, struct buf *out)
{
	if (!t->field)
		buf_adds(out, _("不导入"));
	else if (t->reg == reg)
		buf_adds(out, _(t->field->label));
	else
		buf_addf(out, _("%s：%s"), _(t->reg->title), _(t->field->label));
}

/* --- the picture --- */

static void draw_column(const struct mapping *l, struct picture *p, int y, size_t i)
{
	const struct import_choice *c = &l->m->columns[i];
	bool current = i == l->cursor.at, small = p->cols < NARROW_COLS;
	enum look look = current ? LOOK_CURRENT : c->twice ? LOOK_ERROR : LOOK_TEXT;
	int name = small ? 14 : 22, target = small ? 16 : 24, x = 6 + name + target;
	struct buf b = BUF_INIT;

	picture_put(p, (struct spot){ y, 0, p->cols }, current ? ">" : "", look);
	buf_addf(&b, "%zu", i + 1);
	picture_put_right(p, (struct spot){ y, 1, 3 }, buf_str(&b), look);
	picture_put(p, (struct spot){ y, 5, name }, *c->title ? c->title : _("(没有列名)"), look);
	buf_clear(&b);
	if (c->ours)
		buf_adds(&b, _("(程序加的，不导入)"));
	else
		import_add_target(l->m->reg, &c->target, &b);
	buf_adds(&b, c->twice ? _(" !重复") : "");
	picture_put(p, (struct spot){ y, 6 + name, target }, buf_str(&b), look);
	picture_put(p, (struct spot){ y, x + 1, p->cols - x - 1 }, c->sample, look);
	buf_release(&b);
}

static void draw_heads(struct picture *p, int y)
{
	bool small = p->cols < NARROW_COLS;
	int name = small ? 14 : 22, target = small ? 16 : 24, x = 6 + name + target;

	picture_fill(p, y, ' ', LOOK_HEAD);
	picture_put(p, (struct spot){ y, 5, name }, _("文件里的列"), LOOK_HEAD);
	picture_put(p, (struct spot){ y, 6 + name, target }, _("导入到"), LOOK_HEAD);
	picture_put(p, (struct spot){ y, x + 1, p->cols - x - 1 }, _("第一行的内容"), LOOK_HEAD);
}

/* 0: not known. */
static long header_line(const struct importer *m)
{
	return m->session ? m->report.header_line : m->complaint ? m->o.header_line : m->checked.header_line;
}

static void add_layout(const struct importer *m, struct buf *out)
{
	static const char *const names[] = { [CSV_DETECT] = N_("自动"), [CSV_UTF8] = "UTF-8", [CSV_GB18030] = "GB18030" };

	buf_addf(out, _("字符编码 %s"), _(names[m->o.encoding]));
	if (header_line(m))
		buf_addf(out, _("  表头 第%ld行"), header_line(m));
}

static void map_draw(struct screen *s, struct picture *p)
{
	struct mapping *l = (struct mapping *)s;
	struct importer *m = l->m;
	struct buf right = BUF_INIT;
	struct area area;

	add_layout(m, &right);
	area = screen_frame(s, p, _("台账 > 导入 > 列的对应"), buf_str(&right));
	draw_heads(p, area.y);
	cursor_show(&l->cursor, m->n_columns, p, (struct box){ area.y + 1, 0, area.rows - 1, p->cols });
	for (size_t i = l->cursor.top; i < m->n_columns && i < l->cursor.top + (size_t)l->cursor.room; i++)
		draw_column(l, p, area.y + 1 + (int)(i - l->cursor.top), i);
	if (!m->n_columns)
		picture_text(p, (struct box){ area.y + 1, 2, area.rows - 1, p->cols - 4 }, m->complaint ? m->complaint : "", LOOK_ERROR);
	picture_cursor(p, area.y + 1 + (int)(l->cursor.at - l->cursor.top), 0);
	buf_release(&right);
}

/* --- keys --- */

static struct import_choice *current(struct mapping *l)
{
	struct importer *m = l->m;

	if (l->cursor.at < m->n_columns && !m->columns[l->cursor.at].ours)
		return &m->columns[l->cursor.at];
	app_say(l->screen.app, m->n_columns ? _("这一列是程序加的，不用对应") : _("还没有列；用 [ 和 ] 选表头所在的行"));
	return NULL;
}

/* A field takes one column: another one that had it goes nowhere. */
static void map(struct mapping *l, struct import_choice *to, struct import_target target)
{
	struct importer *m = l->m;

	for (size_t i = 0; i < m->n_columns; i++)
		if (target.field && m->columns[i].target.field == target.field && m->columns[i].target.reg == target.reg)
			m->columns[i].target.field = NULL;
	to->target = target;
	to->twice = false;
	m->mapped = m->remapped = true;
}

static void chosen(void *ctx, size_t which)
{
	struct mapping *l = ctx;
	struct import_choice *c = current(l);

	if (c)
		map(l, c, which ? l->targets[which - 1] : (struct import_target){ l->m->reg, NULL });
}

static void choose(struct mapping *l)
{
	const struct import_choice *c = current(l);
	char **labels = xcalloc(l->n_targets + 1, sizeof(*labels));
	struct buf title = BUF_INIT, b = BUF_INIT;
	size_t at = 0;

	if (!c) {
		free(labels);
		return;
	}
	for (size_t i = 0; i <= l->n_targets; i++) {
		const struct import_target none = { l->m->reg, NULL }, *t = i ? &l->targets[i - 1] : &none;

		import_add_target(l->m->reg, t, &b);
		labels[i] = buf_detach(&b);
		if (i && t->field == c->target.field && t->reg == c->target.reg)
			at = i;
	}
	text_quote(&title, c->title);
	buf_adds(&title, _(" 导入到"));
	app_push(l->screen.app, pick_new(l->screen.app, &(struct pick){
		.title = buf_str(&title), .labels = (const char *const *)labels, .n = l->n_targets + 1, .at = at,
		.done = chosen, .ctx = l,
	}));
	for (size_t i = 0; i <= l->n_targets; i++)
		free(labels[i]);
	free(labels);
	buf_release(&title);
}

static void leave_out(struct mapping *l)
{
	struct import_choice *c = current(l);

	if (c)
		map(l, c, (struct import_target){ l->m->reg, NULL });
}

/* With another line or encoding all columns are found anew. */
static void reread(struct mapping *l)
{
	l->m->mapped = false;
	l->m->remapped = true;
	l->cursor = (struct cursor){ .at = 0 };
	import_reopen(l->m);
}

static void move_header(struct mapping *l, long by)
{
	struct importer *m = l->m;
	long line = header_line(m) + by;

	if (line < 1 || line > HEADER_MOST) {
		app_say(l->screen.app, _("表头只能在第 1 到 %d 行"), HEADER_MOST);
		return;
	}
	m->o.header_line = line;
	reread(l);
}

static void change_encoding(struct mapping *l)
{
	struct importer *m = l->m;

	m->o.encoding = m->o.encoding == CSV_DETECT ? CSV_UTF8 : m->o.encoding == CSV_UTF8 ? CSV_GB18030 : CSV_DETECT;
	reread(l);
}

static bool map_key(struct screen *s, const struct key *k)
{
	struct mapping *l = (struct mapping *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case MAP_CHOOSE: choose(l); break;
	case MAP_NONE: leave_out(l); break;
	case MAP_LINE_UP: move_header(l, -1); break;
	case MAP_LINE_DOWN: move_header(l, 1); break;
	case MAP_ENCODING: change_encoding(l); break;
	case MAP_BACK: app_pop(s->app, 0); break;
	default: cursor_move(&l->cursor, a->run, l->m->n_columns); break;
	}
	return true;
}

static void map_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("左边是文件里的列，右边是导入到的字段和第一行的内容。同样列名的文件，下次按这次的对应。"
			"一个字段只能来自一列。"));
}

static void map_free(struct screen *s)
{
	struct mapping *l = (struct mapping *)s;

	free(l->targets);
	free(l);
}

const struct screen_type import_map_type = {
	.name = "import-columns", .title = N_("列的对应"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = map_draw, .key = map_key, .cursor = offsetof(struct mapping, cursor), .help = map_help, .free = map_free,
};

struct screen *import_map_new(struct importer *m)
{
	struct mapping *l = xcalloc(1, sizeof(*l));

	l->screen = (struct screen){ .type = &import_map_type, .app = m->screen.app };
	l->m = m;
	l->targets = import_targets(m->reg, &l->n_targets);
	return &l->screen;
}
