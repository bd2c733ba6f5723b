/*
 * Programs that are killed while they save, and programs that save at once.
 */
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "db/journal.h"
#include "src/mem.h"
#include "tests/support/torture.h"
#include "src/banned.h"

/* A round that was not begun anew keeps its database so long: verifying grows with the journal. */
#define ROUNDS_PER_DATABASE 25
#define BATCH 3

/* --- a program that saves without end --- */

/* A form is saved: T0's secretary becomes "示例N". */
static int save_edit(struct store *s, int n, struct err *e)
{
	struct org *base = torture_read(s, "T0", e), *org = base ? torture_read(s, "T0", e) : NULL;
	int rc = org ? 0 : ERR_DATABASE;

	if (rc == 0) {
		torture_set(&org->secretary, "示例%d", n);
		rc = store_save_one(s, &org_reg, base, org, NULL, e);
	}
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	return rc;
}

/* A small ledger is imported: all of it or nothing. */
static int save_batch(struct store *s, int round, int n, struct err *e)
{
	int rc = store_begin(s, ACTION_IMPORT, "示例", e);

	if (rc < 0)
		return rc;
	for (int i = 0; rc == 0 && i < BATCH; i++) {
		char code[32];
		struct org *org;

		snprintf(code, sizeof(code), "B%d-%d-%d", round, n, i);
		org = torture_branch(code);
		rc = store_save(s, &org_reg, NULL, org, NULL, e);
		reg_free(&org_reg, org);
	}
	return rc == 0 ? store_commit(s, NULL, e) : rc;
}

static int undo_latest(struct store *s, struct err *e)
{
	struct undo_plan plan;
	int rc = journal_plan_undo(s, 0, &plan, e);

	if (rc == 0)
		rc = journal_undo(s, &plan, false, NULL, e);
	undo_plan_release(&plan);
	return rc;
}

/* Tells each save through the pipe once it is committed, and works on until it is killed. */
static void save_for_ever(const char *path, int round, int n, int told)
{
	struct err e = ERR_INIT;
	struct store *s = torture_open(path, &e);
	int rc = s ? 0 : -1;

	for (; rc == 0; n++) {
		if (n % 4 == 1)
			rc = save_batch(s, round, n, &e);
		if (rc == 0 && n % 8 == 5)
			rc = undo_latest(s, &e);
		if (rc == 0)
			rc = save_edit(s, n, &e);
		if (rc == 0 && write(told, &n, sizeof(n)) != sizeof(n))
			rc = -1;
		if (n % 16 == 15)
			store_idle(s, 5);
	}
	fprintf(stderr, "the program that saves ended by itself: %s\n", e.text);
	_exit(1);
}

/* --- killing it --- */

static void spin(uint32_t microseconds)
{
	struct timespec from, now;

	clock_gettime(CLOCK_MONOTONIC, &from);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - from.tv_sec) * 1000000 + (now.tv_nsec - from.tv_nsec) / 1000 < (long)microseconds);
}

/* Reads what it tells, kills it after some saves and a moment more; *last becomes the last save it told of. */
static bool kill_after(pid_t child, int told, int *last, struct dice *d)
{
	uint32_t saves = dice_roll(d, 12);
	int n, status = 0;

	while (saves-- > 0 && read(told, &n, sizeof(n)) == sizeof(n))
		*last = n;
	spin(dice_roll(d, 4000));
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	while (read(told, &n, sizeof(n)) == sizeof(n))
		*last = n;
	close(told);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/* Every import is there as a whole or not at all. */
static int count_batches(const struct torture *t, int round, const char *path)
{
	static const char sql[] = "SELECT rtrim(code, '0123456789'), count(*) AS n FROM org WHERE code GLOB 'B*'"
				  " GROUP BY 1 HAVING n <> 3";
	sqlite3_stmt *stmt = NULL;
	int failed = 0;
	sqlite3 *db;

	sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		failed = torture_failed(t, "kill", round, "%s", sqlite3_errmsg(db));
	else if (sqlite3_step(stmt) == SQLITE_ROW)
		failed = torture_failed(t, "kill", round, "%d of %d records of import %s", sqlite3_column_int(stmt, 1),
					BATCH, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return failed;
}

/* Exactly what was told is there, or one save more that was not told of any more; *last becomes what is there. */
static int judge(const struct torture *t, int round, const char *path, int *last)
{
	struct err e = ERR_INIT;
	int64_t problems = torture_verify(path, &e);
	struct store *s;
	struct org *org;
	int there, failed = 0;

	if (problems)
		return torture_failed(t, "kill", round, "verify: %s", e.text);
	s = torture_open(path, &e);
	org = s ? torture_read(s, "T0", &e) : NULL;
	if (!org) {
		store_close(s);
		return torture_failed(t, "kill", round, "%s", e.text);
	}
	there = org->secretary ? (int)strtol(org->secretary + strlen("示例"), NULL, 10) : -1;
	if (there < *last || there > *last + 1)
		failed = torture_failed(t, "kill", round, "told of save %d, but %d is there", *last, there);
	*last = there;
	reg_free(&org_reg, org);
	store_close(s);
	return failed + count_batches(t, round, path);
}

static int kill_round(const struct torture *t, int round, const char *path, int *last)
{
	struct dice d = dice_of(t, round);
	int fds[2];
	pid_t child;

	if (pipe(fds) < 0)
		return torture_failed(t, "kill", round, "%s", strerror(errno));
	child = fork();
	if (child == 0) {
		close(fds[0]);
		save_for_ever(path, round, *last + 1, fds[1]);
	}
	close(fds[1]);
	if (!kill_after(child, fds[0], last, &d))
		return torture_failed(t, "kill", round, "the program that saves ended before it was killed");
	return judge(t, round, path, last);
}

int torture_kill(const struct torture *t)
{
	char *path = torture_path(t, "kill.db");
	int failed = 0, last = -1;

	for (int i = 0; i < t->rounds && !failed; i++) {
		if (i % ROUNDS_PER_DATABASE == 0) {
			torture_remove(path);
			torture_make(path, 1);
			last = -1;
		}
		failed = kill_round(t, t->first + i, path, &last);
	}
	if (!failed)
		torture_remove(path);
	free(path);
	return failed;
}

/* --- several writers --- */

#define WRITERS 3
#define LINES 12

/*
 * Each adds lines of its own to one note, which is a conflict whenever two do it at once, and changes
 * a field of its own, which never is.
 */
static int add_line(struct store *s, int me, int line, struct err *e)
{
	struct org *base = torture_read(s, "T0", e), *org = base ? torture_read(s, "T0", e) : NULL;
	int rc = org ? 0 : ERR_DATABASE;

	if (rc == 0) {
		char **own[WRITERS] = { &org->secretary, &org->contact, &org->short_name };

		torture_set(&org->note.s, "%s%d.%d\n", base->note.s ? base->note.s : "", me, line);
		torture_set(own[me], "示例%d", line);
		rc = store_save_one(s, &org_reg, base, org, NULL, e);
	}
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	return rc;
}

static int add_lines(const char *path, int me)
{
	struct err e = ERR_INIT;
	struct store *s = torture_open(path, &e);
	int rc = s ? 0 : ERR_DATABASE;

	for (int line = 0; rc == 0 && line < LINES; line++)
		do
			rc = add_line(s, me, line, &e);
		while (rc == ERR_CONFLICT || rc == ERR_BUSY);
	store_close(s);
	if (rc < 0)
		fprintf(stderr, "writer %d: %s\n", me, e.text);
	return rc < 0;
}

/* Every line of every writer, each once and in its order. */
static int check_note(const struct torture *t, int round, const struct org *org)
{
	const char *note = org->note.s ? org->note.s : "";
	int next[WRITERS] = { 0 }, lines = 0;

	for (const char *p = note; *p; p = strchr(p, '\n') + 1) {
		char *end;
		long me = strtol(p, &end, 10), line = *end == '.' ? strtol(end + 1, NULL, 10) : -1;

		if (me < 0 || me >= WRITERS || line != next[me]++)
			return torture_failed(t, "writers", round, "a line is lost or twice:\n%s", note);
		lines++;
		if (!strchr(p, '\n'))
			break;
	}
	if (lines != WRITERS * LINES)
		return torture_failed(t, "writers", round, "%d lines of %d:\n%s", lines, WRITERS * LINES, note);
	if (strcmp(org->secretary, org->contact) != 0 || strcmp(org->secretary, org->short_name) != 0)
		return torture_failed(t, "writers", round, "a writer's own field is lost: %s %s %s", org->secretary,
				      org->contact, org->short_name);
	return 0;
}

static int judge_writers(const struct torture *t, int round, const char *path)
{
	struct err e = ERR_INIT;
	int64_t problems = torture_verify(path, &e);
	struct store *s;
	struct org *org;
	int failed;

	if (problems)
		return torture_failed(t, "writers", round, "verify: %s", e.text);
	s = torture_open(path, &e);
	org = s ? torture_read(s, "T0", &e) : NULL;
	failed = org ? check_note(t, round, org) : torture_failed(t, "writers", round, "%s", e.text);
	reg_free(&org_reg, org);
	store_close(s);
	return failed;
}

static int writers_round(const struct torture *t, int round, const char *path)
{
	pid_t children[WRITERS];
	int failed = 0;

	torture_remove(path);
	torture_make(path, 1);
	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(add_lines(path, i));
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		waitpid(children[i], &status, 0);
		if (status != 0)
			failed += torture_failed(t, "writers", round, "writer %d ended with status %d", i, status);
	}
	return failed + judge_writers(t, round, path);
}

int torture_writers(const struct torture *t)
{
	char *path = torture_path(t, "writers.db");
	int failed = 0;

	for (int i = 0; i < t->rounds && !failed; i++)
		failed = writers_round(t, t->first + i, path);
	if (!failed)
		torture_remove(path);
	free(path);
	return failed;
}
