#include "src/belonging.h"

#include <string.h>

#include "src/banned.h"

size_t belongs_to(const struct reg *reg, struct belongs out[BELONGS_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < registers_n; i++)
		for (size_t k = 0; k < registers[i]->nbelongings && n < BELONGS_MOST; k++)
			if (reg_field(registers[i], registers[i]->belongings[k].by)->target == reg)
				out[n++] = (struct belongs){ registers[i], &registers[i]->belongings[k] };
	return n;
}

bool reg_has_story(const struct reg *reg)
{
	struct belongs any[BELONGS_MOST];

	return reg->workflow || belongs_to(reg, any) > 0;
}

const struct field *reg_earlier(const struct reg *reg)
{
	for (size_t i = 0; i < reg->nfields; i++)
		if (reg->fields[i].target == reg && !(reg->fields[i].flags & FIELD_TREE))
			return &reg->fields[i];
	return NULL;
}

const struct belonging *reg_belonging(const struct reg *reg, const struct field *by)
{
	for (size_t i = 0; by && i < reg->nbelongings; i++)
		if (strcmp(reg->belongings[i].by, by->name) == 0)
			return &reg->belongings[i];
	return NULL;
}

/* --- for the tests --- */

static int refuse(const struct reg *reg, const struct belonging *b, const char *what, struct err *e)
{
	return err_set(e, ERR_INVALID, "%s by %s: %s", reg->name, b->by, what);
}

static int test_row(const struct reg *reg, const struct belonging *b, struct err *e)
{
	const struct field *by = reg_field(reg, b->by), *signs = b->signs ? reg_field(reg, b->signs) : NULL;

	if (!by || by->type != TYPE_REF)
		return refuse(reg, b, "no reference", e);
	if (b->order && !reg_field(reg, b->order))
		return refuse(reg, b, "no field to sort by", e);
	if (b->signs && (!signs || signs->type != TYPE_TEXT))
		return refuse(reg, b, "no text to sign", e);
	if (!b->says || !b->says[0])
		return refuse(reg, b, "says nothing", e);
	for (const char *const *name = b->says; *name; name++)
		if (!reg_field(reg, *name))
			return refuse(reg, b, *name, e);
	return 0;
}

int belonging_test(const struct reg *reg, struct err *e)
{
	struct belongs own[BELONGS_MOST];
	size_t n;

	for (size_t i = 0; i < reg->nbelongings; i++) {
		int rc = test_row(reg, &reg->belongings[i], e);

		if (rc < 0)
			return rc;
	}
	n = belongs_to(reg, own);
	if (n == BELONGS_MOST)
		return err_set(e, ERR_INVALID, "%s: too much belongs to it", reg->name);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (own[i].by->key && own[i].by->key == own[k].by->key)
				return refuse(own[i].reg, own[i].by, "its letter is taken", e);
	return 0;
}
