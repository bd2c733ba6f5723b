/* Records that a person has picked. */
#include "ui/list_select.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/banned.h"

void selection_release(struct selection *s)
{
	free(s->ids);
	*s = (struct selection){ .ids = NULL };
}

/* Where the record stands, or would stand. */
static size_t place_of(const struct selection *s, int64_t id)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool selection_has(const struct selection *s, int64_t id)
{
	size_t at = place_of(s, id);

	return at < s->n && s->ids[at] == id;
}

void selection_toggle(struct selection *s, int64_t id)
{
	size_t at = place_of(s, id);

	if (at < s->n && s->ids[at] == id) {
		memmove(s->ids + at, s->ids + at + 1, (--s->n - at) * sizeof(*s->ids));
		return;
	}
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 16;
		s->ids = xreallocarray(s->ids, s->cap, sizeof(*s->ids));
	}
	memmove(s->ids + at + 1, s->ids + at, (s->n++ - at) * sizeof(*s->ids));
	s->ids[at] = id;
}

void selection_clear(struct selection *s)
{
	selection_release(s);
}
