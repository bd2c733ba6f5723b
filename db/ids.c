/*
 * Record and action numbers: 41 bits of milliseconds since 1970 and 22 bits
 * that are random at the beginning of each action and count up within it.  Offices that
 * work apart can thus exchange records without asking each other for numbers,
 * and numbers ascend in the order of saving even when the clock steps back.
 */
#include "db/internal.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "src/banned.h"

#define SEQUENCE_BITS 22

static int64_t fresh(void)
{
	struct timespec t;
	uint32_t noise = 0;

	clock_gettime(CLOCK_REALTIME, &t);
	if (getrandom(&noise, sizeof(noise), GRND_NONBLOCK) < 0)
		noise = (uint32_t)t.tv_nsec;
	/* The top bit of the sequence stays free, so that a burst can count up without leaving its millisecond. */
	noise &= (1u << (SEQUENCE_BITS - 1)) - 1;
	return (((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000) << SEQUENCE_BITS) | noise;
}

static int64_t newest_stored(struct store *s)
{
	int64_t newest = sql_integer(s, "SELECT max(id) FROM action", 0);

	for (size_t i = 0; i < registers_n; i++) {
		struct buf sql = BUF_INIT;
		int64_t id;

		buf_addf(&sql, "SELECT max(id) FROM \"%s\"", registers[i]->name);
		id = sql_integer(s, buf_str(&sql), 0);
		buf_release(&sql);
		if (id > newest)
			newest = id;
	}
	return newest;
}

int64_t store_new_id(struct store *s)
{
	int64_t id = 0;

	if (!s->last_id)
		s->last_id = newest_stored(s);
	/* Within an action numbers only count up, so that a ledger's rows keep their order. */
	if (!s->action.open || !s->action.records)
		id = fresh();
	s->last_id = id > s->last_id ? id : s->last_id + 1;
	return s->last_id;
}
