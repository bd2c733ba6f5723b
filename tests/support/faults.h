#ifndef TESTS_SUPPORT_FAULTS_H
#define TESTS_SUPPORT_FAULTS_H

#include <stdint.h>

/*
 * The log of faults.so: entries, each followed by its n bytes.  A file has a number per process, bound to its
 * path by OPENED or CREATED; the folder itself is a file too, and flushing it makes names durable.
 */
enum fault_change {
	FAULT_OPENED,		/* bytes: the path */
	FAULT_CREATED,		/* the same */
	FAULT_WROTE,		/* bytes at `where` */
	FAULT_TRUNCATED,	/* to the size `where` */
	FAULT_FLUSHED,
	FAULT_RENAMED,		/* bytes: the new path */
	FAULT_UNLINKED,		/* bytes: the path */
};

struct fault_entry {
	uint32_t what, file;
	int64_t where;
	uint64_t n;
};

#endif
