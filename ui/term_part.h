#ifndef UI_TERM_PART_H
#define UI_TERM_PART_H

#include <signal.h>

/* What term.c and term_keys.c share. */

void term_keys_start(void);
void term_keys_stop(void);
/* The signals let through while a key is waited for. */
const sigset_t *term_waiting_mask(void);
/* From now on every key is K_HANGUP. */
void term_hang_up(void);

#endif
