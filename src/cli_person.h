#ifndef SRC_CLI_PERSON_H
#define SRC_CLI_PERSON_H

#include <stdbool.h>

#include "src/cli.h"

/*
 * The person at the terminal: may be asked, sees how far long work is, and can stop
 * it.  Where there is no terminal nobody is asked and nothing is drawn.
 */

/* Lets SIGINT, SIGTERM and SIGHUP set a flag; the second one ends the program. */
void person_watch(void);
volatile int *person_stop_flag(void);
int person_stop_signal(void); /* the signal that came, or 0 */

/* Asks a yes-or-no question: 0 yes, 1 no, ERR_USAGE where nobody can be asked (--yes is then named). */
int person_confirm(const struct cli *c, const char *question, struct err *e);

struct progress {
	bool screen;
	long long started_ms, drawn_ms;
	bool drawn;
};

void progress_begin(struct progress *p);
/* done of all (bytes; all 0: unknown) and rows so far; draws at most ten times a second. */
void progress_show(struct progress *p, long long done, long long all, long rows);
/* Of a step behind the rows: its name, and how much of it is done, of all (0: unknown). */
void progress_show_step(struct progress *p, const char *name, long long done, long long all);
void progress_end(struct progress *p); /* takes the line away */

#endif
