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

	s->changes++;
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
	unsigned int changes = s->changes;

	selection_release(s);
	s->changes = changes + 1;
}

void selection_take(struct selection *s, int64_t *ids, size_t n, size_t cap)
{
	selection_clear(s);
	s->ids = ids;
	s->n = n;
	s->cap = cap;
}

/* What stands in one of both comes over, and what stands in both where that is wanted. */
static void merge(struct selection *s, const int64_t *ids, size_t n, bool both)
{
	int64_t *out = xcalloc(s->n + n + 1, sizeof(*out));
	size_t i = 0, j = 0, at = 0;

	while (i < s->n || j < n) {
		if (j == n || (i < s->n && s->ids[i] < ids[j])) {
			out[at++] = s->ids[i++];
		} else if (i == s->n || ids[j] < s->ids[i]) {
			out[at++] = ids[j++];
		} else {
			if (both)
				out[at++] = ids[j];
			i++;
			j++;
		}
	}
	free(s->ids);
	s->ids = out;
	s->cap = s->n + n + 1;
	s->n = at;
	s->changes++;
}

void selection_add(struct selection *s, const int64_t *ids, size_t n)
{
	merge(s, ids, n, true);
}

void selection_invert(struct selection *s, const int64_t *ids, size_t n)
{
	merge(s, ids, n, false);
}
