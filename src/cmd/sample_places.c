/*
 * Townships of the sample, with the villages and communities that really exist there.
 */
#include "src/cmd/sample_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/cmd/sample_words.h"
#include "src/ids.h"
#include "src/mem.h"
#include "src/banned.h"

struct township {
	const char *name;	/* 柯柯镇, as the list of divisions has it */
	char *body;	/* 乌兰县柯柯镇 */
	char *called;	/* 柯柯镇, and 莫河畜牧场 for 海西州莫河畜牧场 */
	int64_t division;
	size_t place;
	bool farm; /* a farm or a company that the statistics list as a township */
	bool working; /* its committee is a working committee, which stands for no unit */
};

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool contains(const char *s, const char *word)
{
	return strstr(s, word) != NULL;
}

/* --- what stands in every township --- */

/* What all organizations right below the township have in common. */
static struct sample_spec below(const struct township *t)
{
	return (struct sample_spec){ .superior = t->place, .category = "631", .domain = "3",
		.division = t->division, .body = t->body, .called = t->called };
}

/* Offices too small for branches of their own share one. */
static void add_joint_branch(struct sample *s, const struct township *t)
{
	struct sample_spec spec = below(t);
	char *first = sample_join(t->name, "综合服务中心、", t->name);
	char *units = sample_join(first, "林业草原站、", "基层司法所");

	spec.category = "632";
	spec.units = units;
	spec.nature = "agency,institution";
	spec.least = 5;
	spec.most = 14;
	sample_add_what(s, &spec, "站所");
	free(first);
	free(units);
}

static void add_service(
	struct sample *s, const struct township *t, const char *what, const char *domain, const char *nature)
{
	struct sample_spec spec = below(t);

	spec.domain = domain;
	spec.units = spec.body;
	spec.nature = nature;
	spec.least = 6;
	spec.most = 18;
	sample_add_what(s, &spec, what);
}

/* What a farm has instead of offices. */
static void add_brigades(struct sample *s, const struct township *t)
{
	struct sample_spec spec = below(t);

	spec.domain = "4";
	spec.least = 24;
	spec.most = 40;
	sample_add_what(s, &spec, "第一生产队");
	sample_add_what(s, &spec, "第二生产队");
}

static void add_office(struct sample *s, const struct township *t)
{
	struct sample_spec spec = below(t);

	spec.domain = t->farm ? "4" : "3";
	spec.units = t->working ? t->name : NULL;
	spec.nature = t->working ? "agency" : NULL;
	spec.least = 14;
	spec.most = 34;
	sample_add_what(s, &spec, "机关");
}

/* --- villages and communities --- */

/* What stands before the names of their living areas. */
#define STATE_FARMS "青海省柴达木农垦"

struct locality {
	const struct township *township;
	const struct division *unit;
	enum division_kind kind;
	char *name; /* 南沙沟村 */
	char *body; /* 乌兰县柯柯镇南沙沟村 */
	const char *called; /* and within it, what people say */
	const char *domain, *nature;
};

/* A herding unit that stands among the living areas is a village all the same. */
static bool is_village(const struct locality *l)
{
	return l->kind == DIVISION_VILLAGE || ends(l->unit->name, "牧委会");
}

static void name_locality(struct locality *l)
{
	struct buf name = BUF_INIT;

	sample_place_name(&name, l->unit->name);
	l->name = buf_detach(&name);
	l->called = begins(l->name, STATE_FARMS) ? l->name + strlen(STATE_FARMS) : l->name;
	/* What is called after the province is no part of the township. */
	l->body = sample_join(begins(l->name, STATE_FARMS) ? "" : l->township->body, l->name, "");
	l->domain = is_village(l) ? "1" : "2";
	l->nature = is_village(l) ? "village" : "community";
	if (!is_village(l) && l->kind != DIVISION_COMMUNITY) {
		l->domain = "4";
		l->nature = "state_enterprise";
	}
}

/* 0 to 4: a branch, or a larger organization with so many of them. */
static int branches_of(const struct locality *l)
{
	unsigned int roll = sample_roll(l->unit->code, "size", 100);

	if (is_village(l))
		return roll < 5 ? 2 : 0;
	if (l->kind != DIVISION_COMMUNITY)
		return 0;
	return roll < 60 ? 0 : roll < 80 ? 2 : roll < 90 ? 3 : 4;
}

static struct sample_spec inside(const struct locality *l, size_t superior)
{
	return (struct sample_spec){ .superior = superior, .category = "631", .domain = l->domain,
		.division = l->unit->rec.id, .body = l->body, .called = l->called, .brief = l->called };
}

static void add_branches(struct sample *s, const struct locality *l, size_t superior, int branches)
{
	static const char *const parts[][4] = { { "第一", "第二", "第三", "离退休" },
		{ "产业发展", "乡村治理", "合作社", "离退休" } };
	struct sample_spec spec = inside(l, superior);

	spec.least = 27;
	spec.most = 44;
	for (int i = 0; i < branches && i < 4; i++)
		sample_add_what(s, &spec, parts[is_village(l)][i]);
}

static void add_groups(struct sample *s, const struct locality *l, size_t superior)
{
	struct sample_spec spec = inside(l, superior);

	spec.category = "641";
	sample_add_what(s, &spec, "第一");
	sample_add_what(s, &spec, "第二");
}

/* The committee whose organization this is: 柯柯镇南沙沟村村民委员会. */
static char *unit_of(const struct locality *l)
{
	if (is_village(l))
		return sample_join(l->township->name, l->name, "村民委员会");
	if (l->kind == DIVISION_COMMUNITY)
		return sample_join(l->township->name, l->name, "居民委员会");
	return sample_join(l->body, "", "");
}

static void add_locality(struct sample *s, struct locality *l)
{
	struct sample_spec spec = inside(l, l->township->place);
	int branches = branches_of(l);
	char *units = unit_of(l);
	size_t place;

	spec.category = branches == 0 ? "631" : branches == 4 ? "611" : "621";
	spec.units = units;
	spec.nature = l->nature;
	spec.least = 15;
	spec.most = branches == 0 ? 46 : 0;
	place = sample_add(s, &spec);
	add_branches(s, l, place, branches);
	if (branches == 0 && is_village(l) && sample_roll(l->unit->code, "groups", 20) == 0)
		add_groups(s, l, place);
	free(units);
}

/* A cooperative of herders or farmers: it is no organization of the village, though it stands there. */
static void add_cooperative(struct sample *s, const struct locality *l)
{
	unsigned int trade = sample_roll(l->unit->code, "trade", (unsigned int)sample_farm_trades.n);
	char *what = sample_join(sample_farm_trades.items[trade], "专业合作社", "");
	char *called = sample_join(sample_farm_trades.items[trade], "合作社", "");
	struct sample_spec spec = inside(l, l->township->place);

	spec.domain = "7";
	spec.units = spec.body;
	spec.nature = "cooperative";
	spec.brief = NULL;
	spec.least = 3;
	spec.most = 11;
	sample_add_called(s, &spec, what, called);
	free(what);
	free(called);
}

static void add_localities(
	struct sample *s, const struct township *t, const struct division *divisions, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct locality l = { .township = t, .unit = &divisions[i],
			.kind = ids_division_kind(divisions[i].rec.id) };

		if (divisions[i].parent.id != t->division)
			continue;
		name_locality(&l);
		add_locality(s, &l);
		if (is_village(&l) && sample_roll(l.unit->code, "cooperative", 7) == 0)
			add_cooperative(s, &l);
		free(l.name);
		free(l.body);
	}
}

/* --- townships --- */

/* A farm or a company is called by its own name, which says already where it is. */
static char *body_of(const struct sample_seat *seat, const struct division *township)
{
	if (begins(township->name, "海西州") || contains(township->name, "公司"))
		return sample_join(township->name, "", "");
	return sample_join(seat->base, township->name, "");
}

static char *called_of(const struct division *township)
{
	static const char prefecture[] = "海西州", limited[] = "有限公司";
	const char *name = township->name;
	size_t n;

	if (begins(name, prefecture))
		name += strlen(prefecture);
	n = strlen(name) - (ends(name, limited) ? strlen(limited) : 0);
	return xstrndup(name, n);
}

void sample_add_township(struct sample *s, const struct sample_seat *seat, const struct division *township,
	const struct division *divisions, size_t n)
{
	bool working = ends(township->name, "街道") || ends(township->name, "工行委");
	bool farm = !working && !ends(township->name, "镇") && !ends(township->name, "乡");
	struct township t = { .name = township->name, .body = body_of(seat, township),
		.called = called_of(township), .division = township->rec.id, .farm = farm,
		.working = working };
	char *units = sample_join(t.body, farm ? "" : "人民政府", "");
	char *called = sample_join(t.called, working ? "党" : "", "");

	t.place = sample_add(s, &(struct sample_spec){ .superior = seat->place,
		.category = working ? "103" : "611", .domain = working ? NULL : farm ? "4" : "1",
		.division = t.division, .body = t.body, .called = called,
		.units = working ? NULL : units, .nature = farm ? "state_enterprise" : "agency" });
	add_office(s, &t);
	if (farm)
		add_brigades(s, &t);
	if (!working && !farm) {
		add_joint_branch(s, &t);
		add_service(s, &t, "中心学校", "5", "school");
		add_service(s, &t, "卫生院", "6", "hospital");
	}
	add_localities(s, &t, divisions, n);
	free(t.body);
	free(t.called);
	free(units);
	free(called);
}
