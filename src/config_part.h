#ifndef SRC_CONFIG_PART_H
#define SRC_CONFIG_PART_H

#include "src/config.h"

/* What config.c and config_file.c share. */

/* Judges a value of one of the setting's own kind; key is the line of a group, else NULL.  Says only what is wrong. */
int setting_check(const struct setting *s, const struct setting_entry *value, struct err *e);
/* Takes a value that was judged. */
void settings_take(struct settings *c, enum setting_id id, const struct setting_entry *value);

#endif
