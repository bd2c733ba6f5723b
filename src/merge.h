#ifndef SRC_MERGE_H
#define SRC_MERGE_H

#include "src/field.h"

/*
 * Two people changed the same record.  Of each field it follows from three copies, as both of them opened it, as the
 * other one saved it and as it shall be here, which value holds.
 */
enum merge {
	MERGE_MINE,	/* theirs is as it was, or the same as mine */
	MERGE_THEIRS,	/* only they changed it */
	MERGE_ASK,	/* both changed it, to different values */
};

enum merge field_merge(const struct field *f, const void *base, const void *theirs, const void *mine);

#endif
