#ifndef SRC_CLI_TERMINAL_H
#define SRC_CLI_TERMINAL_H

#include <stdbool.h>

#include "src/config.h"

/*
 * What is known of the terminal before the screens start.  How wide it draws the lines of frames is measured by
 * `zhibu doctor` and kept in the state folder for the terminal's kind and place (its description, program and
 * version, the machine it calls from): another one may draw them two cells wide.
 */

/* What frames are made of, in one line. */
#define TERMINAL_FRAMES "─│┌┐└┘├┤┬┴┼"
#define TERMINAL_FRAMES_WIDTH 11

/* Whether its frames were measured and are as wide as they should be. */
bool terminal_draws_frames(void);
/* Keeps what was measured; nothing where there is no place for it. */
void terminal_remember_frames(bool good);

/* 0, or ERR_USAGE where the console has no Chinese characters: screens would be nothing but marks. */
int terminal_check_characters(const struct settings *s, struct err *e);

#endif
