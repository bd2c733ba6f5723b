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
#include "db/reader.h"
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

static int write_records(struct export *x, struct reader *r, struct err *e)
{
	bool passes;
	int64_t id;
	int rc = 0;

	while (rc >= 0 && !(x->o->limit && x->rows >= x->o->limit) && (rc = reader_next(r, &id, &passes, e)) == 1) {
		if (passes)
			rc = write_record(x, id, e);
	}
	return rc < 0 ? rc : 0;
}

static int write_view(struct export *x, struct err *e)
{
	struct reader r;
	bool own;
	int rc = store_snapshot_begin(x->s, &own, e);

	if (rc < 0)
		return rc;
	rc = prepare(x, e);
	if (rc == 0)
		rc = reader_open(&r, x->s, x->view, NULL, e);
	if (rc == 0) {
		export_header(x);
		rc = write_records(x, &r, e);
		reader_close(&r);
	}
	sql_done(x->s, x->stmt);
	store_snapshot_end(x->s, own);
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
	return export_note(s, v, true, o->limit && o->limit < all.n ? o->limit : all.n, e);
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
	return rc == 0 && !o->reveal ? export_note(s, v, false, *rows, e) : rc;
}

/* --- a new file --- */

static int refuse_file(const char *path, int why, struct err *e)
{
	struct buf shown = BUF_INIT;

	text_show(&shown, path);
	if (why == EEXIST)
		err_set(e, ERR_USAGE, _("%s 已经存在，不会覆盖；请换一个文件名。"), buf_str(&shown));
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

static int open_new_file(const char *path, FILE **out, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	*out = fd < 0 ? NULL : fdopen(fd, "w");
	return *out ? 0 : refuse_file(path, errno, e);
}

static int write_file(struct store *s, const struct view *v, const struct export_options *o, const char *temporary,
		      long *rows, struct err *e)
{
	FILE *out;
	int rc = open_new_file(temporary, &out, e);

	if (rc < 0)
		return rc;
	rc = export_view(s, v, o, out, rows, e);
	if (fclose(out) != 0 && rc == 0)
		rc = refuse_file(temporary, errno, e);
	if (rc < 0)
		unlink(temporary);
	return rc;
}

int export_file(struct store *s, const struct view *v, const struct export_options *o, const char *path, long *rows,
		struct err *e)
{
	struct buf temporary = BUF_INIT;
	int rc = check_free(path, e);

	*rows = 0;
	buf_addf(&temporary, "%s.new-%ld", path, (long)getpid());
	if (rc == 0) {
		rc = write_file(s, v, o, buf_str(&temporary), rows, e);
		if (rc == 0 && (rc = place_publish(buf_str(&temporary), path, e)) < 0)
			unlink(buf_str(&temporary));
	}
	buf_release(&temporary);
	return rc;
}
