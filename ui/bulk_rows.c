/* The records of a batch: in the order of the list, those that its condition hides behind the others. */
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "ui/bulk.h"
#include "src/banned.h"

#define SLICE_MS 8

size_t bulk_fields(const struct bulk *b)
{
	return b->batch.nfields ? b->batch.nfields : 1;
}

size_t bulk_lines(const struct bulk *b)
{
	return b->batch.n * bulk_fields(b);
}

bool bulk_is_hidden(const struct bulk *b, size_t row)
{
	return row >= b->visible;
}

enum batch_result bulk_result(const struct bulk *b, size_t row, size_t field)
{
	const struct batch_row *r = &b->batch.rows[row];

	if (b->batch.nfields <= 1)
		return r->result;
	if (r->result == BATCH_CHANGE && field_equal(b->batch.fields[field], r->base, r->rec))
		return BATCH_SAME;
	/* The others of a record with one wrong value are not to blame. */
	return r->result == BATCH_REFUSED && r->wrong && r->wrong != b->batch.fields[field] ? BATCH_LEFT_OUT : r->result;
}

/* Those that the list does not show come last, in their own order. */
static void finish(struct bulk *b)
{
	b->visible = b->batch.n;
	for (size_t i = 0; i < b->n_ids; i++)
		if (!b->found[i])
			batch_add(&b->batch, b->ids[i]);
	b->gathering = false;
	if (b->header)
		bulk_take(b, BULK_FIELD);
	else if (b->field || b->n_added)
		bulk_apply(b);
	else
		bulk_judge_anew(b);
}

static int compare(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

/* 1 ends the tour: all are found. */
static int look_at(void *ctx, int64_t id)
{
	struct bulk *b = ctx;
	const int64_t *at = bsearch(&id, b->ids, b->n_ids, sizeof(*b->ids), compare);

	if (at && !b->found[at - b->ids]) {
		b->found[at - b->ids] = 1;
		b->n_found++;
		batch_add(&b->batch, id);
	}
	return b->n_found == b->n_ids;
}

/* The data changed under the tour: what was found is looked for once more. */
static void begin_anew(struct bulk *b)
{
	batch_release(&b->batch);
	memset(b->found, 0, b->n_ids);
	b->n_found = 0;
	b->tour = (struct tour){ .budget_ms = SLICE_MS };
}

bool bulk_gather(struct bulk *b)
{
	struct err e = ERR_INIT;
	int rc = store_tour(app_store(b->screen.app), &b->view, &b->tour, look_at, b, &e);

	if (rc == ERR_NOT_FOUND) {
		begin_anew(b);
	} else if (rc < 0) {
		app_say_error(b->screen.app, &e);
		finish(b);
	} else if (rc == 1 || b->tour.over) {
		finish(b);
	}
	return true;
}

void bulk_start_gathering(struct bulk *b, const struct bulk_want *want)
{
	b->view = want->view;
	b->view.ranked = false;
	b->ids = xcalloc(want->n + 1, sizeof(*b->ids));
	b->found = xcalloc(want->n + 1, 1);
	memcpy(b->ids, want->ids, want->n * sizeof(*b->ids));
	b->n_ids = want->n;
	b->tour.budget_ms = SLICE_MS;
	b->gathering = true;
	/* A list of ordinary length is gone through before the first key. */
	if (!want->listed) {
		bulk_gather(b);
		return;
	}
	for (size_t i = 0; i < want->n; i++)
		batch_add(&b->batch, want->ids[i]);
	b->n_ids = 0;
	finish(b);
}
