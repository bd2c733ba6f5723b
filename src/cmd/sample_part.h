#ifndef SRC_CMD_SAMPLE_PART_H
#define SRC_CMD_SAMPLE_PART_H

#include <stdbool.h>

#include "src/cmd/sample.h"

/* What the files of the sample share: how an organization is described, added and made up. */

struct sample_spec {
	size_t superior; /* place, 0: none */
	const char *category, *domain;
	int64_t division;
	const char *body;	/* its unit in full, 乌兰县柯柯镇南沙沟村: what is made up of it goes by this */
	const char *called;	/* what stands before 党支部 in its name: 南沙沟村 */
	const char *brief;	/* and before 支部 in its short name; NULL: nothing shorter is natural */
	const char *units;	/* NULL: the superior's own unit; body itself where that is the unit's name */
	const char *nature;	/* of the units */
	int least, most;	/* full members of a branch */
};

/* A county or the prefecture itself: where there are agencies, schools, hospitals and firms. */
struct sample_seat {
	const char *name;	/* 大柴旦: what its schools and firms are called after */
	const char *base;	/* 大柴旦行委: what its offices are called after */
	const char *committee;	/* 大柴旦工: what stands before 委组织部 */
	const char *brief;	/* 州, 市, 县: what people at home call it; empty where there is no such word */
	int64_t division;
	int size;	/* 1 to 5: the larger, the more of everything */
	size_t place;		/* of its local committee */
	size_t firms, park; /* places of the committees over private firms; park 0: it has none */
};

/* sample.c: returns the place; code, people and dates follow when the tree is complete. */
size_t sample_add(struct sample *s, const struct sample_spec *spec);
/* The same with `what` added to its unit and its names: 柯柯镇 and 卫生院. */
size_t sample_add_what(struct sample *s, const struct sample_spec *spec, const char *what);
/* The same where the everyday word is another one, and no short name is left: 专业合作社, 合作社. */
size_t sample_add_called(
	struct sample *s, const struct sample_spec *spec, const char *what, const char *called);
struct org *sample_org(const struct sample *s, size_t place);
/* The three texts as one, which the caller frees. */
char *sample_join(const char *a, const char *b, const char *c);
/* A number below n that depends on the two texts only. */
unsigned int sample_roll(const char *key, const char *question, unsigned int n);
/* A branch, or a general branch or a committee with that many branches in the same unit. */
size_t sample_add_unit(struct sample *s, const struct sample_spec *unit, int branches);
bool sample_is_primary(const struct org *o);

/* sample_places.c: townships with their villages and communities. */
void sample_add_township(struct sample *s, const struct sample_seat *seat, const struct division *township,
	const struct division *divisions, size_t n);
/* sample_units.c: agencies, schools, hospitals, state firms and social organizations of a seat. */
void sample_add_units(struct sample *s, struct sample_seat *seat);
/* The n-th of all private firms. */
void sample_add_firm(struct sample *s, const struct sample_seat *seat, size_t n);

/* sample_names.c: puts the township or the county before names that stand more than once. */
void sample_distinguish(struct sample *s, const struct division *divisions, size_t n);
/* sample_fill.c: everything that follows from the finished tree, names included. */
void sample_fill(struct sample *s);
/* An invented name, marked so that nobody can take it for somebody's; the caller frees. */
char *sample_person(const struct org *o, const char *whose);
/* sample_ledgers.c: model sites, rectification cases, an annual review. */
void sample_add_ledgers(struct sample *s);
/* An empty record of that register behind the others; the sample owns it. */
void *sample_add_record(struct sample *s, const struct reg *reg);
/* sample_faults.c: what a clerk shall find, and organizations that are no longer at work. */
void sample_add_former(struct sample *s, const struct sample_seat *seats, size_t n);
void sample_add_faults(struct sample *s);

#endif
