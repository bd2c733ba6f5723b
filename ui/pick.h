#ifndef UI_PICK_H
#define UI_PICK_H

#include "ui/screen.h"

/* A panel to choose one of some names: what is typed narrows them, by text or pinyin. */
struct pick {
	const char *title;
	const char *const *labels;	/* copied */
	size_t n, at;			/* at: the one the cursor begins on */
	void (*done)(void *ctx, size_t which);	/* called with the panel gone; not after Esc */
	void *ctx;
};
struct screen *pick_new(struct app *a, const struct pick *want);

#endif
