/*
 * Every screen and every dialog in windows of all sizes: it fits, what the person is at stays in sight, and a window that
 * was made small and large again shows what it showed before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "db/pin.h"
#include "src/mem.h"
#include "src/records/rectification.h"
#include "src/text.h"
#include "tests/support/forms.h"
#include "tests/support/stage_cases.h"
#include "ui/app.h"
#include "ui/board.h"
#include "ui/import.h"
#include "ui/pick.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define LEAST_COLS 40
#define LEAST_ROWS 12

/* --- what holds for a size --- */

static const int widths[] = { 1, 20, 39, 40, 41, 59, 60, 79, 80, 81, 99, 100, 131, 132, 200, 300 };
static const int heights[] = { 1, 5, 11, 12, 13, 15, 16, 17, 24, 60, 100 };

/* Which types of screens were looked at. */
static bool visited[100];

static void note_visit(const struct screen_type *type)
{
	for (size_t i = 0; i < screen_types_n && i < LEN(visited); i++)
		if (screen_types[i] == type)
			visited[i] = true;
}

static void fail_with_picture(struct stage *s, const char *state, const char *what)
{
	fail_msg("%s at %dx%d: %s\n%s", state, s->cols, s->rows, what, stage_lines(s));
}

/* The stage looks over the cells of every picture; here: the lines, and what must be seen. */
static void look_at(struct stage *s, const char *state, const char *seen)
{
	const char *lines = stage_lines(s);
	int n = 0;

	for (const char *line = lines; *line; line += strcspn(line, "\n") + 1, n++)
		if (text_width_n(line, strcspn(line, "\n")) > s->cols)
			fail_with_picture(s, state, "a line is wider than the window");
	if (n != s->rows)
		fail_with_picture(s, state, "not as many lines as the window has");
	if (s->cols >= LEAST_COLS && s->rows >= LEAST_ROWS && !strstr(lines, seen))
		fail_with_picture(s, state, seen);
	if (s->cols >= 20 && s->cols < LEAST_COLS && s->rows >= 5 && !strstr(lines, "窗口太小"))
		fail_with_picture(s, state, "no polite sentence");
}

/*
 * What the person is at: the title and the line with the cursor, of a panel as far as it reaches.  How far a long form is
 * scrolled depends on what there was room for before.
 */
static char *place_at(struct stage *s, int cols, int rows)
{
	struct buf b = BUF_INIT;
	const char *line;

	stage_size(s, cols, rows);
	buf_addf(&b, "%s\n", stage_row(s, 0));
	line = stage_row(s, s->picture.cursor_y);
	if (app_top(s->app)->type->panel && strchr(line, '|'))
		line = strchr(line, '|') + 1;
	buf_add(&b, line, app_top(s->app)->type->panel ? strcspn(line, "|") : strlen(line));
	buf_addf(&b, "\ncursor in cell %d\n", s->picture.cursor_x);
	return buf_detach(&b);
}

/* Smaller, larger and back: the same. */
static void comes_back(struct stage *s, const char *state, int cols, int rows)
{
	char *before = place_at(s, cols, rows), *after;

	for (size_t c = 0; c < LEN(widths); c++)
		for (size_t r = 0; r < LEN(heights); r++) {
			stage_size(s, widths[c], heights[r]);
			look_at(s, state, "");
		}
	after = place_at(s, cols, rows);
	if (strcmp(before, after) != 0)
		fail_msg("%s at %dx%d was\n%sand became\n%s", state, cols, rows, before, after);
	free(before);
	free(after);
}

static void at_all_sizes(struct stage *s, const char *state, const char *seen)
{
	note_visit(app_top(s->app)->type);
	for (size_t c = 0; c < LEN(widths); c++)
		for (size_t r = 0; r < LEN(heights); r++) {
			stage_size(s, widths[c], heights[r]);
			look_at(s, state, seen);
		}
	comes_back(s, state, 80, 24);
	comes_back(s, state, 40, 12);
	comes_back(s, state, 132, 40);
	stage_size(s, 80, 24);
}

/* --- what a person comes to --- */

/* Keys pressed in a list of organizations, what stands on top then, and what must be seen at every size. */
struct place {
	const char *keys, *top, *seen;
};

static void visit(struct stage *s, const struct place *p)
{
	stage_keys(s, p->keys);
	if (strcmp(stage_top(s), p->top) != 0)
		fail_msg("%s leads to %s, not to %s", p->keys, stage_top(s), p->top);
	at_all_sizes(s, p->keys, p->seen);
}

/* Each from the beginning, because one way may change what the next one finds. */
static void visit_all(const struct place *places, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		void *state;
		struct stage *s;

		assert_int_equal(forms_setup(&state), 0);
		s = state;
		app_set_drafts(s->app, office_file(s->office, "drafts"));
		visit(s, &places[i]);
		stage_teardown(&state);
	}
}

static void test_sizes__lists(void **state)
{
	static const struct place places[] = {
		{ "<Down>", "list", ">" },
		{ "=", "list", ">" },
		{ "i", "list", ">" },
		{ " *", "list", "选" },
		{ "<F6><F6>I", "list", ">" },
		{ "<F4>支部 书记=", "list", "书记=" },
		{ "<F4>支部 书记=<Left><Left>无", "list", "书无记=" },
		{ "<F4>级别<lt>", "list", "级别<" },
		{ "<F4>书", "list", "筛选> 书" },
		{ "<F4>书<Tab>", "list", "书" },
		{ "<F4><F4>", "filter", ">" },
		{ "<F4><F4>南沙", "filter", "南沙" },
		{ "<F4>支部<Enter><F4><F4><Down><Down><Down><Down>党", "filter", ">" },
		{ "<F4>支部<Enter>", "list", "支部" },
		{ "<F4>支部<Enter><F4>书记=空<Enter>", "list", "书记" },
		{ "<F4>没有这样的<Enter>", "list", "没有这样的" },
		{ "<F3>南沙", "list", "南沙" },
		{ "g3", "prompt", "3" },
		{ "<Right><Right>", "list", ">" },
	};

	(void)state;
	visit_all(places, LEN(places));
}

static void test_sizes__trees(void **state)
{
	static const struct place places[] = {
		{ "<F5>", "tree", ">" },
		{ "<F5>*<Down><Down>", "tree", ">" },
		{ "<F5>*<F4>南", "tree", "筛选> 南" },
		{ "<F5>*<F4>南<Enter>k", "tree", "南" },
		{ "<F5>*<F4>南<Enter>=i", "tree", ">" },
		{ "<F5><F3>南", "tree", "南" },
		{ "<F5><Right> ", "question", "整枝" },
		{ "<F5><Right><Down>m", "picker", ">" },
		{ "<F5><Right><Down>m县", "picker", "县" },
		{ "<F5><Right><Down>m县<Enter><Enter>", "question", "移" },
	};

	(void)state;
	visit_all(places, LEN(places));
}

static void test_sizes__forms(void **state)
{
	static const struct place places[] = {
		{ "<Enter>", "form", ">" },
		{ "<Down><Enter><Tab><Ctrl-U>改了的名", "form", "改了的名" },
		{ "<Down><Enter><Alt-6><Tab><Tab><Tab>一", "form", ">" },
		{ "<F7>099<Tab>新的支部<Tab><Tab>支部", "form", "支部" },
		{ "<F7><Tab><Tab><Tab><Tab>南沙", "form", "南沙" },
		{ "<F7><Tab><Tab><Tab><F3>", "form", ">" },
		{ "<F7><Tab><Tab><Tab><Tab><F3>", "picker", ">" },
		{ "<F7><Tab><Tab><Tab><Tab><F3>西岭", "picker", "西岭" },
		{ "<F7><Tab><Tab><Tab><Tab>没有的支部<F7>", "form", "没有的支部" },
		{ "<Enter><Tab>改<Esc>", "question", "Esc" },
		{ "<Enter><Tab>改<Tab>又<Ctrl-Q>", "question", "Esc" },
		{ "<Enter><F1>", "help", "10返回" },
		{ "<Enter><F1><F1>", "help", "10返回" },
		{ "<F1>", "help", "10返回" },
	};

	(void)state;
	visit_all(places, LEN(places));
}

static void test_sizes__histories(void **state)
{
	static const struct place places[] = {
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h", "history", ">" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h<Home><Enter>", "change", "改" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h<Home>r", "prompt", "" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h<Home>c<Down><Down>c", "compare", "" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称", "prompt", "名称" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h<Home>r改错", "prompt", "改错" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h<Home>u", "question", "Esc" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>h<Home><Enter>a", "action", ">" },
		{ "<Down><Enter><Tab>改<Ctrl-S>名称有误<Enter>u", "question", "Esc" },
		{ "<End><F8>并入", "prompt", "并入" },
		{ "<End><F8>并入南沙沟村党支部，组织关系一并转去<Home>已", "prompt", "已并入" },
	};

	(void)state;
	visit_all(places, LEN(places));
}

static void test_sizes__instruments(void **state)
{
	static const struct place places[] = {
		{ "<F2>", "palette", ">" },
		{ "<F2>导", "palette", ">" },
		{ "<F9>", "menu", ">" },
		{ "<F9><Right><Down>", "menu", ">" },
		{ "v", "views", ">" },
		{ "v没有这个", "views", "找> 没有这个" },
		{ "w", "save-view", "名称" },
		{ "w南沙", "save-view", "南沙" },
		{ "c", "columns", ">" },
		{ "c<End>", "columns", ">" },
		{ " <Down> e", "bulk", ">" },
		{ " <Down> e书记<Tab>示例", "bulk", "示例" },
		{ " <Down> e书", "bulk", "书" },
		{ "<End> <Up> <F8>", "bulk-retire", ">" },
		{ "x", "pick", ">" },
		{ "x<Enter>", "prompt", "/" },
		{ "p", "files", "找文件>" },
		{ "<Ctrl-G>", "find-all", "到处查找>" },
		{ "<Ctrl-G>南沙", "find-all", "南沙" },
		{ "<Alt-L>", "log", ">" },
		{ "<Alt-L><F4>", "prompt", "" },
		{ "<Alt-L>u", "question", "Esc" },
		{ "<Ctrl-O>", "recent", "" },
		{ "<Down> <Down> elxr<Enter>示例才仁<Enter>统一<Ctrl-S>u", "undo", ">" },
		{ "<Down> <Down> elxr<Enter>示例才仁<Enter>统一<Ctrl-S>u<Ctrl-S>R", "redo", ">" },
		{ "<Alt-P>", "pin", "" },
		{ "<Alt-P>258012", "pin", "******" },
		{ "@", "prompt", "" },
		{ "@2024-05-01", "prompt", "2024-05-01" },
	};

	(void)state;
	visit_all(places, LEN(places));
}

static void test_sizes__reports(void **state)
{
	struct stage *s = *state;

	app_push(s->app, reports_new(s->app, NULL));
	at_all_sizes(s, "reports", ">");
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "report");
	at_all_sizes(s, "report", "");
	app_push(s->app, figures_new(s->app));
	at_all_sizes(s, "figures", ">");
	stage_keys(s, "<Tab>");
	at_all_sizes(s, "figures, right", ">");
}

static void test_sizes__an_import(void **state)
{
	struct stage *s = *state;

	FILE *f = fopen(office_file(s->office, "示例台账.csv"), "w");

	assert_non_null(f);
	fputs("编码,全称,类别,级别,上级组织\n901,示例镇一支部,党支部,,001\n902,,没有这类,,001\n", f);
	fclose(f);
	app_push(s->app, import_new(s->app, &org_reg, office_file(s->office, "示例台账.csv")));
	stage_keys(s, "");
	assert_string_equal(stage_top(s), "import");
	at_all_sizes(s, "import", ">");
	stage_keys(s, "<F4>");
	at_all_sizes(s, "import, a cell", "");
	stage_keys(s, "<Esc><F5>");
	assert_string_equal(stage_top(s), "import-columns");
	at_all_sizes(s, "import, columns", ">");
	stage_keys(s, "<Enter>");
	assert_string_equal(stage_top(s), "pick");
	at_all_sizes(s, "import, a column", ">");
}

/* A case with a way, in its list, on its board and as a whole. */
static void test_sizes__a_case(void **state)
{
	struct stage *s = *state;
	int64_t id;

	stage_add_cases(s);
	id = office_number(s->office, "SELECT min(id) FROM rectification");
	app_push(s->app, list_new(s->app, &rectification_reg, NULL, NULL));
	stage_keys(s, "");
	at_all_sizes(s, "cases", ">");
	stage_keys(s, "b");
	at_all_sizes(s, "a board with cards", ">");
	app_push(s->app, story_new(s->app, &rectification_reg, id));
	stage_keys(s, "");
	at_all_sizes(s, "story", ">");
	stage_keys(s, "+");
	assert_string_equal(stage_top(s), "story-add");
	at_all_sizes(s, "story-add", "Esc");
	stage_keys(s, "<Esc><Home>.");
	assert_string_equal(stage_top(s), "steps");
	at_all_sizes(s, "steps", "Esc");
}

static void test_sizes__locked_screens(void **state)
{
	struct stage *s = *state;
	struct err e = ERR_INIT;

	assert_int_equal(pin_set(s->office->s, "2580", &e), 0);
	stage_keys(s, "<Alt-Z>");
	assert_true(app_is_locked(s->app));
	at_all_sizes(s, "locked", "PIN");
	stage_keys(s, "25");
	at_all_sizes(s, "locked, half a PIN", "PIN");
}

static void test_sizes__home(void **state)
{
	struct stage *s = *state;

	app_push(s->app, home_new(s->app));
	at_all_sizes(s, "home", ">");
	stage_keys(s, "<Down><Down>");
	at_all_sizes(s, "home, third", ">");
	stage_keys(s, "<Tab><Down>");
	at_all_sizes(s, "home, figures", ">");
}

static void test_sizes__a_data_check(void **state)
{
	struct stage *s = *state;

	office_must_edit(s->office, stage_org(s, "002"), "term_to", "2024-05-19");
	office_must_edit(s->office, stage_org(s, "003"), "term_to", "2024-04-30");
	app_push(s->app, home_new(s->app));
	stage_keys(s, "");
	stage_keys(s, "<Tab><End><Enter>");
	assert_string_equal(stage_top(s), "checkup");
	at_all_sizes(s, "checkup", ">");
}

static void test_sizes__two_people_at_one_record(void **state)
{
	struct stage *s = *state;

	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增");
	stage_other_edits(s, "002", "secretary", "示例扎西");
	stage_keys(s, "<Ctrl-S>");
	assert_string_equal(stage_top(s), "conflict");
	at_all_sizes(s, "conflict", "Esc");
	stage_keys(s, "<Down> ");
	at_all_sizes(s, "conflict, theirs", "Esc");
}

static void test_sizes__a_busy_database(void **state)
{
	struct stage *s = *state;
	struct blocker b;

	store_wait(s->office->s, 600000);
	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增");
	b = office_block(s->office->path);
	/* One key, and no time for the work that waits: the second it has waited stays the same. */
	app_key(s->app, &(struct key){ .kind = K_CTRL, .cp = 's' });
	assert_string_equal(stage_top(s), "busy");
	at_all_sizes(s, "busy", "Esc");
	office_unblock(&b);
	stage_keys(s, "");
	stage_stored(s, "002", "secretary", "示例旦增");
}

static void test_sizes__a_board(void **state)
{
	struct stage *s = *state;

	app_push(s->app, board_new(s->app, &(struct board_want){ .reg = &rectification_reg }));
	at_all_sizes(s, "board", "10返回");
}

static void test_sizes__drafts(void **state)
{
	struct stage *s = *state;

	app_set_drafts(s->app, office_file(s->office, "drafts"));
	form_open(s, "002");
	form_go_to(s, "书记");
	form_clear(s);
	stage_keys(s, "示例旦增<Tab>");
	app_free(s->app);
	s->app = app_new(s->office->s);
	app_set_drafts(s->app, office_file(s->office, "drafts"));
	app_push(s->app, drafts_new(s->app));
	at_all_sizes(s, "drafts", ">");
	stage_keys(s, "<F8>");
	at_all_sizes(s, "drafts, F8", "");
	stage_keys(s, "<Esc>");
	form_open(s, "002");
	assert_string_equal(stage_top(s), "question");
	at_all_sizes(s, "a draft is offered", "Esc");
}

/* Of a few there is nothing to see for longer than their work takes, or they are drawn by one that was looked at. */
static void test_sizes__every_type_was_there(void **state)
{
	static const char *const others[] = { "going", "export", "tree-picker" };
	struct buf missing = BUF_INIT;

	(void)state;
	assert_true(screen_types_n <= LEN(visited));
	for (size_t i = 0; i < screen_types_n; i++) {
		bool other = false;

		for (size_t k = 0; k < LEN(others); k++)
			other |= strcmp(screen_types[i]->name, others[k]) == 0;
		if (!visited[i] && !other)
			buf_addf(&missing, " %s", screen_types[i]->name);
	}
	if (missing.len)
		fail_msg("seen at no size:%s", buf_str(&missing));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_sizes__##name, forms_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes__lists),
		cmocka_unit_test(test_sizes__trees),
		cmocka_unit_test(test_sizes__forms),
		cmocka_unit_test(test_sizes__histories),
		cmocka_unit_test(test_sizes__instruments),
		TEST(reports),
		TEST(an_import),
		TEST(a_case),
		TEST(locked_screens),
		TEST(home),
		TEST(a_data_check),
		TEST(two_people_at_one_record),
		TEST(a_busy_database),
		TEST(a_board),
		TEST(drafts),
		cmocka_unit_test(test_sizes__every_type_was_there),
	};

	return cmocka_run_group_tests(tests, stage_group_setup, office_group_teardown);
}
