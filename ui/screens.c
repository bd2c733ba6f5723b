/* All types of screens, and the keys that a person gives to their actions. */
#include "ui/screens.h"

#include <string.h>

#include "src/i18n.h"
#include "ui/app.h"
#include "src/banned.h"

#define APP "app"

const struct screen_type *const screen_types[] = {
	&home_type,
	&figures_type,
	&checkup_type,
	&find_all_type,
	&list_type,
	&flow_type,
	&tree_type,
	&picker_type,
	&tree_picker_type,
	&board_type,
	&story_type,
	&story_add_type,
	&steps_type,
	&form_type,
	&filter_form_type,
	&conflict_type,
	&drafts_type,
	&history_type, &log_type, &compare_type,
	&change_type,
	&action_types[0],
	&action_types[1],
	&action_types[2],
	&help_type,
	&question_type,
	&prompt_type,
	&pin_type,
	&busy_type,
	&going_type,
	&reports_type,
	&report_type,
	&palette_type,
	&menu_type,
	&bulk_set_type,
	&bulk_state_type,
	&pick_type,
	&files_type,
	&recent_type,
	&import_type,
	&import_map_type,
	&view_chooser_type,
	&view_save_type,
	&column_editor_type,
	&export_type,
};

const size_t screen_types_n = sizeof(screen_types) / sizeof(screen_types[0]);

bool screen_is_named(const char *type, const char *name)
{
	size_t n = strlen(name);

	return strncmp(type, name, n) == 0 && (type[n] == '\0' || strcmp(type + n, "-flow") == 0);
}

/* How many of a table are bound by that name: 0 or 1. */
static size_t bind_in(struct ui_actions actions, const char *action, const char *const keys[ACTION_KEYS])
{
	const struct ui_action *row = actions_named(actions, action);

	if (row)
		action_bind(row, keys);
	return row ? 1 : 0;
}

int keys_bind(const char *screen, const char *action, const char *const keys[ACTION_KEYS], struct err *e)
{
	size_t n = 0;
	struct key key;

	for (size_t i = 0; i < ACTION_KEYS && keys[i]; i++)
		if (key_parse(&key, keys[i], e) < 0)
			return ERR_INVALID;
	if (!screen || strcmp(screen, APP) == 0)
		n += bind_in(app_actions(), action, keys);
	for (size_t i = 0; i < screen_types_n; i++)
		if (!screen || screen_is_named(screen_types[i]->name, screen))
			n += bind_in(screen_types[i]->actions, action, keys);
	if (n)
		return 0;
	if (screen)
		return err_set(e, ERR_NOT_FOUND, _("屏幕 %s 没有叫 %s 的操作。"), screen, action);
	return err_set(e, ERR_NOT_FOUND, _("没有叫 %s 的操作。"), action);
}

int keys_check(struct err *e)
{
	if (actions_check(app_actions(), e) < 0)
		return ERR_INVALID;
	for (size_t i = 0; i < screen_types_n; i++)
		if (actions_check(screen_types[i]->actions, e) < 0)
			return ERR_INVALID;
	return 0;
}
