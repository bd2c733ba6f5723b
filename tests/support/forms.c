/*
 * Forms driven by a test.
 */
#include "tests/support/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/banned.h"

#define LABEL_AT 3
#define FIELDS_MOST 40

int forms_setup(void **state)
{
	struct stage *s;

	if (stage_setup(state) < 0)
		return -1;
	s = *state;
	app_push(s->app, list_new(s->app, &org_reg, NULL, NULL));
	return 0;
}

void form_open(struct stage *s, const char *code)
{
	app_push(s->app, form_new(s->app, &org_reg, code ? stage_org(s, code) : 0));
	stage_keys(s, "");
}

/* The first row that is about the field, or NULL. */
static const char *find_row(struct stage *s, const char *label)
{
	for (int y = 0; y < s->rows; y++) {
		const char *row = stage_row(s, y);

		if (strlen(row) > LABEL_AT && strncmp(row + LABEL_AT, label, strlen(label)) == 0)
			return row;
	}
	return NULL;
}

const char *form_row(struct stage *s, const char *label)
{
	const char *row = find_row(s, label);

	if (!row)
		fail_msg("not shown: %s", label);
	return row;
}

bool form_is_on(struct stage *s, const char *label)
{
	const char *row = find_row(s, label);

	return row && row[0] == '>';
}

void form_go_to(struct stage *s, const char *label)
{
	stage_keys(s, "<Alt-1>");
	for (int i = 0; i < FIELDS_MOST && !form_is_on(s, label); i++)
		stage_keys(s, "<Tab>");
	if (!form_is_on(s, label))
		fail_msg("no field %s", label);
}

void form_has(struct stage *s, const char *label, const char *text)
{
	const char *row = form_row(s, label);

	if (!strstr(row, text))
		fail_msg("no %s in: %s", text, row);
}

char form_mark(struct stage *s, const char *label)
{
	return form_row(s, label)[1];
}

void form_clear(struct stage *s)
{
	stage_keys(s, "<End><Ctrl-U>");
}

const char *stage_top(struct stage *s)
{
	return app_top(s->app)->type->name;
}

void stage_stored(struct stage *s, const char *code, const char *field, const char *want)
{
	char *text = office_field(s->office, stage_org(s, code), field);

	assert_string_equal(text, want);
	free(text);
}

void stage_other_edits(struct stage *s, const char *code, const char *field, const char *typed)
{
	struct store *other = office_second(s->office), *own = s->office->s;

	s->office->s = other;
	office_must_edit(s->office, stage_org(s, code), field, typed);
	s->office->s = own;
	store_close(other);
}
