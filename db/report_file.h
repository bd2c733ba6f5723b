#ifndef DB_REPORT_FILE_H
#define DB_REPORT_FILE_H

#include <stdbool.h>

#include "db/report.h"

/*
 * Writes a report as a CSV file for spreadsheets, with a byte order mark: a temporary name beside it, flushed to disk, renamed;
 * mode 0600.  Personal data is masked.  replace: a file that stands at the path gives way once the new one is complete;
 * else ERR_USAGE.  *rows counts the lines below the header.  Like every export it is journaled, unless the store is
 * read-only; where that fails there is no file.
 */
int report_file(struct store *s, const struct report_want *want, const char *path, bool replace, long *rows, struct err *e);

#endif
