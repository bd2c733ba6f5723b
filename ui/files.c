/* Picking a file to read. */
#include "ui/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/screens.h"
#include "src/banned.h"

#define FILES_MOST 5000		/* more of them nobody looks through */
#define WORD_MAX 400

enum kind { KIND_UP, KIND_TABLE, KIND_FOLDER, KIND_OTHER };

struct entry {
	char *name;
	enum kind kind;
	int64_t size, changed_s;
};

struct files {
	struct screen screen;
	char *title, *folder;
	struct entry *entries;
	size_t n, cap;
	size_t *shown, n_shown;		/* which entries the word leaves */
	struct edit word;
	struct cursor cursor;
	void (*done)(void *ctx, const char *path);
	void (*free)(void *ctx);
	void *ctx;
};

enum { FILES_OPEN = MOVES, FILES_UP, FILES_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开光标所在的文件或目录；也可以粘贴完整的路径。"),
	  .keys = { "Enter" }, .group = GROUP_FILE, .run = FILES_OPEN },
	{ .name = "folder-up", .label = N_("上级目录"), .bar = N_("上级"), .help = N_("到上一级目录。"), .keys = { "F5" },
	  .group = GROUP_FILE, .run = FILES_UP },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("先清除输入的字，再返回。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = FILES_BACK },
	MOVE_ACTIONS_BARE,
};

/* --- the folder --- */

static bool ends_with(const char *name, const char *const *endings)
{
	const char *dot = strrchr(name, '.');

	for (; dot && *endings; endings++)
		if (strcasecmp(dot, *endings) == 0)
			return true;
	return false;
}

static bool is_table(const char *name)
{
	return ends_with(name, (const char *const[]){ ".csv", ".tsv", ".txt", NULL });
}

static bool is_workbook(const char *name)
{
	return ends_with(name, (const char *const[]){ ".xlsx", ".xls", ".xlsm", ".et", ".ods", NULL });
}

static void forget(struct files *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->entries[i].name);
	f->n = 0;
}

static void add(struct files *f, const char *name, enum kind kind, const struct stat *st)
{
	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 64;
		f->entries = xreallocarray(f->entries, f->cap, sizeof(*f->entries));
	}
	f->entries[f->n++] = (struct entry){ .name = xstrdup(name), .kind = kind, .size = st ? st->st_size : 0,
		.changed_s = st ? st->st_mtime : 0 };
}

/* What this person may pick: a link, a device and somebody else's file are not shown. */
static void look_at(struct files *f, int folder, const char *name)
{
	struct stat st;

	if (name[0] == '.' || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	if (S_ISDIR(st.st_mode) && faccessat(folder, name, R_OK | X_OK, AT_EACCESS) == 0)
		add(f, name, KIND_FOLDER, &st);
	else if (S_ISREG(st.st_mode) && st.st_uid == geteuid() && faccessat(folder, name, R_OK, AT_EACCESS) == 0)
		add(f, name, is_table(name) ? KIND_TABLE : KIND_OTHER, &st);
}

static int by_use(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;

	if (one->kind != other->kind)
		return (one->kind > other->kind) - (one->kind < other->kind);
	if (one->kind == KIND_TABLE && one->changed_s != other->changed_s)
		return (one->changed_s < other->changed_s) - (one->changed_s > other->changed_s);
	return strcmp(one->name, other->name);
}

static void narrow(struct files *f)
{
	const char *word = edit_text(&f->word);

	f->shown = xreallocarray(f->shown, f->n + 1, sizeof(*f->shown));
	f->n_shown = 0;
	for (size_t i = 0; i < f->n; i++)
		if (!*word || pinyin_match(f->entries[i].name, word, NULL) != MATCH_NONE)
			f->shown[f->n_shown++] = i;
	f->cursor = (struct cursor){ .at = 0 };
	/* The way up is rarely what one wants. */
	if (f->n_shown > 1 && f->entries[f->shown[0]].kind == KIND_UP)
		f->cursor.at = 1;
}

/* Shows this folder; false where it cannot be read. */
static bool enter(struct files *f, const char *path)
{
	char *real = realpath(path, NULL);
	DIR *dir = real ? opendir(real) : NULL;
	const struct dirent *d;

	if (!dir) {
		free(real);
		return false;
	}
	forget(f);
	free(f->folder);
	f->folder = real;
	if (strcmp(real, "/") != 0)
		add(f, "..", KIND_UP, NULL);
	while (f->n < FILES_MOST && (d = readdir(dir)) != NULL)
		look_at(f, dirfd(dir), d->d_name);
	closedir(dir);
	qsort(f->entries, f->n, sizeof(*f->entries), by_use);
	edit_load(&f->word, "");
	narrow(f);
	return true;
}

/* --- the picture --- */

#define SIZE_CELLS 9
#define DATE_CELLS 16

static void add_size(struct buf *out, int64_t bytes)
{
	if (bytes < 1000)
		buf_addf(out, "%" PRId64 " B", bytes);
	else if (bytes < 1000000)
		buf_addf(out, "%" PRId64 " KB", (bytes + 500) / 1000);
	else
		buf_addf(out, "%" PRId64 ".%" PRId64 " MB", bytes / 1000000, bytes / 100000 % 10);
}

static void add_changed(struct buf *out, int64_t seconds, bool narrow_window)
{
	time_t at = (time_t)seconds;
	struct tm tm;
	char text[40];

	if (localtime_r(&at, &tm) && strftime(text, sizeof(text), narrow_window ? "%m-%d" : "%Y-%m-%d %H:%M", &tm) > 0)
		buf_adds(out, text);
}

static void draw_facts(struct picture *p, int y, const struct entry *e, enum look look)
{
	bool small = p->cols < NARROW_COLS;
	int date = small ? 5 : DATE_CELLS, x = p->cols - date - 1;
	struct buf b = BUF_INIT;

	if (e->kind == KIND_UP || e->kind == KIND_FOLDER) {
		picture_put_right(p, (struct spot){ y, x, date }, _("目录"), look);
		return;
	}
	add_changed(&b, e->changed_s, small);
	picture_put_right(p, (struct spot){ y, x, date }, buf_str(&b), look);
	buf_clear(&b);
	add_size(&b, e->size);
	picture_put_right(p, (struct spot){ y, x - SIZE_CELLS - 2, SIZE_CELLS }, buf_str(&b), look);
	buf_release(&b);
}

static void draw_entry(const struct files *f, struct picture *p, int y, size_t i)
{
	const struct entry *e = &f->entries[f->shown[i]];
	bool current = i == f->cursor.at;
	enum look look = current ? LOOK_CURRENT : e->kind == KIND_OTHER ? LOOK_DIM : LOOK_TEXT;
	int facts = (p->cols < NARROW_COLS ? 5 : DATE_CELLS) + SIZE_CELLS + 4;
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s%s", e->name, e->kind == KIND_FOLDER ? "/" : "");
	picture_put(p, (struct spot){ y, 0, p->cols }, current ? ">" : "", look);
	picture_put(p, (struct spot){ y, 1, p->cols - 1 - facts }, buf_str(&b), look);
	draw_facts(p, y, e, look);
	buf_release(&b);
}

static void draw_line(struct files *f, struct picture *p)
{
	const char *label = _(" 找文件> ");
	int x = text_width(label), y = p->rows - 2;

	picture_put(p, (struct spot){ y, 0, x }, label, LOOK_DIM);
	picture_edit(p, (struct box){ y, x, 1, p->cols - x - 1 }, &f->word);
}

/* The way up is no entry of the folder. */
static size_t count_shown(const struct files *f)
{
	return f->n_shown - (f->n_shown > 0 && f->entries[f->shown[0]].kind == KIND_UP);
}

static void files_draw(struct screen *s, struct picture *p)
{
	struct files *f = (struct files *)s;
	struct buf right = BUF_INIT;
	struct area area;

	buf_addf(&right, _("%zu 个"), count_shown(f));
	area = screen_frame(s, p, f->title, buf_str(&right));
	buf_release(&right);
	picture_put(p, (struct spot){ area.y, 1, p->cols - 2 }, f->folder, LOOK_HEAD);
	cursor_show(&f->cursor, f->n_shown, p, (struct box){ area.y + 1, 0, area.rows - 1, p->cols });
	for (size_t i = f->cursor.top; i < f->n_shown && i < f->cursor.top + (size_t)f->cursor.room; i++)
		draw_entry(f, p, area.y + 1 + (int)(i - f->cursor.top), i);
	if (!f->n_shown)
		picture_put(p, (struct spot){ area.y + 1, 1, p->cols - 2 }, _("没有符合的文件；Esc 清除输入的字"), LOOK_DIM);
	draw_line(f, p);
}

/* --- keys --- */

/* "「甲.xlsx」不能……" */
static void refuse(struct files *f, const char *why, const char *name)
{
	struct err e = ERR_INIT;
	struct buf quoted = BUF_INIT;

	text_quote(&quoted, name);
	err_set(&e, ERR_INVALID, "%s%s", buf_str(&quoted), why);
	app_say_error(f->screen.app, &e);
	buf_release(&quoted);
}

static bool is_mine(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && access(path, R_OK) == 0;
}

static void take(struct files *f, const char *path)
{
	void (*done)(void *ctx, const char *path) = f->done;
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	if (is_workbook(name)) {
		refuse(f, _("是工作簿，还不能直接读；请在表格软件里另存为 CSV，再选那个 CSV 文件。"), name);
		return;
	}
	if (!is_mine(path)) {
		refuse(f, _("不是你自己能读的普通文件；请选自己的文件。"), name);
		return;
	}
	app_pop(f->screen.app, 0);
	done(f->ctx, path);
}

static void go_up(struct files *f)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s/..", f->folder);
	if (!enter(f, buf_str(&path)))
		refuse(f, _("打不开；请换一个。"), "..");
	buf_release(&path);
}

/* A whole path that was typed or pasted. */
static bool take_path(struct files *f)
{
	char *path;
	struct stat st;

	if (edit_text(&f->word)[0] != '/')
		return false;
	path = xstrdup(edit_text(&f->word));
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		if (!enter(f, path))
			refuse(f, _("打不开；请换一个。"), path);
	} else {
		take(f, path);
	}
	free(path);
	return true;
}

static void open_current(struct files *f)
{
	const struct entry *e = f->cursor.at < f->n_shown ? &f->entries[f->shown[f->cursor.at]] : NULL;
	struct buf path = BUF_INIT;

	if (take_path(f))
		return;
	if (!e) {
		app_say(f->screen.app, _("这里没有可打开的文件"));
		return;
	}
	buf_addf(&path, "%s/%s", strcmp(f->folder, "/") == 0 ? "" : f->folder, e->name);
	if (e->kind == KIND_UP)
		go_up(f);
	else if (e->kind != KIND_FOLDER)
		take(f, buf_str(&path));
	else if (!enter(f, buf_str(&path)))
		refuse(f, _("打不开；请换一个。"), buf_str(&path));
	buf_release(&path);
}

static void go_back(struct files *f)
{
	if (!*edit_text(&f->word)) {
		app_pop(f->screen.app, 0);
		return;
	}
	edit_load(&f->word, "");
	narrow(f);
}

static bool files_key(struct screen *s, const struct key *k)
{
	struct files *f = (struct files *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a) {
		switch (a->run) {
		case FILES_OPEN: open_current(f); break;
		case FILES_UP: go_up(f); break;
		case FILES_BACK: go_back(f); break;
		default: cursor_move(&f->cursor, a->run, f->n_shown); break;
		}
		return true;
	}
	if (!edit_key(&f->word, k))
		return false;
	narrow(f);
	return true;
}

static const char *files_bar(const struct screen *s, int what)
{
	return what == FILES_BACK && *edit_text(&((const struct files *)s)->word) ? _("清除") : NULL;
}

static void files_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("只列出自己的文件。csv、tsv、txt 在最前面，最近改过的在最上面；输入名字里的字或拼音首字母来找。"
			"xlsx 工作簿还不能直接读，请先在表格软件里另存为 CSV。"));
}

static void files_free(struct screen *s)
{
	struct files *f = (struct files *)s;

	if (f->free)
		f->free(f->ctx);
	forget(f);
	free(f->entries);
	free(f->shown);
	free(f->folder);
	free(f->title);
	edit_release(&f->word);
	free(f);
}

const struct screen_type files_type = {
	.name = "files", .title = N_("选文件"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = files_draw, .key = files_key, .cursor = offsetof(struct files, cursor), .bar = files_bar, .help = files_help, .free = files_free,
};

struct screen *files_new(struct app *a, const struct files_want *want)
{
	struct files *f = xcalloc(1, sizeof(*f));
	const char *home = getenv("HOME");

	f->screen = (struct screen){ .type = &files_type, .app = a, .input = true };
	f->title = xstrdup(want->title);
	f->done = want->done;
	f->free = want->free;
	f->ctx = want->ctx;
	edit_init(&f->word, TEXT_LINE, WORD_MAX);
	if (!(want->folder && enter(f, want->folder)) && !(home && enter(f, home)) && !enter(f, "/"))
		f->folder = xstrdup("/");
	return &f->screen;
}
