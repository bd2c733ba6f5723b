/* A list as the forms opened from it see it: the records before and after, and the place of each. */
#include "ui/list.h"
#include "src/banned.h"

#define SLICES 30

/*
 * The rows are those that the person saw when the form was opened: a record that was saved meanwhile still
 * has its neighbours, also where it no longer meets the condition.  The list reads anew when it comes to the top.
 */
static int64_t step(void *ctx, int64_t from, int by)
{
	struct list *l = ctx;
	int64_t to;
	int slices = 0;

	if (list_current_id(l) != from)
		list_reload(l, from);
	if (list_current_id(l) != from)
		return 0;
	/* A condition that few records meet is looked for in slices. */
	do {
		list_move(l, by);
		to = list_current_id(l);
	} while (to == from && ++slices < SLICES && (by > 0 ? l->more_after : l->more_before));
	return to != from ? to : 0;
}

static void place(void *ctx, int64_t *at, int64_t *of)
{
	const struct list *l = ctx;

	*at = l->first_place >= 0 && l->n ? l->first_place + (int64_t)l->cur + 1 : 0;
	*of = l->count.exact ? l->count.n : 0;
}

struct neighbours list_neighbours(struct list *l)
{
	return (struct neighbours){ .ctx = l, .step = step, .place = place };
}
