/*
 * The sample's tree: the prefecture, its counties, their townships and units, until
 * the published number of organizations is reached.
 */
#include "src/cmd/sample.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/cmd/sample_part.h"
#include "src/cmd/sample_words.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/banned.h"

#define COUNTIES 7
#define PREFECTURE INT64_C(632800000000)

/* --- small tools --- */

char *sample_join(const char *a, const char *b, const char *c)
{
	struct buf out = BUF_INIT;

	buf_adds(&out, a);
	buf_adds(&out, b);
	buf_adds(&out, c);
	return buf_detach(&out);
}

/* FNV-1a, then the finish of MurmurHash3: neighbours in the list must not get neighbouring numbers. */
unsigned int sample_roll(const char *key, const char *question, unsigned int n)
{
	const char *const texts[] = { key, "/", question };
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (const char *s = texts[i]; *s != '\0'; s++)
			h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	}
	h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ (h >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return (unsigned int)((h ^ (h >> 33)) % n);
}

struct org *sample_org(const struct sample *s, size_t place)
{
	assert(place >= 1 && place <= s->n);
	return &s->orgs[place - 1];
}

bool sample_is_primary(const struct org *o)
{
	static const char *const primary[] = { "611", "621", "631", "632" };
	bool found = false;

	for (size_t i = 0; i < sizeof(primary) / sizeof(primary[0]); i++)
		found |= strcmp(o->category.s, primary[i]) == 0;
	return found && date_is_empty(o->dissolved) && date_is_empty(o->rec.retired_on);
}

/* --- one organization --- */

/* What a category adds to the name and to the short name. */
static const struct ending {
	const char *category, *name, *brief;
} endings[] = {
	{ "611", "党委", NULL },
	{ "621", "党总支", "总支" },
	{ "631", "党支部", "支部" },
	{ "632", "联合党支部", "联合支部" },
	{ "931", "临时党支部", NULL },
	{ "612", "党组", NULL },
	{ "641", "党小组", NULL },
	{ "101", "委", "委" },
	{ "102", "委", "委" },
	{ "103", "工委", "工委" },
};

static const struct ending *ending_of(const char *category)
{
	size_t i = 0;

	while (strcmp(endings[i].category, category) != 0) {
		i++;
		assert(i < sizeof(endings) / sizeof(endings[0]));
	}
	return &endings[i];
}

static struct org *new_org(struct sample *s)
{
	struct org *o;

	if (s->n == s->cap) {
		s->cap = s->cap != 0 ? 2 * s->cap : 2048;
		s->orgs = xreallocarray(s->orgs, s->cap, sizeof(s->orgs[0]));
	}
	o = &s->orgs[s->n++];
	reg_init(&org_reg, o);
	o->rec.id = (int64_t)s->n;
	return o;
}

/* A branch has members of its own; above it they are added up, beside it nobody counts them. */
static void set_members(struct org *o, const struct sample_spec *spec)
{
	unsigned int range = (unsigned int)(spec->most - spec->least) + 1;

	if (spec->most == 0)
		return;
	o->full_members = spec->least + (int64_t)sample_roll(spec->body, "members", range);
	o->probationary_members = sample_roll(spec->body, "probationary", 4);
}

static void set_unit(struct org *o, const struct sample_spec *spec)
{
	const char *situation = spec->units == NULL ? "same" : "own";

	if (strcmp(spec->category, "632") == 0)
		situation = "joint";
	/* Groups and working committees stand for no unit. */
	if (spec->domain == NULL)
		return;
	o->unit_situation.s = xstrdup(situation);
	o->units = xstrdup(spec->units);
	o->unit_nature.s = xstrdup(spec->nature);
}

size_t sample_add(struct sample *s, const struct sample_spec *spec)
{
	const struct ending *ending = ending_of(spec->category);
	struct org *o = new_org(s);

	assert(spec->superior < s->n);
	o->name = sample_join(spec->called, ending->name, "");
	if (spec->brief != NULL && ending->brief != NULL)
		o->short_name = sample_join(spec->brief, ending->brief, "");
	o->category.s = xstrdup(spec->category);
	o->superior.id = (int64_t)spec->superior;
	o->domain.s = xstrdup(spec->domain);
	o->division.id = spec->division;
	set_unit(o, spec);
	set_members(o, spec);
	return s->n;
}

size_t sample_add_called(
	struct sample *s, const struct sample_spec *spec, const char *what, const char *called)
{
	struct sample_spec joined = *spec;
	char *body = sample_join(spec->body, what, "");
	char *name = sample_join(spec->called, called, "");
	size_t place;

	joined.body = body;
	joined.called = name;
	if (spec->units == spec->body)
		joined.units = body;
	place = sample_add(s, &joined);
	free(body);
	free(name);
	return place;
}

size_t sample_add_what(struct sample *s, const struct sample_spec *spec, const char *what)
{
	struct sample_spec joined = *spec;
	char *brief = spec->brief != NULL ? sample_join(spec->brief, what, "") : NULL;
	size_t place;

	joined.brief = brief;
	place = sample_add_called(s, &joined, what, what);
	free(brief);
	return place;
}

size_t sample_add_unit(struct sample *s, const struct sample_spec *unit, int branches)
{
	static const char *const parts[] = { "第一", "第二", "离退休", "第三" };
	struct sample_spec whole = *unit, part = *unit;

	assert(branches <= (int)(sizeof(parts) / sizeof(parts[0])));
	whole.category = branches == 0 ? "631" : branches > 3 ? "611" : "621";
	if (branches != 0)
		whole.most = 0;
	part.superior = sample_add(s, &whole);
	part.category = "631";
	part.units = part.nature = NULL;
	/* Two of them are enough for a general branch, four for a committee. */
	part.least = 27;
	part.most = 44;
	for (int i = 0; i < branches; i++)
		sample_add_what(s, &part, parts[i]);
	return part.superior;
}

/* --- seats --- */

/* How large the counties are, and what their units are called after. */
static const struct county {
	int64_t division;
	int size;
	const char *name, *base, *committee, *brief;
	const char *category;
} counties[COUNTIES] = {
	{ INT64_C(632801000000), 5, "格尔木市", "格尔木市", "格尔木市", "市", "102" },
	{ INT64_C(632802000000), 4, "德令哈市", "德令哈市", "德令哈市", "市", "102" },
	{ INT64_C(632803000000), 2, "茫崖市", "茫崖市", "茫崖市", "市", "102" },
	{ INT64_C(632821000000), 3, "乌兰县", "乌兰县", "乌兰县", "县", "102" },
	{ INT64_C(632822000000), 3, "都兰县", "都兰县", "都兰县", "县", "102" },
	{ INT64_C(632823000000), 3, "天峻县", "天峻县", "天峻县", "县", "102" },
	{ INT64_C(632857000000), 1, "大柴旦", "大柴旦行委", "大柴旦工", "", "103" },
};

static void add_prefecture(struct sample *s, struct sample_seat *seat)
{
	*seat = (struct sample_seat){ .name = "海西州", .base = "海西州", .committee = "海西州",
		.brief = "州", .division = PREFECTURE, .size = 5 };
	seat->place = sample_add(s, &(struct sample_spec){ .category = "101", .division = PREFECTURE,
		.body = "海西蒙古族藏族自治州", .called = "海西州", .brief = seat->brief });
	sample_add_units(s, seat);
}

static void add_county(
	struct sample *s, struct sample_seat *seat, const struct county *county, size_t superior)
{
	*seat = (struct sample_seat){ .name = county->name, .base = county->base,
		.committee = county->committee, .brief = county->brief, .division = county->division,
		.size = county->size };
	seat->place = sample_add(s, &(struct sample_spec){ .superior = superior, .category = county->category,
		.division = county->division, .body = county->name, .called = county->name,
		.brief = county->brief });
	sample_add_units(s, seat);
}

static int by_code(const void *one, const void *other)
{
	const struct division *a = one, *b = other;

	return strcmp(a->code, b->code);
}

static void add_townships(
	struct sample *s, const struct sample_seat *seat, const struct division *divisions, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (divisions[i].parent.id == seat->division)
			sample_add_township(s, seat, &divisions[i], divisions, n);
	}
}

static size_t count_primary(const struct sample *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->n; i++)
		count += sample_is_primary(&s->orgs[i]);
	return count;
}

/* Seats take turns, each as often as it is large. */
static const struct sample_seat *seat_of_firm(const struct sample_seat *seats, size_t n)
{
	int turns = 0, turn;
	size_t i = 0;

	for (size_t k = 0; k <= COUNTIES; k++)
		turns += seats[k].size;
	/* No divisor of the number of turns, so that neighbours in the list stand in different seats. */
	turn = (int)(n * 7 % (size_t)turns);
	while (turn >= seats[i].size)
		turn -= seats[i++].size;
	return &seats[i];
}

/* Private firms fill the number up. */
static int add_firms(struct sample *s, const struct sample_seat *seats, struct err *e)
{
	size_t count = count_primary(s);

	if (count > SAMPLE_PRIMARY || SAMPLE_PRIMARY - count > sample_brands.n * sample_trades.n / 2)
		return err_set(e, ERR_INVALID, _("行政区划不是随程序提供的那一份，不能生成示例数据。"));
	for (size_t i = 0; i < SAMPLE_PRIMARY - count; i++)
		sample_add_firm(s, seat_of_firm(seats, i), i);
	return 0;
}

static void add_operators(struct sample *s)
{
	static const struct {
		const char *login, *name, *scope;
		enum role role;
	} rows[] = {
		{ "demo-viewer", "示例查看员", NULL, ROLE_VIEWER },
		{ "demo-clerk", "示例录入员", "柯柯镇党委", ROLE_CLERK },
		{ "demo-checker", "示例审核员", "乌兰县委", ROLE_CHECKER },
		{ "demo-approver", "示例审批员", "海西州委", ROLE_APPROVER },
		{ "demo-admin", "示例管理员", NULL, ROLE_ADMIN },
	};

	s->noperators = sizeof(rows) / sizeof(rows[0]);
	s->operators = xcalloc(s->noperators, sizeof(s->operators[0]));
	for (size_t i = 0; i < s->noperators; i++) {
		struct operator_row *row = &s->operators[i];
		struct buf phone = BUF_INIT;

		reg_init(&operator_reg, row);
		row->login = xstrdup(rows[i].login);
		row->name = xstrdup(rows[i].name);
		row->role.s = xstrdup(role_value(rows[i].role));
		row->note.s = xstrdup("示例数据：人员为虚构。");
		buf_addf(&phone, "1390000999%zu", i);
		row->phone.s = buf_detach(&phone);
		for (size_t k = 0; k < s->n && rows[i].scope != NULL; k++) {
			if (strcmp(s->orgs[k].name, rows[i].scope) == 0)
				row->scope.id = s->orgs[k].rec.id;
		}
	}
}

/*
 * Offices go by the name on the seal, the sample by names as ledgers have them; so it sets aside what an
 * office asks of names.  Its rows are older than any clock, that they hold whatever day the computer has.
 */
static void add_rules(struct sample *s)
{
	static const struct {
		const char *name, *label;
	} rows[] = {
		{ "org.name_begin", "示例：不检查党组织名称的开头" },
		{ "org.name_end", "示例：不检查党组织名称的结尾" },
	};

	s->nrules = sizeof(rows) / sizeof(rows[0]);
	s->rules = xcalloc(s->nrules, sizeof(s->rules[0]));
	for (size_t i = 0; i < s->nrules; i++) {
		struct rule_row *row = &s->rules[i];

		reg_init(&rule_reg, row);
		row->name = xstrdup(rows[i].name);
		row->label = xstrdup(rows[i].label);
		row->level.s = xstrdup(rule_level_value(RULE_OFF));
		row->effective_from = (struct date){ .year = 2000, .month = 1, .day = 1 };
		row->document = xstrdup("示例");
		row->note.s = xstrdup("示例单位用平时的叫法。自己的单位要检查全称，就停用这一行。");
	}
}

static int build(struct sample *s, const struct division *divisions, size_t n, struct err *e)
{
	struct sample_seat seats[COUNTIES + 1];
	int rc;

	add_prefecture(s, &seats[0]);
	for (size_t i = 0; i < COUNTIES; i++) {
		add_county(s, &seats[i + 1], &counties[i], seats[0].place);
		add_townships(s, &seats[i + 1], divisions, n);
	}
	sample_add_former(s, seats, COUNTIES + 1);
	rc = add_firms(s, seats, e);
	if (rc < 0)
		return rc;
	sample_distinguish(s, divisions, n);
	sample_fill(s);
	sample_add_faults(s);
	add_operators(s);
	add_rules(s);
	sample_add_ledgers(s);
	return 0;
}

int sample_make(struct sample *s, const struct division *divisions, size_t n, struct err *e)
{
	struct division *sorted = xcalloc(n + 1, sizeof(*sorted));
	int rc;

	*s = (struct sample){ .n = 0 };
	/* Borrowed contents in another order. */
	for (size_t i = 0; i < n; i++)
		sorted[i] = divisions[i];
	qsort(sorted, n, sizeof(*sorted), by_code);
	rc = build(s, sorted, n, e);
	free(sorted);
	if (rc < 0)
		sample_release(s);
	return rc;
}

void sample_release(struct sample *s)
{
	for (size_t i = 0; i < s->n; i++)
		reg_release(&org_reg, &s->orgs[i]);
	for (size_t i = 0; i < s->noperators; i++)
		reg_release(&operator_reg, &s->operators[i]);
	for (size_t i = 0; i < s->nrules; i++)
		reg_release(&rule_reg, &s->rules[i]);
	for (size_t i = 0; i < s->nrecords; i++)
		reg_free(s->records[i].reg, s->records[i].rec);
	free(s->records);
	free(s->orgs);
	free(s->rules);
	free(s->operators);
	*s = (struct sample){ .n = 0 };
}
