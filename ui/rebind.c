/*
 * Keys that a person gives to actions.  What a whole screen needs is not given away:
 * the keys that lead out of it, that take what is there and that explain it stay where
 * they are, and where letters are typed no letter becomes a command.
 */
#include "ui/ui.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "ui/app.h"
#include "ui/screens.h"
#include "src/banned.h"

#define APP "app"

static const char *const fixed[] = { "Esc", "Enter", "F1" };

/* A table and the name it has in settings. */
struct table {
	const char *name;
	struct ui_actions actions;
};

/* The i-th table: the app's, then those of the screens. */
static struct table table_at(size_t i)
{
	if (i == 0)
		return (struct table){ APP, app_actions() };
	return (struct table){ screen_types[i - 1]->name, screen_types[i - 1]->actions };
}

/* ---- Names --------------------------------------------------------------------- */

static int unknown(const char *name, const char *nearest, const char *what, struct err *e)
{
	struct buf quoted = BUF_INIT;

	text_quote(&quoted, name);
	if (nearest)
		err_set(e, ERR_USAGE, _("没有%s这个%s，是不是 %s？"), buf_str(&quoted), what, nearest);
	else
		err_set(e, ERR_USAGE, _("没有%s这个%s；有哪些，见 zhibu help keys。"), buf_str(&quoted), what);
	buf_release(&quoted);
	return ERR_USAGE;
}

static int check_screen(const char *screen, struct err *e)
{
	struct nearest near;

	for (size_t i = 0; i <= screen_types_n; i++)
		if (screen_is_named(table_at(i).name, screen))
			return 0;
	nearest_begin(&near, screen);
	for (size_t i = 0; i <= screen_types_n; i++)
		nearest_try(&near, table_at(i).name, table_at(i).name);
	return unknown(screen, nearest_end(&near), _("屏幕"), e);
}

static int check_action(const char *screen, const char *action, struct err *e)
{
	struct nearest near;

	for (size_t i = 0; i <= screen_types_n; i++)
		if (screen_is_named(table_at(i).name, screen) && actions_named(table_at(i).actions, action))
			return 0;
	nearest_begin(&near, action);
	for (size_t i = 0; i <= screen_types_n; i++) {
		struct table t = table_at(i);

		for (size_t k = 0; k < t.actions.n && screen_is_named(t.name, screen); k++)
			nearest_try(&near, t.actions.rows[k].name, t.actions.rows[k].name);
	}
	return unknown(action, nearest_end(&near), _("操作"), e);
}

/* ---- What one binding may not do ------------------------------------------------ */

static bool is_among(const char *const *keys, const char *name)
{
	struct key wanted, key;

	if (key_parse(&wanted, name, NULL) < 0)
		return false;
	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++)
		if (key_parse(&key, keys[i], NULL) == 0 && key_equal(&key, &wanted))
			return true;
	return false;
}

static bool takes_letters(struct ui_actions actions)
{
	for (size_t i = 0; i < actions.n; i++)
		for (size_t k = 0; k < ACTION_KEYS && actions.rows[i].keys[k]; k++) {
			struct key key;

			if (key_parse(&key, actions.rows[i].keys[k], NULL) == 0 && key_is_text(&key))
				return true;
		}
	return false;
}

static int check_row(struct table t, const struct ui_action *row, const char *const *keys, struct err *e)
{
	struct key key;

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (is_among(row->keys, fixed[i]) && !is_among(keys, fixed[i]))
			return err_set(e, ERR_USAGE, _("操作 %s.%s 不能没有 %s 键，请把它也写上。"), t.name, row->name,
				fixed[i]);
	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++)
		if (!takes_letters(t.actions) && key_parse(&key, keys[i], NULL) == 0 && key_is_text(&key))
			return err_set(e, ERR_USAGE, _("屏幕 %s 里的字母是要输入的文字，%s 不能当 %s 的键；请用 F、Ctrl 或 Alt 键。"),
				t.name, keys[i], row->name);
	return 0;
}

static int check_rows(const char *screen, const char *action, const char *const *keys, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i <= screen_types_n; i++) {
		struct table t = table_at(i);
		const struct ui_action *row = screen_is_named(t.name, screen) ? actions_named(t.actions, action) : NULL;

		if (row)
			rc = check_row(t, row, keys, e);
	}
	return rc;
}

static int bind(const char *screen, const char *action, const char *const *keys, struct err *e)
{
	int rc = check_screen(screen, e);

	if (rc == 0)
		rc = check_action(screen, action, e);
	if (rc == 0 && !keys[0])
		rc = err_set(e, ERR_USAGE, _("操作 %s.%s 至少要有一个键。"), screen, action);
	if (rc == 0)
		rc = check_rows(screen, action, keys, e);
	return rc == 0 ? keys_bind(screen, action, keys, e) : rc;
}

/* Cuts the words apart; false where there are more than an action can have. */
static bool split(char *words, const char *keys[ACTION_KEYS])
{
	size_t n = 0;

	for (char *at = words + strspn(words, " "); *at; at += strspn(at, " ")) {
		if (n == ACTION_KEYS)
			return false;
		keys[n++] = at;
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
	return true;
}

int ui_bind_keys(const char *name, const char *words, struct err *e)
{
	const char *dot = strrchr(name, '.'), *keys[ACTION_KEYS] = { NULL };
	char *screen = xstrndup(name, dot ? (size_t)(dot - name) : strlen(name)), *copy = xstrdup(words);
	int rc;

	if (split(copy, keys))
		rc = bind(screen, dot ? dot + 1 : "", keys, e);
	else
		rc = err_set(e, ERR_USAGE, _("操作 %s 最多有 %d 个键。"), name, ACTION_KEYS);
	free(screen);
	free(copy);
	return rc < 0 ? ERR_USAGE : 0;
}

/* ---- What all together may not do ------------------------------------------------ */

#define HELP_CELLS 20	/* what the keys of an action have in help */

/* A bound row: no key of another action of its screen, and no more keys than help has room for. */
static int check_bound(struct table t, const struct ui_action *row, struct err *e)
{
	const char *const *keys = action_keys(row);
	int cells = 0;

	for (size_t i = 0; keys != row->keys && i < ACTION_KEYS && keys[i]; i++) {
		cells += text_width(keys[i]) + 1;
		for (size_t k = 0; k < t.actions.n; k++)
			if (&t.actions.rows[k] != row && is_among(action_keys(&t.actions.rows[k]), keys[i]))
				return err_set(e, ERR_USAGE, _("操作 %s.%s 的键 %s 已经属于操作 %s.%s。"), t.name, row->name,
					keys[i], t.name, t.actions.rows[k].name);
	}
	return cells <= HELP_CELLS ? 0 : err_set(e, ERR_USAGE, _("操作 %s.%s 的键太多，帮助里写不下。"), t.name, row->name);
}

/* A key that works everywhere is taken from no screen, unless that screen had it for something of its own all along. */
static int check_shadow(struct table t, const struct ui_action *row, struct err *e)
{
	const char *const *keys = action_keys(row);

	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++) {
		const struct ui_action *owner;
		struct key key;

		if (keys == row->keys || is_among(row->keys, keys[i]) || key_parse(&key, keys[i], NULL) < 0)
			continue;
		owner = actions_find(app_actions(), &key);
		if (owner)
			return err_set(e, ERR_USAGE, _("操作 %s.%s 的键 %s 已经属于到处都有的操作 %s.%s。"), t.name, row->name,
				keys[i], APP, owner->name);
	}
	return 0;
}

int ui_check_keys(struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i <= screen_types_n; i++) {
		struct table t = table_at(i);

		for (size_t k = 0; rc == 0 && k < t.actions.n; k++) {
			rc = check_bound(t, &t.actions.rows[k], e);
			if (rc == 0 && i > 0)
				rc = check_shadow(t, &t.actions.rows[k], e);
		}
	}
	if (rc < 0)
		actions_unbind();
	return rc;
}

/* ---- What there is --------------------------------------------------------------- */

static void tell(struct table t, const struct ui_action *row,
	void (*fn)(void *ctx, const char *name, const char *keys, const char *label), void *ctx)
{
	const char *const *keys = action_keys(row);
	struct buf name = BUF_INIT, words = BUF_INIT;

	buf_addf(&name, "%s.%s", t.name, row->name);
	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++)
		buf_addf(&words, "%s%s", i ? " " : "", keys[i]);
	fn(ctx, buf_str(&name), buf_str(&words), _(row->label));
	buf_release(&name);
	buf_release(&words);
}

void ui_each_action(void (*fn)(void *ctx, const char *name, const char *keys, const char *label), void *ctx)
{
	for (size_t i = 0; i <= screen_types_n; i++) {
		struct table t = table_at(i);

		for (size_t k = 0; k < t.actions.n; k++)
			tell(t, &t.actions.rows[k], fn, ctx);
	}
}
