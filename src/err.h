#ifndef SRC_ERR_H
#define SRC_ERR_H

/*
 * How a function says what went wrong.  It returns 0 or a negative
 * enum err_code, and fills the caller's struct err with one sentence that
 * names the thing and the remedy.  Only ui/ and the commands show it.
 *
 * The idiom at the place of failure is
 *	return err_set(e, ERR_INVALID, _("..."), ...);
 * A NULL struct err is allowed everywhere: the code alone is then returned.
 */

enum err_code {
	ERR_NONE = 0,
	ERR_USAGE = -1,		/* the call itself is wrong: exit 2 */
	ERR_INVALID = -2,	/* data refused by a rule: exit 4 */
	ERR_NOT_FOUND = -3,	/* no such record: exit 1 */
	ERR_CONFLICT = -4,	/* somebody else changed the same field: exit 4 */
	ERR_BUSY = -5,		/* locked longer than the time limit: exit 3 */
	ERR_DENIED = -6,	/* role, scope or a read-only database: exit 5 */
	ERR_DATABASE = -7,	/* missing, damaged, foreign or newer: exit 6 */
	ERR_IO = -8,		/* a file or the disk failed: exit 6 */
	ERR_STOPPED = -9,	/* the person pressed Ctrl-C: exit 130 */
};

#define ERR_TEXT_MAX 1024
#define ERR_NEAR_MAX 256

struct err {
	enum err_code code;
	const char *field;	/* field name the error is about, or NULL; borrowed from a table */
	long line;		/* line of a file, from 1, or 0 */
	char text[ERR_TEXT_MAX];	/* one sentence, UTF-8, never cut inside a character */
	char near[ERR_NEAR_MAX];	/* what was probably meant, as it can be typed; "" where nobody knows */
};

#define ERR_INIT { .code = ERR_NONE }

/* Both fill *e (when not NULL) and return code, so that `return err_set(…)` reads as one step. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int err_field(struct err *e, enum err_code code, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds what was probably meant to a refusal; it stays when the sentence is wrapped.  Too long a text is not kept. */
void err_set_near(struct err *e, const char *near);

/* Forgets what was said before. */
void err_clear(struct err *e);

/* The process exit status that belongs to a code (0, 1 … 6, 130). */
int err_exit_status(enum err_code code);

#endif
