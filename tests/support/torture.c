/*
 * What all kinds of torture need: dice, databases, and their verdict.
 */
#include "tests/support/torture.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/journal.h"
#include "src/mem.h"
#include "src/banned.h"

/* --- dice (splitmix64) --- */

struct dice dice_of(const struct torture *t, int round)
{
	struct dice d = { .state = (uint64_t)t->seed << 32 ^ (uint64_t)(unsigned int)round };

	dice_roll(&d, 2);
	return d;
}

uint32_t dice_roll(struct dice *d, uint32_t below)
{
	uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

int torture_failed(const struct torture *t, const char *what, int round, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: seed %u, round %d: ", what, t->seed, round);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\n");
	return 1;
}

/* --- files --- */

char *torture_path(const struct torture *t, const char *name)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s/%s", t->dir, name);
	return buf_detach(&b);
}

void torture_remove(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct buf b = BUF_INIT;

		buf_addf(&b, "%s%s", path, tails[i]);
		unlink(buf_str(&b));
		buf_release(&b);
	}
}

static _Noreturn void give_up(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	abort();
}

void torture_copy(const char *from, const char *to)
{
	static char block[1 << 16];
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	ssize_t n;

	if (in < 0 || out < 0)
		give_up(in < 0 ? from : to, strerror(errno));
	while ((n = read(in, block, sizeof(block))) > 0)
		if (write(out, block, (size_t)n) != n)
			give_up(to, strerror(errno));
	close(in);
	close(out);
}

/* --- databases --- */

struct store *torture_open(const char *path, struct err *e)
{
	struct store_options options = { .path = path, .channel = "torture", .busy_ms = 30000 };
	struct store *s;

	return store_open(&options, &s, e) == 0 ? s : NULL;
}

struct org *torture_branch(const char *code)
{
	struct org *org = reg_new(&org_reg);
	struct buf name = BUF_INIT;

	buf_addf(&name, "中共示例%s支部委员会", code);
	org->code = xstrdup(code);
	org->name = buf_detach(&name);
	org->category.s = xstrdup("631");
	return org;
}

static int add_branches(struct store *s, int n, struct err *e)
{
	int rc = store_begin(s, ACTION_IMPORT, "示例", e);

	if (rc < 0)
		return rc;
	for (int i = 0; rc == 0 && i < n; i++) {
		char code[16];
		struct org *org;

		snprintf(code, sizeof(code), "T%d", i);
		org = torture_branch(code);
		rc = store_save(s, &org_reg, NULL, org, NULL, e);
		reg_free(&org_reg, org);
	}
	return rc == 0 ? store_commit(s, NULL, e) : rc;
}

void torture_make(const char *path, int n)
{
	struct store_options options = { .path = path, .channel = "torture" };
	struct err e = ERR_INIT;
	struct store *s;

	if (access(path, F_OK) == 0)
		return;
	if (store_create(&options, &e) < 0)
		give_up(path, e.text);
	s = torture_open(path, &e);
	if (!s || add_branches(s, n, &e) < 0)
		give_up(path, e.text);
	store_close(s);
}

struct org *torture_read(struct store *s, const char *code, struct err *e)
{
	const struct lookup *l = store_lookup(s);
	struct org *org = reg_new(&org_reg);
	int64_t id;
	int rc = l->ref_find(l->ctx, &org_reg, code, &id, e);

	if (rc == 0)
		rc = l->ref_get(l->ctx, &org_reg, id, org, e);
	if (rc == 0)
		return org;
	reg_free(&org_reg, org);
	return NULL;
}

void torture_set(char **text, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	free(*text);
	*text = buf_detach(&b);
}

static void keep_first(void *ctx, const char *text)
{
	struct err *e = ctx;

	if (!e->text[0])
		err_set(e, ERR_DATABASE, "%s", text);
}

int64_t torture_verify(const char *path, struct err *e)
{
	struct store *s;
	int64_t problems = 0;
	int rc;

	err_clear(e);
	s = torture_open(path, e);
	if (!s)
		return -1;
	rc = journal_verify(s, keep_first, e, &problems, e);
	store_close(s);
	return rc < 0 ? -1 : problems;
}

static uint64_t mix(uint64_t h, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ bytes[i]) * UINT64_C(0x100000001B3);
	return (h ^ 0x1f) * UINT64_C(0x100000001B3);
}

static uint64_t mix_rows(uint64_t h, sqlite3 *db, const char *table)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt = NULL;

	buf_addf(&sql, "SELECT * FROM \"%s\" NOT INDEXED", table);
	sqlite3_prepare_v2(db, buf_str(&sql), -1, &stmt, NULL);
	buf_release(&sql);
	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			h = mix(h, sqlite3_column_text(stmt, i), (size_t)sqlite3_column_bytes(stmt, i));
	sqlite3_finalize(stmt);
	return h;
}

uint64_t torture_facts(const char *path)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325);
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
		for (size_t i = 0; i < registers_n; i++)
			h = mix_rows(h, db, registers[i]->name);
		h = mix_rows(h, db, "action");
		h = mix_rows(h, db, "change");
	}
	sqlite3_close(db);
	return h;
}
