#ifndef TESTS_SUPPORT_POWER_H
#define TESTS_SUPPORT_POWER_H

#include <stdint.h>

/*
 * Power cuts.  A session of commands runs once, and every change of its files is logged (faults.h).  Then, for
 * any moment of it, the disk is put together as a cut at that moment may leave it: what was flushed is there; of
 * what was not, any part may be, each 512 bytes for themselves; names count when their folder was flushed.  There the
 * database opens, verifies clean, and holds all that the commands before had said was done.
 */
struct power {
	const char *zhibu, *library;	/* the program, faults.so */
	const char *dir;		/* an empty folder; what fails is left in it */
	unsigned int seed;
	int first, cuts;
};

/* How many cuts left something wrong. */
int power_run(const struct power *p);

#endif
