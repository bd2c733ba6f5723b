/*
 * The session with the engine, in slices: checking, writing the refused rows, writing the good ones.  Between a check and
 * what follows nothing is locked, so that everything is judged again while it is written; where others have changed
 * something meanwhile and the outcome would be another one, nothing is written and the check is shown anew.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/import_left.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/import.h"
#include "ui/screens.h"
#include "src/banned.h"

#define SLICE_MS 10		/* a key waits no longer */
#define LOCK_MS 50		/* how long an attempt to lock waits: a key is answered after that */
#define NAMES_MOST 100

/* --- columns --- */

void import_forget_columns(struct importer *m)
{
	for (size_t i = 0; i < m->n_columns; i++) {
		free(m->columns[i].title);
		free(m->columns[i].sample);
	}
	free(m->columns);
	m->columns = NULL;
	m->n_columns = 0;
}

static void read_columns(struct importer *m)
{
	import_forget_columns(m);
	m->n_columns = import_columns(m->session);
	m->columns = xcalloc(m->n_columns + 1, sizeof(*m->columns));
	for (size_t i = 0; i < m->n_columns; i++) {
		const struct import_column c = import_column(m->session, i);

		m->columns[i] = (struct import_choice){ .title = xstrdup(c.title), .sample = xstrdup(import_sample(m->session, i)),
			.target = c.target, .ours = c.ours, .twice = c.twice };
	}
}

static void map_columns(struct importer *m)
{
	for (size_t i = 0; i < m->n_columns && i < import_columns(m->session); i++)
		import_map(m->session, i, m->columns[i].target);
}

/* The columns as they were the last time; that this no longer fits is said, and the engine's own finding stands. */
static void recall(struct importer *m)
{
	char *folder = import_memory(m->screen.app);
	struct err e = ERR_INIT;

	if (import_recall(folder, m->reg, m->session, &e) < 0)
		app_say_error(m->screen.app, &e);
	free(folder);
}

static void complain(struct importer *m, const struct err *e)
{
	free(m->complaint);
	m->complaint = xstrdup(e->text);
}

bool import_reopen(struct importer *m)
{
	struct err e = ERR_INIT;
	int rc;

	import_close(m->session);
	m->session = NULL;
	import_report_release(&m->report);
	free(m->complaint);
	m->complaint = NULL;
	rewind(m->in);
	rc = import_open(app_store(m->screen.app), m->reg, &m->o, &m->report, &m->session, &e);
	if (rc < 0) {
		import_forget_columns(m);
		complain(m, &e);
		return false;
	}
	if (m->mapped)
		map_columns(m);
	else
		recall(m);
	if (!m->mapped)
		read_columns(m);
	return true;
}

/* --- beginning and stopping --- */

static void forget_errors(struct importer *m, bool keep)
{
	if (m->o.errors && fclose(m->o.errors) != 0)
		keep = false;
	m->o.errors = NULL;
	if (m->errors_path && !keep)
		unlink(m->errors_path);
	free(m->errors_path);
	m->errors_path = NULL;
}

void import_stop(struct importer *m)
{
	import_close(m->session);
	m->session = NULL;
	m->task = TASK_NONE;
	forget_errors(m, false);
}

/* There is no check that could be shown. */
static void forget_check(struct importer *m)
{
	import_items_release(&m->problems);
	import_items_release(&m->taken);
	import_report_release(&m->checked);
	m->is_checked = false;
}

static void begin(struct importer *m, enum import_task task)
{
	m->o.dry_run = task != TASK_WRITE;
	m->o.fixes = m->fixes;
	m->o.nfixes = m->n_fixes;
	m->task = task;
	m->phase = PHASE_LOCK;
	if (import_reopen(m))
		return;
	if (task == TASK_CHECK)
		forget_check(m);
	import_stop(m);
}

static void begin_check(struct importer *m)
{
	import_stop(m);
	import_items_release(&m->found);
	import_items_release(&m->takes);
	m->stale = m->remapped = m->saved = false;
	m->o.partial = true;
	begin(m, TASK_CHECK);
}

void import_check(struct importer *m)
{
	forget_check(m);
	begin_check(m);
}

void import_recheck(struct importer *m)
{
	if (m->is_checked)
		begin_check(m);
	else
		import_check(m);
}

bool import_is_rechecking(const struct importer *m)
{
	return m->task == TASK_CHECK && m->is_checked;
}

void import_pause(struct importer *m)
{
	if (!import_is_rechecking(m))
		return;
	import_stop(m);
	m->stale = true;
}

/* --- the file of refused rows --- */

/* Beside the file, under its name with a word behind it and, where that is taken, a number. */
static int make_errors(struct importer *m, const char *folder, struct err *e)
{
	const char *dot = strrchr(m->name, '.');
	struct buf path = BUF_INIT;
	int fd = -1;

	for (int i = 1; fd < 0 && i <= NAMES_MOST; i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%.*s%s", folder, (int)(dot ? (size_t)(dot - m->name) : strlen(m->name)), m->name, _("_错误行"));
		buf_addf(&path, i > 1 ? "-%d.csv" : ".csv", i);
		fd = open(buf_str(&path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	m->o.errors = fd < 0 ? NULL : fdopen(fd, "w");
	if (m->o.errors)
		m->errors_path = buf_detach(&path);
	else
		err_set(e, ERR_IO, _("错误行写不进 %s：%s；请检查磁盘，或把文件放到能写的目录再导入。"), folder, strerror(errno));
	buf_release(&path);
	return m->errors_path ? 0 : ERR_IO;
}

static int open_errors(struct importer *m, struct err *e)
{
	const char *slash = strrchr(m->path, '/'), *home = getenv("HOME");
	char *folder = xstrdup(m->path);
	int rc;

	folder[slash > m->path ? slash - m->path : 1] = '\0';
	rc = make_errors(m, folder, e);
	/* A medium that cannot be written to. */
	if (rc < 0 && home && (errno == EACCES || errno == EROFS))
		rc = make_errors(m, home, e);
	free(folder);
	return rc;
}

void import_save_refused(struct importer *m)
{
	struct err e = ERR_INIT;

	if (open_errors(m, &e) < 0)
		app_say_error(m->screen.app, &e);
	else
		begin(m, TASK_SAVE);
}

void import_write(struct importer *m)
{
	struct err e = ERR_INIT;

	/* The person may have saved them just before. */
	if (m->checked.refused && !(m->saved && access(m->saved_path, F_OK) == 0) && open_errors(m, &e) < 0) {
		app_say_error(m->screen.app, &e);
		return;
	}
	m->o.partial = m->checked.refused > 0;
	begin(m, TASK_WRITE);
}

/* So that home can say how many rows still wait. */
static void note_errors(struct importer *m)
{
	struct app *a = m->screen.app;
	char *folder = import_memory(a), *reg = xstrdup(m->reg->name);
	const struct import_left left = { .database = store_identity(app_store(a)), .reg = reg, .path = m->errors_path,
		.rows = m->report.refused };

	if (folder)
		import_left_note(folder, &left, NULL);
	free(m->saved_path);
	m->saved_path = xstrdup(m->errors_path);
	m->saved = true;
	free(folder);
	free(reg);
	forget_errors(m, true);
}

/* --- the end of a task --- */

static bool is_as_checked(const struct importer *m)
{
	const struct import_report *a = &m->report, *b = &m->checked;

	return a->added == b->added && a->updated == b->updated && a->unchanged == b->unchanged && a->refused == b->refused;
}

static void checked(struct importer *m)
{
	import_report_release(&m->checked);
	m->checked = m->report;
	m->report.unknown_columns = NULL;
	m->is_checked = true;
	import_items_sort(&m->found);
	import_items_sort(&m->takes);
	import_items_replace(&m->problems, &m->found);
	import_items_replace(&m->taken, &m->takes);
	if (!m->problems.n && m->taken.n)
		m->shows_taken = true;
	if (m->problems.n && !m->taken.n)
		m->shows_taken = false;
}

static void say_saved(struct importer *m)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, m->saved_path);
	app_say(m->screen.app, _("%ld 行错误行已存到 %s；改好后再导入这个文件。"), m->report.refused, buf_str(&shown));
	buf_release(&shown);
}

static void add_written(const struct import_report *r, const char *undo, struct buf *out)
{
	if (r->updated)
		buf_addf(out, _("已导入：新增 %ld，更新 %ld；%s 撤销这次导入"), r->added, r->updated, undo);
	else
		buf_addf(out, _("已导入：新增 %ld；%s 撤销这次导入"), r->added, undo);
}

static void say_written(struct importer *m)
{
	const struct import_report *r = &m->report;
	struct buf b = BUF_INIT;

	if (!r->action)
		buf_adds(&b, _("文件里的内容和台账一样，没有要写的"));
	else
		add_written(r, action_key(list_type.actions, "undo"), &b);
	if (r->refused) {
		buf_addf(&b, _("。%ld 行错误行存在 "), r->refused);
		text_show(&b, m->saved_path);
	}
	app_say(m->screen.app, "%s", buf_str(&b));
	buf_release(&b);
}

static void written(struct importer *m)
{
	char *folder = import_memory(m->screen.app), *real = realpath(m->path, NULL);

	import_remember(folder, m);
	if (m->errors_path)
		note_errors(m);
	if (folder && real)
		import_left_clear(folder, real, NULL);
	free(folder);
	free(real);
	say_written(m);
	import_forget_fixes(m);
	app_pop(m->screen.app, 0);
}

/* The file as a whole will not do, or the database. */
static void fail(struct importer *m, const struct err *e)
{
	bool check = m->task == TASK_CHECK;

	import_stop(m);
	if (check) {
		forget_check(m);
		complain(m, e);
	}
	app_say_error(m->screen.app, e);
}

static void finish(struct importer *m)
{
	enum import_task task = m->task;
	struct err e = ERR_INIT;
	int rc = import_end(m->session, &e);

	if (rc < 0 && rc != ERR_INVALID) {
		fail(m, &e);
		return;
	}
	m->task = TASK_NONE;
	if (task == TASK_CHECK) {
		checked(m);
	} else if (task == TASK_SAVE) {
		note_errors(m);
		say_saved(m);
	} else {
		written(m);
	}
	import_close(m->session);
	m->session = NULL;
}

static void lock(struct importer *m)
{
	struct store *s = app_store(m->screen.app);
	struct err e = ERR_INIT;
	int before = store_wait(s, LOCK_MS), rc = import_begin(m->session, &e);

	store_wait(s, before);
	if (rc == 0)
		m->phase = PHASE_ROWS;
	else if (rc != ERR_BUSY)
		fail(m, &e);
}

/* What a slice said: 1 there is more of it, 0 the next phase comes. */
static void advance(struct importer *m, int rc, enum import_phase next, const struct err *e)
{
	if (rc == 0)
		m->phase = next;
	else if (rc < 0)
		fail(m, e);
}

/* Others have changed something meanwhile, and the outcome would be another one. */
static void show_anew(struct importer *m)
{
	import_check(m);
	app_say(m->screen.app, _("检查以后台账又变了，没有写入；请再看一遍检查的结果。"));
}

bool import_work(struct importer *m)
{
	struct err e = ERR_INIT;

	if (m->task == TASK_NONE && m->stale)
		import_recheck(m);
	if (m->task == TASK_NONE)
		return false;
	switch (m->phase) {
	case PHASE_LOCK:
		lock(m);
		break;
	case PHASE_ROWS:
		advance(m, import_step(m->session, SLICE_MS, &e), PHASE_SETTLE, &e);
		break;
	case PHASE_SETTLE:
		if (m->task == TASK_WRITE && !is_as_checked(m))
			show_anew(m);
		else
			advance(m, import_settle(m->session, SLICE_MS, &e), PHASE_END, &e);
		break;
	case PHASE_END:
		finish(m);
		break;
	}
	return m->task != TASK_NONE;
}
