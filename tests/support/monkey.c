/*
 * Keys at random.
 */
#include "tests/support/monkey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/text.h"
#include "tests/support/stage.h"
#include "tests/support/stage_cases.h"
#include "src/banned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define LOG_SIZE (4u << 20)

/* What was pressed, where the process that looks after a failure can read it. */
struct log {
	size_t len;
	char text[LOG_SIZE];
};

/* Who plays: by turns, seed after seed.  Somebody who may do less sees other screens, and is refused elsewhere. */
static const struct player {
	const char *login, *role;	/* NULL: the administrator */
	const char *scope;		/* code of the organization; NULL: everything */
	bool readonly;
} players[] = {
	{ NULL, NULL, NULL, false }, { "lu", "clerk", "001", false }, { "shen", "checker", NULL, false }, { "kan", "viewer", NULL, false },
	{ "pi", "approver", NULL, false }, { NULL, NULL, NULL, true },
};

struct play {
	struct stage *s;
	struct log *log;
	uint32_t state;
	int64_t shared[3];	/* records that somebody else changes */
};

static const int sizes[][2] = {
	{ 80, 24 }, { 40, 12 }, { 132, 40 }, { 300, 100 }, { 61, 17 }, { 59, 15 }, { 80, 12 }, { 40, 50 }, { 39, 11 }, { 1, 1 },
};

/* What screens have no table for: keys of the line editor, text, pastes. */
static const char *const typed[] = {
	"<Enter>", "<Enter>", "<Esc>", "<Tab>", "<Tab>", "<Shift-Tab>", "<Up>", "<Down>", "<Left>", "<Right>", "<PgUp>", "<PgDn>",
	"<Home>", "<End>", "<Backspace>", "<Del>", "<Ins>", "<Ctrl-U>", "<Ctrl-K>", "<Ctrl-W>", "<Ctrl-Left>", "<Ctrl-Z>",
	"<Ctrl-Y>", "<Ctrl-S>", "<Alt-1>", "<Alt-3>", "<F1>", "<F2>", "<F3>", "<F4>", "<F5>", "<F6>", "<F7>", "<F8>", "<F9>", "<F10>",
	"<F12>", " ", "*", "-", "0", "1", "2", "00", ".", "=", "\"", "<lt>", "e", "\xCC\x81", "南", "沙", "村", "支部", "（", "。", "？",
	"nsg", "示例", "卓玛", "2023-02-29", "20240520", "2024-05", "今", "13900000009", "611", "631", "001", "书记=空", "级别<lt>", "正式党员>20",
	"-东河", "|", "\xF0\xA0\x80\x80", "བོད་", "ᠮᠣᠩ", "\xE2\x80\x8B", "\xE2\x80\xAE", "<Paste:南沙沟\n村>", "<Paste:\x1b[2J\x1b[31m>",
	"<Paste:一\t二\r\n三\n>", "<Paste:>", "<Paste:\xB5\xB3>", "<Paste:示例镇>",
};

/* Ways that chance alone seldom finds. */
static const char *const ways[] = {
	"<Alt-T>今天<Enter>", "@今天<Enter>", "@现在<Enter>", "<Alt-L>", "<Alt-U>",
	"<F2>", "<F2>视图<Enter>", "<F2>导<Enter>", "<F9><Down><Enter>", "<F9><Right><Right><Down><Enter>", "v<Down><Enter>", "w示例视图<Enter>",
	"c <Down> <Right>K<Enter>", " <Down> elxr<Enter>示例<Enter>统一<Ctrl-S>", " <Down> <F8>并入<Ctrl-S>", "x<Enter>", "p", "<Ctrl-G>南<Down><Enter>",
	"<Ctrl-O><Enter>", "<Esc><Esc><Tab>", "=<Tab><Enter>", "h<Down>c<Down>c", "<F6><F6>b",
	"<Enter><Tab><Tab><End>改<Tab><Ctrl-S>", "<F4>支部<Enter>", "<F4>书记=空<Enter>", "<F4><F4>", "<F5><Right><Down>m001<Enter>",
	"<F5>*<F4>南<Enter>k", "<F8>并入<Enter>", "u", "R", "h<Enter>", "hr", "hu", "<F7>099<Tab>示例新支部<Tab>", "=", "i", "g3<Enter>", "g003<Enter>",
	"<F3>南<Enter>nN", "AU", " * ", "<Enter>改<Ctrl-K>", "<Enter>改<Tab><Esc><F8>", "<Tab><Tab><Tab><F3>", "<F4>", "<Ctrl-S><Ctrl-S>",
	"<Esc><Esc><Esc>", "<F1><F1>", "<PgDn><Ctrl-S>",
};

static uint32_t below(struct play *p, uint32_t n)
{
	p->state ^= p->state << 13;
	p->state ^= p->state >> 17;
	p->state ^= p->state << 5;
	return p->state % n;
}

/* As it can be read: the terminal of whoever looks obeys nothing of it. */
static void note(struct play *p, const char *text)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, text);
	if (shown.len < LOG_SIZE - p->log->len) {
		memcpy(p->log->text + p->log->len, buf_str(&shown), shown.len + 1);
		p->log->len += shown.len;
	}
	buf_release(&shown);
}

static void press(struct play *p, const char *keys)
{
	note(p, keys);
	stage_keys(p->s, keys);
}

/* A key of the screen on top. */
static void press_own(struct play *p)
{
	struct ui_actions actions = app_top(p->s->app)->type->actions;
	const struct ui_action *action = &actions.rows[below(p, (uint32_t)actions.n)];
	uint32_t n = 0;
	char keys[40];

	while (n < ACTION_KEYS && action->keys[n])
		n++;
	if (n == 0)
		return;
	n = below(p, n);
	if (strcmp(action->keys[n], "<") == 0)
		snprintf(keys, sizeof(keys), "<lt>");
	else
		snprintf(keys, sizeof(keys), action->keys[n][0] >= 'A' && action->keys[n][1] ? "<%s>" : "%s", action->keys[n]);
	press(p, keys);
}

/* Many lines, or more than a field takes; what they begin with would be obeyed by a terminal. */
static void press_long_paste(struct play *p)
{
	struct buf text = BUF_INIT;
	uint32_t lines = below(p, 2) ? 30 : 3000;

	buf_adds(&text, "<Paste:");
	for (uint32_t i = 0; i < lines; i++)
		buf_adds(&text, "示例东河村第一支部\n");
	buf_addc(&text, '>');
	note(p, lines == 30 ? "<Paste:30 lines>" : "<Paste:3000 lines>");
	stage_keys(p->s, buf_str(&text));
	buf_release(&text);
}

/* What was made can be undone. */
static bool is_there(struct office *o, int64_t id)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM org WHERE id = %lld", (long long)id);
	return office_number(o, sql) == 1;
}

/* Somebody else changes a record, as far as it can be changed. */
static void meddle(struct play *p)
{
	static const char *const fields[] = { "secretary", "short_name", "full_members", "contact" };
	struct office *o = p->s->office;
	struct store *own = o->s;
	int64_t id = p->shared[below(p, LEN(p->shared))];
	const char *field = fields[below(p, LEN(fields))];
	char value[8];

	snprintf(value, sizeof(value), "%u", (unsigned int)below(p, 90));
	if (!is_there(o, id))
		return;
	note(p, "[another changes ");
	note(p, field);
	note(p, "]");
	o->s = office_second(o);
	office_edit(o, id, field, value);
	store_close(o->s);
	o->s = own;
}

/* Both change the secretary; in forms of other registers the keys do something else. */
static void collide(struct play *p)
{
	press(p, "<Alt-3><Ctrl-U>示例甲<Tab>");
	meddle(p);
	if (!app_done(p->s->app))
		press(p, "<Ctrl-S>");
}

/* A picture follows from what stands open and from the size, and from nothing else. */
static void look_again(struct play *p)
{
	char *before = xstrdup(stage_lines(p->s));

	assert_string_equal(stage_lines(p->s), before);
	free(before);
}

static void resize(struct play *p)
{
	const int *size = sizes[below(p, LEN(sizes))];
	char text[32];

	snprintf(text, sizeof(text), "[%dx%d]", size[0], size[1]);
	note(p, text);
	stage_size(p->s, size[0], size[1]);
	look_again(p);
}

/* Twice in the same place now and then: what was clicked on is opened. */
static void click(struct play *p)
{
	struct key k = { .kind = K_MOUSE, .code = (int)below(p, 4), .y = (int)below(p, (uint32_t)p->s->rows),
		.x = (int)below(p, (uint32_t)p->s->cols) };
	char text[40];

	if (k.code > MOUSE_WHEEL_DOWN)
		k.code = MOUSE_CLICK;
	for (uint32_t i = below(p, 2); i < 2 && !app_done(p->s->app); i++) {
		snprintf(text, sizeof(text), "[mouse %d at %d,%d]", k.code, k.y, k.x);
		note(p, text);
		app_key(p->s->app, &k);
		if (!app_done(p->s->app))
			stage_keys(p->s, "");
	}
}

static void enter(struct play *p)
{
	app_free(p->s->app);
	p->s->app = app_new(p->s->office->s);
	app_set_drafts(p->s->app, office_file(p->s->office, "drafts"));
	app_push(p->s->app, home_new(p->s->app));
	app_push(p->s->app, drafts_new(p->s->app));
	note(p, "[start]");
	stage_keys(p->s, "");
}

static void step(struct play *p)
{
	uint32_t what = below(p, 1000);
	bool in_form;

	if (app_done(p->s->app))
		enter(p);
	in_form = strcmp(app_top(p->s->app)->type->name, "form") == 0;
	/* Most keys are for the form, and chance alone would stay there for ever. */
	if (in_form && what < 60)
		press(p, what % 2 ? "<Esc><F8>" : "<Esc><Ctrl-K>");
	else if (in_form && what < 70)
		collide(p);
	else if (what < 90)
		resize(p);
	else if (what < 95)
		meddle(p);
	else if (what < 98)
		press_long_paste(p);
	else if (what < 130)
		click(p);
	else if (what < 170)
		press(p, ways[below(p, LEN(ways))]);
	else if (what < 600)
		press_own(p);
	else
		press(p, typed[below(p, LEN(typed))]);
}

/* Whatever stands open can be left: F10 goes back, and what a panel asks is answered with F8 (throw away) or Esc. */
static void leave(struct play *p)
{
	stage_size(p->s, 80, 24);
	for (int i = 0; i < 100 && !app_done(p->s->app); i++) {
		press(p, "<F10>");
		if (!app_done(p->s->app) && app_top(p->s->app)->type->panel)
			press(p, i % 2 ? "<Esc>" : "<F8>");
	}
	if (!app_done(p->s->app))
		fail_msg("%s cannot be left:\n%s", app_top(p->s->app)->type->name, stage_lines(p->s));
}

static void come(struct play *p, const struct player *who)
{
	if (who->readonly)
		stage_enter_readonly(p->s);
	else if (who->login) {
		office_operator(p->s->office, who->login, who->role, who->scope ? stage_org(p->s, who->scope) : 0);
		stage_enter(p->s, who->login);
	}
	note(p, "[");
	note(p, who->readonly ? "read only" : who->role ? who->role : "admin");
	note(p, "]");
}

static void play(const struct monkey *m, struct log *log)
{
	struct play p = { .log = log, .state = m->seed * 2654435761u | 1 };
	void *state;

	assert_int_equal(stage_setup(&state), 0);
	p.s = state;
	/* The office was made today, and so there is a past of today to go to. */
	unsetenv("ZHIBU_TODAY");
	for (int i = 0; i < 40; i++) {
		char code[16];

		snprintf(code, sizeof(code), "1%02d", i);
		office_branch(p.s->office, code, stage_org(p.s, i % 3 ? "001" : "007"));
	}
	for (size_t i = 0; i < LEN(p.shared); i++)
		p.shared[i] = stage_org(p.s, (const char *const[]){ "001", "002", "003" }[i]);
	stage_add_cases(p.s);
	come(&p, &players[m->seed % LEN(players)]);
	enter(&p);
	for (int i = 0; i < m->keys; i++)
		step(&p);
	if (!app_done(p.s->app))
		leave(&p);
	enter(&p);
	stage_shows(p.s, "1帮助");
	stage_enter(p.s, NULL);
	office_sound(p.s->office);
	stage_teardown(&state);
}

/* A child's memory is its parent's as well: what only the test still knows of is not lost. */
static _Noreturn void be_the_monkey(const struct monkey *m, struct log *log)
{
	setenv("CMOCKA_TEST_ABORT", "1", 1);
	play(m, log);
	fflush(NULL);
	_exit(0);
}

int monkey_play(const struct monkey *m)
{
	struct log *log = mmap(NULL, sizeof(*log), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status = -1;
	pid_t pid;

	assert_true(log != MAP_FAILED);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		be_the_monkey(m, log);
	if (pid > 0)
		waitpid(pid, &status, 0);
	if (status != 0)
		fprintf(stderr, "the monkey with seed %lu (status %d) pressed:\n%s\n", (unsigned long)m->seed, status, log->text);
	munmap(log, sizeof(*log));
	return status;
}
