#ifndef UI_TERM_PART_H
#define UI_TERM_PART_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/keys.h"

/* What term.c and term_keys.c share. */

void term_keys_start(void);
void term_keys_stop(void);
/* The signals let through while a key is waited for. */
const sigset_t *term_waiting_mask(void);
/*
 * Reports of the mouse (term_mouse.c), read past curses.  One that is cut or garbled is MOUSE_BROKEN, the bytes that
 * come too late for it are nothing: no part of a report is ever typed.
 */
struct key term_read_report(void);	/* behind ESC [ <; K_NONE for what means nothing here */
struct key term_read_old_report(void);	/* behind ESC [ M: three bytes */
enum report_part { REPORT_ESC, REPORT_BRACKET, REPORT_NUMBERS };
/* One may have broken off behind this part of it. */
void term_report_cut(enum report_part part);
/* Whether a character is what came too late. */
bool term_is_rest(uint32_t cp);

/* From now on every key is K_HANGUP. */
void term_hang_up(void);

#endif
