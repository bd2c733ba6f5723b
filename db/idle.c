/*
 * Work that can wait until nobody waits: merging what edits leave in the search index, and
 * copying the write-ahead log back into the database.
 */
#include "db/derived.h"


#include "db/derived_state.h"
#include "db/search.h"
#include "src/clock.h"
#include "src/banned.h"

/* Pages that one step of merging writes: about a millisecond. */
#define MERGE_PAGES 32

/* A step for every register: 1 when more is left, 0 when not. */
static int merge_step(struct store *s)
{
	int more = 0;

	for (size_t i = 0; i < registers_n; i++) {
		int rc = search_merge(s, registers[i], MERGE_PAGES, NULL);

		if (rc < 0)
			return rc;
		more |= rc;
	}
	return more;
}

/* As many steps as there is time for, in one transaction, because each one has to reach the disk. */
static void merge(struct store *s, int64_t end)
{
	int more;

	/* Another program that writes comes first; there will be another idle moment. */
	if (sql_exec(s, "BEGIN IMMEDIATE", NULL) < 0)
		return;
	do
		more = merge_step(s);
	while (more == 1 && clock_ms() < end);
	if (more < 0 || sql_exec(s, "COMMIT", NULL) < 0) {
		sql_exec(s, "ROLLBACK", NULL);
		return;
	}
	s->derived->merge = more == 1;
	s->derived->log = true;
}

/* Copies the log back, and empties it when no reader needs it any more. */
static void copy_log(struct store *s)
{
	int pages = 0, copied = 0;

	if (sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied) != SQLITE_OK)
		return;
	if (copied == pages)
		sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	s->derived->log = copied != pages;
}

bool derived_idle(struct store *s, int ms)
{
	struct derived *d = s->derived;
	int64_t end = clock_ms() + ms;
	bool more;

	if (d->merge)
		merge(s, end);
	more = d->merge && clock_ms() >= end;
	/* What a reader still needs stays for another time; asking at once again would not help. */
	if (!d->merge && d->log && clock_ms() < end)
		copy_log(s);
	else
		more |= d->log && clock_ms() >= end;
	return more;
}
