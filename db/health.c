/* The daily check of the file, in the background: see health.h. */
#include "db/health.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "db/care.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

/* Nobody's first keys shall wait for the disk. */
#define AFTER_MS 10000

struct health {
	pthread_t thread;
	char *path;
	atomic_bool stop, finished;
	char *complaint;	/* written by the thread before `finished`, read after it; so is `sound` */
	bool sound;		/* the check came to its end and found nothing */
	bool joined;
	bool told;		/* that it is sound has been written down */
};

bool health_left_unclean(const char *path)
{
	struct buf wal = BUF_INIT;
	struct stat st;
	bool left;

	buf_addf(&wal, "%s-wal", path);
	left = stat(buf_str(&wal), &st) == 0 && st.st_size > 0;
	buf_release(&wal);
	return left;
}

static int stopped(void *ctx)
{
	struct health *h = ctx;

	return atomic_load(&h->stop);
}

/* Being locked out or out of memory says nothing about the file: the check is then only not done. */
static bool is_damage(int rc)
{
	return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB || (rc & 0xff) == SQLITE_IOERR;
}

static void check(struct health *h, sqlite3 *db)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	sqlite3_busy_timeout(db, 5000);
	sqlite3_progress_handler(db, 1000, stopped, h);
	rc = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(stmt, 0);

		h->sound = text && strcmp(text, "ok") == 0;
		if (!h->sound)
			h->complaint = xstrdup(text ? text : "?");
	} else if (is_damage(rc)) {
		h->complaint = xstrdup(sqlite3_errmsg(db));
	}
	sqlite3_finalize(stmt);
}

static void *work(void *ctx)
{
	struct health *h = ctx;
	sqlite3 *db = NULL;

	/* On Linux this is the thread's own priority; where it cannot be lowered the check only costs more. */
	setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 19);
	if (sqlite3_open_v2(h->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK)
		check(h, db);
	sqlite3_close(db);
	atomic_store(&h->finished, true);
	return NULL;
}

static void start(struct store *s)
{
	struct health *h = xcalloc(1, sizeof(*h));

	h->path = xstrdup(s->path);
	if (pthread_create(&h->thread, NULL, work, h) != 0) {
		free(h->path);
		free(h);
		return;
	}
	s->health = h;
}

static char *today_text(struct store *s)
{
	struct buf b = BUF_INIT;

	date_format(&b, s->lookup.today);
	return buf_detach(&b);
}

static bool is_due(struct store *s)
{
	char *today = today_text(s), *last = meta_get(s, "checked");
	bool due = s->unclean || !last || strcmp(last, today) != 0;

	free(today);
	free(last);
	return due;
}

/* Remembers that the file was found sound today; not a change of records, so no action.  False: another one writes. */
static bool remember(struct store *s)
{
	char *today = today_text(s);
	bool written = meta_set(s, "checked", today, NULL) == 0;

	if (written)
		s->unclean = false;
	free(today);
	return written;
}

void health_idle(struct store *s)
{
	struct health *h = s->health;

	if (!h && !s->health_asked && clock_ms() - s->opened_ms >= AFTER_MS) {
		s->health_asked = true;
		if (is_due(s))
			start(s);
	} else if (h && !h->joined && atomic_load(&h->finished)) {
		pthread_join(h->thread, NULL);
		h->joined = true;
	}
	if (h && h->joined && h->sound && !h->told)
		h->told = remember(s);
}

bool health_running(const struct store *s)
{
	return s->health && !s->health->joined;
}

void health_close(struct store *s)
{
	struct health *h = s->health;

	if (!h)
		return;
	atomic_store(&h->stop, true);
	if (!h->joined)
		pthread_join(h->thread, NULL);
	free(h->complaint);
	free(h->path);
	free(h);
	s->health = NULL;
}

bool care_complaint(const struct store *s, struct buf *out)
{
	const struct health *h = s->health;

	if (!h || !h->joined || !h->complaint)
		return false;
	buf_addf(out, _("数据库文件检查发现损坏：%s；请停止录入，用最近的备份恢复（zhibu restore）。"), h->complaint);
	return true;
}
