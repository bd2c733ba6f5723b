#ifndef UI_FILES_H
#define UI_FILES_H

#include "ui/screen.h"

/*
 * Picking a file to read: the person's own folders and files and nothing else (regular, owned, readable, not hidden).
 * Tables come first, the newest on top.  What is typed narrows the names, by text or pinyin; a whole path is taken too.
 */
struct files_want {
	const char *title;
	const char *folder;		/* where it begins; one that cannot be read gives way to the home folder */
	void (*done)(void *ctx, const char *path);	/* with the screen gone; not after Esc */
	void (*free)(void *ctx);	/* with the screen gone, in any case; may be NULL */
	void *ctx;
};
struct screen *files_new(struct app *a, const struct files_want *want);

#endif
