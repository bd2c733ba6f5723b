/* The question for the name of a file that is to be written. */
#include "ui/save_as.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/panel.h"
#include "src/banned.h"

#define PATH_MOST 1000

struct wanted {
	struct app *app;
	void (*done)(void *ctx, const char *path, bool replace);
	void *ctx;
	char *path;		/* of a file that stands there, while it is asked about */
};

static void forget(void *ctx)
{
	struct wanted *w = ctx;

	free(w->path);
	free(w);
}

/* --- a file that is there --- */

static void replace_answered(void *ctx, int answer)
{
	struct wanted *w = ctx;

	if (answer == 0)
		w->done(w->ctx, w->path, true);
	forget(w);
}

static void ask_replace(struct wanted *w)
{
	const struct answer answers[] = { { "F8", _("覆盖") } };
	struct buf text = BUF_INIT;

	text_show(&text, w->path);
	buf_adds(&text, _("\n这个文件已经有了。覆盖以后，原来的内容就没有了。"));
	app_push(w->app, question_new(w->app, &(struct question){
		.title = _("覆盖文件"), .text = buf_str(&text), .answers = answers, .n = 1, .done = replace_answered, .ctx = w,
	}));
	buf_release(&text);
}

/* --- the line --- */

/* What does not begin with a slash stands in the home folder. */
static char *whole_path(const char *typed)
{
	const char *home = getenv("HOME");
	struct buf b = BUF_INIT;

	if (typed[0] == '/' || !home)
		return xstrdup(typed);
	if (strncmp(typed, "~/", 2) == 0)
		typed += 2;
	buf_addf(&b, "%s/%s", home, typed);
	return buf_detach(&b);
}

/* What is said here leaves the path that was typed on the screen. */
static int check_folder(const char *path, struct err *e)
{
	char *copy = xstrdup(path);
	const char *folder = dirname(copy);
	struct buf shown = BUF_INIT;
	int rc = 0;

	text_show(&shown, folder);
	if (access(folder, F_OK) < 0)
		rc = err_set(e, ERR_INVALID, _("没有 %s 这个目录；请换一个，或先建好它。"), buf_str(&shown));
	else if (access(folder, W_OK | X_OK) < 0)
		rc = err_set(e, ERR_INVALID, _("目录 %s 里不能写文件；请换一个。"), buf_str(&shown));
	buf_release(&shown);
	free(copy);
	return rc;
}

/* Only an ordinary file of this person gives way. */
static int check_path(void *ctx, const char *text, struct err *e)
{
	char *path = whole_path(text);
	struct stat st;
	int rc = check_folder(path, e);

	(void)ctx;
	if (rc == 0 && lstat(path, &st) == 0 && !(S_ISREG(st.st_mode) && st.st_uid == geteuid()))
		rc = err_set(e, ERR_INVALID, _("那里已经有别的东西（目录、链接或别人的文件），不能覆盖；请换一个文件名。"));
	free(path);
	return rc;
}

static void path_given(void *ctx, const char *text)
{
	const struct wanted *asked = ctx;
	char *path = whole_path(text);
	struct wanted *w;
	struct stat st;

	if (lstat(path, &st) < 0) {
		asked->done(asked->ctx, path, false);
		free(path);
		return;
	}
	w = xcalloc(1, sizeof(*w));
	*w = *asked;
	w->path = path;
	ask_replace(w);
}

/* "党组织-2026-11-22.csv" in the home folder. */
static void add_default_path(struct app *a, const char *name, struct buf *out)
{
	const char *home = getenv("HOME");

	buf_addf(out, "%s/%s-", home ? home : "", name);
	date_format(out, store_lookup(app_store(a))->today);
	buf_adds(out, ".csv");
}

void save_as_ask(struct app *a, const struct save_as *how)
{
	struct wanted *w = xcalloc(1, sizeof(*w));
	struct buf path = BUF_INIT;

	*w = (struct wanted){ .app = a, .done = how->done, .ctx = how->ctx };
	add_default_path(a, how->name, &path);
	app_push(a, prompt_new(a, &(struct prompt){
		.title = _("导出到哪个文件"), .label = how->about, .initial = buf_str(&path), .required = true, .max = PATH_MOST,
		.check = check_path, .done = path_given, .free = forget, .ctx = w,
	}));
	buf_release(&path);
}
