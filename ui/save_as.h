#ifndef UI_SAVE_AS_H
#define UI_SAVE_AS_H

#include <stdbool.h>

#include "ui/screen.h"

/*
 * Which file something is written to: a line with a name in the home folder to begin with.  What does not begin with a
 * slash is below the home folder.  A folder that cannot be written to is refused while the name still stands in the line,
 * and a file that is there gives way only after a question, and only if it is an ordinary file of this person.
 */
struct save_as {
	const char *name;	/* of the file, without its ending: "党组织" becomes "党组织-2026-11-22.csv" */
	const char *about;	/* what the file will be, above the line */
	/* Called once the file is settled; not after Esc.  replace: one that stands there is to give way. */
	void (*done)(void *ctx, const char *path, bool replace);
	void *ctx;
};

/* Copies what it is given; ctx outlives it. */
void save_as_ask(struct app *a, const struct save_as *how);

#endif
