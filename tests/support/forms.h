#ifndef TESTS_SUPPORT_FORMS_H
#define TESTS_SUPPORT_FORMS_H

#include "tests/support/stage.h"

/* Forms on a stage: fields are named by their labels, as a person names them. */

/* With a list below, as a person comes to a form: for cmocka. */
int forms_setup(void **state);
/* Opens the organization with that code, NULL a new one. */
void form_open(struct stage *s, const char *code);
/* Goes down to the field. */
void form_go_to(struct stage *s, const char *label);
bool form_is_on(struct stage *s, const char *label);
/* What the row of the field shows, marks and all; valid until the next call. */
const char *form_row(struct stage *s, const char *label);
void form_has(struct stage *s, const char *label, const char *text);
/* The sign beside the label: '*' changed, '!' wrong, '?' doubtful. */
char form_mark(struct stage *s, const char *label);
/* Empties the current field. */
void form_clear(struct stage *s);

/* The name of the screen on top. */
const char *stage_top(struct stage *s);
/* The stored field of the organization with that code. */
void stage_stored(struct stage *s, const char *code, const char *field, const char *want);
/* Another program edits it meanwhile. */
void stage_other_edits(struct stage *s, const char *code, const char *field, const char *typed);

#endif
