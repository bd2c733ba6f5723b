/*
 * A crowd of organizations.
 */
#include "tests/support/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <cmocka.h>

#include "src/empty.h"
#include "src/mem.h"
#include "src/banned.h"

/* ---- Invented values --------------------------------------------------------------------------- */

/* Characters with several readings, letters and digits, so that names tie, nest and mix. */
static const char *const parts[] = { "南", "沙", "沟", "都", "兰", "长", "江", "厦", "门", "重", "庆", "乐",
	"村", "社", "区", "A", "b", "3", "12", "·", "格尔木", "德令哈", "乌兰" };
static const char *const people[] = { NULL, NULL, "示例才仁", "示例卓玛", "示例·多杰", "示例张三",
	"SHILI Li", "无" };
static const char *const categories[] = { "631", "631", "631", "631", "632", "621", "611", "931", "641" };
static const char *const domains[] = { NULL, "1", "2", "3", "4" };
static const char *const divisions[] = { NULL, "632821000000", "632800000000", "632801001001" };

uint32_t crowd_random(uint32_t below)
{
	static uint64_t seed = 20261122;

	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

#define PICK(list) ((list)[crowd_random(sizeof(list) / sizeof((list)[0]))])

static void set(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
}

static void set_name(char **to, const char *end)
{
	struct buf b = BUF_INIT;

	for (uint32_t i = 1 + crowd_random(4); i > 0; i--)
		buf_adds(&b, PICK(parts));
	buf_adds(&b, end);
	free(*to);
	*to = buf_detach(&b);
}

static struct date any_date(void)
{
	struct date d = { .year = (int16_t)(2020 + crowd_random(3)) };

	if (crowd_random(4) > 0)
		d.month = (int8_t)(1 + crowd_random(3));
	if (d.month && crowd_random(4) > 0)
		d.day = (int8_t)(1 + crowd_random(5));
	return d;
}

void crowd_change(struct office *o, struct org *org)
{
	const char *division = PICK(divisions);

	set_name(&org->name, "支部委员会");
	set(&org->short_name, NULL);
	if (crowd_random(2))
		set_name(&org->short_name, "党支部");
	set(&org->category.s, PICK(categories));
	set(&org->domain.s, PICK(domains));
	set(&org->secretary, PICK(people));
	org->division.id = division ? strtoll(division, NULL, 10) : 0;
	org->full_members = crowd_random(4) ? (int64_t)crowd_random(20) : INT_NONE;
	org->term_to = crowd_random(5) ? any_date() : (struct date){ .year = 0 };
	org->founded = crowd_random(2) ? any_date() : (struct date){ .year = 0 };
	org->centre = crowd_random(2) > 0;
	(void)o;
}

static void save(struct office *o, const void *base, struct org *org)
{
	struct err e = ERR_INIT;

	if (store_save(o->s, &org_reg, base, org, NULL, &e) < 0)
		fail_msg("%s: %s", org->code, e.text);
}

static void save_one(struct office *o, size_t i, int64_t *first)
{
	struct buf code = BUF_INIT;
	struct org *org;

	buf_addf(&code, "%c%03zu-%zu", (char)('A' + i % 7), i % 11, i);
	org = office_new_org(buf_str(&code), i % 3 ? *first : 0);
	crowd_change(o, org);
	save(o, NULL, org);
	if (*first == 0)
		*first = org->rec.id;
	if (i % 13 == 5)
		assert_int_equal(store_retire(o->s, &org_reg, org->rec.id, "示例", &o->e), 0);
	reg_free(&org_reg, org);
	buf_release(&code);
}

void crowd_save(struct office *o, size_t n)
{
	int64_t first = 0;

	if (store_begin(o->s, ACTION_BATCH, NULL, &o->e) < 0)
		fail_msg("%s", o->e.text);
	for (size_t i = 0; i < n; i++)
		save_one(o, i, &first);
	if (store_commit(o->s, NULL, &o->e) < 0)
		fail_msg("%s", o->e.text);
}

/* ---- The plain way ----------------------------------------------------------------------------- */

void crowd_read(struct office *o, struct crowd *c)
{
	size_t n = (size_t)office_number(o, "SELECT count(*) FROM org");
	int64_t id = 0;

	c->orgs = xcalloc(n + 1, sizeof(c->orgs[0]));
	for (c->n = 0; c->n < n; c->n++) {
		struct buf sql = BUF_INIT;

		buf_addf(&sql, "SELECT min(id) FROM org WHERE id > %lld", (long long)id);
		id = office_number(o, buf_str(&sql));
		c->orgs[c->n] = office_org(o, id);
		buf_release(&sql);
	}
}

void crowd_release(struct crowd *c)
{
	for (size_t i = 0; i < c->n; i++)
		reg_free(&org_reg, c->orgs[i]);
	free(c->orgs);
}

const struct org *crowd_find(const struct crowd *c, int64_t id)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->orgs[i]->rec.id == id)
			return c->orgs[i];
	}
	return NULL;
}

bool crowd_in_view(const struct org *org)
{
	return date_is_empty(org->rec.retired_on) && date_is_empty(org->dissolved) &&
	       strcmp(org->category.s, "641") != 0;
}

bool crowd_is_vacant(const struct org *org)
{
	return !org->secretary || strcmp(org->secretary, "无") == 0;
}

static UCollator *collator;
static const struct field *sort_field;
static bool sort_down;

static int compare_texts(const struct field *f, const char *a, const char *b)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollationResult order;

	if (f->type != TYPE_TEXT)
		return strcmp(a, b);
	order = ucol_strcollUTF8(collator, a, -1, b, -1, &status);
	assert_true(U_SUCCESS(status));
	return order == UCOL_LESS ? -1 : order == UCOL_GREATER;
}

/* Values first, then those that are none for a reason, then what is not filled in. */
static int rank(const struct org *org)
{
	enum empty state = field_empty(sort_field, org);

	return state == EMPTY_UNFILLED ? EMPTY_COUNT : (int)state;
}

static int compare(const void *one, const void *other)
{
	const struct org *a = *(const struct org *const *)one, *b = *(const struct org *const *)other;
	struct cell x, y;
	int order = 0;

	field_type(sort_field)->put(field_const(sort_field, a), &x);
	field_type(sort_field)->put(field_const(sort_field, b), &y);
	if (rank(a) != rank(b))
		order = rank(a) - rank(b);
	else if (x.kind == CELL_INT)
		order = (x.number > y.number) - (x.number < y.number);
	else if (x.kind == CELL_TEXT)
		order = compare_texts(sort_field, x.text, y.text);
	if (order == 0)
		order = a->rec.id < b->rec.id ? -1 : 1;
	return sort_down ? -order : order;
}

int64_t *crowd_list(const struct crowd *c, const struct view *v, bool (*is)(const struct org *org), size_t *n)
{
	const struct org **list = xcalloc(c->n + 1, sizeof(*list));
	int64_t *ids = xcalloc(c->n + 1, sizeof(*ids));
	UErrorCode status = U_ZERO_ERROR;

	*n = 0;
	for (size_t i = 0; i < c->n; i++) {
		if ((v->all || crowd_in_view(c->orgs[i])) && (!is || is(c->orgs[i])))
			list[(*n)++] = c->orgs[i];
	}
	collator = ucol_open("zh@collation=pinyin", &status);
	assert_true(U_SUCCESS(status));
	sort_field = v->sort ? v->sort : reg_field(&org_reg, org_reg.sort);
	sort_down = v->descending;
	if (*n > 1)
		qsort(list, *n, sizeof(*list), compare);
	ucol_close(collator);
	for (size_t i = 0; i < *n; i++)
		ids[i] = list[i]->rec.id;
	free(list);
	return ids;
}
