/*
 * Opening and closing the store.  Everything that must be true of the file
 * before a byte of it is believed is checked here, in this order: the path,
 * the file, the connection's limits, the header, the version, the schema.
 */
#include "db/open.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/create.h"
#include "db/derived.h"
#include "db/health.h"
#include "db/lock.h"
#include "db/lookup.h"
#include "db/operator.h"
#include "db/place.h"
#include "db/schema.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

/* What the guarded connection may do: rows and transactions, no DDL, no PRAGMA (but FTS5's own), no ATTACH. */
static int authorize(void *ctx, int what, const char *a, const char *b, const char *db, const char *trigger)
{
	const struct store *s = ctx;

	(void)db;
	(void)trigger;
	if (!s->guarded)
		return SQLITE_OK;
	switch (what) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
	case SQLITE_FUNCTION:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_PRAGMA:
		return a && !b && (strcmp(a, "data_version") == 0 || strcmp(a, "user_version") == 0) ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

bool store_guard(struct store *s, bool on)
{
	bool before = s->guarded;

	s->guarded = on;
	return before;
}

static int progress(void *ctx)
{
	const struct store *s = ctx;

	return s->stop && *s->stop;
}

static void set_limits(sqlite3 *db)
{
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1000000);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 100000);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 100);
	sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 20);
	sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 5);
	sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 2);
}

static int configure(struct store *s, struct err *e)
{
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, s->busy_ms);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	set_limits(s->db);
	sqlite3_wal_autocheckpoint(s->db, 0);
	sqlite3_progress_handler(s->db, 1000, progress, s);
	sqlite3_set_authorizer(s->db, authorize, s);
	return sql_exec(s, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;"
			   "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
			   "PRAGMA cache_size = -6000", e);
}

/* The path as a URI with a parameter: in it some signs mean something. */
static void add_uri(struct buf *out, const char *path, const char *parameter)
{
	buf_adds(out, "file:");
	for (; *path; path++)
		if (strchr("%?#", *path))
			buf_addf(out, "%%%02x", (unsigned int)(unsigned char)*path);
		else
			buf_addc(out, *path);
	buf_addf(out, "?%s", parameter);
}

/* On a read-only medium SQLite cannot make the log that it wants beside every file; there nothing can change either. */
static int open_frozen(struct store *s, int flags)
{
	struct buf uri = BUF_INIT;
	int rc;

	add_uri(&uri, s->path, "immutable=1");
	rc = sqlite3_open_v2(buf_str(&uri), &s->db, flags | SQLITE_OPEN_URI, NULL);
	buf_release(&uri);
	return rc;
}

int open_connection(struct store *s, bool create, struct err *e)
{
	int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
	int rc;

	/* Nobody asks how much memory SQLite has; counting it takes a lock for every piece. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	flags |= s->readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (create)
		flags |= SQLITE_OPEN_CREATE;
	if (s->readonly && place_is_frozen(s->path))
		rc = open_frozen(s, flags);
	else
		rc = sqlite3_open_v2(s->path, &s->db, flags, NULL);
	if (!s->db)
		mem_die("sqlite3_open");
	if (rc != SQLITE_OK)
		return sql_error(s, e);
	return configure(s, e);
}

struct store *open_new(const struct store_options *o, char *path)
{
	struct store *s = xcalloc(1, sizeof(*s));
	char host[HOST_NAME_MAX + 1] = "";

	gethostname(host, sizeof(host) - 1);
	s->path = path;
	s->channel = xstrdup(o->channel ? o->channel : "cli");
	s->host = xstrdup(host);
	s->readonly = o->readonly;
	s->export_masks = xstrdup(o->export_masks ? o->export_masks : "");
	s->at_ms = o->at_ms;
	s->busy_ms = o->busy_ms > 0 ? o->busy_ms : 5000;
	reg_init(&operator_reg, &s->operator_row);
	lookup_init(s);
	return s;
}

/* A checkpoint empties the write-ahead log, so that the next start need not read it (SPEED: trap 4). */
static void checkpoint(struct store *s)
{
	if (!s->readonly && s->db)
		sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

int open_settle(struct store *s, struct err *e)
{
	int rc;

	/* Statements that are kept for use again hold the log. */
	sql_forget_all(s);
	rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return rc == SQLITE_OK ? 0 : sql_error(s, e);
}

/*
 * Who only reads makes the log beside the file like everybody, but may not take it away.  A connection that
 * could write does that when it closes, if it is the last one.
 */
static void sweep_log(const char *path)
{
	sqlite3 *db = NULL;

	if (!place_has_empty_log(path))
		return;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK)
		sqlite3_exec(db, "PRAGMA user_version", NULL, NULL, NULL);
	sqlite3_close(db);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->action.open)
		store_rollback(s);
	health_close(s);
	if (s->derived)
		derived_close(s);
	sql_forget_all(s);
	if (s->db) {
		sqlite3_busy_timeout(s->db, 0);
		checkpoint(s);
	}
	sqlite3_close(s->db);
	if (s->readonly && s->db && !s->past)
		sweep_log(s->path);
	free(s->past);
	for (size_t i = 0; s->sql && i < registers_n; i++) {
		free(s->sql[i].columns);
		free(s->sql[i].insert);
		free(s->sql[i].update);
		free(s->sql[i].select);
	}
	free(s->sql);
	lookup_close(s);
	codebook_release(&s->codes);
	ruleset_release(&s->rules);
	reg_release(&operator_reg, &s->operator_row);
	free(s->path);
	free(s->channel);
	free(s->host);
	free(s->export_masks);
	free(s->account);
	free(s);
}

/* SQLite compares the file under the name with the one it has open; the log has to be looked for. */
int open_in_place(struct store *s, struct err *e)
{
	struct buf log = BUF_INIT;
	int moved = 0;

	sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	buf_addf(&log, "%s-wal", s->path);
	moved |= access(buf_str(&log), F_OK) < 0;
	buf_release(&log);
	if (!moved)
		return 0;
	return err_set(e, ERR_DATABASE, _("数据库 %s 打开以后被移走、换掉或删除了，没有写入；请退出，把它放回原处或用备份恢复后再打开。"),
		       s->path);
}

int open_finish(struct store *s, const char *login, struct err *e)
{
	int rc = derived_open(s, e);

	if (rc == 0)
		rc = derived_ensure(s, e);
	s->guarded = true;
	if (rc == 0)
		rc = store_refresh(s, e);
	if (rc == 0)
		rc = operator_enter(s, login, e);
	return rc;
}

int store_may_stand(const char *path, struct err *e)
{
	struct stat st;
	char *real = NULL;
	int rc = lstat(path, &st) == 0 ? place_check(path, true, &real, e) : place_check_new(path, &real, e);

	free(real);
	return rc;
}

int store_open(const struct store_options *o, struct store **out, struct err *e)
{
	struct store *s;
	char *path;
	int rc;

	*out = NULL;
	rc = place_check(o->path, o->readonly, &path, e);
	if (rc < 0)
		return rc;
	s = open_new(o, path);
	s->unclean = health_left_unclean(path);
	s->opened_ms = clock_ms();
	rc = open_connection(s, false, e);
	if (rc == 0)
		rc = schema_check(s, e);
	if (rc == 0)
		rc = open_finish(s, o->operator_login, e);
	if (rc == 0)
		rc = create_top_up(s, e);
	if (rc < 0) {
		store_close(s);
		return rc;
	}
	/* A program that was killed while it made a copy to look back in has left all of the data there. */
	if (!s->readonly)
		place_sweep(path);
	*out = s;
	return 0;
}

const struct lookup *store_lookup(struct store *s)
{
	return &s->lookup;
}

const char *store_path(const struct store *s)
{
	return s->path;
}

int64_t store_identity(struct store *s)
{
	return sql_integer(s, "SELECT min(id) FROM action", 0);
}

bool store_is_readonly(const struct store *s)
{
	return s->readonly;
}

int64_t store_data_version(struct store *s)
{
	int64_t others = sql_integer(s, "PRAGMA data_version", 0);

	/* data_version counts what others committed, total_changes what we did. */
	return others * 1000000007 + sqlite3_total_changes64(s->db);
}

bool store_idle(struct store *s, int ms)
{
	bool more;
	int wait;

	if (s->readonly || s->action.open)
		return false;
	/* What can wait gives way to another writer; a person's next key does not wait for either. */
	wait = store_wait(s, 0);
	health_idle(s);
	more = derived_idle(s, ms);
	store_wait(s, wait);
	return more;
}

int store_wait(struct store *s, int ms)
{
	int before = s->busy_ms;

	s->busy_ms = ms;
	sqlite3_busy_timeout(s->db, ms);
	return before;
}

void store_holder(const struct store *s, struct buf *out)
{
	lock_holder(s->path, out);
}

void store_stop_flag(struct store *s, volatile int *flag)
{
	s->stop = flag;
}
