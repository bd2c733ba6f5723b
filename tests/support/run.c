/*
 * Child processes for tests of the program.  Output goes to unnamed files, which
 * never fill up like a pipe.
 */
#include "tests/support/run.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/buf.h"
#include "src/mem.h"

#define MOST_ARGS 256

static char home[64];

/* ---- Children ---------------------------------------------------------------------------------- */

const char *run_program(void)
{
	const char *path = getenv("ZHIBU_BIN");

	return path && *path ? path : "build/zhibu";
}

static void become(const char *const *args)
{
	char *argv[MOST_ARGS + 2] = { NULL };
	size_t n = 0;

	argv[n++] = xstrdup("zhibu");
	while (*args && n <= MOST_ARGS)
		argv[n++] = xstrdup(*args++);
	if (*args)
		abort();
	execv(run_program(), argv);
	_exit(127);
}

static int status_of(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char *slurp(FILE *f, size_t *n)
{
	struct buf b = BUF_INIT;
	char block[4096];
	size_t got;

	rewind(f);
	while ((got = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, got);
	fclose(f);
	*n = b.len;
	return b.len ? buf_detach(&b) : xstrdup("");
}

static FILE *text_file(const char *text)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	if (text)
		fputs(text, f);
	rewind(f);
	return f;
}

/* What befalls the child before it becomes the program. */
static struct {
	size_t limit;		/* 0: none */
	const char *closed;	/* streams, or NULL */
} hardship;

static void suffer(void)
{
	struct rlimit most = { .rlim_cur = hardship.limit, .rlim_max = hardship.limit };

	if (hardship.limit)
		setrlimit(RLIMIT_FSIZE, &most);
	for (const char *at = hardship.closed; at && *at; at++)
		close(*at - '0');
}

static void run_to(struct run *r, const char *input, int out, const char *const *args)
{
	FILE *in = text_file(input), *err = text_file(NULL);
	size_t n;
	pid_t pid;

	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(fileno(in), STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		dup2(fileno(err), STDERR_FILENO);
		suffer();
		become(args);
	}
	r->status = status_of(pid);
	fclose(in);
	r->err = slurp(err, &n);
}

void run_with(struct run *r, const char *input, const char *const *args)
{
	FILE *out = text_file(NULL);

	run_release(r);
	run_to(r, input, fileno(out), args);
	r->out = slurp(out, &r->out_len);
}

void run_onto(struct run *r, int fd, const char *const *args)
{
	run_release(r);
	run_to(r, NULL, fd, args);
	r->out = xstrdup("");
}

void run_into(struct run *r, const char *file, const char *const *args)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	run_onto(r, fd, args);
	close(fd);
}

void run_limited(struct run *r, size_t bytes, const char *const *args)
{
	hardship.limit = bytes;
	run_with(r, NULL, args);
	hardship.limit = 0;
}

void run_without(struct run *r, const char *streams, const char *const *args)
{
	hardship.closed = streams;
	run_with(r, NULL, args);
	hardship.closed = NULL;
}

void run_release(struct run *r)
{
	free(r->out);
	free(r->err);
	*r = (struct run){ .status = -1 };
}

void says(const char *where, const char *text)
{
	if (!strstr(where, text))
		fail_msg("「%s」 does not say 「%s」", where, text);
}

void run_refused(const struct run *r, int status, const char *text)
{
	if (r->status != status)
		fail_msg("exit status %d instead of %d; stderr: %s", r->status, status, r->err);
	says(r->err, "zhibu: ");
	says(r->err, text);
	assert_ptr_equal(strchr(r->err, '\n'), r->err + strlen(r->err) - 1);
	assert_string_equal(r->out, "");
}

/* ---- A home ------------------------------------------------------------------------------------ */

static void set_folder(const char *variable, const char *below)
{
	const char *path = run_path(below);

	assert_int_equal(mkdir(path, 0700), 0);
	setenv(variable, path, 1);
}

const char *run_new_home(void)
{
	const char *tmp = getenv("TMPDIR");
	static const char *const unset[] = {
		"ZHIBU_DB",
		"ZHIBU_CONFIG",
		"ZHIBU_LANG",
		"ZHIBU_COLOR",
		"ZHIBU_BUSY_SECONDS",
		"LANGUAGE",
		"NO_COLOR",
	};

	snprintf(home, sizeof(home), "%s/zhibu-home.XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
	assert_non_null(mkdtemp(home));
	setenv("HOME", home, 1);
	set_folder("XDG_CONFIG_HOME", "config");
	set_folder("XDG_DATA_HOME", "data");
	set_folder("XDG_STATE_HOME", "state");
	for (size_t i = 0; i < sizeof(unset) / sizeof(unset[0]); i++)
		unsetenv(unset[i]);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "CST-8", 1);
	return home;
}

/* ---- A desk ------------------------------------------------------------------------------------ */

const char *run_database(void)
{
	return run_path("data/zhibu/zhibu.db");
}

static void must(const char *const *args)
{
	struct run r = { .status = -1 };

	run_with(&r, NULL, args);
	if (r.status != 0)
		fail_msg("zhibu %s ended with %d: %s", args[0], r.status, r.err);
	run_release(&r);
}

static void make_desk(void)
{
	must((const char *const[]){ "init", NULL });
	must((const char *const[]){
		"add", "org", "code=A1", "name=中共示例镇委员会", "category=611", "domain=1", NULL });
	must((const char *const[]){ "add", "org", "code=B1", "name=中共示例镇南沙沟村支部委员会",
		"category=631", "superior=A1", "domain=1", "division=632821102210", "founded=1958",
		"secretary=示例才仁", "secretary_phone=13900001234", "full_members=23", NULL });
}

void run_new_desk(void)
{
	static char *image;
	static size_t n;

	run_new_home();
	if (!image) {
		make_desk();
		image = run_read_file(run_database(), &n);
		return;
	}
	assert_int_equal(mkdir(run_path("data/zhibu"), 0700), 0);
	run_write_file(run_database(), image, n);
	assert_int_equal(chmod(run_database(), 0600), 0);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void run_remove_home(void)
{
	nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *run_path(const char *below)
{
	static char paths[4][256];
	static unsigned int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", home, below);
	return path;
}

void run_write_file(const char *path, const char *text, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

char *run_read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "r");

	return f ? slurp(f, n) : NULL;
}
