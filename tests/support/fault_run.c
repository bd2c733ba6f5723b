/*
 * Commands under failing calls, and the judgement on what they leave: see fault_run.h.
 */
#include "tests/support/fault_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/mem.h"
#include "tests/support/torture.h"
#include "src/banned.h"

#define SECONDS "60"
#define DIE_STATUS 70

/* --- the commands --- */

#define ARGUMENTS 8

struct job {
	const char *name;
	const char *arguments[ARGUMENTS];	/* "@x" is the file x in the folder of the run */
	bool anew;				/* there is no database before */
};

static const struct job jobs[] = {
	{ .name = "init", .arguments = { "init" }, .anew = true },
	{ .name = "set", .arguments = { "set", "org", "T1", "secretary=示例才仁", "full_members=12" } },
	{ .name = "import", .arguments = { "import", "org", "@in.csv" } },
	{ .name = "undo", .arguments = { "undo", "--yes" } },
	{ .name = "backup", .arguments = { "backup", "@copy.db" } },
	{ .name = "restore", .arguments = { "restore", "@model.db", "@x.db" }, .anew = true },
	{ .name = "list", .arguments = { "list", "org" } },
};

static const char ledger[] = "编码,全称,类别,书记\n"
			     "T1,中共示例T1支部委员会,党支部,示例卓玛\n"
			     "N1,中共示例N1支部委员会,党支部,\n"
			     "N2,中共示例N2支部委员会,党支部,示例扎西\n";

/* --- one run --- */

struct fault {
	const char *call;
	long at, error;
	bool for_good;
};

struct run {
	const struct fault_plan *plan;
	const struct job *job;
	struct fault fault;
	char *before, *after;	/* states */
};

static int runs;

int fault_runs(void)
{
	return runs;
}

static char *path_in(const struct fault_plan *plan, const char *name)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s/%s", plan->dir, name);
	return buf_detach(&b);
}

/* Everything in the folder but the model. */
static void sweep(const struct fault_plan *plan)
{
	DIR *dir = opendir(plan->dir);

	for (const struct dirent *d; dir && (d = readdir(dir));)
		if (d->d_name[0] != '.' && strcmp(d->d_name, "model.db") != 0)
			unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

static void lay_out(const struct run *r)
{
	char *model = path_in(r->plan, "model.db"), *path = path_in(r->plan, "x.db"), *csv = path_in(r->plan, "in.csv");

	sweep(r->plan);
	if (!r->job->anew)
		torture_copy(model, path);
	write_file(csv, ledger);
	free(model);
	free(path);
	free(csv);
}

static void set_number(const char *name, long n)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld", n);
	setenv(name, text, 1);
}

/* In the child: the environment, the streams, the program. */
static _Noreturn void become(const struct run *r, const char *count_file)
{
	const char *argv[ARGUMENTS + 4] = { r->plan->zhibu, "--db", path_in(r->plan, "x.db") };
	char *said = path_in(r->plan, "said");
	size_t n = 3;
	int out = open(said, O_CREAT | O_TRUNC | O_WRONLY, 0600);

	for (size_t i = 0; r->job->arguments[i]; i++) {
		const char *argument = r->job->arguments[i];

		argv[n++] = argument[0] == '@' ? path_in(r->plan, argument + 1) : argument;
	}
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	setenv("LD_PRELOAD", r->plan->library, 1);
	setenv("FAULT_DIR", r->plan->dir, 1);
	if (count_file)
		setenv("FAULT_COUNT", count_file, 1);
	setenv("FAULT_CALL", r->fault.call, 1);
	set_number("FAULT_AT", r->fault.at);
	set_number("FAULT_ERRNO", r->fault.error);
	set_number("FAULT_FOREVER", r->fault.for_good);
	alarm((unsigned int)strtoul(SECONDS, NULL, 10));
	execv(r->plan->zhibu, (char *const *)(uintptr_t)argv);
	_exit(127);
}

static int execute(const struct run *r, const char *count_file)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		become(r, count_file);
	runs++;
	waitpid(child, &status, 0);
	return status;
}

/* --- what is left --- */

static void add_rows(struct buf *b, sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		buf_addf(b, "[%s]", sqlite3_errmsg(db));
	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		buf_addf(b, "%s ", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

/* The contents as text, without numbers and times, which differ from run to run. */
static void add_database(struct buf *b, const char *path)
{
	sqlite3 *db;

	if (access(path, F_OK) != 0) {
		buf_adds(b, "none");
		return;
	}
	sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
	add_rows(b, db, "SELECT code || coalesce(secretary, '') || coalesce(full_members, '') FROM org ORDER BY code");
	/* That a backup is made is said before it is made. */
	add_rows(b, db, "SELECT kind FROM action WHERE kind <> 'export' ORDER BY id");
	add_rows(b, db, "SELECT login || role FROM operator");
	add_rows(b, db, "SELECT (SELECT count(*) FROM code) || ' ' || (SELECT count(*) FROM rule) || ' '"
			" || (SELECT count(*) FROM division)");
	sqlite3_close(db);
}

char *fault_state(const char *dir)
{
	const struct fault_plan plan = { .dir = dir };
	char *path = path_in(&plan, "x.db"), *copy = path_in(&plan, "copy.db");
	struct buf b = BUF_INIT;

	add_database(&b, path);
	buf_adds(&b, " | ");
	add_database(&b, copy);
	free(path);
	free(copy);
	return buf_detach(&b);
}

static int complain(const struct run *r, const char *what, const char *more)
{
	char *said = path_in(r->plan, "said");
	FILE *f = fopen(said, "r");
	char text[512] = "";
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[n] = '\0';
	fprintf(stderr, "faults: %s %s %ld %d %ld: %s %s\n  it said: %s\n", r->job->name, r->fault.call, r->fault.at,
		r->fault.for_good, r->fault.error, what, more, text);
	if (f)
		fclose(f);
	free(said);
	return 1;
}

/* A name with ".new-" is a file that was being made; after a sudden end (no memory) or where removing fails it may stay. */
static int check_leftovers(const struct run *r, int status)
{
	DIR *dir = opendir(r->plan->dir);
	int failed = 0;

	for (const struct dirent *d; dir && (d = readdir(dir));)
		if (strstr(d->d_name, ".new-") && strcmp(r->fault.call, "unlink") != 0 &&
		    WEXITSTATUS(status) != DIE_STATUS)
			failed = complain(r, "left behind:", d->d_name);
	if (dir)
		closedir(dir);
	return failed;
}

static int check_sound(const struct run *r, const char *name)
{
	char *path = path_in(r->plan, name);
	struct err e = ERR_INIT;
	int failed = 0;

	if (access(path, F_OK) == 0 && torture_verify(path, &e) != 0)
		failed = complain(r, name, e.text);
	free(path);
	return failed;
}

static int check_state(const struct run *r, int status)
{
	char *now = fault_state(r->plan->dir);
	bool done = strcmp(now, r->after) == 0, undone = strcmp(now, r->before) == 0;
	int failed = 0;

	if (!done && !undone)
		failed = complain(r, "neither before nor after:", now);
	else if (!done && WEXITSTATUS(status) == 0)
		failed = complain(r, "said it was done, but left", now);
	free(now);
	return failed;
}

static int check_end(const struct run *r, int status)
{
	static const int known[] = { 0, 1, 2, 3, 4, 5, 6, DIE_STATUS };
	char text[32];

	if (WIFSIGNALED(status)) {
		snprintf(text, sizeof(text), "%d", WTERMSIG(status));
		return complain(r, WTERMSIG(status) == SIGALRM ? "hangs:" : "killed by signal", text);
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (WEXITSTATUS(status) == known[i])
			return 0;
	snprintf(text, sizeof(text), "%d", WEXITSTATUS(status));
	return complain(r, "unknown exit status", text);
}

static int check_said(const struct run *r, int status)
{
	char *said = path_in(r->plan, "said");
	struct stat st;
	int failed = 0;

	if (WEXITSTATUS(status) != 0 && (stat(said, &st) < 0 || st.st_size == 0))
		failed = complain(r, "failed", "without a word");
	free(said);
	return failed;
}

static int one_run(struct run *r)
{
	int status, failed;

	lay_out(r);
	status = execute(r, NULL);
	failed = check_end(r, status);
	if (!failed)
		failed = check_said(r, status) + check_leftovers(r, status) + check_sound(r, "x.db") +
			 check_sound(r, "copy.db");
	return failed ? failed : check_state(r, status);
}

/* --- all of them --- */

static const struct {
	const char *call;
	long errors[3];		/* 0 after the first: none; a short write is -1 here */
} kinds[] = {
	{ "open", { EMFILE, EACCES } },
	{ "read", { EIO } },
	{ "pread", { EIO } },
	{ "write", { ENOSPC, EIO, -1 } },
	{ "pwrite", { ENOSPC, EIO, -1 } },
	{ "fsync", { EIO } },
	{ "fdatasync", { EIO } },
	{ "ftruncate", { EIO } },
	{ "rename", { EIO } },
	{ "unlink", { EIO } },
	{ "malloc", { ENOMEM } },
};

static int fail_at(struct run *r, const char *call, long at, const long errors[3])
{
	int failed = 0;

	for (int i = 0; i < 3 && errors[i]; i++)
		for (int for_good = 0; for_good < 2; for_good++) {
			r->fault = (struct fault){ call, at, errors[i] < 0 ? 0 : errors[i], for_good };
			failed += one_run(r);
		}
	return failed;
}

/* The first, the last, and some between them; or each. */
static int fail_some(struct run *r, const char *call, long made, const long errors[3])
{
	int points = strcmp(call, "malloc") == 0 ? r->plan->memory_points : r->plan->points, failed = 0;
	struct torture t = { .seed = r->plan->seed };
	struct dice d = dice_of(&t, (int)(r->job - jobs));

	if (!points || made <= points) {
		for (long at = 1; at <= made; at++)
			failed += fail_at(r, call, at, errors);
		return failed;
	}
	for (int i = 0; i < points; i++) {
		long at = i == 0 ? 1 : i == 1 ? made : 1 + (long)dice_roll(&d, (uint32_t)made);
		long one[3] = { errors[dice_roll(&d, 3)] };

		if (!one[0])
			one[0] = errors[0];
		failed += fail_at(r, call, at, one);
	}
	return failed;
}

static long count_of(const char *file, const char *call)
{
	FILE *f = fopen(file, "r");
	char name[32];
	long n, found = 0;

	/* NOLINTNEXTLINE(cert-err34-c): the numbers are those of faults.c */
	while (f && fscanf(f, "%31s %ld", name, &n) == 2)
		if (strcmp(name, call) == 0)
			found = n;
	if (f)
		fclose(f);
	return found;
}

/* Runs the command undisturbed: what it leaves, and how often it makes each call. */
static int rehearse(struct run *r, const char *count_file)
{
	int status;

	r->fault = (struct fault){ "none", 0, 0, false };
	lay_out(r);
	r->before = fault_state(r->plan->dir);
	status = execute(r, count_file);
	r->after = fault_state(r->plan->dir);
	if (status != 0)
		return complain(r, "fails", "without any fault");
	return check_sound(r, "x.db") + check_sound(r, "copy.db");
}

static int run_only(struct run *r, const char *only)
{
	char job[32], call[32];
	int for_good;
	long at, error;

	/* NOLINTNEXTLINE(cert-err34-c): a developer's own words, copied from what a run has printed */
	if (sscanf(only, "%31s %31s %ld %d %ld", job, call, &at, &for_good, &error) != 5)
		return 1;
	if (strcmp(job, r->job->name) != 0)
		return 0;
	r->fault = (struct fault){ call, at, error, for_good != 0 };
	return one_run(r);
}

static int run_job(struct run *r)
{
	char *count_file = path_in(r->plan, "made");
	int failed = rehearse(r, count_file);
	long made[sizeof(kinds) / sizeof(kinds[0])];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		made[i] = count_of(count_file, kinds[i].call);
	if (!failed && r->plan->only)
		failed = run_only(r, r->plan->only);
	else if (!failed)
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			failed += fail_some(r, kinds[i].call, made[i], kinds[i].errors);
	free(r->before);
	free(r->after);
	free(count_file);
	return failed;
}

/* A database with three branches, the last of them edited. */
static void make_model(const struct fault_plan *plan)
{
	char *model = path_in(plan, "model.db");
	struct err e = ERR_INIT;
	struct store *s;
	struct org *base, *org;

	torture_make(model, 3);
	s = torture_open(model, &e);
	base = s ? torture_read(s, "T2", &e) : NULL;
	org = s ? torture_read(s, "T2", &e) : NULL;
	if (!org)
		abort();
	torture_set(&org->secretary, "示例扎西");
	if (store_save_one(s, &org_reg, base, org, NULL, &e) < 0)
		abort();
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
	store_close(s);
	free(model);
}

int fault_run(const struct fault_plan *plan)
{
	char *model = path_in(plan, "model.db");
	int failed = 0;

	make_model(plan);
	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++) {
		struct run r = { .plan = plan, .job = &jobs[i] };

		failed += run_job(&r);
	}
	if (!failed) {
		sweep(plan);
		torture_remove(model);
	}
	free(model);
	return failed;
}
