/*
 * Actions of a screen: the one for a key, and the tables printed as the key bar
 * and as the text of F1.
 */
#include "ui/keys.h"

#include <string.h>

#include "src/i18n.h"
#include "src/text.h"
#include "src/banned.h"

#define SLOTS 10
#define SLOT_CELLS 8
#define BAR_CELLS 6

/* ---- The action of a key --------------------------------------------------- */

static bool has_key(const struct ui_action *action, const struct key *key)
{
	struct key k;

	for (size_t i = 0; i < ACTION_KEYS && action->keys[i]; i++)
		if (key_parse(&k, action->keys[i], NULL) == 0 && key_equal(&k, key))
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

/* The short labels by the number of their function key; one pass, because every screen draws this. */
static void collect_labels(struct ui_actions actions, const char *labels[SLOTS + 1])
{
	for (size_t i = 0; i < actions.n * ACTION_KEYS; i++) {
		const struct ui_action *action = &actions.rows[i / ACTION_KEYS];
		const char *name = action->keys[i % ACTION_KEYS];
		struct key key;

		if (!action->bar || !name || name[0] != 'F' || key_parse(&key, name, NULL) < 0)
			continue;
		if (key.kind == K_F && key.code <= SLOTS)
			labels[key.code] = _(action->bar);
	}
}

static void add_slot(struct buf *out, int number, const char *label)
{
	struct buf slot = BUF_INIT;

	buf_addf(&slot, "%d%s", number, label ? label : "");
	text_pad(out, buf_str(&slot), SLOT_CELLS, TEXT_LEFT);
	buf_release(&slot);
}

void actions_bar(struct buf *out, struct ui_actions actions, int cells)
{
	const char *labels[SLOTS + 1] = { NULL };
	int room = cells / SLOT_CELLS, used[SLOTS], n = 0;

	collect_labels(actions, labels);
	for (int number = 1; number <= SLOTS; number++)
		if (room >= SLOTS || labels[number])
			used[n++] = number;
	/* The last one is the way out: it stays whatever has to go. */
	if (n > room && room > 0)
		used[room - 1] = used[n - 1];
	for (int i = 0; i < n && i < room; i++)
		add_slot(out, used[i], labels[used[i]]);
}

/* ---- Help ------------------------------------------------------------------- */

static void add_keys(struct buf *out, const struct ui_action *action)
{
	for (size_t i = 0; i < ACTION_KEYS && action->keys[i]; i++)
		buf_addf(out, "%s%s", i ? " " : "", action->keys[i]);
}

/* Adds text in lines of at most `cells`, the ones after the first behind an indent. */
static void add_wrapped(struct buf *out, const char *text, int indent, int cells)
{
	for (bool first = true; *text != '\0' || first; first = false) {
		size_t n = text_fit(text, cells);

		/* A window too narrow for a single character still ends. */
		if (n == 0)
			n = strlen(text);
		if (!first)
			buf_fill(out, ' ', (size_t)indent);
		buf_add(out, text, n);
		buf_addc(out, '\n');
		text += n;
		text += strspn(text, " ");
	}
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
	for (size_t i = 0; i < ACTION_KEYS && action->keys[i]; i++) {
		const struct ui_action *owner;
		struct key key;

		if (key_parse(&key, action->keys[i], e) < 0)
			return ERR_INVALID;
		owner = find(actions, &key);
		if (owner && owner != action)
			return err_set(e, ERR_INVALID, _("操作 %s 的键 %s 已经属于操作 %s。"),
				action->name, action->keys[i], owner->name);
	}
	return 0;
}

int actions_check(struct ui_actions actions, struct err *e)
{
	for (size_t i = 0; i < actions.n; i++) {
		const struct ui_action *action = &actions.rows[i];

		if (!action->name || !action->label || !action->keys[0])
			return err_set(e, ERR_INVALID, _("第 %zu 个操作缺少名称、标签或键。"), i + 1);
		if (check_widths(action, e) < 0 || check_keys(actions, action, e) < 0)
			return ERR_INVALID;
	}
	return 0;
}
