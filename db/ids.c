/*
 * Record and action numbers: 41 bits of milliseconds since 2020, which last until 2089, and 22 bits
 * that are random at the beginning of each action and count up within it.  Offices that
 * work apart can thus exchange records without asking each other for numbers,
 * and numbers ascend in the order of saving even when the clock steps back.
 */
#include "db/internal.h"

#include <stdlib.h>
#include <sys/random.h>

#include "src/clock.h"
#include "src/banned.h"

#define SEQUENCE_BITS 22
#define EPOCH_MS INT64_C(1577836800000)	/* 2020-01-01 UTC */

int64_t store_clock_ms(const struct store *s)
{
	return s->at_ms ? s->at_ms : clock_wall_ms();
}

static int64_t fresh(const struct store *s)
{
	uint32_t noise = 0;
	int64_t ms = store_clock_ms(s);

	if (getrandom(&noise, sizeof(noise), GRND_NONBLOCK) < 0)
		noise = (uint32_t)ms * 2654435761u;
	/* The top bit of the sequence stays free, so that a burst can count up without leaving its millisecond. */
	noise &= (1u << (SEQUENCE_BITS - 1)) - 1;
	/* A clock that lost its battery says 1970: then numbers only count up. */
	ms -= EPOCH_MS;
	return ms > 0 ? (int64_t)((uint64_t)ms << SEQUENCE_BITS) | noise : 1;
}

/* The newest number that stands anywhere in the journal: each record's too, also of those that were taken away. */
int store_ids_begin(struct store *s, struct err *e)
{
	int64_t newest;
	int rc = sql_ask(s, "SELECT max(id) FROM action", &newest, e);

	for (size_t i = 0; rc == 0 && i < registers_n; i++) {
		struct buf sql = BUF_INIT;
		int64_t id;

		buf_addf(&sql, "SELECT max(record) FROM change WHERE reg = '%s'", registers[i]->name);
		rc = sql_ask(s, buf_str(&sql), &id, e);
		buf_release(&sql);
		if (id > newest)
			newest = id;
	}
	if (rc == 0)
		s->last_id = newest;
	return rc;
}

int64_t store_new_id(struct store *s)
{
	int64_t id = 0;

	/* Within an action numbers only count up, so that a ledger's rows keep their order. */
	if (!s->action.open || !s->action.records)
		id = fresh(s);
	if (id <= s->last_id && s->last_id < INT64_MAX)
		id = s->last_id + 1;
	s->last_id = id;
	return id;
}
