#ifndef UI_LOG_H
#define UI_LOG_H

#include "ui/screen.h"

/*
 * Who did what: the actions of all people and registers, the newest first, or only those of a person, a day, a
 * register or a kind.  words says which, as a person would type it into its filter ("昨天", "张敏 导入"); NULL: all.
 */
struct screen *log_new(struct app *a, const char *words);

#endif
