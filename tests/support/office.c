/*
 * An office with a database of its own for each test.
 */
#include "tests/support/office.h"

#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "db/journal.h"
#include "src/mem.h"
#include "src/banned.h"

#define NOBODY 65534

static char *template_dir, *template_path;

/* --- folders and files --- */

static char *new_dir(void)
{
	struct buf b = BUF_INIT;
	const char *tmp = getenv("TMPDIR");

	buf_addf(&b, "%s/zhibu-office.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(b.data));
	return buf_detach(&b);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

static void remove_dir(char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(dir);
}

static void copy_file(const char *from, const char *to)
{
	char block[65536];
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	ssize_t n;

	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, block, sizeof(block))) > 0)
		assert_int_equal(write(out, block, (size_t)n), n);
	assert_int_equal(n, 0);
	close(in);
	close(out);
}

static char *path_in(const char *dir, const char *name)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s/%s", dir, name);
	return buf_detach(&b);
}

const char *office_file(struct office *o, const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", o->dir, name);
	return path;
}

/* --- life --- */

int office_group_setup(void **state)
{
	struct store_options options = { .channel = "test" };
	struct err e = ERR_INIT;

	(void)state;
	/* Sentences hold more than ASCII, and what may be shown depends on the locale. */
	setlocale(LC_ALL, "C.UTF-8");
	template_dir = new_dir();
	template_path = path_in(template_dir, "template.db");
	options.path = template_path;
	if (store_create(&options, &e) < 0)
		fail_msg("%s", e.text);
	return 0;
}

int office_group_teardown(void **state)
{
	(void)state;
	free(template_path);
	remove_dir(template_dir);
	return 0;
}

int office_setup(void **state)
{
	struct office *o = xcalloc(1, sizeof(*o));

	o->dir = new_dir();
	o->path = path_in(o->dir, "zhibu.db");
	copy_file(template_path, o->path);
	office_open(o, NULL);
	*state = o;
	return 0;
}

void office_keep(struct office *o)
{
	office_close(o);
	assert_int_equal(unlink(template_path), 0);
	copy_file(o->path, template_path);
}

int office_teardown(void **state)
{
	struct office *o = *state;

	office_close(o);
	free(o->path);
	remove_dir(o->dir);
	free(o);
	return 0;
}

void office_close(struct office *o)
{
	store_close(o->s);
	o->s = NULL;
}

void office_open(struct office *o, const char *login)
{
	struct store_options options = { .path = o->path, .channel = "test", .operator_login = login };

	office_close(o);
	if (store_open(&options, &o->s, &o->e) < 0)
		fail_msg("%s", o->e.text);
}

struct store *office_second(struct office *o)
{
	struct store_options options = { .path = o->path, .channel = "second", .busy_ms = 20 };
	struct store *s;

	if (store_open(&options, &s, &o->e) < 0)
		fail_msg("%s", o->e.text);
	return s;
}

int office_try(struct office *o, const char *path, bool readonly)
{
	struct store_options options = { .path = path, .channel = "test", .readonly = readonly, .busy_ms = 20 };
	struct store *s;
	int rc;

	err_clear(&o->e);
	rc = store_open(&options, &s, &o->e);
	store_close(s);
	return rc;
}

/* --- behind the program's back --- */

static sqlite3 *raw_open(const struct office *o)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(o->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	return db;
}

void office_meddle(struct office *o, const char *sql)
{
	sqlite3 *db = raw_open(o);
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

char *office_text(struct office *o, const char *sql)
{
	sqlite3 *db = raw_open(o);
	sqlite3_stmt *stmt;
	char *text = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (sqlite3_step(stmt) == SQLITE_ROW)
		text = xstrdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return text;
}

int64_t office_number(struct office *o, const char *sql)
{
	char *text = office_text(o, sql);
	int64_t n = text ? strtoll(text, NULL, 10) : 0;

	free(text);
	return n;
}

/* --- records --- */

static void type_field(struct store *s, const struct reg *reg, void *rec, const char *field, const char *typed)
{
	struct err e = ERR_INIT;

	if (field_parse(reg_field(reg, field), typed, store_lookup(s), rec, &e) < 0)
		fail_msg("%s: %s", field, e.text);
}

struct org *office_new_org(const char *code, int64_t superior)
{
	struct org *org = reg_new(&org_reg);
	struct buf name = BUF_INIT;

	buf_addf(&name, "中共示例%s支部委员会", code);
	org->code = xstrdup(code);
	org->name = buf_detach(&name);
	org->category.s = xstrdup("631");
	org->superior.id = superior;
	return org;
}

int64_t office_branch(struct office *o, const char *code, int64_t superior)
{
	struct org *org = office_new_org(code, superior);
	int64_t id;

	if (store_save_one(o->s, &org_reg, NULL, org, NULL, &o->e) < 0)
		fail_msg("%s: %s", code, o->e.text);
	id = org->rec.id;
	reg_free(&org_reg, org);
	return id;
}

struct org *office_org(struct office *o, int64_t id)
{
	struct org *org = reg_new(&org_reg);

	const struct lookup *l = store_lookup(o->s);

	if (l->ref_get(l->ctx, &org_reg, id, org, &o->e) < 0)
		fail_msg("%s", o->e.text);
	return org;
}

int office_edit(struct office *o, int64_t id, const char *field, const char *typed)
{
	struct org *base = office_org(o, id), *org = office_org(o, id);
	int rc;

	err_clear(&o->e);
	type_field(o->s, &org_reg, org, field, typed);
	rc = store_save_one(o->s, &org_reg, base, org, NULL, &o->e);
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	return rc;
}

void office_must_edit(struct office *o, int64_t id, const char *field, const char *typed)
{
	if (office_edit(o, id, field, typed) < 0)
		fail_msg("%s: %s", field, o->e.text);
}

char *office_field(struct office *o, int64_t id, const char *field)
{
	struct org *org = office_org(o, id);
	struct buf b = BUF_INIT;

	field_format(reg_field(&org_reg, field), org, store_lookup(o->s), STYLE_DATA, &b);
	reg_free(&org_reg, org);
	return b.data ? buf_detach(&b) : xstrdup("");
}

int64_t office_operator(struct office *o, const char *login, const char *role, int64_t scope)
{
	struct operator_row *op = reg_new(&operator_reg);
	int64_t id;

	op->login = xstrdup(login);
	op->name = xstrdup(login);
	op->role.s = xstrdup(role);
	op->scope.id = scope;
	if (store_save_one(o->s, &operator_reg, NULL, op, NULL, &o->e) < 0)
		fail_msg("%s: %s", login, o->e.text);
	id = op->rec.id;
	reg_free(&operator_reg, op);
	return id;
}

int office_retire(struct office *o, const struct reg *reg, int64_t id)
{
	int rc;

	err_clear(&o->e);
	rc = store_begin(o->s, ACTION_EDIT, NULL, &o->e);
	if (rc < 0)
		return rc;
	rc = store_retire(o->s, reg, id, "示例", &o->e);
	if (rc < 0) {
		store_rollback(o->s);
		return rc;
	}
	return store_commit(o->s, NULL, &o->e);
}

/* --- what verify says --- */

static void keep_all(void *ctx, const char *text)
{
	buf_addf(ctx, "%s\n", text);
}

void office_ignore(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;
}

int64_t office_problems(struct office *o, char **first)
{
	struct buf said = BUF_INIT;
	int64_t n = 0;

	if (journal_verify(o->s, keep_all, &said, &n, &o->e) < 0)
		fail_msg("%s", o->e.text);
	if (first)
		*first = xstrdup(buf_str(&said));
	buf_release(&said);
	return n;
}

void office_sound(struct office *o)
{
	char *said;

	if (office_problems(o, &said) != 0)
		fail_msg("verify: %s", said);
	free(said);
}

void office_found(struct office *o, const char *words)
{
	char *said;

	office_open(o, NULL);
	if (office_problems(o, &said) == 0 || !strstr(said, words))
		fail_msg("verify does not say 「%s」 but 「%s」", words, said);
	free(said);
}

void office_refused(const struct office *o, int rc, int code, const char *words)
{
	if (rc != code)
		fail_msg("returned %d and not %d: %s", rc, code, o->e.text);
	assert_int_equal(o->e.code, code);
	while (*words) {
		size_t n = strcspn(words, "/");
		char *word = xstrndup(words, n);

		if (!strstr(o->e.text, word))
			fail_msg("「%s」 does not say 「%s」", o->e.text, word);
		free(word);
		words += words[n] ? n + 1 : n;
	}
}

/* --- other processes --- */

static int hold_lock(const char *path, int ready, int release)
{
	sqlite3 *db;
	char byte = 0;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		return 1;
	if (write(ready, &byte, 1) != 1)
		return 1;
	while (read(release, &byte, 1) > 0)
		;
	sqlite3_close(db);
	return 0;
}

struct blocker office_block(const char *path)
{
	int ready[2], release[2];
	struct blocker b;
	char byte;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(release), 0);
	b.pid = fork();
	assert_true(b.pid >= 0);
	if (b.pid == 0) {
		close(ready[0]);
		close(release[1]);
		_exit(hold_lock(path, ready[1], release[0]));
	}
	close(ready[1]);
	close(release[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	b.release = release[1];
	return b;
}

void office_unblock(struct blocker *b)
{
	int status;

	close(b->release);
	assert_int_equal(waitpid(b->pid, &status, 0), b->pid);
	assert_int_equal(status, 0);
}

void office_limit_files(long bytes)
{
	struct rlimit limit = { .rlim_cur = (rlim_t)bytes, .rlim_max = RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		_exit(99);
}

int office_as_nobody(int (*fn)(void *ctx), void *ctx)
{
	pid_t child;
	int status;

	if (geteuid() != 0)
		return -1;
	child = fork();
	if (child == 0) {
		if (setgroups(0, NULL) < 0 || setgid(NOBODY) < 0 || setuid(NOBODY) < 0)
			_exit(99);
		_exit(fn(ctx));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), 99);
	return WEXITSTATUS(status);
}
