#ifndef TESTS_SUPPORT_MONKEY_H
#define TESTS_SUPPORT_MONKEY_H

#include <stdint.h>

/*
 * A monkey at the screens: keys at random, most of them from the table of the screen that it
 * sees, pastes, wide characters, windows of all sizes, and now and then somebody else who
 * changes a record.  What it presses, and in whose name, follows from the seed.
 */
struct monkey {
	uint32_t seed;
	int keys;
};

/*
 * Plays in a process of its own, on a stage that a group setup has prepared.  0 where all went well: every picture
 * was sound, the screens could be left afterwards, nothing wrong stands in the database.  Else the seed and
 * all keys are on stderr.
 */
int monkey_play(const struct monkey *m);

#endif
