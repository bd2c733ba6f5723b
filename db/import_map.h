#ifndef DB_IMPORT_MAP_H
#define DB_IMPORT_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "src/buf.h"

/*
 * Texts and what an import knows about each: the line of the file that has it and the
 * record that it stands for.  A ledger of 665,276 rows takes about 25 MB here, which saves as
 * many look-ups in the database.
 */

struct map_slot {
	uint32_t at;	/* where the text stands in map.text, from 1; 0: an empty slot */
	uint32_t line;	/* of the file; 0: not in the file */
	int64_t id;	/* 0: no record (yet) */
};

struct map {
	struct buf text;
	struct map_slot *slots;
	size_t n, cap;
};

/* NULL where the text is unknown; borrowed until the next map_put(). */
struct map_slot *map_find(const struct map *m, const char *text);
/* The slot of a text, made when it is new (line and id are 0 then); borrowed until the next map_put(). */
struct map_slot *map_put(struct map *m, const char *text);
void map_release(struct map *m);

#endif
