/*
 * Opening the past: a private copy of the file, made under one read transaction, so that other programs go on
 * writing meanwhile; then the changes since are taken back in it (rewind.c).
 */
#include "db/past_part.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "db/derived.h"
#include "db/lookup.h"
#include "db/open.h"
#include "db/place.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

#define PAGES_AT_ONCE 1000
/* How much of the work the copying is, as far as percents are told. */
#define COPY_PERCENT 50

/* ---- Moments ----------------------------------------------------------------------------------- */

int64_t moment_ms(const struct moment *m)
{
	struct tm tm = { .tm_year = m->day.year - 1900, .tm_mon = m->day.month - 1, .tm_mday = m->day.day,
		.tm_sec = m->seconds, .tm_isdst = -1 };

	return (int64_t)mktime(&tm) * 1000 - 1;
}

static struct date local_day(int64_t ms)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;

	localtime_r(&at, &tm);
	return (struct date){ (int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1), (int8_t)tm.tm_mday };
}

static int refuse_too_early(int64_t first_ms, struct err *e)
{
	struct buf day = BUF_INIT;

	date_format(&day, local_day(first_ms));
	err_set(e, ERR_INVALID, _("那时还没有记录：最早的是 %s 建库；请写那一天或以后的日期。"), buf_str(&day));
	buf_release(&day);
	return ERR_INVALID;
}

int past_parse(struct store *s, const char *typed, struct moment *out, struct err *e)
{
	int64_t first;
	int rc = moment_parse(typed, s->lookup.today, out, e);

	if (rc == 0)
		rc = sql_ask(s, "SELECT at FROM action ORDER BY id LIMIT 1", &first, e);
	if (rc == 0 && moment_ms(out) < first)
		rc = refuse_too_early(first, e);
	return rc;
}

const struct moment *store_moment(const struct store *s)
{
	return s->past ? &s->past->moment : NULL;
}

struct date store_today(const struct store *s)
{
	if (s->past)
		return s->past->moment.day;
	return s->at_ms ? local_day(s->at_ms) : date_today();
}

struct store *past_journal(struct store *s)
{
	return s->past ? s->past->live : s;
}

/* Whoever looks has the rights of the present, also when they change meanwhile: going back makes nobody see more. */
const struct operator_row *store_operator(const struct store *s)
{
	return s->past ? &s->past->live->operator_row : &s->operator_row;
}

int store_may_change(const struct store *s, struct err *e)
{
	struct buf when = BUF_INIT;

	if (!s->readonly)
		return 0;
	if (!s->past)
		return err_set(e, ERR_DENIED, _("数据库是只读打开的，不能改。"));
	moment_format(&when, &s->past->moment);
	err_set(e, ERR_DENIED, _("现在看的是历史 %s，只能看不能改；请先回到现在（按 @）。"), buf_str(&when));
	buf_release(&when);
	return ERR_DENIED;
}

/* ---- The place --------------------------------------------------------------------------------- */

static bool has_room(const char *folder, int64_t size)
{
	struct statvfs fs;

	return statvfs(folder, &fs) == 0 && (int64_t)fs.f_bavail * (int64_t)fs.f_frsize > size + size / 8;
}

/* Makes an empty file of ours there, closed to others; false: that cannot be. */
static bool make_file(const char *folder, const char *name, int64_t size, struct buf *path)
{
	struct buf base = BUF_INIT;
	int fd = -1;

	if (folder && *folder == '/' && has_room(folder, size)) {
		buf_addf(&base, "%s/%s", folder, name);
		buf_clear(path);
		place_temporary(buf_str(&base), path);
		fd = open(buf_str(path), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
	}
	buf_release(&base);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* A program that was killed while it copied may have left the whole database behind. */
static void sweep(const char *folder, const char *name)
{
	struct buf base = BUF_INIT;

	if (folder && *folder == '/') {
		buf_addf(&base, "%s/%s", folder, name);
		place_sweep(buf_str(&base));
	}
	buf_release(&base);
}

/* Beside the database, where its copies have always been safe; on a read-only or full medium in the person's own folder. */
static int find_place(const struct store *live, int64_t size, struct buf *path, struct err *e)
{
	char *dir_copy = xstrdup(live->path), *base_copy = xstrdup(live->path);
	const char *name = basename(base_copy), *folder = dirname(dir_copy);
	const char *const folders[] = { folder, getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"), "/tmp" };
	bool made = false;
	int rc = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		sweep(folders[i], name);
		made = made || make_file(folders[i], name, size, path);
	}
	if (!made)
		rc = err_set(e, ERR_IO, _("要看历史得先抄一份数据库（%lld MB），%s 和临时目录都放不下；请腾出空间。"),
			     (long long)size / 1000000 + 1, folder);
	free(dir_copy);
	free(base_copy);
	return rc;
}

/* ---- The copy ---------------------------------------------------------------------------------- */

static int say_failure(const struct store *copy, int rc, struct err *e)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_BUSY, _("另一个程序正在写入，没能抄出一份来看历史；请稍后再试。"));
	case SQLITE_FULL:
		return err_set(e, ERR_IO, _("磁盘已满，没能抄出一份来看历史；请腾出空间后再试。"));
	default:
		return err_set(e, ERR_IO, _("没能抄出一份来看历史（%s）；请再试一次。"),
			       rc == SQLITE_OK ? sqlite3_errmsg(copy->db) : sqlite3_errstr(rc));
	}
}

static int copy_steps(sqlite3_backup *backup, const struct store *to, const struct past_want *want)
{
	int rc;

	while ((rc = sqlite3_backup_step(backup, PAGES_AT_ONCE)) == SQLITE_OK) {
		int all = sqlite3_backup_pagecount(backup), left = sqlite3_backup_remaining(backup);

		if (to->stop && *to->stop)
			return SQLITE_INTERRUPT;
		if (want->progress && all)
			want->progress->percent = (int)((int64_t)(all - left) * COPY_PERCENT / all);
	}
	return rc;
}

static int copy_pages(struct store *from, struct store *to, const struct past_want *want, struct err *e)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
	int rc = backup ? copy_steps(backup, to, want) : sqlite3_errcode(to->db), end;

	end = backup ? sqlite3_backup_finish(backup) : SQLITE_OK;
	if (rc == SQLITE_INTERRUPT)
		return err_set(e, ERR_STOPPED, _("已停止，仍在现在。"));
	return rc == SQLITE_DONE && end == SQLITE_OK ? 0 : say_failure(to, rc == SQLITE_DONE ? end : rc, e);
}

/* A connection of its own, so that the present's is free meanwhile. */
static int copy_from(const struct store *live, struct store *to, const struct past_want *want, struct err *e)
{
	struct store_options o = { .path = live->path, .readonly = true, .busy_ms = live->busy_ms };
	struct store *from = open_new(&o, xstrdup(live->path));
	int rc = open_connection(from, false, e);

	/* One snapshot for all steps: what is committed between them would have the copying begin anew. */
	if (rc == 0)
		rc = sql_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema", e);
	if (rc == 0)
		rc = copy_pages(from, to, want, e);
	store_close(from);
	return rc;
}

/* The copy is nobody's data: it needs no journal, which a defensive connection insists on, no flushing, and no log beside it. */
static int open_copy(struct store *s, struct err *e)
{
	int rc = open_connection(s, false, e);

	if (rc < 0)
		return rc;
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	return sql_exec(s, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF;"
				 "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF", e);
}

/* Of the file with its log. */
static int64_t size_of(const char *path)
{
	struct buf log = BUF_INIT;
	int64_t size = 0;
	struct stat st;

	buf_addf(&log, "%s-wal", path);
	if (stat(path, &st) == 0)
		size += st.st_size;
	if (stat(buf_str(&log), &st) == 0)
		size += st.st_size;
	buf_release(&log);
	return size;
}

static struct store *new_copy(struct store *live, const struct past_want *want, struct buf *path)
{
	struct store_options o = { .path = live->path, .channel = live->channel };
	struct store *s = open_new(&o, buf_detach(path));

	s->past = xcalloc(1, sizeof(*s->past));
	*s->past = (struct past){ .live = live, .moment = want->moment };
	s->stop = want->progress ? &want->progress->stop : live->stop;
	return s;
}

/* The copy is taken from a file with a log, and keeps that mark until it is read and told otherwise. */
static int settle_copy(struct store *s, struct err *e)
{
	return sql_exec(s, "SELECT count(*) FROM sqlite_schema; PRAGMA journal_mode = OFF", e);
}

/* The books of now are needed while records change; then those of the moment are read. */
static int take_back(struct store *s, const struct past_want *want, struct err *e)
{
	int rc = derived_open(s, e);

	if (rc == 0)
		rc = store_refresh(s, e);
	if (rc == 0)
		rc = rewind_store(s, want, e);
	if (rc == ERR_IO)
		rc = say_failure(s, sqlite3_extended_errcode(s->db), e);
	return rc == 0 ? lookup_reload(s, e) : rc;
}

static int make(struct store *s, const struct past_want *want, struct err *e)
{
	int rc = open_copy(s, e);

	if (rc == 0)
		rc = copy_from(s->past->live, s, want, e);
	if (rc == 0)
		rc = settle_copy(s, e);
	place_drop(s->path);
	if (rc == 0)
		rc = take_back(s, want, e);
	if (s->db)
		sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	free(s->path);
	s->path = xstrdup(s->past->live->path);
	s->readonly = s->guarded = true;
	s->stop = s->past->live->stop;
	return rc;
}

int past_open(struct store *live, const struct past_want *want, struct store **out, struct err *e)
{
	struct buf path = BUF_INIT;
	struct store *s;
	int rc;

	*out = NULL;
	rc = find_place(live, size_of(live->path), &path, e);
	if (rc < 0) {
		buf_release(&path);
		return rc;
	}
	s = new_copy(live, want, &path);
	rc = make(s, want, e);
	if (rc < 0)
		store_close(s);
	else
		*out = s;
	return rc;
}
