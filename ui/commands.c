/* What can be done just now, collected from the tables of actions and searched by what people call it. */
#include "ui/commands.h"

#include <stdlib.h>
#include <string.h>

#include "src/english.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "ui/reports.h"
#include "src/banned.h"

/* --- collecting --- */

static struct command *add(struct commands *c)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		c->items = xreallocarray(c->items, c->cap, sizeof(*c->items));
	}
	c->items[c->n] = (struct command){ .group = GROUP_NONE };
	return &c->items[c->n++];
}

/* "save-next" is found by "save next". */
static char *plain_name(const char *name)
{
	char *plain = xstrdup(name);

	for (char *s = plain; *s; s++)
		if (*s == '-')
			*s = ' ';
	return plain;
}

/* Whoever asks says whether it can be run. */
static struct command *add_action(struct commands *c, const struct ui_action *action)
{
	struct command *one = add(c);

	one->action = action;
	one->group = action->group;
	one->label = xstrdup(_(action->label));
	one->help = action->help ? _(action->help) : NULL;
	for (size_t i = 0; i < ACTION_KEYS && action_keys(action)[i]; i++)
		one->keys[i] = action_keys(action)[i];
	one->sought[SOUGHT_LABEL] = xstrdup(action->label);
	one->sought[SOUGHT_NAME] = plain_name(action->name);
	one->sought[SOUGHT_WORDS] = xstrdup(action->words);
	one->sought[SOUGHT_HELP] = xstrdup(action->help);
	return one;
}

static void add_here(struct commands *c, struct app *a, const struct ui_action *action)
{
	struct command *one = add_action(c, action);
	struct err e = ERR_INIT;

	if (app_may_run(a, action, &e) < 0)
		one->refusal = xstrdup(e.text);
}

static bool has_label(const struct commands *c, const char *label)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->items[i].sought[SOUGHT_LABEL], label) == 0)
			return true;
	return false;
}

/*
 * What is done on other screens says on which one: who looks for it here learns where it is.  Once under each label, and
 * nothing that only moves about or answers what such a screen asks.
 */
static void add_elsewhere(struct commands *c, const struct screen_type *type)
{
	for (size_t i = 0; !type->panel && i < type->actions.n; i++) {
		const struct ui_action *action = &type->actions.rows[i];
		struct buf why = BUF_INIT;
		struct command *one;

		if (action->group == GROUP_MOVE || strcmp(action_keys(action)[0], "Enter") == 0 || has_label(c, action->label))
			continue;
		one = add_action(c, action);
		one->elsewhere = true;
		buf_addf(&why, _("在「%s」里用，那里按 %s"), _(type->title), one->keys[0]);
		one->refusal = buf_detach(&why);
	}
}

static void go_to_list(struct app *a, const struct way_to *to)
{
	app_push(a, list_new(a, to->reg, NULL, NULL));
}

static void go_to_board(struct app *a, const struct way_to *to)
{
	struct screen *list = list_new(a, to->reg, NULL, NULL);

	app_push(a, list);
	list_open_board((struct list *)list);
}

static void go_to_drafts(struct app *a, const struct way_to *to)
{
	struct screen *drafts = drafts_new(a);

	(void)to;
	app_push(a, drafts);
	if (!drafts && !*app_message(a, NULL))
		app_say(a, _("没有草稿"));
}

static void go_to_reports(struct app *a, const struct way_to *to)
{
	app_push(a, reports_new(a, to->reg));
}

static void go_to_report(struct app *a, const struct way_to *to)
{
	app_push(a, report_view_new(a, to->report));
}

static void go_home(struct app *a, const struct way_to *to)
{
	(void)to;
	app_go_home(a);
}

struct way {
	const char *label, *help;		/* N_(); behind the label stands the title of where it leads */
	void (*go)(struct app *a, const struct way_to *to);
	const char *words;			/* N_() */
};

static void add_way(struct commands *c, const struct way *way, const struct way_to *to)
{
	const char *title = to->reg ? to->reg->title : to->report ? to->report->title : NULL;
	struct command *one = add(c);
	struct buf b = BUF_INIT;

	one->go = way->go;
	one->to = *to;
	one->group = GROUP_GO;
	buf_addf(&b, "%s%s", _(way->label), title ? _(title) : "");
	one->label = buf_detach(&b);
	one->help = _(way->help);
	one->sought[SOUGHT_LABEL] = xstrdup(title ? title : way->label);
	one->sought[SOUGHT_NAME] = xstrdup(to->reg ? to->reg->name : to->report ? to->report->name : NULL);
	one->sought[SOUGHT_WORDS] = xstrdup(way->words);
	one->sought[SOUGHT_HELP] = xstrdup(way->help);
}

static void add_ways(struct commands *c)
{
	static const struct way home = { N_("首页"), N_("一步步退回首页；有没保存的修改会先问。"), go_home, N_("主页 开始") };
	static const struct way drafts = { N_("草稿"), N_("改了还没有保存的内容。"), go_to_drafts, N_("草稿") };
	static const struct way handed_up = { N_("所有报表"), N_("要上报的台账和进展。"), go_to_reports, N_("上报 周报 打印") };
	static const struct way list = { N_("打开 "), N_("打开这个台账的列表；按 Esc 回到这里。"), go_to_list, N_("台账 列表") };
	static const struct way board = { N_("看板 "), N_("打开这个台账的看板；按 Esc 回到列表。"), go_to_board, N_("台账 阶段") };

	static const struct way report = { N_("报表 "), N_("打开这份报表；按 Esc 回到这里。"), go_to_report, N_("上报 打印") };

	add_way(c, &home, &(struct way_to){ .reg = NULL });
	add_way(c, &drafts, &(struct way_to){ .reg = NULL });
	add_way(c, &handed_up, &(struct way_to){ .reg = NULL });
	for (size_t i = 0; i < registers_n; i++) {
		add_way(c, &list, &(struct way_to){ .reg = registers[i] });
		if (registers[i]->workflow)
			add_way(c, &board, &(struct way_to){ .reg = registers[i] });
	}
	for (size_t i = 0; i < reports_n; i++)
		add_way(c, &report, &(struct way_to){ .report = reports[i] });
}

/* What is sought is also said in English, whatever is spoken. */
static void translate(char **text)
{
	const char *other = english(*text);
	struct buf both = BUF_INIT;

	if (strcmp(other, *text) == 0)
		return;
	buf_addf(&both, "%s\n%s", *text, other);
	free(*text);
	*text = buf_detach(&both);
}

static void translate_all(struct commands *c)
{
	english_begin();
	for (size_t i = 0; i < c->n; i++)
		for (int k = 0; k < SOUGHTS; k++)
			if (c->items[i].sought[k])
				translate(&c->items[i].sought[k]);
	english_end();
}

void commands_collect(struct app *a, bool elsewhere, struct commands *out)
{
	const struct screen_type *top = app_top(a)->type;
	struct ui_actions own = top->actions, everywhere = app_actions();

	*out = (struct commands){ .n = 0 };
	for (size_t i = 0; i < own.n; i++)
		add_here(out, a, &own.rows[i]);
	/* A panel is closed before anything else is done. */
	for (size_t i = 0; !top->panel && i < everywhere.n; i++)
		if (!actions_named(own, everywhere.rows[i].name) && !has_label(out, everywhere.rows[i].label))
			add_here(out, a, &everywhere.rows[i]);
	if (!top->panel)
		add_ways(out);
	for (size_t i = 0; elsewhere && !top->panel && i < screen_types_n; i++)
		add_elsewhere(out, screen_types[i]);
	translate_all(out);
	out->found = xcalloc(out->n + 1, sizeof(*out->found));
	commands_search(out, "");
}

void commands_release(struct commands *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct command *one = &c->items[i];

		free(one->label);
		free(one->refusal);
		for (int k = 0; k < SOUGHTS; k++)
			free(one->sought[k]);
	}
	free(c->items);
	free(c->found);
	*c = (struct commands){ .n = 0 };
}

/* --- searching --- */

#define NOT_FOUND 1000
#define PER_SOURCE 10		/* a poor match of the label is better than a good one of the help */

/* The best of the lines of a text.  Initials of a whole sentence would match anything. */
static int rank_text(const char *text, const char *word, bool sentence)
{
	int best = NOT_FOUND;
	struct buf line = BUF_INIT;

	for (const char *s = text; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		enum match m;

		buf_clear(&line);
		buf_add(&line, s, strcspn(s, "\n"));
		m = pinyin_match(buf_str(&line), word, NULL);
		if (m != MATCH_NONE && !(sentence && m == MATCH_INITIALS) && (int)m < best)
			best = (int)m;
	}
	buf_release(&line);
	return best;
}

/* What stands there can be typed as it stands there, the name of a register with what is done with it. */
static int rank_word(const struct command *c, const char *word)
{
	int best = rank_text(c->label, word, false);

	for (int k = 0; k < SOUGHTS; k++) {
		int rank = c->sought[k] ? rank_text(c->sought[k], word, k == SOUGHT_HELP) : NOT_FOUND;

		if (rank < NOT_FOUND && rank + k * PER_SOURCE < best)
			best = rank + k * PER_SOURCE;
	}
	return best;
}

/* As a whole, or each word for itself, wherever it stands. */
static int rank_of(const struct command *c, const char *typed)
{
	int whole = rank_word(c, typed), sum = 1;
	struct buf word = BUF_INIT;

	for (const char *s = typed + strspn(typed, " "); *s && sum < NOT_FOUND; s += strspn(s, " ")) {
		buf_clear(&word);
		buf_add(&word, s, strcspn(s, " "));
		sum += rank_word(c, buf_str(&word));
		s += word.len;
	}
	buf_release(&word);
	return whole < sum ? whole : sum;
}

/* What moves the cursor is known to everybody and stands last; what is done elsewhere comes after what is done here. */
static int order_of(const struct command *c)
{
	return (c->elsewhere ? 4 * NOT_FOUND : c->refusal ? 2 * NOT_FOUND : 0) + c->rank * 2 + (c->group == GROUP_MOVE);
}

void commands_search(struct commands *c, const char *typed)
{
	bool all = typed[strspn(typed, " ")] == '\0';

	c->n_found = c->n_ready = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct command *one = &c->items[i];
		size_t at = c->n_found;

		one->rank = !all ? rank_of(one, typed) : one->elsewhere ? NOT_FOUND : 0;
		if (one->rank >= NOT_FOUND)
			continue;
		for (; at > 0 && order_of(&c->items[c->found[at - 1]]) > order_of(one); at--)
			c->found[at] = c->found[at - 1];
		c->found[at] = i;
		c->n_found++;
		c->n_ready += !one->refusal;
	}
}

/* --- running --- */

void command_run(struct app *a, const struct command *c)
{
	struct err e = ERR_INIT;

	if (c->refusal) {
		err_set(&e, ERR_DENIED, "%s", c->refusal);
		app_say_error(a, &e);
	} else if (c->action) {
		app_run(a, c->action);
	} else {
		c->go(a, &c->to);
	}
}

#define USES 3

void command_tell_key(struct app *a, const struct command *c)
{
	if (c->action && app_count_use(a, c->action) >= USES && !*app_message(a, NULL) && !app_done(a))
		app_say(a, _("「%s」可以直接按 %s"), c->label, c->keys[0]);
}

void command_add_keys(const struct command *c, int cells, struct buf *out)
{
	for (size_t i = 0; c->keys[i] && text_width(buf_str(out)) + text_width(c->keys[i]) + 1 <= cells; i++)
		buf_addf(out, "%s%s", i ? " " : "", c->keys[i]);
}
