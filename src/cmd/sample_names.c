/*
 * Villages and communities by the names of their committees.  The list of divisions
 * names bodies (村委会, 牧委会, 居委会), an organization is named after the place; and where
 * two places are called alike, as ledgers do it, after the township too.
 */
#include "src/cmd/sample_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/banned.h"

/* --- places --- */

/* The endings of bodies, the longer ones first, and the kind of place that has such a body. */
static const struct {
	const char *body, *place;
} endings[] = {
	{ "社区居民委员会", "社区" },
	{ "社区居委会", "社区" },
	{ "社区委员会", "社区" },
	{ "居民委员会", "社区" },
	{ "居委会", "社区" },
	{ "村民委员会", "村" },
	{ "牧民委员会", "村" },
	{ "村委会", "村" },
	{ "牧委会", "村" },
};

static bool ends_with(const char *s, size_t n, const char *with)
{
	size_t m = strlen(with);

	return n > m && memcmp(s + n - m, with, m) == 0;
}

/* A living area that exists in statistics only (场部虚拟生活区) is the place it is named after. */
static void add_without_virtual(struct buf *out, const char *unit)
{
	static const char word[] = "虚拟";
	const char *at = strstr(unit, word);

	if (at == NULL || at == unit) {
		buf_adds(out, unit);
		return;
	}
	buf_add(out, unit, (size_t)(at - unit));
	buf_adds(out, at + strlen(word));
}

void sample_place_name(struct buf *out, const char *unit)
{
	size_t n = strlen(unit);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t stem;

		if (!ends_with(unit, n, endings[i].body))
			continue;
		stem = n - strlen(endings[i].body);
		buf_add(out, unit, stem);
		/* 南沙沟村 + 村委会: the village has its word already. */
		if (!ends_with(unit, stem, endings[i].place))
			buf_adds(out, endings[i].place);
		return;
	}
	add_without_virtual(out, unit);
}

/* --- names that stand more than once --- */

static int by_name(const void *one, const void *other)
{
	const struct org *const *a = one, *const *b = other;

	return strcmp((*a)->name, (*b)->name);
}

static const struct division *find(const struct division *divisions, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++) {
		if (divisions[i].rec.id == id)
			return &divisions[i];
	}
	return NULL;
}

/* 柯柯镇 before what stands in a village, 格尔木市 before what stands in a street. */
static void put_above_before(struct org *o, const struct division *divisions, size_t n)
{
	const struct division *d = find(divisions, n, o->division.id);
	const struct division *above = d != NULL ? find(divisions, n, d->parent.id) : NULL;
	char *name = sample_join(above != NULL ? above->name : "", o->name, "");

	free(o->name);
	o->name = name;
}

void sample_distinguish(struct sample *s, const struct division *divisions, size_t n)
{
	struct org **sorted = xcalloc(s->n, sizeof(*sorted));
	size_t next;

	for (size_t i = 0; i < s->n; i++)
		sorted[i] = &s->orgs[i];
	qsort(sorted, s->n, sizeof(*sorted), by_name);
	for (size_t first = 0; first < s->n; first = next) {
		next = first + 1;
		while (next < s->n && by_name(&sorted[first], &sorted[next]) == 0)
			next++;
		for (size_t i = first; next - first > 1 && i < next; i++)
			put_above_before(sorted[i], divisions, n);
	}
	free(sorted);
}
