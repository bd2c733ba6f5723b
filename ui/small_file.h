#ifndef UI_SMALL_FILE_H
#define UI_SMALL_FILE_H

#include <stdbool.h>

#include "src/buf.h"

/* Small files of a person's own below the state folder: habits that nobody misses where they could not be written. */

/* Adds what is in it; false where it is not there, cannot be read or is larger than anything of ours. */
bool small_file_read(const char *path, struct buf *out);
/* Replaces it as a whole, for the person alone; makes the folder and the one above it.  false: it is as it was. */
bool small_file_write(const char *folder, const char *path, const char *text);

#endif
