#ifndef UI_FILTER_FORM_H
#define UI_FILTER_FORM_H

#include "db/read.h"
#include "ui/chips.h"
#include "ui/screen.h"

/* The conditions of a list as a form: a line for each field, without any names or signs to be typed. */
struct filter_form_want {
	const struct reg *reg;
	bool all;			/* the view's: what the number of records counts */
	const struct query *limit;	/* what holds beside the conditions; lives longer than the form */
	const struct chips *chips;	/* copied */
	/* Called when something was changed and taken, with the form gone: chips' contents may be taken. */
	void (*done)(void *ctx, struct chips *chips);
	void *ctx;
};

struct screen *filter_form_new(struct app *a, const struct filter_form_want *want);

#endif
