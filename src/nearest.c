/*
 * Edit distance (insertions, deletions, replacements of one code point) with
 * one row of the table, which is all that names of a few dozen characters need.
 */
#include "src/nearest.h"

#include <stdint.h>
#include <stdlib.h>

#include "src/buf.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define LONGEST 64

/* The comparable form as code points; LONGEST + 1 when there are more than fit. */
static int points(const char *s, uint32_t out[LONGEST])
{
	struct buf key = BUF_INIT;
	size_t at = 0, len;
	uint32_t cp;
	int n = 0;

	text_key(&key, s);
	while ((len = text_decode(buf_str(&key) + at, key.len - at, &cp)) > 0) {
		at += len;
		if (cp == '_')
			continue;
		if (n == LONGEST) {
			n++;
			break;
		}
		out[n++] = cp;
	}
	buf_release(&key);
	return n;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* The table's next row, for one more point of the first text. */
static void next_row(int *row, uint32_t point, const uint32_t *b, int nb)
{
	int corner = row[0];

	row[0]++;
	for (int j = 1; j <= nb; j++) {
		int kept = corner + (point == b[j - 1] ? 0 : 1);

		corner = row[j];
		row[j] = least(kept, least(row[j - 1], corner) + 1);
	}
}

int nearest_distance(const char *a, const char *b, int limit)
{
	uint32_t pa[LONGEST], pb[LONGEST];
	int row[LONGEST + 1] = { 0 };
	int na = points(a, pa), nb = points(b, pb);

	if (na > LONGEST || nb > LONGEST || abs(na - nb) > limit)
		return limit + 1;
	for (int j = 0; j <= nb; j++)
		row[j] = j;
	for (int i = 0; i < na; i++)
		next_row(row, pa[i], pb, nb);
	return least(row[nb], limit + 1);
}

/* Two wrong characters of four may still be a slip; two of two are another word. */
static int tolerance(const char *typed)
{
	uint32_t p[LONGEST];
	int n = points(typed, p);

	if (n < 2)
		return 0;
	return n < 4 ? 1 : 2 + n / 8;
}

void nearest_begin(struct nearest *n, const char *typed)
{
	n->typed = xstrdup(typed);
	n->best = tolerance(typed) + 1;
	n->found = NULL;
}

void nearest_try(struct nearest *n, const char *candidate, const void *what)
{
	int distance;

	if (!candidate || n->best == 0)
		return;
	distance = nearest_distance(n->typed, candidate, n->best - 1);
	if (distance < n->best) {
		n->best = distance;
		n->found = what;
	}
}

const void *nearest_end(struct nearest *n)
{
	free(n->typed);
	n->typed = NULL;
	return n->found;
}
