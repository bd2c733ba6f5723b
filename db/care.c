/*
 * Copies and health.  A copy is made by SQLite's backup API (the only safe way while others write), flushed, opened
 * and verified like any database, and only then given its name.
 */
#include "db/care.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/internal.h"
#include "db/journal.h"
#include "db/open.h"
#include "db/place.h"
#include "db/schema.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

static int say_why(int rc, struct err *e)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_BUSY, _("备份没有完成：另一个程序正在写入；请稍后再试。"));
	case SQLITE_FULL:
		return err_set(e, ERR_IO, _("备份没有完成：磁盘已满；请腾出空间，或换一个磁盘。"));
	default:
		return err_set(e, ERR_IO, _("备份没有完成：%s。"), sqlite3_errstr(rc));
	}
}

static int copy_pages(sqlite3 *from, const char *to, struct err *e)
{
	sqlite3 *db = NULL;
	sqlite3_backup *backup;
	int rc = sqlite3_open_v2(to, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, NULL);

	if (rc == SQLITE_OK) {
		backup = sqlite3_backup_init(db, "main", from, "main");
		rc = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(db);
		if (backup && sqlite3_backup_finish(backup) != SQLITE_OK)
			rc = sqlite3_errcode(db);
		if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
	}
	sqlite3_close(db);
	return rc == SQLITE_OK ? 0 : say_why(rc, e);
}

static void first_problem(void *ctx, const char *text)
{
	struct buf *b = ctx;

	if (!b->len)
		buf_adds(b, text);
}

/* Opens the copy like any database (a WAL file is made and taken away again) and verifies all of it. */
static int verify_copy(const char *path, struct err *e)
{
	struct store_options o = { .path = path, .channel = "cli", .readonly = false };
	struct buf text = BUF_INIT;
	struct store *copy;
	int64_t problems = 0;
	int rc = store_open(&o, &copy, e);

	if (rc < 0)
		return rc;
	rc = journal_verify(copy, first_problem, &text, &problems, e);
	if (rc == 0)
		rc = open_settle(copy, e);
	store_close(copy);
	if (rc == 0 && problems)
		rc = err_set(e, ERR_DATABASE, _("校验有 %lld 处不符，没有采用：%s"), (long long)problems, buf_str(&text));
	buf_release(&text);
	return rc;
}

static int copy_to(sqlite3 *from, const char *to, struct err *e)
{
	struct buf temporary = BUF_INIT;
	char *real;
	int fd, rc = place_check_new(to, &real, e);

	if (rc < 0)
		return rc;
	place_sweep(real);
	place_temporary(real, &temporary);
	fd = open(buf_str(&temporary), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		rc = err_set(e, ERR_IO, _("不能建立 %s：%s。"), to, strerror(errno));
		goto out;
	}
	close(fd);
	rc = copy_pages(from, buf_str(&temporary), e);
	if (rc == 0)
		rc = verify_copy(buf_str(&temporary), e);
	if (rc == 0)
		rc = place_publish(buf_str(&temporary), real, e);
	place_drop(buf_str(&temporary));
out:
	buf_release(&temporary);
	free(real);
	return rc;
}

/* --- what was done when --- */

static const char *const marks[] = { [CARE_BACKUP] = "backup", [CARE_VERIFY] = "verified" };

void care_mark(struct store *s, enum care_mark mark)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%lld", (long long)clock_wall_ms());
	if (!s->readonly)
		meta_set(s, marks[mark], buf_str(&text), NULL);
	buf_release(&text);
}

int64_t care_marked(struct store *s, enum care_mark mark)
{
	char *text = meta_get(s, marks[mark]);
	int64_t at = text ? strtoll(text, NULL, 10) : 0;

	free(text);
	return at > 0 ? at : 0;
}

int care_backup(struct store *s, const char *to, struct err *e)
{
	int rc = copy_to(s->db, to, e);

	if (rc == 0)
		care_mark(s, CARE_BACKUP);
	return rc;
}

int care_restore(const char *backup, const char *to, struct err *e)
{
	struct store_options o = { .path = backup, .readonly = true };
	struct store *s;
	char *path;
	int rc = place_check(backup, true, &path, e);

	if (rc < 0)
		return rc;
	s = open_new(&o, path);
	rc = open_connection(s, false, e);
	if (rc == 0)
		rc = schema_check(s, e);
	if (rc == 0)
		rc = copy_to(s->db, to, e);
	store_close(s);
	return rc;
}

/* --- facts --- */

static void fact_number(void (*fn)(void *ctx, const char *what, const char *value), void *ctx, const char *what,
			int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	fn(ctx, what, text);
}

int care_facts(struct store *s, void (*fn)(void *ctx, const char *what, const char *value), void *ctx,
	       struct err *e)
{
	bool guarded = store_guard(s, false);

	(void)e;
	fn(ctx, _("数据库"), s->path);
	fact_number(fn, ctx, _("结构版本"), sql_integer(s, "PRAGMA user_version", 0));
	fact_number(fn, ctx, _("大小（字节）"), sql_integer(s, "PRAGMA page_count", 0) *
						sql_integer(s, "PRAGMA page_size", 0));
	fact_number(fn, ctx, _("操作数"), sql_integer(s, "SELECT count(*) FROM action", 0));
	fn(ctx, "SQLite", sqlite3_libversion());
	fn(ctx, "OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING));
	store_guard(s, guarded);
	return 0;
}
