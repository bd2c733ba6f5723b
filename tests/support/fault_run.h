#ifndef TESTS_SUPPORT_FAULT_RUN_H
#define TESTS_SUPPORT_FAULT_RUN_H

/*
 * Runs commands of the program with one call made to fail (tests/support/faults.c), and looks at what is
 * left: the database opens, verifies clean, and holds either what was there before or all of what the
 * command does; and where the command said that it was done, it is.
 */
struct fault_plan {
	const char *zhibu;	/* the program */
	const char *library;	/* faults.so */
	const char *dir;	/* an empty folder; what fails is left in it */
	unsigned int seed;
	int points;		/* how many of each call's occurrences are made to fail; 0: each */
	int memory_points;	/* the same for allocations, of which there are very many */
	const char *only;	/* "set pwrite 17 1 28": command, call, which, for good, errno; NULL: all */
};

/* What a folder holds in x.db and copy.db, as text without numbers and times, which differ from run to run.  The caller frees. */
char *fault_state(const char *dir);

/* How many runs left something wrong; each is said on stderr in the words of `only`. */
int fault_run(const struct fault_plan *plan);
/* How many runs there were so far. */
int fault_runs(void);

#endif
