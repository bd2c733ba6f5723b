/*
 * Statements: a cache of prepared ones, and what SQLite's errors mean to a
 * person.  Every statement of the program passes sql_step(), so busy, full and
 * damaged databases are told in the same words everywhere.
 */
#include "db/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "db/lock.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

static int error_busy(struct store *s, struct err *e)
{
	struct buf holder = BUF_INIT;

	lock_holder(s->path, &holder);
	if (holder.len)
		err_set(e, ERR_BUSY, _("数据库正忙：%s 正在写入，已等待 %d 秒；请稍后再试，内容没有写入。"),
			buf_str(&holder), s->busy_ms / 1000);
	else
		err_set(e, ERR_BUSY, _("数据库正忙：另一个程序正在写入，已等待 %d 秒；请稍后再试，内容没有写入。"),
			s->busy_ms / 1000);
	buf_release(&holder);
	return ERR_BUSY;
}

static _Noreturn void no_memory(void)
{
	mem_die(_("内存不足，程序停止；已经保存的数据不受影响，请关闭其他程序后重新打开。"));
}

static int error_full(const struct store *s, struct err *e)
{
	return err_set(e, ERR_IO, _("磁盘已满：%s 没有写入，原有内容不变；请腾出空间后再试。"), s->path);
}

int sql_error(struct store *s, struct err *e)
{
	switch (sqlite3_errcode(s->db) & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_busy(s, e);
	case SQLITE_INTERRUPT:
		return err_set(e, ERR_STOPPED, _("已停止，什么都没有写入。"));
	case SQLITE_FULL:
		return error_full(s, e);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		if (s->readonly)
			return err_set(e, ERR_DENIED, _("数据库 %s 所在的目录不能写入，只读也打不开（旁边要放日志文件）；请把它复制到自己的目录再打开。"),
				       s->path);
		return err_set(e, ERR_DENIED, _("数据库 %s 不能写入：文件或目录是只读的。"), s->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_DATABASE, _("数据库 %s 已损坏（%s）；请用最近的备份恢复：zhibu restore。"), s->path,
			       sqlite3_errmsg(s->db));
	case SQLITE_CANTOPEN:
		return err_set(e, ERR_DATABASE, _("打不开数据库 %s：目录不能写入或文件打不开。"), s->path);
	case SQLITE_IOERR:
		/* Where not even the memory that connections share finds room, SQLite says no more than this. */
		if (sqlite3_system_errno(s->db) == ENOSPC || sqlite3_system_errno(s->db) == EDQUOT)
			return error_full(s, e);
		return err_set(e, ERR_IO, _("读写数据库 %s 时磁盘出错（%s），没有写入；请检查磁盘。"), s->path,
			       sqlite3_errmsg(s->db));
	case SQLITE_NOMEM:
		no_memory();
	case SQLITE_TOOBIG:
		return err_set(e, ERR_INVALID, _("内容太长，超过一百万字节的上限，没有写入。"));
	default:
		return err_set(e, ERR_DATABASE, _("数据库 %s 出错：%s"), s->path, sqlite3_errmsg(s->db));
	}
}

/* Eight bytes at a time: some statements are long, and every use of one begins here. */
static uint32_t hash_text(const char *sql)
{
	uint64_t h = strlen(sql), word;
	size_t left = (size_t)h;

	for (; left >= sizeof(word); left -= sizeof(word), sql += sizeof(word)) {
		memcpy(&word, sql, sizeof(word));
		h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 32;
	}
	for (word = 0; left > 0; left--)
		word = word << 8 | (unsigned char)*sql++;
	h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)(h >> 32);
}

/* Looked for from the place that the hash names, up to the first gap. */
static struct stmt_slot *slot_for(struct store *s, const char *sql, uint32_t hash)
{
	struct stmt_slot *idle = NULL;

	for (size_t i = 0; i < STMT_SLOTS; i++) {
		struct stmt_slot *slot = &s->stmts[(hash + i) % STMT_SLOTS];

		if (!slot->sql)
			return slot;
		if (slot->busy)
			continue;
		if (slot->hash == hash && strcmp(slot->sql, sql) == 0)
			return slot;
		idle = slot;
	}
	return idle;
}

static void slot_clear(struct stmt_slot *slot)
{
	sqlite3_finalize(slot->stmt);
	free(slot->sql);
	*slot = (struct stmt_slot){ .sql = NULL };
}

int sql_get(struct store *s, const char *sql, sqlite3_stmt **out, struct err *e)
{
	uint32_t hash = hash_text(sql);
	struct stmt_slot *slot = slot_for(s, sql, hash);

	*out = NULL;
	if (slot && slot->sql && strcmp(slot->sql, sql) != 0)
		slot_clear(slot);
	if (slot)
		s->last_slot = (size_t)(slot - s->stmts);
	if (slot && slot->sql) {
		slot->busy = true;
		*out = slot->stmt;
		return 0;
	}
	if (sqlite3_prepare_v3(s->db, sql, -1, slot ? SQLITE_PREPARE_PERSISTENT : 0, out, NULL) != SQLITE_OK)
		return sql_error(s, e);
	if (slot)
		*slot = (struct stmt_slot){ .sql = xstrdup(sql), .hash = hash, .stmt = *out, .busy = true };
	return 0;
}

/* The slot that holds a statement; mostly it is the one that was given out last. */
static struct stmt_slot *slot_of(struct store *s, const sqlite3_stmt *stmt)
{
	if (s->stmts[s->last_slot].stmt == stmt)
		return &s->stmts[s->last_slot];
	for (size_t i = 0; i < STMT_SLOTS; i++) {
		if (s->stmts[i].stmt == stmt)
			return &s->stmts[i];
	}
	return NULL;
}

void sql_done(struct store *s, sqlite3_stmt *stmt)
{
	struct stmt_slot *slot = stmt ? slot_of(s, stmt) : NULL;

	if (!slot) {
		sqlite3_finalize(stmt);
		return;
	}
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	slot->busy = false;
}

void sql_forget_all(struct store *s)
{
	for (size_t i = 0; i < STMT_SLOTS; i++)
		if (s->stmts[i].sql && !s->stmts[i].busy)
			slot_clear(&s->stmts[i]);
}

int sql_step(struct store *s, sqlite3_stmt *stmt, struct err *e)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : sql_error(s, e);
}

int sql_exec(struct store *s, const char *sql, struct err *e)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : sql_error(s, e);
}

int64_t sql_integer(struct store *s, const char *sql, int64_t fallback)
{
	sqlite3_stmt *stmt;
	int64_t n = fallback;

	if (sql_get(s, sql, &stmt, NULL) < 0)
		return fallback;
	if (sql_step(s, stmt, NULL) == 1 && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		n = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return n;
}

int sql_ask(struct store *s, const char *sql, int64_t *n, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, sql, &stmt, e);

	*n = 0;
	if (rc < 0)
		return rc;
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		*n = sqlite3_column_int64(stmt, 0);
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

const char *sql_text_or_null(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	if (!text && sqlite3_column_type(stmt, column) != SQLITE_NULL)
		no_memory();
	return text;
}

const char *sql_text(sqlite3_stmt *stmt, int column)
{
	const char *text = sql_text_or_null(stmt, column);

	return text ? text : "";
}

int sql_copied(int rc)
{
	if (rc == SQLITE_NOMEM)
		no_memory();
	return rc;
}

int sql_bind(struct store *s, sqlite3_stmt *stmt, int at, const char *text, struct err *e)
{
	return sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT) == SQLITE_OK ? 0 : sql_error(s, e);
}

char *meta_get(struct store *s, const char *name)
{
	sqlite3_stmt *stmt;
	char *value = NULL;

	if (sql_get(s, "SELECT value FROM meta WHERE name = ?1", &stmt, NULL) < 0)
		return NULL;
	if (sql_bind(s, stmt, 1, name, NULL) == 0 && sql_step(s, stmt, NULL) == 1)
		value = xstrdup(sql_text(stmt, 0));
	sql_done(s, stmt);
	return value;
}

int meta_set(struct store *s, const char *name, const char *value, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "INSERT INTO meta(name, value) VALUES(?1, ?2)"
			    " ON CONFLICT(name) DO UPDATE SET value = excluded.value", &stmt, e);

	if (rc < 0)
		return rc;
	rc = sql_bind(s, stmt, 1, name, e);
	if (rc == 0)
		rc = sql_bind(s, stmt, 2, value, e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc;
}
