/*
 * Units of the sample: what the prefecture and each county have of agencies, schools,
 * hospitals, firms and social organizations, and the committees over them.
 */
#include "src/cmd/sample_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/cmd/sample_words.h"
#include "src/banned.h"

/* From this size on a seat has large units. */
#define LARGE 4

#define FIRM_JOINT_EVERY 13
/* Firms that only share a branch have names that no firm of its own gets. */
#define FIRM_JOINT_FROM 240

static bool is_prefecture(const struct sample_seat *seat)
{
	return seat->division % 100000000 == 0;
}

/* --- groups and working committees --- */

static size_t add_node(struct sample *s, const struct sample_seat *seat, const char *category,
	const char *what, const char *called)
{
	struct sample_spec spec = { .superior = seat->place, .category = category,
		.division = seat->division, .body = seat->base, .called = seat->base };

	return sample_add_called(s, &spec, what, called);
}

/* 县直机关工委 at home. */
static size_t add_office_committee(struct sample *s, const struct sample_seat *seat)
{
	char *brief = seat->brief[0] != '\0' ? sample_join(seat->brief, "直机关", "") : NULL;
	struct sample_spec spec = { .superior = seat->place, .category = "103", .division = seat->division,
		.body = seat->base, .called = seat->base, .brief = brief };
	size_t place = sample_add_called(s, &spec, "直属机关", "直属机关");

	free(brief);
	return place;
}

static void add_party_groups(struct sample *s, const struct sample_seat *seat)
{
	static const char *const groups[] = { "人大常委会", "人民政府", "政协", "人民法院", "人民检察院" };
	static const char *const called[] = { "人大常委会", "政府", "政协", "法院", "检察院" };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]) && seat->size > 1; i++)
		add_node(s, seat, "612", groups[i], called[i]);
}

/* --- units of a list --- */

/* How many branches it has besides its own: 0 where it is a branch itself. */
static int branches_of(const struct sample_seat *seat, const struct sample_unit *unit, const char *body)
{
	if (seat->size >= LARGE && unit->weight == 2)
		return 4;
	if (seat->size > LARGE && unit->weight == 1)
		return 2 + (int)sample_roll(body, "branches", 2);
	return 0;
}

static const char *base_of(const struct sample_seat *seat, const struct sample_units *list,
	const struct sample_unit *unit)
{
	if (list != &sample_agencies)
		return seat->name;
	return strncmp(unit->name, "委", strlen("委")) == 0 ? seat->committee : seat->base;
}

static void add_listed(struct sample *s, const struct sample_seat *seat, size_t superior,
	const struct sample_units *list, const struct sample_unit *unit)
{
	const char *base = base_of(seat, list, unit);
	char *body = sample_join(base, unit->name, "");
	char *called = sample_join(base, unit->called != NULL ? unit->called : unit->name, "");
	struct sample_spec spec = { .superior = superior, .domain = list->domain, .division = seat->division,
		.body = body, .called = called, .units = body, .nature = list->nature, .least = 5,
		.most = seat->size >= LARGE ? 32 : 20 };

	sample_add_unit(s, &spec, branches_of(seat, unit, body));
	free(body);
	free(called);
}

static void add_list(
	struct sample *s, const struct sample_seat *seat, size_t superior, const struct sample_units *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].least <= seat->size)
			add_listed(s, seat, superior, list, &list->items[i]);
	}
}

/* --- committees over them --- */

/* A bureau whose committee leads the units of its line; where they are few it is a general branch. */
static size_t add_bureau(
	struct sample *s, const struct sample_seat *seat, const char *what, const char *called)
{
	char *body = sample_join(seat->base, what, "");
	char *name = sample_join(seat->base, called, "");
	struct sample_spec spec = { .superior = seat->place, .category = seat->size > 1 ? "611" : "621",
		.domain = "3", .division = seat->division, .body = body, .called = name, .units = body,
		.nature = "agency" };

	spec.superior = sample_add(s, &spec);
	spec.category = "631";
	spec.units = spec.nature = NULL;
	spec.least = 16;
	spec.most = 32;
	sample_add_what(s, &spec, "机关");
	free(body);
	free(name);
	return spec.superior;
}

void sample_add_units(struct sample *s, struct sample_seat *seat)
{
	bool prefecture = is_prefecture(seat);
	size_t place;

	add_party_groups(s, seat);
	place = add_office_committee(s, seat);
	add_list(s, seat, place, &sample_agencies);
	place = add_bureau(s, seat, "教育局", "教育局");
	add_list(s, seat, place, prefecture ? &sample_prefecture_schools : &sample_schools);
	place = add_bureau(s, seat, "卫生健康局", "卫健局");
	add_list(s, seat, place, prefecture ? &sample_prefecture_hospitals : &sample_hospitals);
	place = add_bureau(s, seat, "国有资产监督管理局", "国资局");
	add_list(s, seat, place, prefecture ? &sample_prefecture_companies : &sample_companies);
	seat->firms = add_node(s, seat, "103", "非公有制经济组织和社会组织", "两新");
	add_list(s, seat, seat->firms, &sample_societies);
	if (!prefecture && seat->size > 2)
		seat->park = add_node(s, seat, "103", "工业园", "工业园党");
}

/* --- private firms --- */

/* Each pair of brand and trade comes once before the first comes again. */
static char *firm_name(const char *base, size_t n, const char *ending)
{
	size_t at = n % sample_brands.n, round = n / sample_brands.n;
	const char *brand = sample_brands.items[at];
	const char *trade = sample_trades.items[(at + round) % sample_trades.n];
	char *name = sample_join(base, brand, trade);
	char *whole = sample_join(name, ending, "");

	free(name);
	return whole;
}

static char *joint_firms(const struct sample_seat *seat, size_t n)
{
	char *units = firm_name(seat->name, n, "有限公司");
	size_t more = 1 + n / FIRM_JOINT_EVERY % 4;

	for (size_t i = 1; i <= more; i++) {
		char *next = firm_name(seat->name, FIRM_JOINT_FROM + n + i, "有限公司");
		char *longer = sample_join(units, "、", next);

		free(units);
		free(next);
		units = longer;
	}
	return units;
}

/* Firms are known by brand and trade, without the county and their legal form. */
void sample_add_firm(struct sample *s, const struct sample_seat *seat, size_t n)
{
	bool joint = n % FIRM_JOINT_EVERY == FIRM_JOINT_EVERY - 1;
	char *body = firm_name(seat->name, n, joint ? "等企业" : "有限公司");
	char *called = firm_name("", n, joint ? "等企业" : "公司");
	char *units = joint ? joint_firms(seat, n) : firm_name(seat->name, n, "有限公司");

	sample_add(s, &(struct sample_spec){
		.superior = seat->park != 0 && n % 2 == 0 ? seat->park : seat->firms,
		.category = joint ? "632" : "631", .domain = "7", .division = seat->division, .body = body,
		.called = called, .units = units, .nature = "private_enterprise", .least = 3, .most = 16 });
	free(body);
	free(called);
	free(units);
}
