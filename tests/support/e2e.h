#ifndef TESTS_SUPPORT_E2E_H
#define TESTS_SUPPORT_E2E_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A program at a terminal, as a person has it: it runs on a pty, libvterm is the
 * terminal.  Nothing sleeps for luck: one waits until something stands on the
 * screen, or until the program waits for a key.  A wait that lasts longer than
 * E2E_SECONDS (30) or outlives the program ends the test with a picture.
 *
 * Keys: "<F4>", "<Esc>", "<Enter>", "<Tab>", "<S-Tab>", "<BS>", "<Del>", "<Ins>", "<Up>" ..., "<Home>",
 * "<End>", "<PgUp>", "<PgDn>", "<Space>", "<C-s>", "<M-1>", "<C-Left>", "<Paste:text>", "<lt>" for "<";
 * all else is typed as it stands.  After <Esc> nothing is sent for a moment, because a
 * terminal tells Esc from Alt by the silence behind it.
 */

struct e2e;

struct e2e_program {
	const char *const *argv;	/* a program with its arguments, then NULL; or ... */
	int (*run)(void *ctx);		/* ... a function for a child: its result is the exit status */
	void *ctx;
	const char *const *env;		/* "NAME=value", or "NAME" to unset it, then NULL; may be NULL */
	int cols, rows;			/* 0: 80x24 */
	const char *charset;		/* of the terminal ("GB18030"); NULL: UTF-8 */
};

/* The environment is PATH, HOME, LANG=C.UTF-8, TERM=xterm-256color, and env. */
struct e2e *e2e_start(const struct e2e_program *program);
void e2e_free(struct e2e *e);			/* also ends the program */

void e2e_send(struct e2e *e, const char *keys);
void e2e_write(struct e2e *e, const void *bytes, size_t n);	/* as they are */
void e2e_paste(struct e2e *e, const char *text, size_t n);	/* bracketed if asked for */

#define e2e_wait(e, text) e2e_wait_at(e, text, true, __FILE__, __LINE__)
#define e2e_wait_gone(e, text) e2e_wait_at(e, text, false, __FILE__, __LINE__)
#define e2e_wait_idle(e) e2e_wait_idle_at(e, __FILE__, __LINE__)
/* Waits for the end: the exit status, or 128 and the number of the signal. */
#define e2e_exit_status(e) e2e_exit_status_at(e, __FILE__, __LINE__)
void e2e_wait_at(struct e2e *e, const char *text, bool there, const char *file, int line);
void e2e_wait_idle_at(struct e2e *e, const char *file, int line);
int e2e_exit_status_at(struct e2e *e, const char *file, int line);

/* Rows without the blanks at their ends; valid until the next call. */
const char *e2e_row(struct e2e *e, int y);
const char *e2e_screen(struct e2e *e);		/* all rows, each with its line feed */

struct e2e_cell {
	char text[40];
	int width;			/* 0: the right half of the cell before */
	bool bold, underline, reverse, coloured;
};
struct e2e_cell e2e_cell(struct e2e *e, int y, int x);
void e2e_cursor(struct e2e *e, int *y, int *x);
bool e2e_cursor_visible(struct e2e *e);

void e2e_resize(struct e2e *e, int cols, int rows);
bool e2e_has_ended(struct e2e *e);
void e2e_kill(struct e2e *e, int signal_number);
void e2e_hang_up(struct e2e *e);		/* takes the terminal away */
size_t e2e_bytes(struct e2e *e);		/* that the program wrote since this was asked last */
bool e2e_has_mouse(const struct e2e *e);	/* the program has asked for its reports */
/* Whether the terminal is as it was before: modes, main screen, cursor, pastes as typed keys. */
bool e2e_is_restored(struct e2e *e);

#endif
