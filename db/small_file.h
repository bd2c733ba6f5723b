#ifndef DB_SMALL_FILE_H
#define DB_SMALL_FILE_H

#include <stdbool.h>

#include "src/buf.h"

/*
 * Small files of a person's own below the state folder: read as a whole, and replaced as a whole, so that a power cut
 * at any moment leaves what was there or what was to be there.
 */

/* Adds what is in it.  false: it is not there (errno is ENOENT), cannot be read, or is larger than 64 KiB. */
bool small_file_read(const char *path, struct buf *out);
/* Writes a new file, closed to others, to the disk; the caller closes the descriptor.  -1 and errno: there is no file,
 * or there was one before. */
int small_file_create(const char *path, const struct buf *bytes);
/* Puts new contents into the place of the old ones, for the person alone, and makes the folders above where they are
 * missing.  0, or -1 and errno: what was there before may still be there. */
int small_file_replace(const char *path, const struct buf *bytes);

#endif
