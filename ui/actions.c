/*
 * Actions of a screen: their keys, the one for a key, and the tables printed as the
 * key bar and as the text of F1.
 */
#include "ui/keys.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define SLOT_CELLS BAR_SLOT_CELLS
#define BAR_CELLS 6

/* ---- The keys of an action --------------------------------------------------- */

/* Keys that a person chose; each table has its rows for the whole run, so that a row is known by its place. */
static struct binding {
	const struct ui_action *action;
	const char *keys[ACTION_KEYS];
} *bindings;
static size_t n_bindings;

static struct binding *binding_of(const struct ui_action *action)
{
	for (size_t i = 0; i < n_bindings; i++)
		if (bindings[i].action == action)
			return &bindings[i];
	return NULL;
}

static void release_keys(struct binding *b)
{
	for (size_t i = 0; i < ACTION_KEYS; i++) {
		free((void *)(uintptr_t)b->keys[i]);
		b->keys[i] = NULL;
	}
}

const char *const *action_keys(const struct ui_action *action)
{
	const struct binding *b = binding_of(action);

	return b ? b->keys : action->keys;
}

void action_bind(const struct ui_action *action, const char *const keys[ACTION_KEYS])
{
	struct binding *b = binding_of(action);

	if (!b) {
		bindings = xreallocarray(bindings, n_bindings + 1, sizeof(*bindings));
		b = &bindings[n_bindings++];
		*b = (struct binding){ .action = action };
	}
	release_keys(b);
	if (!keys)
		*b = bindings[--n_bindings];
	for (size_t i = 0; keys && i < ACTION_KEYS && keys[i]; i++)
		b->keys[i] = xstrdup(keys[i]);
}

void actions_unbind(void)
{
	for (size_t i = 0; i < n_bindings; i++)
		release_keys(&bindings[i]);
	free(bindings);
	bindings = NULL;
	n_bindings = 0;
}

const struct ui_action *actions_named(struct ui_actions actions, const char *name)
{
	for (size_t i = 0; i < actions.n; i++)
		if (strcmp(actions.rows[i].name, name) == 0)
			return actions.rows + i;
	return NULL;
}

const char *action_key(struct ui_actions actions, const char *name)
{
	const struct ui_action *action = actions_named(actions, name);

	if (!action)
		return NULL;
	return strcmp(action_keys(action)[0], "Space") == 0 ? _("空格") : action_keys(action)[0];
}

const char *group_label(enum ui_group group)
{
	static const char *const labels[GROUPS] = {
		[GROUP_NONE] = "", [GROUP_RECORD] = N_("记录"), [GROUP_VIEW] = N_("查看"), [GROUP_SELECT] = N_("选择"),
		[GROUP_FILE] = N_("文件"), [GROUP_PAST] = N_("历史"), [GROUP_MOVE] = N_("移动"), [GROUP_GO] = N_("前往"), [GROUP_HELP] = N_("帮助"),
	};

	return group > GROUP_NONE && group < GROUPS ? _(labels[group]) : "";
}

/* ---- The action of a key --------------------------------------------------- */

static bool has_key(const struct ui_action *action, const struct key *key)
{
	const char *const *keys = action_keys(action);
	struct key k;

	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++)
		if (key_parse(&k, keys[i], NULL) == 0 && key_equal(&k, key))
			return true;
	return false;
}

static const struct ui_action *find(struct ui_actions actions, const struct key *key)
{
	for (size_t i = 0; i < actions.n; i++)
		if (has_key(&actions.rows[i], key))
			return actions.rows + i;
	return NULL;
}

/* The ASCII twin of a sign from an input method in full-width mode, or 0. */
static uint32_t twin_of(const struct key *key)
{
	if (key->kind != K_CHAR)
		return 0;
	if (key->cp == 0x3000)
		return ' ';
	return key->cp >= 0xFF01 && key->cp <= 0xFF5E ? key->cp - 0xFF01 + '!' : 0;
}

const struct ui_action *actions_find(struct ui_actions actions, const struct key *key)
{
	const struct ui_action *found = find(actions, key);
	struct key twin = *key;

	if (found)
		return found;
	twin.cp = twin_of(key);
	return twin.cp ? find(actions, &twin) : NULL;
}

/* ---- The key bar ------------------------------------------------------------ */

/* One pass over the keys, because every screen draws this. */
void bar_take(struct key_bar *bar, struct ui_actions actions, const char *(*label)(const struct ui_action *, void *ctx), void *ctx)
{
	for (size_t i = 0; i < actions.n * ACTION_KEYS; i++) {
		const struct ui_action *action = &actions.rows[i / ACTION_KEYS];
		const char *name = action_keys(action)[i % ACTION_KEYS];
		struct key key;

		if (!action->bar || !name || name[0] != 'F' || key_parse(&key, name, NULL) < 0)
			continue;
		if (key.kind == K_F && key.code <= BAR_SLOTS)
			bar->labels[key.code] = label ? label(action, ctx) : _(action->bar);
	}
}

static void add_slot(struct buf *out, int number, const char *label)
{
	struct buf slot = BUF_INIT;

	buf_addf(&slot, "%d%s", number, label ? label : "");
	text_pad(out, buf_str(&slot), SLOT_CELLS, TEXT_LEFT);
	buf_release(&slot);
}

int bar_slots(const struct key_bar *bar, int cells, int numbers[BAR_SLOTS])
{
	int room = cells / SLOT_CELLS, n = 0;

	for (int number = 1; number <= BAR_SLOTS; number++)
		if (room >= BAR_SLOTS || bar->labels[number])
			numbers[n++] = number;
	/* The last one is the way out: it stays whatever has to go. */
	if (n > room && room > 0)
		numbers[room - 1] = numbers[n - 1];
	return n < room ? n : room < 0 ? 0 : room;
}

void bar_print(const struct key_bar *bar, struct buf *out, int cells)
{
	int numbers[BAR_SLOTS], n = bar_slots(bar, cells, numbers);

	for (int i = 0; i < n; i++)
		add_slot(out, numbers[i], bar->labels[numbers[i]]);
}

/* ---- Help ------------------------------------------------------------------- */

static void add_keys(struct buf *out, const struct ui_action *action)
{
	const char *const *keys = action_keys(action);

	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++)
		buf_addf(out, "%s%s", i ? " " : "", keys[i]);
}

/* Adds text in lines of at most `cells`, the ones after the first behind an indent. */
static void add_wrapped(struct buf *out, const char *text, int indent, int cells)
{
	bool first = true;

	do {
		/* No window is as narrow as that, but it ends there too. */
		struct wrap w = cells > 1 ? wrap_line(text, cells) : (struct wrap){ strlen(text), strlen(text) };

		if (!first)
			buf_fill(out, ' ', (size_t)indent);
		buf_add(out, text, w.shown);
		buf_addc(out, '\n');
		text += w.all;
		first = false;
	} while (*text);
}

#define KEY_COLUMN 20
#define LABEL_COLUMN 14
#define WIDE_HELP 64

/* In a narrow window the help has lines of its own. */
static void add_help(struct buf *out, const struct ui_action *action, int cells)
{
	bool wide = cells >= WIDE_HELP;
	int indent = wide ? KEY_COLUMN + LABEL_COLUMN : 2;
	struct buf keys = BUF_INIT;

	add_keys(&keys, action);
	text_pad(out, buf_str(&keys), KEY_COLUMN, TEXT_LEFT);
	text_pad(out, _(action->label), wide ? LABEL_COLUMN : cells - KEY_COLUMN, TEXT_LEFT);
	if (!wide) {
		buf_addc(out, '\n');
		buf_fill(out, ' ', (size_t)indent);
	}
	add_wrapped(out, action->help ? _(action->help) : "", indent, cells - indent);
	buf_release(&keys);
}

void actions_help(struct buf *out, struct ui_actions actions, int cells)
{
	for (size_t i = 0; i < actions.n; i++)
		add_help(out, &actions.rows[i], cells);
}

/* ---- Is the table sound? ---------------------------------------------------- */

static int check_widths(const struct ui_action *action, struct err *e)
{
	struct buf keys = BUF_INIT;
	int cells;

	add_keys(&keys, action);
	cells = text_width(buf_str(&keys));
	buf_release(&keys);
	if (cells >= KEY_COLUMN)
		return err_set(e, ERR_INVALID, _("操作 %s 的键太多，帮助里写不下。"), action->name);
	if (text_width(_(action->label)) >= LABEL_COLUMN)
		return err_set(e, ERR_INVALID, _("操作 %s 的标签超过六个汉字。"), action->name);
	if (action->bar && text_width(_(action->bar)) > BAR_CELLS)
		return err_set(e, ERR_INVALID, _("操作 %s 的短标签超过三个汉字。"), action->name);
	return 0;
}

static int check_keys(struct ui_actions actions, const struct ui_action *action, struct err *e)
{
	const char *const *keys = action_keys(action);

	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++) {
		const struct ui_action *owner;
		struct key key;

		if (key_parse(&key, keys[i], e) < 0)
			return ERR_INVALID;
		owner = find(actions, &key);
		if (owner && owner != action)
			return err_set(e, ERR_INVALID, _("操作 %s 的键 %s 已经属于操作 %s。"),
				action->name, keys[i], owner->name);
	}
	return 0;
}

int actions_check(struct ui_actions actions, struct err *e)
{
	for (size_t i = 0; i < actions.n; i++) {
		const struct ui_action *action = &actions.rows[i];

		if (!action->name || !action->label || !action_keys(action)[0] || !action->group)
			return err_set(e, ERR_INVALID, _("第 %zu 个操作缺少名称、标签、分组或键。"), i + 1);
		if (actions_named(actions, action->name) != action)
			return err_set(e, ERR_INVALID, _("操作 %s 有两个。"), action->name);
		if (check_widths(action, e) < 0 || check_keys(actions, action, e) < 0)
			return ERR_INVALID;
	}
	return 0;
}
