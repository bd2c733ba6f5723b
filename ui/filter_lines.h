#ifndef UI_FILTER_LINES_H
#define UI_FILTER_LINES_H

#include "ui/chips.h"

/*
 * Conditions line by line: one for words, one for each field of a register, and one for each chip that is more
 * than conditions on single fields.  What stands in a field's line is written as in the filter language without
 * the name: 空, >30, 2010..2015, 党委,党支部; without a sign it is what = or, for texts and references, ~ asks for.
 */

struct filter_line {
	const struct field *field;	/* NULL: words, or a whole condition */
	char *text;
};

struct filter_lines {
	const struct reg *reg;
	struct filter_line *items;	/* words, the fields, the other chips */
	size_t n;
};

/* The lines of these chips; codes are shown by their labels. */
void filter_lines_init(struct filter_lines *f, const struct reg *reg, const struct codebook *codes, const struct chips *chips);
void filter_lines_release(struct filter_lines *f);
const char *filter_line_label(const struct filter_lines *f, size_t line);
void filter_line_set(struct filter_lines *f, size_t line, const char *text);
/* Adds the condition that a line means; nothing where it is blank. */
void filter_line_condition(const struct filter_line *line, struct buf *out);
/* Whether a text without a sign is looked for inside of the field's. */
bool filter_line_has_parts(const struct field *f);

#endif
