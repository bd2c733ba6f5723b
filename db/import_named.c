/* Where columns go as somebody has named them: by the titles of the file and the names of fields. */
#include "db/import_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/nearest.h"
#include "src/text.h"
#include "src/banned.h"

/* --- which column --- */

static int refuse_title(const struct import *im, const char *title, struct err *e)
{
	const struct header *h = &im->header;
	struct buf quoted = BUF_INIT, shown = BUF_INIT;
	const struct column *found;
	struct nearest near;

	nearest_begin(&near, title);
	for (size_t i = 0; i < h->n; i++)
		nearest_try(&near, h->columns[i].shown, &h->columns[i]);
	found = nearest_end(&near);
	text_quote(&quoted, title);
	if (found)
		text_quote(&shown, found->shown);
	if (found)
		err_set(e, ERR_INVALID, _("文件里没有%s这一列，是不是%s？"), buf_str(&quoted), buf_str(&shown));
	else
		err_set(e, ERR_INVALID, _("文件里没有%s这一列；表头在第 %ld 行，请照那里的列名写。"), buf_str(&quoted),
			im->report->header_line);
	buf_release(&quoted);
	buf_release(&shown);
	return ERR_INVALID;
}

/* As the header has it, but for blanks and the width of letters. */
static int find_column(const struct import *im, const char *title, size_t *out, struct err *e)
{
	const struct header *h = &im->header;
	struct buf want = BUF_INIT, quoted = BUF_INIT;
	int found = 0, rc = 0;

	text_key(&want, title);
	for (size_t i = 0; i < h->n; i++) {
		struct buf is = BUF_INIT;

		text_key(&is, h->columns[i].shown);
		if (want.len && strcmp(buf_str(&is), buf_str(&want)) == 0 && found++ == 0)
			*out = i;
		buf_release(&is);
	}
	if (found == 0)
		rc = refuse_title(im, title, e);
	text_quote(&quoted, title);
	if (found > 1)
		rc = err_set(e, ERR_INVALID, _("文件里有 %d 列叫%s，不知道是哪一列；请先把列名改开。"), found, buf_str(&quoted));
	buf_release(&want);
	buf_release(&quoted);
	return rc;
}

/* --- which field --- */

/* "problem.source" or "问题：来源", as a part's field is shown. */
static const struct field *part_field(const struct reg *reg, const char *typed, const struct reg **of)
{
	for (const struct reg_part *part = reg->parts; part; part = part->below) {
		const char *const names[] = { part->reg->name, part->reg->title, _(part->reg->title) };

		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			size_t n = strlen(names[i]), mark = strncmp(typed + n, "：", strlen("：")) == 0 ? strlen("：") : 1;

			if (strncmp(typed, names[i], n) != 0 || (mark == 1 && typed[n] != '.' && typed[n] != ':'))
				continue;
			*of = part->reg;
			return reg_field_typed(part->reg, typed + n + mark);
		}
	}
	return NULL;
}

static int refuse_field_name(const struct import *im, const struct import_named *named, struct err *e)
{
	const struct field *near = reg_field_nearest(im->reg, named->field);
	struct buf title = BUF_INIT, field = BUF_INIT;

	text_quote(&title, named->title);
	text_quote(&field, named->field);
	if (near)
		err_set(e, ERR_INVALID, _("%s这一列不能对应到%s：%s没有这个字段，是不是「%s」？"), buf_str(&title), buf_str(&field),
			_(im->reg->title), _(near->label));
	else
		err_set(e, ERR_INVALID, _("%s这一列不能对应到%s：%s没有这个字段；有哪些，见 zhibu export %s --english 的表头。"), buf_str(&title),
			buf_str(&field), _(im->reg->title), im->reg->name);
	buf_release(&title);
	buf_release(&field);
	return ERR_INVALID;
}

static bool can_go_to(const struct import *im, const struct import_target *t)
{
	size_t n;
	struct import_target *all = import_targets(im->reg, &n);
	bool can = !t->field;

	for (size_t i = 0; i < n; i++)
		can |= all[i].reg == t->reg && all[i].field == t->field;
	free(all);
	return can;
}

static int find_target(const struct import *im, const struct import_named *named, struct import_target *out, struct err *e)
{
	*out = (struct import_target){ im->reg, NULL };
	if (!*named->field)
		return 0;
	out->field = reg_field_typed(im->reg, named->field);
	if (!out->field)
		out->field = part_field(im->reg, named->field, &out->reg);
	return out->field && can_go_to(im, out) ? 0 : refuse_field_name(im, named, e);
}

/* --- all of them --- */

static int refuse_twice(const char *one, const char *other, const struct field *f, struct err *e)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	text_quote(&a, one);
	text_quote(&b, other);
	if (f)
		err_set(e, ERR_INVALID, _("%s和%s两列都对应到「%s」；一个字段只能来自一列。"), buf_str(&a), buf_str(&b), _(f->label));
	else
		err_set(e, ERR_INVALID, _("%s这一列的对应写了两次，只能写一次。"), buf_str(&a));
	buf_release(&a);
	buf_release(&b);
	return ERR_INVALID;
}

struct way {
	size_t column;
	struct import_target target;
};

/* Against those before it. */
static int check_way(const struct import *im, const struct way *ways, size_t i, struct err *e)
{
	const struct import_named *named = im->o->named;

	for (size_t k = 0; k < i; k++) {
		const struct import_target *a = &ways[k].target, *b = &ways[i].target;

		if (ways[k].column == ways[i].column)
			return refuse_twice(named[i].title, "", NULL, e);
		if (a->field && a->field == b->field && a->reg == b->reg)
			return refuse_twice(named[k].title, named[i].title, a->field, e);
	}
	return 0;
}

int named_map(struct import *im, struct err *e)
{
	const struct import_options *o = im->o;
	struct way *ways = xcalloc(o->nnamed + 1, sizeof(*ways));
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < o->nnamed; i++) {
		rc = find_column(im, o->named[i].title, &ways[i].column, e);
		if (rc == 0)
			rc = find_target(im, &o->named[i], &ways[i].target, e);
		if (rc == 0)
			rc = check_way(im, ways, i, e);
	}
	for (size_t i = 0; rc == 0 && i < o->nnamed; i++)
		import_map(im, ways[i].column, ways[i].target);
	free(ways);
	return rc;
}
