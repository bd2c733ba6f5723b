/* The slices before a large commit. */
#include "db/settle.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/derived_fill.h"
#include "src/clock.h"
#include "src/mem.h"
#include "src/banned.h"

/* What a slow disk writes in a moment. */
#define PIECE (off_t)(2 * 1024 * 1024)

#define FILL_SHARE 900		/* of SETTLE_ALL, and of the time */

struct settle {
	struct store *s;
	struct derived_fill *fill;
	bool filled;
	int log;		/* descriptor, or -1 */
	off_t at, size;		/* of it, on the disk and in all */
};

struct settle *settle_new(struct store *s, const struct reg *reg)
{
	struct settle *t = xcalloc(1, sizeof(*t));

	*t = (struct settle){ .s = s, .fill = derived_fill_new(s, reg), .log = -1 };
	return t;
}

void settle_free(struct settle *t)
{
	if (!t)
		return;
	derived_fill_free(t->fill);
	if (t->log >= 0)
		close(t->log);
	free(t);
}

/* SQLite holds no lock on the log itself that the closing of another descriptor would end.  Where it cannot be opened, the
 * commit does all of it. */
static void open_log(struct settle *t)
{
	const char *name = sqlite3_db_filename(t->s->db, "main");
	struct stat st;

	sqlite3_db_cacheflush(t->s->db);
	t->log = open(sqlite3_filename_wal(name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (t->log >= 0 && fstat(t->log, &st) == 0)
		t->size = st.st_size;
}

static void write_piece(struct settle *t)
{
	/* What this could not write, the commit writes, and says so where even that fails. */
	sync_file_range(t->log, t->at, PIECE, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
	t->at += PIECE;
}

static int fill(struct settle *t, int ms, struct err *e)
{
	int rc = derived_fill_step(t->fill, ms, e);

	if (rc != 0)
		return rc;
	t->filled = true;
	open_log(t);
	return 1;
}

int settle_step(struct settle *t, int ms, struct err *e)
{
	int64_t end = clock_ms() + ms;
	int rc = 1;

	if (!t->filled)
		rc = fill(t, ms, e);
	while (rc == 1 && t->filled && t->at < t->size && (!ms || clock_ms() < end))
		write_piece(t);
	return rc < 0 ? rc : !t->filled || t->at < t->size;
}

int settle_progress(const struct settle *t)
{
	int64_t done, all;

	if (t->filled)
		return FILL_SHARE + (t->at < t->size ? (int)((SETTLE_ALL - FILL_SHARE) * t->at / t->size) : SETTLE_ALL - FILL_SHARE);
	derived_fill_progress(t->fill, &done, &all);
	return all ? (int)(FILL_SHARE * done / all) : 0;
}
