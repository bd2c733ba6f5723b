#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "src/err.h"
#include "ui/keys.h"
#include "ui/ui.h"

/*
 * The terminal: the only place that starts and ends curses, reads keys and
 * catches signals.  However the process ends, the terminal is given back as it
 * was: by term_stop(), at exit, when memory runs out, and after a crash.
 *
 * Signals arrive only while a key is waited for, so nothing is ever interrupted
 * in the middle; SIGTERM, SIGHUP and SIGINT come as K_HANGUP, again and again.
 */

/*
 * 0, or ERR_USAGE with one sentence, before anything was drawn, where there is
 * no terminal that the screens can work on.  The locale is set by then.
 * Colours also stay off where NO_COLOR is set and not empty.
 */
int term_start(const struct ui_options *o, struct err *e);
void term_stop(void);		/* does nothing where nothing was started */

/* Whether the mouse is ours, for a while; always the terminal's where the options say so. */
void term_mouse(bool ours);

/* Columns and rows; 80x24 where there is no terminal. */
void term_size(int *cols, int *rows);

#define TERM_PASTE_MAX ((size_t)4 * 1024 * 1024)

/*
 * The next key within so many milliseconds (-1: wait), K_NONE otherwise; the
 * caller calls key_release().  Without a terminal that is K_HANGUP, as soon as
 * all pushed keys are read.
 */
struct key term_read_key(int timeout_ms);
bool term_pending(void);	/* a key waits */
/* Has the key read before any other; takes over its text. */
void term_push_key(struct key key);

/* The signal that asked the program to end, SIGHUP also where the terminal went away; or 0. */
int term_signal(void);

#endif
