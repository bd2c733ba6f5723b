#ifndef DB_FOLDER_H
#define DB_FOLDER_H

/* Folders that outlast a power cut.  Both functions return 0, or -1 and errno. */

/* Makes a folder and those above it that are missing, closed to others; one that is there stays as it is. */
int folder_make(const char *folder);
/* Waits until the folder that holds `path` is on the disk with what it names.  Some file systems (FAT on a stick) know no
 * flushing of folders; that is no failure. */
int folder_flush_above(const char *path);

#endif
