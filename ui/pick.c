/* A panel to choose one of some names. */
#include "ui/pick.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

#define WORD_MAX 40
#define MOST_ROWS 14

struct picker {
	struct screen screen;
	char *title, **labels;
	size_t n;
	size_t *shown, n_shown;		/* which labels the word leaves */
	struct edit word;
	struct cursor cursor;
	void (*done)(void *ctx, size_t which);
	void *ctx;
};

enum { PICK_TAKE = MOVES, PICK_BACK };

/* Letters are text here. */
static const struct ui_action actions[] = {
	{ .name = "take", .label = N_("选定"), .bar = N_("选定"), .help = N_("选定光标所在的一项。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = PICK_TAKE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("不选，回到原来的屏幕。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = PICK_BACK },
	MOVE_ACTIONS_BARE,
};

static void narrow(struct picker *l)
{
	const char *word = edit_text(&l->word);

	l->n_shown = 0;
	for (size_t i = 0; i < l->n; i++)
		if (!*word || pinyin_match(l->labels[i], word, NULL) != MATCH_NONE)
			l->shown[l->n_shown++] = i;
}

static void pick_draw(struct screen *s, struct picture *p)
{
	struct picker *l = (struct picker *)s;
	struct box b = panel_box(p, MOST_ROWS + 1);
	int room = b.rows - 3, inner = b.cols - 4;

	picture_box(p, b, l->title);
	cursor_show(&l->cursor, l->n_shown, p, (struct box){ b.y + 2, b.x + 1, room, b.cols - 2 });
	for (size_t i = l->cursor.top; i < l->n_shown && i < l->cursor.top + (size_t)room; i++) {
		enum look look = i == l->cursor.at ? LOOK_CURRENT : LOOK_TEXT;
		int y = b.y + 2 + (int)(i - l->cursor.top);

		picture_put(p, (struct spot){ y, b.x + 1, b.cols - 2 }, i == l->cursor.at ? ">" : "", look);
		picture_put(p, (struct spot){ y, b.x + 2, inner + 1 }, l->labels[l->shown[i]], look);
	}
	cursor_draw_more(&l->cursor, l->n_shown, p, b);
	if (!l->n_shown)
		picture_put(p, (struct spot){ b.y + 2, b.x + 2, inner }, _("没有符合的；退格改一改"), LOOK_DIM);
	picture_put(p, (struct spot){ b.y + 1, b.x + 2, 1 }, "/", LOOK_DIM);
	picture_edit(p, (struct box){ b.y + 1, b.x + 4, 1, inner - 2 }, &l->word);
}

static void take(struct picker *l)
{
	void (*done)(void *ctx, size_t which) = l->done;
	size_t which;

	if (l->cursor.at >= l->n_shown)
		return;
	which = l->shown[l->cursor.at];
	app_pop(l->screen.app, 0);
	done(l->ctx, which);
}

static bool pick_key(struct screen *s, const struct key *k)
{
	struct picker *l = (struct picker *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a && a->run == PICK_TAKE) {
		take(l);
	} else if (a && a->run == PICK_BACK) {
		app_pop(s->app, 0);
	} else if (a) {
		cursor_move(&l->cursor, a->run, l->n_shown);
	} else if (edit_key(&l->word, k)) {
		narrow(l);
		l->cursor = (struct cursor){ .at = 0 };
	} else {
		app_say(s->app, _("输入汉字或拼音首字母来找，Enter 选定，Esc 返回。"));
	}
	return true;
}

static void pick_free(struct screen *s)
{
	struct picker *l = (struct picker *)s;

	for (size_t i = 0; i < l->n; i++)
		free(l->labels[i]);
	free(l->labels);
	free(l->shown);
	free(l->title);
	edit_release(&l->word);
	free(l);
}

const struct screen_type pick_type = {
	.name = "pick", .title = N_("选一项"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = pick_draw, .key = pick_key, .cursor = offsetof(struct picker, cursor), .free = pick_free,
};

struct screen *pick_new(struct app *a, const struct pick *want)
{
	struct picker *l = xcalloc(1, sizeof(*l));

	l->screen = (struct screen){ .type = &pick_type, .app = a };
	l->title = xstrdup(want->title);
	l->labels = xcalloc(want->n + 1, sizeof(*l->labels));
	l->shown = xcalloc(want->n + 1, sizeof(*l->shown));
	for (l->n = 0; l->n < want->n; l->n++)
		l->labels[l->n] = xstrdup(want->labels[l->n]);
	l->done = want->done;
	l->ctx = want->ctx;
	edit_init(&l->word, TEXT_LINE, WORD_MAX);
	narrow(l);
	l->cursor.at = want->at < want->n ? want->at : 0;
	return &l->screen;
}
