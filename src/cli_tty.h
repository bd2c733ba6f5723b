#ifndef SRC_CLI_TTY_H
#define SRC_CLI_TTY_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/*
 * The terminal below everything, for `zhibu doctor`: bytes as the keys send them, and
 * where the cursor stands after a character.  tty_open() must be followed by tty_close().
 */

struct tty {
	int fd; /* -1: there is none */
	struct termios before;
	sigset_t unblocked; /* signals are let through only while we wait, so that none comes just before */
};

/* Opens the controlling terminal in raw mode, when stdin and stdout are one; false otherwise. */
bool tty_open(struct tty *t);
void tty_close(struct tty *t);
void tty_write(const struct tty *t, const char *s);
/* The bytes of one key: those that come within a moment of each other; 0 after `ms` without any, or at a
 * signal.  ms < 0: no limit. */
size_t tty_key(const struct tty *t, char *out, size_t size, int ms);
/* How many cells the terminal moves its cursor for s; -1 when it does not say. */
int tty_measure(const struct tty *t, const char *s);
/* Columns and lines; false where unknown. */
bool tty_size(int *columns, int *lines);

#endif
