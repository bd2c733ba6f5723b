/*
 * Raw terminal input and output for the doctor.
 */
#include "src/cli_tty.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "src/banned.h"

/* An escape sequence comes in one piece; over a slow line its parts lie this far apart. */
#define PART_MS 50
#define ANSWER_MS 500

static void hold_signals(struct tty *t)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, &t->unblocked);
}

bool tty_open(struct tty *t)
{
	struct termios raw;

	t->fd = -1;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return false;
	fflush(stdout);
	t->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->fd < 0)
		return false;
	if (tcgetattr(t->fd, &t->before) < 0) {
		close(t->fd);
		t->fd = -1;
		return false;
	}
	hold_signals(t);
	raw = t->before;
	cfmakeraw(&raw);
	/* Lines that we print go on looking like lines. */
	raw.c_oflag |= OPOST;
	tcsetattr(t->fd, TCSAFLUSH, &raw);
	return true;
}

void tty_close(struct tty *t)
{
	if (t->fd < 0)
		return;
	tcsetattr(t->fd, TCSAFLUSH, &t->before);
	close(t->fd);
	t->fd = -1;
	sigprocmask(SIG_SETMASK, &t->unblocked, NULL);
}

void tty_write(const struct tty *t, const char *s)
{
	for (size_t n = strlen(s); n > 0;) {
		ssize_t done = write(t->fd, s, n);

		if (done <= 0)
			return;
		s += done;
		n -= (size_t)done;
	}
}

static bool wait_input(const struct tty *t, int ms)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	struct timespec limit = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	return ppoll(&p, 1, ms < 0 ? NULL : &limit, &t->unblocked) == 1 && (p.revents & POLLIN) != 0;
}

size_t tty_key(const struct tty *t, char *out, size_t size, int ms)
{
	size_t n = 0;

	while (n + 1 < size && wait_input(t, n ? PART_MS : ms)) {
		ssize_t got = read(t->fd, out + n, size - 1 - n);

		if (got <= 0)
			break;
		n += (size_t)got;
	}
	out[n] = '\0';
	return n;
}

/* The answer is ESC [ line ; column R; anything typed meanwhile stands before it. */
static int read_column(const char *answer)
{
	const char *at = strrchr(answer, '\033'), *semicolon = at ? strchr(at, ';') : NULL;
	long column = semicolon ? strtol(semicolon + 1, NULL, 10) : 0;

	return column > 0 && column < 10000 && strchr(semicolon, 'R') ? (int)column : -1;
}

int tty_measure(const struct tty *t, const char *s)
{
	char answer[64];
	int column = -1;

	tty_write(t, "\r");
	tty_write(t, s);
	tty_write(t, "\033[6n");
	if (tty_key(t, answer, sizeof(answer), ANSWER_MS) > 0)
		column = read_column(answer);
	tty_write(t, "\r\033[K");
	return column < 0 ? -1 : column - 1;
}

bool tty_size(int *columns, int *lines)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col || !size.ws_row)
		return false;
	*columns = size.ws_col;
	*lines = size.ws_row;
	return true;
}
