/*
 * The version of the tables: migrations are the frozen files of db/schema,
 * numbered from 001 without a gap; user_version is the number of the last one that ran.
 */
#include "db/schema.h"

#include <stdlib.h>
#include <string.h>

#include "db/embed.h"
#include "db/sm3.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

static size_t steps(void)
{
	size_t n = 0;

	while (embed_schema[n].name)
		n++;
	return n;
}

static int run_step(struct store *s, size_t i, struct err *e)
{
	struct buf pragma = BUF_INIT;
	int rc = sql_exec(s, (const char *)embed_schema[i].data, e);

	buf_addf(&pragma, "PRAGMA user_version = %zu", i + 1);
	if (rc == 0)
		rc = sql_exec(s, buf_str(&pragma), e);
	buf_release(&pragma);
	return rc;
}

static int run_missing(struct store *s, struct err *e)
{
	struct buf print = BUF_INIT, pragma = BUF_INIT;
	int64_t version;
	int rc = sql_ask(s, "PRAGMA user_version", &version, e);

	sql_forget_all(s);
	for (size_t i = (size_t)version; rc == 0 && i < steps(); i++)
		rc = run_step(s, i, e);
	buf_addf(&pragma, "PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
	if (rc == 0)
		rc = sql_exec(s, buf_str(&pragma), e);
	if (rc == 0)
		rc = schema_fingerprint(s, &print, e);
	if (rc == 0)
		rc = meta_set(s, "schema", buf_str(&print), e);
	buf_release(&print);
	buf_release(&pragma);
	return rc;
}

int schema_migrate(struct store *s, struct err *e)
{
	int rc = sql_exec(s, "BEGIN IMMEDIATE", e);

	if (rc < 0)
		return rc;
	rc = run_missing(s, e);
	if (rc == 0)
		rc = sql_exec(s, "COMMIT", e);
	if (rc < 0)
		sql_exec(s, "ROLLBACK", NULL);
	return rc;
}

int schema_fingerprint(struct store *s, struct buf *out, struct err *e)
{
	/* Derived tables (k_*, s_* and its shadows, tally) are the program's to change and stay out, but a trigger or
	 * a view is never the program's, whatever its name. */
	static const char sql[] = "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL"
				  " AND NOT (type IN ('table', 'index') AND (tbl_name GLOB 'k_*' OR tbl_name GLOB 's_*'"
				  " OR tbl_name = 'tally' OR name GLOB 'sqlite_*')) ORDER BY type, name";
	unsigned char hash[SM3_SIZE];
	struct sm3 *md;
	sqlite3_stmt *stmt;
	int rc = sql_get(s, sql, &stmt, e);

	if (rc < 0)
		return rc;
	md = sm3_new();
	while ((rc = sql_step(s, stmt, e)) == 1) {
		const char *text = sql_text(stmt, 0);

		sm3_add(md, text, strlen(text) + 1);
	}
	sm3_end(md, hash);
	sql_done(s, stmt);
	for (size_t i = 0; rc == 0 && i < sizeof(hash); i++)
		buf_addf(out, "%02x", hash[i]);
	return rc;
}

/* A version below 1 is none that a migration leaves. */
static int check_fingerprint(struct store *s, int64_t version, struct err *e)
{
	struct buf now = BUF_INIT;
	char *stored = meta_get(s, "schema");
	int rc = schema_fingerprint(s, &now, e);

	if (rc == 0 && (version < 1 || !stored || strcmp(stored, buf_str(&now)) != 0))
		rc = err_set(e, ERR_DATABASE, _("数据库 %s 的表结构被别的程序改动过，为保护数据不打开；请用备份恢复。"),
			     s->path);
	free(stored);
	buf_release(&now);
	return rc;
}

int schema_check(struct store *s, struct err *e)
{
	int64_t id, version = 0;
	int rc = sql_ask(s, "PRAGMA application_id", &id, e);

	if (rc == 0)
		rc = sql_ask(s, "PRAGMA user_version", &version, e);
	if (rc < 0)
		return rc;
	if (id != SCHEMA_APPLICATION_ID)
		return err_set(e, ERR_DATABASE, _("%s 是别的程序的数据库，不是 zhibu 的；没有改动它。"), s->path);
	if (version > (int64_t)steps())
		return err_set(e, ERR_DATABASE, _("数据库 %s 来自更新的版本（结构 %lld，本程序只到 %zu）；请升级 zhibu 后再打开。"),
			       s->path, (long long)version, steps());
	rc = check_fingerprint(s, version, e);
	if (rc < 0 || version == (int64_t)steps())
		return rc;
	if (s->readonly)
		return err_set(e, ERR_DATABASE, _("数据库 %s 是旧版本的，要升级才能读；请先用 zhibu 打开一次（不加 --readonly）。"),
			       s->path);
	return schema_migrate(s, e);
}

int schema_unchanged(struct store *s, struct err *e)
{
	int64_t version;
	int rc = sql_ask(s, "PRAGMA user_version", &version, e);

	if (rc < 0 || version == (int64_t)steps())
		return rc;
	return err_set(e, ERR_DATABASE, _("数据库 %s 刚被更新的 zhibu 升级了，这个旧版本不能再写它，没有写入；请退出，用新版本打开。"), s->path);
}
