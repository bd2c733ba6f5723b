#ifndef UI_LIST_SELECT_H
#define UI_LIST_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Records that a person has picked, by number: ascending, each once, so that one among 665,276 is found by halving.
 * They stay picked when a condition hides them.  Zeroed memory is a selection of none.
 */
struct selection {
	int64_t *ids;
	size_t n, cap;
	unsigned int changes;	/* counts them */
};

void selection_release(struct selection *s);
bool selection_has(const struct selection *s, int64_t id);
void selection_toggle(struct selection *s, int64_t id);
void selection_clear(struct selection *s);
/* Picks exactly these, whose memory it takes over: n of cap numbers. */
void selection_take(struct selection *s, int64_t *ids, size_t n, size_t cap);
/* Picks these too, or of these exactly those that were not; they ascend, each once. */
void selection_add(struct selection *s, const int64_t *ids, size_t n);
void selection_invert(struct selection *s, const int64_t *ids, size_t n);

#endif
