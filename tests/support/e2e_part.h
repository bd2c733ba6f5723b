#ifndef TESTS_SUPPORT_E2E_PART_H
#define TESTS_SUPPORT_E2E_PART_H

#include <iconv.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "src/buf.h"
#include "tests/support/e2e.h"

/* What the e2e*.c files share. */

struct e2e {
	pid_t pid;
	int status;			/* of waitpid() */
	bool ended;
	int master, slave;		/* the slave is kept open to look at its queue and modes */
	struct termios before;
	VTerm *vt;
	VTermScreen *screen;
	int cols, rows;
	bool alternate, cursor_visible;
	bool mouse;			/* its reports were asked for */
	int64_t escaped;		/* when Esc was read by the program; 0: it was not the last key */
	size_t bytes;
	iconv_t reads, writes;		/* where the terminal's characters are not UTF-8 (`converts`) */
	bool converts;
	struct buf half;		/* the beginning of a character that the program wrote */
	struct buf out;			/* bytes for the program ... */
	size_t sent;			/* ... and how many of them it was sent */
	struct buf text;		/* what e2e_row() and e2e_screen() gave */
};

int64_t e2e_now_ms(void);
/* Lets the program write and sends what waits for it, for at most so long or until something came. */
void e2e_pump(struct e2e *e, int ms);
void e2e_flush(struct e2e *e);		/* sends all that waits */
int e2e_unread(const struct e2e *e);	/* bytes the program has not read */
/* After Esc: until the program must have taken it for a key of its own. */
void e2e_keep_silence(struct e2e *e);
/* A terminal of another character set: libvterm knows UTF-8 only (e2e_charset.c). */
void e2e_charset_start(struct e2e *e, const char *charset);
void e2e_charset_stop(struct e2e *e);
void e2e_show_bytes(struct e2e *e, const char *bytes, size_t n);	/* that the program wrote */
void e2e_put(struct e2e *e, const char *text, size_t n);		/* text that is typed, for the program */
_Noreturn void e2e_fail(struct e2e *e, const char *what, const char *file, int line);

#endif
