#ifndef DB_DERIVED_STATE_H
#define DB_DERIVED_STATE_H

#include "db/default_view.h"
#include "db/few.h"

/* What a connection keeps for derived data and for reading. */
struct derived {
	struct default_view *views;	/* one per registers[] */
	struct few few;			/* the last short result, for paging in it */
	bool merge;			/* search indexes may have parts to merge */
	bool log;			/* the write-ahead log may have pages to copy back */
};

#endif
