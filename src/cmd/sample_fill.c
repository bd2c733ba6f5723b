/*
 * What the sample's organizations have besides a name and a superior: codes, sums of
 * members, terms of office and people.  It is done when the tree is complete, because
 * codes count the subordinates and sums add them up.
 */
#include "src/cmd/sample_part.h"

#include <stdlib.h>
#include <string.h>

#include "src/cmd/sample_words.h"
#include "src/ids.h"
#include "src/mem.h"
#include "src/banned.h"

/* A branch may have this many members, probationary ones too; that leaves room for them. */
#define BRANCH_FULL 45

static bool is_category(const struct org *o, const char *category)
{
	return strcmp(o->category.s, category) == 0;
}

static bool is_branch(const struct org *o)
{
	return is_category(o, "631") || is_category(o, "632");
}

static bool is_domain(const struct org *o, const char *domain)
{
	return o->domain.s != NULL && strcmp(o->domain.s, domain) == 0;
}

/* The organization of a village or a community, or a branch within it. */
static bool is_of_village(const struct org *o)
{
	return o->division.id % 1000 != 0 && (is_domain(o, "1") || is_domain(o, "2"));
}

/* What has neither members of its own nor a term. */
static bool is_node(const struct org *o)
{
	return o->domain.s == NULL || is_category(o, "641");
}

/* --- codes --- */

/* Three digits a level, as regional systems have it; sorted by code, the tree stands in order. */
static void set_codes(struct sample *s)
{
	int *children = xcalloc(s->n + 1, sizeof(*children));

	for (size_t i = 0; i < s->n; i++) {
		struct org *o = &s->orgs[i];
		const char *above = o->superior.id != 0 ? sample_org(s, (size_t)o->superior.id)->code : "";
		struct buf code = BUF_INIT;

		buf_addf(&code, "%s%03d", above, ++children[o->superior.id]);
		o->code = buf_detach(&code);
	}
	free(children);
}

/* --- members --- */

static void add_up(struct org *above, const struct org *o)
{
	if (above->full_members == INT_NONE)
		above->full_members = above->probationary_members = 0;
	above->full_members += o->full_members;
	above->probationary_members += o->probationary_members;
}

/* Subordinates stand behind their superiors, so one pass from the end adds everything up. */
static void set_sums(struct sample *s)
{
	for (size_t i = s->n; i-- > 0;) {
		struct org *o = &s->orgs[i];

		if (!is_branch(o) && !is_node(o))
			o->full_members = o->probationary_members = INT_NONE;
	}
	for (size_t i = s->n; i-- > 0;) {
		struct org *o = &s->orgs[i];
		struct org *above = o->superior.id != 0 ? sample_org(s, (size_t)o->superior.id) : NULL;

		if (above != NULL && !is_node(above) && sample_is_primary(o))
			add_up(above, o);
	}
}

/* Members that a general branch or a committee should have at least. */
static int64_t wanted(const struct org *o)
{
	return is_category(o, "611") ? 101 : is_category(o, "621") ? 51 : 0;
}

static bool is_below(const struct sample *s, const struct org *o, const struct org *above)
{
	int64_t id = o->superior.id;

	while (id != 0 && id != above->rec.id)
		id = sample_org(s, (size_t)id)->superior.id;
	return id != 0;
}

/* A member more for each branch below, until there are enough or no branch has room. */
static void grow(struct sample *s, const struct org *above)
{
	int64_t lack = wanted(above) - above->full_members;
	bool grown = true;

	while (lack > 0 && grown) {
		grown = false;
		for (size_t i = (size_t)above->rec.id; i < s->n && lack > 0; i++) {
			struct org *o = &s->orgs[i];

			if (!is_branch(o) || o->full_members >= BRANCH_FULL || !is_below(s, o, above))
				continue;
			o->full_members++;
			lack--;
			grown = true;
		}
	}
}

static void set_members(struct sample *s)
{
	set_sums(s);
	for (size_t i = s->n; i-- > 0;) {
		struct org *o = &s->orgs[i];

		if (!sample_is_primary(o) || o->full_members >= wanted(o))
			continue;
		grow(s, o);
		set_sums(s);
	}
}

/* A branch with fewer than seven members has a secretary only. */
static void set_committee(struct org *o)
{
	int64_t more = 2 * (int64_t)sample_roll(o->name, "committee", 2);

	if (is_category(o, "611"))
		o->committee_size = 7 + more;
	else if (is_category(o, "621"))
		o->committee_size = 5 + more;
	else if (is_branch(o))
		o->committee_size = o->full_members < 7 ? 1 : 3 + more;
}

/* --- dates --- */

/* A day of the months from..to, counted from January of the year. */
static struct date roll_day(const struct org *o, const char *question, int year, int from, int to)
{
	struct date first = { .year = (int16_t)year, .month = 1, .day = 1 };
	int month = from + (int)sample_roll(o->name, question, (unsigned int)(to - from) + 1);
	struct date day = date_add_months(first, month - 1);

	/* No later than the 28th: then the same day exists in every month. */
	day.day = (int8_t)(1 + sample_roll(o->name, question, 28));
	return day;
}

/* Villages elected anew in the spring of 2026, townships in the summer, the others when it was their turn. */
static void set_term(struct org *o)
{
	int years = is_of_village(o) || is_category(o, "611") ? 5 : 3;

	if (is_node(o))
		return;
	if (!date_is_empty(o->dissolved))
		o->term_from = roll_day(o, "term", o->dissolved.year - 2, 1, 12);
	else if (is_of_village(o))
		o->term_from = roll_day(o, "term", 2026, 1, 4);
	else if (is_category(o, "611") && is_domain(o, "1"))
		o->term_from = roll_day(o, "term", 2026, 6, 8);
	else if (is_category(o, "611"))
		o->term_from = roll_day(o, "term", 2022, 7, 56);
	else
		o->term_from = roll_day(o, "term", 2024, 6, 32);
	o->term_to = date_add_months(o->term_from, 12 * years);
}

static void set_founded(struct org *o)
{
	bool young = is_domain(o, "7") || is_domain(o, "8");
	int from = young ? 2004 : is_of_village(o) ? 1956 : 1958;
	int year = from + (int)sample_roll(o->name, "founded", young ? 18 : 60);
	struct buf document = BUF_INIT;

	o->founded = roll_day(o, "founded in", year, 1, 12);
	/* Of the old ones often nobody knows the day. */
	if (year < 1980)
		o->founded.day = 0;
	if (year < 1965)
		o->founded.month = 0;
	if (year < 2000)
		return;
	buf_addf(&document, "示例组发〔%d〕%u号", year, 1 + sample_roll(o->name, "document", 180));
	o->founding_document = buf_detach(&document);
}

static void set_election(struct org *o)
{
	static const char *const village[] = { "recommended", "public", "meeting" };
	static const char *const branch[] = { "meeting", "meeting", "meeting", "meeting", "public",
		"appointed" };
	const char *method;

	if (is_node(o))
		return;
	if (is_of_village(o) && !is_category(o, "611"))
		method = village[sample_roll(o->name, "election", 3)];
	else if (is_category(o, "611"))
		method = sample_roll(o->name, "election", 8) == 0 ? "other" : "congress";
	else
		method = branch[sample_roll(o->name, "election", 6)];
	o->election_method.s = xstrdup(method);
}

/* --- units --- */

/* What the first two characters of a credit code say for each nature of unit. */
static const char *credit_kind(const char *nature)
{
	static const struct {
		const char *nature, *kind;
	} kinds[] = { { "village", "54" }, { "community", "54" }, { "agency", "11" }, { "institution", "12" },
		{ "school", "12" }, { "hospital", "12" }, { "cooperative", "93" }, { "social", "51" } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].nature, nature) == 0)
			return kinds[i].kind;
	}
	return "91";
}

static void add_check_character(struct buf *code)
{
	static const char digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	unsigned int sum = 0, weight = 1;

	for (size_t i = 0; i < code->len; i++) {
		sum += weight * (unsigned int)(strchr(digits, code->data[i]) - digits);
		weight = weight * 3 % 31;
	}
	buf_addc(code, digits[(31 - sum % 31) % 31]);
}

/*
 * GB 32100-2015 with a right check character.  The organization code within it ends in Y, which
 * GB 11714 never gives (0 to 9 or X): so it belongs to nobody.
 */
static void set_credit(struct org *o)
{
	struct buf code = BUF_INIT;

	if (o->unit_situation.s == NULL || strcmp(o->unit_situation.s, "own") != 0)
		return;
	buf_addf(&code, "%s%06lld%08lldY", credit_kind(o->unit_nature.s),
		(long long)(o->division.id / 1000000), (long long)o->rec.id);
	add_check_character(&code);
	o->credit_code.s = buf_detach(&code);
}

/* --- people --- */

static const char *roll_word(const struct org *o, const char *question, const struct sample_words *words)
{
	return words->items[sample_roll(o->name, question, (unsigned int)words->n)];
}

/* Two halves of a name are never the same. */
static const char *other_word(const struct org *o, const char *question, const struct sample_words *words,
	const char *than)
{
	size_t at = sample_roll(o->name, question, (unsigned int)words->n);

	if (strcmp(words->items[at], than) == 0)
		at = (at + 1) % words->n;
	return words->items[at];
}

/* An invented name, marked so that nobody can take it for somebody's. */
char *sample_person(const struct org *o, const char *whose)
{
	bool herding = is_of_village(o);
	unsigned int style = sample_roll(o->name, whose, herding ? 10 : 14);
	char *question = sample_join(whose, " given", "");
	const char *first = "", *second = "";

	if (sample_roll(o->name, whose, 211) == 0) {
		first = roll_word(o, question, &sample_rare_names);
	} else if (style < 3) {
		first = roll_word(o, whose, &sample_tibetan_names);
		second = other_word(o, question, &sample_tibetan_names, first);
	} else if (style < 6) {
		first = roll_word(o, question, &sample_mongol_names);
	} else {
		first = roll_word(o, whose, &sample_surnames);
		second = roll_word(o, question, &sample_given_names);
	}
	free(question);
	return sample_join("示例", first, second);
}

/* All of the sample's numbers stand in one block of 10,000, two for each organization. */
static char *phone(const struct org *o, int which)
{
	struct buf number = BUF_INIT;

	buf_addf(&number, "1390000%04lld", (long long)(2 * o->rec.id + which) % 10000);
	return buf_detach(&number);
}

static void set_people(struct org *o)
{
	if (is_category(o, "612") || !date_is_empty(o->dissolved))
		return;
	o->secretary = sample_person(o, "secretary");
	o->secretary_phone.s = phone(o, 0);
	o->secretary_since = o->term_from;
	if (is_category(o, "641"))
		return;
	o->contact = sample_person(o, "contact");
	o->phone.s = phone(o, 1);
}

/* --- the rest --- */

static void set_rating(struct org *o)
{
	bool own = o->unit_situation.s != NULL && strcmp(o->unit_situation.s, "own") == 0;

	if (is_of_village(o) && own) {
		o->stars = 2 + sample_roll(o->name, "stars", 4);
		o->centre = sample_roll(o->name, "centre", 8) != 0;
	} else if (is_category(o, "611") && is_domain(o, "1")) {
		o->centre = true;
	} else if (!is_node(o) && sample_roll(o->name, "rated", 3) == 0) {
		o->stars = 3 + sample_roll(o->name, "stars", 3);
	}
}

void sample_fill(struct sample *s)
{
	set_codes(s);
	set_members(s);
	for (size_t i = 0; i < s->n; i++) {
		struct org *o = &s->orgs[i];

		set_committee(o);
		set_term(o);
		set_founded(o);
		set_election(o);
		set_credit(o);
		set_people(o);
		set_rating(o);
		o->note.s = xstrdup("示例数据：除行政区划名称外，内容均为虚构。");
	}
}
