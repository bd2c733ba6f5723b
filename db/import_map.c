/*
 * A hash table from text to line and record: open addressing, never more than
 * two thirds full; the texts stand one behind the other in one buffer.
 */
#include "db/import_map.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/banned.h"

#define FIRST_SLOTS 256

/* FNV-1a, with its high bits folded down, because only the low ones choose the slot. */
static size_t hash(const char *text)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

/* The slot that has the text, or the empty one where it would stand. */
static struct map_slot *slot_for(const struct map *m, const char *text)
{
	size_t i = hash(text) & (m->cap - 1);

	while (m->slots[i].at && strcmp(m->text.data + m->slots[i].at - 1, text) != 0)
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

struct map_slot *map_find(const struct map *m, const char *text)
{
	struct map_slot *slot = m->cap ? slot_for(m, text) : NULL;

	return slot && slot->at ? slot : NULL;
}

static void grow(struct map *m)
{
	struct map_slot *old = m->slots;
	size_t n = m->cap;

	m->cap = n ? n * 2 : FIRST_SLOTS;
	m->slots = xcalloc(m->cap, sizeof(m->slots[0]));
	for (size_t i = 0; i < n; i++) {
		if (old[i].at)
			*slot_for(m, m->text.data + old[i].at - 1) = old[i];
	}
	free(old);
}

struct map_slot *map_put(struct map *m, const char *text)
{
	struct map_slot *slot;

	if (m->text.len >= UINT32_MAX)
		mem_die("import: more than 4 GB of keys");
	if (m->n * 3 >= m->cap * 2)
		grow(m);
	slot = slot_for(m, text);
	if (!slot->at) {
		*slot = (struct map_slot){ .at = (uint32_t)(m->text.len + 1) };
		buf_add(&m->text, text, strlen(text) + 1);
		m->n++;
	}
	return slot;
}

void map_release(struct map *m)
{
	buf_release(&m->text);
	free(m->slots);
	*m = (struct map){ .n = 0 };
}
