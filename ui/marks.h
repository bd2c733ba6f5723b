#ifndef UI_MARKS_H
#define UI_MARKS_H

#include "src/query.h"
#include "ui/picture.h"

/* What is looked for, so that its places in the rows can be marked: words, by text or pinyin, anywhere or in one field. */
struct mark {
	const struct field *field;	/* NULL: every searched field */
	char *word;
};

struct marks {
	struct mark *items;
	size_t n;
};

void marks_release(struct marks *m);
/* Adds what a condition asks for, except what it excludes. */
void marks_add_query(struct marks *m, const struct query *q);
/* Changes the look of the text in a spot, aligned left, where it is what was looked for. */
void marks_draw(const struct marks *m, struct picture *p, struct spot at, const struct field *f, const char *text,
	enum look look);

#endif
