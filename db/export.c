/*
 * Exports: the records of a view, in its order and from one snapshot, as lines of a file.
 */
#include "db/export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/export_part.h"
#include "db/past_part.h"
#include "db/place.h"
#include "src/clock.h"
#include "src/csv.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* Lines are written when this much has come together. */
#define BLOCK ((size_t)256 * 1024)

/* --- records --- */

static int flush(struct export *x, struct err *e)
{
	int rc = x->o->gb18030 && x->o->format != EXPORT_JSON && x->text.len ? csv_to_gb18030(&x->text, e) : 0;

	if (rc == 0 && fwrite(buf_str(&x->text), 1, x->text.len, x->out) != x->text.len)
		rc = err_set(e, ERR_IO, _("写不出去（%s）；请检查磁盘。"), strerror(errno));
	buf_clear(&x->text);
	return rc;
}

static int prepare(struct export *x, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_adds(&sql, "SELECT id");
	for (size_t i = 0; i < x->n; i++)
		buf_addf(&sql, ", \"%s\"", x->columns[i]->name);
	buf_addf(&sql, " FROM \"%s\" WHERE id = ?1", x->view->reg->name);
	rc = sql_get(x->s, buf_str(&sql), &x->stmt, e);
	buf_release(&sql);
	return rc;
}

static int write_record(struct export *x, int64_t id, struct err *e)
{
	int rc;

	if (x->s->stop && *x->s->stop)
		return err_set(e, ERR_STOPPED, _("已停止，没有导出完。"));
	sqlite3_bind_int64(x->stmt, 1, id);
	rc = sql_step(x->s, x->stmt, e);
	if (rc == 1) {
		rc = export_row(x, e);
		x->rows++;
	}
	sqlite3_reset(x->stmt);
	return rc == 0 && x->text.len >= BLOCK ? flush(x, e) : rc;
}

/* The next record to look at: 1, or 0 at the end. */
static int next_id(struct export *x, int64_t *id, bool *passes, struct err *e)
{
	if (x->o->limit && x->rows >= x->o->limit)
		return 0;
	if (!x->o->ids)
		return reader_next(&x->reader, id, passes, e);
	if (x->at == x->o->nids)
		return 0;
	*id = x->o->ids[x->at++];
	*passes = true;
	return 1;
}

/* Looks at the next record; 1: there may be more. */
static int write_next(struct export *x, struct err *e)
{
	bool passes = false;
	int64_t id = 0;
	int rc = next_id(x, &id, &passes, e), written = 0;

	if (rc == 1 && passes)
		written = write_record(x, id, e);
	return written < 0 ? written : rc;
}

static int open_view(struct export *x, struct err *e)
{
	int rc = store_snapshot_begin(x->s, &x->snapshot, e);

	if (rc < 0)
		return rc;
	rc = prepare(x, e);
	if (rc == 0 && !x->o->ids)
		rc = reader_open(&x->reader, x->s, x->view, NULL, e);
	if (rc < 0) {
		sql_done(x->s, x->stmt);
		store_snapshot_end(x->s, x->snapshot);
		return rc;
	}
	x->reading = true;
	export_header(x);
	return 0;
}

static void close_view(struct export *x)
{
	if (!x->reading)
		return;
	x->reading = false;
	if (!x->o->ids)
		reader_close(&x->reader);
	sql_done(x->s, x->stmt);
	store_snapshot_end(x->s, x->snapshot);
}

static int write_view(struct export *x, struct err *e)
{
	int rc = open_view(x, e);

	if (rc < 0)
		return rc;
	while ((rc = write_next(x, e)) == 1)
		;
	close_view(x);
	return rc == 0 ? flush(x, e) : rc;
}

/* --- the journal --- */

/* What is to leave uncovered is journaled before it does: a program that is killed has then said so. */
static int note_reveal(struct store *s, const struct view *v, const struct export_options *o, struct err *e)
{
	struct count all = { .cap = 0 };
	int rc;

	if (!o->reveal)
		return 0;
	rc = store_may_reveal(s, e);
	if (rc < 0)
		return rc;
	if (past_journal(s)->readonly)
		return err_set(e, ERR_DENIED, _("数据库是只读打开的，导出完整的个人信息无法留痕；请不加 --readonly 打开，或只导出遮盖过的。"));
	rc = store_count(s, v, &all, e);
	if (rc < 0)
		return rc;
	return export_note(s, v, o, o->limit && o->limit < all.n ? o->limit : all.n, e);
}

static int write_all(struct store *s, const struct view *v, const struct export_options *o, FILE *out, long *rows,
		     struct err *e)
{
	struct export x = { .s = s, .view = v, .o = o, .out = out };
	int rc;

	export_row_begin(&x);
	rc = write_view(&x, e);
	if (rc == 0 && fflush(out) != 0)
		rc = err_set(e, ERR_IO, _("写不出去（%s）；请检查磁盘。"), strerror(errno));
	*rows = x.rows;
	export_row_end(&x);
	return rc;
}

int export_view(struct store *s, const struct view *v, const struct export_options *o, FILE *out, long *rows,
		struct err *e)
{
	int rc = note_reveal(s, v, o, e);

	*rows = 0;
	if (rc == 0)
		rc = write_all(s, v, o, out, rows, e);
	return rc == 0 && !o->reveal ? export_note(s, v, o, *rows, e) : rc;
}

/* --- a new file --- */

static int refuse_file(const char *path, int why, struct err *e)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, path);
	if (why == EEXIST)
		err_set(e, ERR_USAGE, _("%s 已经存在，不会覆盖；请换一个文件名。"), buf_str(&shown));
	else if (why == ENOENT || why == ENOTDIR)
		err_set(e, ERR_IO, _("不能建立 %s：它的目录不存在。"), buf_str(&shown));
	else
		err_set(e, ERR_IO, _("不能建立 %s：%s。"), buf_str(&shown), strerror(why));
	buf_release(&shown);
	return why == EEXIST ? ERR_USAGE : ERR_IO;
}

static int check_free(const char *path, struct err *e)
{
	struct stat st;

	return lstat(path, &st) == 0 ? refuse_file(path, EEXIST, e) : 0;
}

/* What is refused is the file that was asked for, not its temporary name. */
static int open_new_file(const char *temporary, const char *path, FILE **out, struct err *e)
{
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	*out = fd < 0 ? NULL : fdopen(fd, "w");
	return *out ? 0 : refuse_file(path, errno, e);
}

int export_file(struct store *s, const struct view *v, const struct export_options *o, const char *path, long *rows,
		struct err *e)
{
	struct buf temporary = BUF_INIT;
	FILE *out = NULL;
	int rc = check_free(path, e);

	*rows = 0;
	buf_addf(&temporary, "%s.new-%ld", path, (long)getpid());
	if (rc == 0)
		rc = open_new_file(buf_str(&temporary), path, &out, e);
	if (rc == 0)
		rc = export_view(s, v, o, out, rows, e);
	if (out && fclose(out) != 0 && rc == 0)
		rc = refuse_file(path, errno, e);
	if (rc == 0)
		rc = place_publish(buf_str(&temporary), path, e);
	if (out && rc < 0)
		unlink(buf_str(&temporary));
	buf_release(&temporary);
	return rc;
}

/* --- in slices --- */

/* So many records are looked at between two looks at the clock. */
#define AT_ONCE 64

static void free_export(struct export *x)
{
	close_view(x);
	export_row_end(x);
	if (x->out)
		fclose(x->out);
	free(x->path);
	free(x->temporary);
	free(x);
}

void export_cancel(struct export *x)
{
	if (!x)
		return;
	if (x->out)
		unlink(x->temporary);
	free_export(x);
}

int export_begin(struct store *s, const struct view *v, const struct export_options *o, const char *path, struct export **out,
		struct err *e)
{
	struct export *x = xcalloc(1, sizeof(*x));
	struct buf temporary = BUF_INIT;
	int rc = o->replace ? 0 : check_free(path, e);

	*x = (struct export){ .s = s, .view = v, .o = o, .path = xstrdup(path) };
	buf_addf(&temporary, "%s.new-%ld", path, (long)getpid());
	x->temporary = buf_detach(&temporary);
	export_row_begin(x);
	if (rc == 0)
		rc = note_reveal(s, v, o, e);
	if (rc == 0)
		rc = open_new_file(x->temporary, path, &x->out, e);
	if (rc == 0)
		rc = open_view(x, e);
	if (rc < 0)
		export_cancel(x);
	else
		*out = x;
	return rc;
}

int export_step(struct export *x, int ms, struct err *e)
{
	int64_t end = clock_ms() + ms;
	int rc = 1;

	do {
		for (int i = 0; rc == 1 && i < AT_ONCE; i++)
			rc = write_next(x, e);
	} while (rc == 1 && clock_ms() < end);
	return rc;
}

long export_rows(const struct export *x)
{
	return x->rows;
}

static int close_file(struct export *x, struct err *e)
{
	bool good = fflush(x->out) == 0 && fsync(fileno(x->out)) == 0;

	good = fclose(x->out) == 0 && good;
	x->out = NULL;
	return good ? 0 : refuse_file(x->temporary, errno, e);
}

int export_end(struct export *x, struct err *e)
{
	int rc;

	close_view(x);
	rc = flush(x, e);
	if (rc == 0)
		rc = close_file(x, e);
	if (rc == 0 && !x->o->reveal)
		rc = export_note(x->s, x->view, x->o, x->rows, e);
	if (rc == 0)
		rc = (x->o->replace ? place_replace : place_publish)(x->temporary, x->path, e);
	if (rc < 0)
		unlink(x->temporary);
	free_export(x);
	return rc;
}
