/*
 * Villages and communities by the names of their committees.  The list of divisions
 * names bodies (村委会, 牧委会, 居委会), an organization is named after the place.
 */
#include "src/cmd/sample.h"

#include <stdbool.h>
#include <string.h>

#include "src/banned.h"

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
