#ifndef TESTS_SUPPORT_TYPING_H
#define TESTS_SUPPORT_TYPING_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/edit.h"

/* A text in a test of the line editor holds its caret as '|'. */

/* Without a '|' the caret stands at the end. */
void load_text(struct edit *e, const char *marked);
void expect_text(const struct edit *e, const char *marked);
/* Keys are characters and names: "东河<Left><Ctrl-W>".  Gives whether the last one was for the editor. */
bool type_keys(struct edit *e, const char *keys);

struct typing_step {
	const char *what, *before, *keys, *after;
};
/* Each step in an editor of its own. */
void type_steps(enum text_kind kind, size_t max, const struct typing_step *steps, size_t n);

#endif
