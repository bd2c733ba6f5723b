/* Other keys for actions: what may be bound, what not, and that the screens show it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "src/reg.h"
#include "src/records.h"
#include "tests/support/stage.h"
#include "ui/app.h"
#include "ui/screens.h"
#include "ui/ui.h"
#include "src/banned.h"

static struct err e;

static int teardown(void **state)
{
	actions_unbind();
	return stage_teardown(state);
}

static void refused(const char *action, const char *keys, const char *why)
{
	err_clear(&e);
	assert_int_equal(ui_bind_keys(action, keys, &e), ERR_USAGE);
	if (!strstr(e.text, why))
		fail_msg("「%s」 does not say 「%s」", e.text, why);
	assert_int_equal(ui_check_keys(&e), 0);
}

static void bind(const char *action, const char *keys)
{
	err_clear(&e);
	if (ui_bind_keys(action, keys, &e) < 0)
		fail_msg("%s: %s", action, e.text);
}

static void test_rebind__an_action_has_the_keys_it_is_given(void **state)
{
	struct stage *s = *state;

	bind("list.filter", "Ctrl-T");
	bind("list.find", "F4 /");
	assert_int_equal(ui_check_keys(&e), 0);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "");
	assert_non_null(strstr(stage_row(s, 23), "4查找"));
	assert_null(strstr(stage_row(s, 23), "3查找"));
	stage_keys(s, "<Ctrl-T>");
	assert_true(app_top(s->app)->input);
	stage_keys(s, "<Esc><F1>");
	stage_shows(s, "Ctrl-T");
}

/* A message about a key asks for it, also when the key is another screen's. */
static void test_rebind__messages_tell_the_keys_that_there_are(void **state)
{
	struct stage *s = *state;

	bind("list.undo", "Ctrl-T");
	bind("list.save-view", "Ctrl-W");
	bind("list.select", "Ctrl-K");
	assert_int_equal(ui_check_keys(&e), 0);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "<Ctrl-D>");
	stage_says(s, "先用 Ctrl-K 选中几条");
	stage_keys(s, "v");
	stage_shows(s, "在列表里按 Ctrl-W 保存");
	stage_shows(s, "在列表里按 Ctrl-W 保存");
	stage_keys(s, "<Esc><Down><Down><Down><F8>并入<Enter>");
	stage_says(s, "已停用；Ctrl-T 撤销");
	stage_keys(s, "<Ctrl-T><Ctrl-S>");
}

/* "list" is every kind of list. */
static void test_rebind__screens_of_a_kind_go_together(void **state)
{
	struct key key = { .kind = K_CTRL, .cp = 't' };

	(void)state;
	bind("list.find", "Ctrl-T");
	assert_string_equal(actions_find(list_type.actions, &key)->name, "find");
	assert_string_equal(actions_find(flow_type.actions, &key)->name, "find");
	assert_null(actions_find(tree_type.actions, &key));
}

static void test_rebind__unknown_names_are_refused_with_the_nearest(void **state)
{
	(void)state;
	refused("lists.filter", "F4", "list");
	refused("list.filtr", "F4", "filter");
	refused("nothing.like.it", "F4", "nothing.like");
	refused("list.filter", "F44", "F44");
	refused("list.filter", "Hyper-X", "Hyper-X");
}

static void test_rebind__a_conflict_names_both(void **state)
{
	(void)state;
	bind("list.filter", "F3");
	assert_int_equal(ui_check_keys(&e), ERR_USAGE);
	assert_non_null(strstr(e.text, "filter"));
	assert_non_null(strstr(e.text, "find"));
	assert_non_null(strstr(e.text, "F3"));
	/* Nothing is left of it. */
	err_clear(&e);
	assert_int_equal(ui_check_keys(&e), 0);
}

static void test_rebind__keys_that_work_everywhere_are_taken_from_no_screen(void **state)
{
	(void)state;
	bind("list.filter", "Ctrl-Q");
	assert_int_equal(ui_check_keys(&e), ERR_USAGE);
	assert_non_null(strstr(e.text, "list.filter"));
	assert_non_null(strstr(e.text, "app.quit"));
}

static void test_rebind__what_every_screen_needs_cannot_be_lost(void **state)
{
	(void)state;
	refused("list.back", "F10", "Esc");
	refused("list.open", "F4", "Enter");
	refused("app.help", "F12", "F1");
	refused("list.filter", "", "至少");
	refused("list.filter", "F4 & \\ Ctrl-T Ctrl-U Ctrl-W", "最多");
	bind("list.back", "Esc F10 Ctrl-T");
	assert_int_equal(ui_check_keys(&e), 0);
}

static void test_rebind__letters_stay_text_where_text_is_typed(void **state)
{
	(void)state;
	refused("form.save", "s", "form");
	bind("form.save", "Ctrl-S F12");
	assert_int_equal(ui_check_keys(&e), 0);
}

/* Every action can be given the keys it has: the names in the manual are those that work. */
static void bind_again(void *ctx, const char *name, const char *keys, const char *label)
{
	(void)ctx;
	(void)label;
	bind(name, keys);
}

static void test_rebind__every_action_has_a_name_that_works(void **state)
{
	(void)state;
	ui_each_action(bind_again, NULL);
	if (ui_check_keys(&e) < 0)
		fail_msg("%s", e.text);
}

static void test_rebind__a_list_opens_with_the_persons_own_filter(void **state)
{
	struct stage *s = *state;
	const struct ui_filter filters[] = { { "org", "002", "/etc/zhibu/config:7" }, { "rule", "数值=x", "/f:9" } };

	app_set_filters(s->app, filters, 2);
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	stage_keys(s, "");
	stage_shows(s, "南沙沟");
	stage_hides(s, "001");
	app_push(s->app, list_new(s->app, &org_reg, "001", NULL));
	stage_keys(s, "");
	stage_shows(s, "001");
	app_push(s->app, list_new(s->app, &rule_reg, NULL, NULL));
	stage_errs(s, "/f:9");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_rebind__##name, stage_setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_action_has_the_keys_it_is_given),
		TEST(messages_tell_the_keys_that_there_are),
		TEST(screens_of_a_kind_go_together),
		TEST(unknown_names_are_refused_with_the_nearest),
		TEST(a_conflict_names_both),
		TEST(keys_that_work_everywhere_are_taken_from_no_screen),
		TEST(what_every_screen_needs_cannot_be_lost),
		TEST(letters_stay_text_where_text_is_typed),
		TEST(every_action_has_a_name_that_works),
		TEST(a_list_opens_with_the_persons_own_filter),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
