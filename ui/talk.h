#ifndef UI_TALK_H
#define UI_TALK_H

#include <stdbool.h>
#include <stdio.h>

#include "src/buf.h"
#include "src/err.h"

/*
 * Questions and answers as plain lines, for people who hear the screen, and for terminals that can do no more.
 * Nothing is ever repainted: what was said stays said.  Everything goes out through text_show().
 */

struct talk {
	FILE *in, *out;
	char *line;		/* the last answer; kept so that it can be borrowed */
	size_t cap;
	bool over;		/* nobody answers any more */
};

void talk_init(struct talk *t, FILE *in, FILE *out);
void talk_release(struct talk *t);	/* the streams stay open */

/* Says one line, or some where the text has line feeds. */
void talk_say(struct talk *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void talk_say_error(struct talk *t, const struct err *e);

/*
 * Asks, and waits for a line: without its line feed and outer spaces, its signs not yet changed.  Borrowed until the next
 * question; NULL when the input has ended, or a line was longer than TALK_MOST bytes and nobody could have meant it.
 */
#define TALK_MOST 65536
const char *talk_ask(struct talk *t, const char *prompt);

/* The command in an answer: ASCII also where it was typed with full-width signs; "" for an empty line. */
bool talk_is(const char *answer, const char *command);
/* A number from 1 to most that is all of the answer; 0 where it is none. */
long talk_number(const char *answer, long most);

#endif
