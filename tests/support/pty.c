/* See pty.h. */
#include "tests/support/pty.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "src/buf.h"

#define WAIT_MS 30000
#define ANSWER_MS 500

double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void pty_start(struct pty *p, const char *const *argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	*p = (struct pty){ .fd = -1 };
	p->start_ms = now_ms();
	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid < 0) {
		perror("forkpty");
		exit(1);
	}
	if (p->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LANG", "C.UTF-8", 1);
		unsetenv("LC_ALL");
		execv(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
}

/* Reads what is there; 0 at the end of the program. */
static int take(struct pty *p, double from)
{
	ssize_t n;

	if (p->bytes + 65536 > p->cap) {
		p->cap = p->bytes + 131072;
		p->output = realloc(p->output, p->cap);
		if (!p->output)
			abort();
	}
	n = read(p->fd, p->output + p->bytes, 65535);
	if (n <= 0)
		return 0;
	if (!p->bytes)
		p->first_ms = now_ms() - from;
	p->last_ms = now_ms() - from;
	p->bytes += (size_t)n;
	p->output[p->bytes] = '\0';
	return 1;
}

static void begin(struct pty *p)
{
	p->bytes = 0;
	p->first_ms = p->last_ms = -1;
	if (p->output)
		p->output[0] = '\0';
}

static int readable(const struct pty *p, int ms)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };

	return poll(&fd, 1, ms) > 0;
}

/* Reads one burst: what comes until the program is silent; `patience` for the first byte. */
static double burst(struct pty *p, double from, int patience)
{
	begin(p);
	while (readable(p, p->bytes ? PTY_SILENCE_MS : patience))
		if (!take(p, from))
			break;
	return p->last_ms;
}

double pty_wait(struct pty *p, const char *text)
{
	double limit = now_ms() + WAIT_MS;

	begin(p);
	while (now_ms() < limit) {
		if (!readable(p, PTY_SILENCE_MS)) {
			if (p->bytes && (!text || strstr(p->output, text)))
				return p->last_ms;
			continue;
		}
		if (!take(p, p->start_ms))
			break;
	}
	return -1;
}

static void type(const struct pty *p, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(p->fd, bytes, n);

		if (done < 0 && errno != EINTR) {
			perror("write to the program");
			exit(1);
		}
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
}

double pty_key(struct pty *p, const char *bytes)
{
	double from = now_ms();

	type(p, bytes, strlen(bytes));
	return burst(p, from, ANSWER_MS);
}

double pty_flood(struct pty *p, const char *bytes, int times)
{
	struct buf all = BUF_INIT;
	double from, last;

	for (int i = 0; i < times; i++)
		buf_adds(&all, bytes);
	from = now_ms();
	type(p, all.data, all.len);
	buf_release(&all);
	last = burst(p, from, ANSWER_MS);
	return last;
}

long pty_peak_kb(const struct pty *p)
{
	char path[64], line[256];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", p->pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	if (f)
		fclose(f);
	return kb;
}

int pty_end(struct pty *p, const char *bytes)
{
	int status = 0;

	type(p, bytes, strlen(bytes));
	burst(p, now_ms(), ANSWER_MS);
	if (waitpid(p->pid, &status, WNOHANG) == 0) {
		kill(p->pid, SIGTERM);
		waitpid(p->pid, &status, 0);
	}
	close(p->fd);
	free(p->output);
	*p = (struct pty){ .fd = -1 };
	return status;
}
