#ifndef TESTS_SUPPORT_PTY_H
#define TESTS_SUPPORT_PTY_H

#include <stddef.h>

/*
 * A program on a pty, for measuring: no model of the screen stands between the
 * program and the clock.  A key's time runs from write() to the last byte of the burst that answers it;
 * the burst has ended when the program was silent for PTY_SILENCE_MS.
 */

#define PTY_SILENCE_MS 15

struct pty {
	int fd, pid;
	double start_ms;	/* when the program was started */
	double first_ms, last_ms;	/* of the last burst, from its key or from the start; negative: nothing came */
	size_t bytes;
	char *output;		/* the last burst, NUL-terminated */
	size_t cap;
};

/* 80x24, TERM=xterm-256color, LANG=C.UTF-8; exits the process where that fails. */
void pty_start(struct pty *p, const char *const *argv);
/* Waits for the end of a burst that holds `text` (NULL: any). Returns its milliseconds, or a negative number after 30 s. */
double pty_wait(struct pty *p, const char *text);
/* Types bytes and waits for the end of the burst they cause; -1 when nothing came within 500 ms. */
double pty_key(struct pty *p, const char *bytes);
/* Types all at once; the milliseconds until the program has gone silent. */
double pty_flood(struct pty *p, const char *bytes, int times);
long pty_peak_kb(const struct pty *p);		/* VmHWM */
int pty_end(struct pty *p, const char *bytes);	/* types, waits, returns the exit status */

double now_ms(void);

#endif
