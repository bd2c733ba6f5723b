/*
 * What a real office has too: organizations that are no longer at work, secretaries missing,
 * terms running out, and a few records that the rules have something to say about.
 */
#include "src/cmd/sample_part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/banned.h"

/* --- no longer at work --- */

static size_t add_former(struct sample *s, const struct sample_seat *seat, const char *category,
	const char *what, const char *called)
{
	bool agency = strcmp(what, "乡村振兴局") == 0;
	struct sample_spec spec = { .superior = seat->place, .category = category,
		.domain = agency ? "3" : "4", .division = seat->division, .body = seat->name,
		.called = seat->name, .units = seat->name,
		.nature = agency ? "agency" : "state_enterprise", .least = 3, .most = 12 };

	return sample_add_called(s, &spec, what, called);
}

static void dissolve(struct sample *s, size_t place, struct date day, const char *reason)
{
	struct org *o = sample_org(s, place);

	o->dissolved = day;
	o->dissolved_reason.s = xstrdup(reason);
}

static void retire(struct sample *s, size_t place, struct date day, const char *reason)
{
	struct org *o = sample_org(s, place);

	o->rec.retired_on = day;
	o->rec.retired_reason = xstrdup(reason);
}

/* A general branch that was dissolved without its branches being given another superior. */
static void add_orphans(struct sample *s, const struct sample_seat *seat)
{
	static const char *const parts[][2] = { { "农机修造厂第一车间", "农机厂第一车间" },
		{ "农机修造厂第二车间", "农机厂第二车间" } };
	size_t above = add_former(s, seat, "621", "农机修造厂", "农机厂");

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t place = add_former(s, seat, "631", parts[i][0], parts[i][1]);
		struct org *o = sample_org(s, place);

		o->superior.id = (int64_t)above;
	}
	dissolve(s, above, (struct date){ 2025, 9, 30 }, "merged");
}

void sample_add_former(struct sample *s, const struct sample_seat *seats, size_t n)
{
	static const struct {
		size_t seat;
		const char *category, *what, *called;
		struct date day;
		const char *reason;
	} rows[] = {
		{ 2, "931", "道路建设项目", "道路建设项目", { 2024, 10, 31 }, "task_ended" },
		{ 3, "631", "地毯厂", "地毯厂", { 2019, 6, 0 }, "unit_closed" },
		{ 4, "631", "皮毛厂", "皮毛厂", { 2021, 0, 0 }, "dissolved" },
		{ 5, "631", "乡村振兴局", "乡村振兴局", { 2024, 3, 15 }, "merged" },
		{ 6, "632", "运输服务站等单位", "运输站等单位", { 2023, 5, 20 }, "split" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert(rows[i].seat < n);
		dissolve(s,
			add_former(s, &seats[rows[i].seat], rows[i].category, rows[i].what, rows[i].called),
			rows[i].day, rows[i].reason);
	}
	add_orphans(s, &seats[1]);
	retire(s, add_former(s, &seats[4], "631", "供水公司（重复）", "供水公司（重复）"),
		(struct date){ 2026, 3, 2 }, "示例：重复登记");
	retire(s, add_former(s, &seats[7], "631", "物资站", "物资站"), (struct date){ 2026, 8, 17 },
		"示例：录入错误");
}

/* --- finding one --- */

/* The n-th (from 0) at work of that category and domain; NULL stands for any. */
static struct org *find(struct sample *s, const char *category, const char *domain, size_t n)
{
	for (size_t i = 0; i < s->n; i++) {
		struct org *o = &s->orgs[i];

		if (!sample_is_primary(o) || (category != NULL && strcmp(o->category.s, category) != 0) ||
			(domain != NULL && strcmp(o->domain.s, domain) != 0))
			continue;
		if (n-- == 0)
			return o;
	}
	assert(false);
	return NULL;
}

static bool stands_below_node(const struct sample *s, const struct org *o)
{
	return sample_org(s, (size_t)o->superior.id)->domain.s == NULL;
}

/* The n-th of those whose members nobody above adds up. */
static struct org *find_on_top(struct sample *s, const char *category, const char *domain, size_t n)
{
	size_t i = 0;

	for (;; i++) {
		struct org *o = find(s, category, domain, i);

		if (stands_below_node(s, o) && n-- == 0)
			return o;
	}
}

static void replace(char **text, const char *with)
{
	free(*text);
	*text = xstrdup(with);
}

/* --- what may happen to one --- */

/* Branches that stand below a node only: no sum above them becomes wrong. */
static void set_members(struct org *o, int64_t members, int64_t committee)
{
	o->full_members = members;
	o->committee_size = committee;
}

/* Fewer members than an organization of its kind should have, its sum still being right. */
static void shrink(struct sample *s, struct org *o, int64_t members)
{
	o->full_members = 0;
	for (size_t i = (size_t)o->rec.id; i < s->n; i++) {
		if (s->orgs[i].superior.id != o->rec.id)
			continue;
		set_members(&s->orgs[i], members, 3);
		o->full_members += members;
	}
}

static void add_units(struct org *o, size_t n)
{
	static const char *const more[] = { "示例一公司", "示例二公司", "示例三公司", "示例四公司",
		"示例五公司", "示例六公司" };
	struct buf units = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		buf_adds(&units, i > 0 ? "、" : "");
		buf_adds(&units, more[i]);
	}
	free(o->units);
	o->units = buf_detach(&units);
}

static void add_breaches(struct sample *s)
{
	struct org *o;

	set_members(find_on_top(s, "631", "7", 10), 2, 1);
	set_members(find_on_top(s, "631", "7", 60), 2, 1);
	set_members(find_on_top(s, "631", "7", 90), 53, 5);
	set_members(find_on_top(s, "631", "8", 4), 9, 0);
	set_members(find_on_top(s, "631", "8", 20), 12, 9);
	shrink(s, find_on_top(s, "621", "2", 0), 12);
	shrink(s, find_on_top(s, "611", "2", 0), 20);
	add_units(find_on_top(s, "632", "7", 3), 6);
	o = find(s, "631", "2", 30);
	o->stars = 6;
	o = find(s, "631", "4", 30);
	o->term_to = date_add_months(o->term_from, 60);
}

/* --- secretaries and terms --- */

#define NO_SECRETARY 18
#define OVER 8
#define NEARLY_OVER 20

/* Keeps the term as long as it is. */
static void end_term(struct org *o, int64_t days)
{
	int years = o->term_to.year - o->term_from.year;

	o->term_to = date_add_days(SAMPLE_DAY, days);
	o->term_from = o->secretary_since = date_add_months(o->term_to, -12 * years);
}

static void add_vacancies(struct sample *s)
{
	for (size_t i = 0; i < NO_SECRETARY; i++) {
		struct org *o = find(s, NULL, NULL, 37 + 91 * i);

		replace(&o->secretary, NULL);
		replace(&o->secretary_phone.s, NULL);
		o->secretary_since = (struct date){ 0 };
	}
}

static void end_terms(struct sample *s)
{
	for (size_t i = 0; i < OVER; i++)
		end_term(find(s, NULL, NULL, 12 + 197 * i), -20 - 40 * (int64_t)i);
	for (size_t i = 0; i < NEARLY_OVER; i++)
		end_term(find(s, NULL, NULL, 23 + 79 * i), 5 + 8 * (int64_t)i);
}

void sample_add_faults(struct sample *s)
{
	end_terms(s);
	add_vacancies(s);
	add_breaches(s);
}
