#ifndef SRC_NEAREST_H
#define SRC_NEAREST_H

/*
 * What a person may have meant: the name, among those that exist, which is
 * nearest to a wrong one.  Texts are compared by text_key(), without
 * underscores, in code points; how far a name may be off depends on how long
 * it is, so that a short name is not "nearest" to everything.
 */

/* Edit distance of two texts, or limit + 1 when it is more than limit (or a text is very long). */
int nearest_distance(const char *a, const char *b, int limit);

/* A search over any number of candidates. */
struct nearest {
	char *typed;
	int best;		/* distance that a candidate must stay below */
	const void *found;
};

void nearest_begin(struct nearest *n, const char *typed);
/* `what` is remembered when this candidate is nearer than all before it; NULL candidates are passed over. */
void nearest_try(struct nearest *n, const char *candidate, const void *what);
/* What was nearest, or NULL when nothing was near enough; gives the memory back. */
const void *nearest_end(struct nearest *n);

#endif
