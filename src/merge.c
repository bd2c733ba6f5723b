#include "src/merge.h"

#include "src/banned.h"

enum merge field_merge(const struct field *f, const void *base, const void *theirs, const void *mine)
{
	if (field_equal(f, base, theirs) || field_equal(f, mine, theirs))
		return MERGE_MINE;
	return field_equal(f, base, mine) ? MERGE_THEIRS : MERGE_ASK;
}
