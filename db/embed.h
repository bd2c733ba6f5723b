#ifndef DB_EMBED_H
#define DB_EMBED_H

#include <stddef.h>

/*
 * The files of db/schema/ and db/seed/ as they stand in the program.  The build
 * makes the tables from the folders (src/embed), in the order of the file names.
 * data ends in a NUL that size does not count, so that SQL can be used as a string.
 */
struct embed_file {
	const char *name;	/* "001-base.sql"; NULL after the last file */
	const unsigned char *data;
	size_t size;
};

extern const struct embed_file embed_schema[];
extern const struct embed_file embed_seed[];

#endif
