/* The days since the sample was brought in. */
#include "src/cmd/sample_past.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/journal.h"
#include "db/read.h"
#include "src/mem.h"
#include "src/records/rectification.h"
#include "src/banned.h"

enum what {
	CHANGED,	/* the field had `former` before, and now what the sample says */
	MISTAKEN,	/* the field got `former` by mistake, which was taken back */
	RETIRED, REVIVED,
};

static const struct event {
	int days;		/* before today */
	enum what what;
	const char *login;
	const char *org;	/* the one it happened to ... */
	const struct reg *reg;	/* ... or its case of the year: rectification_reg; NULL: itself */
	const char *field, *former;	/* as the journal has it; NULL: empty */
	const char *also;	/* a field that was empty before the same change; NULL: none */
	const char *reason;
	const char *since;	/* a field that has the day of the change from then on; NULL: none */
} events[] = {
	{ 33, CHANGED, "demo-clerk", "柯柯镇卫生院党支部", NULL, "secretary", "示例马占山", NULL, "换届", "secretary_since" },
	{ 33, CHANGED, "demo-clerk", "柯柯镇卫生院党支部", NULL, "secretary_phone", "13900009001", NULL, NULL, NULL },
	{ 30, CHANGED, "demo-clerk", "柯柯镇中心学校党支部", NULL, "full_members", "11", NULL, "转入一名党员", NULL },
	{ 26, RETIRED, "demo-checker", "东村枸杞种植合作社党支部", NULL, NULL, NULL, NULL, "以为合作社已经注销", NULL },
	{ 24, CHANGED, "demo-clerk", "柯柯镇站所联合党支部", NULL, "phone", "13900009002", NULL, NULL, NULL },
	{ 19, REVIVED, "demo-checker", "东村枸杞种植合作社党支部", NULL, NULL, NULL, NULL, "核实后仍在正常活动", NULL },
	{ 16, CHANGED, "demo-clerk", "柯柯社区党支部", NULL, "secretary", "示例赵玉梅", NULL, "书记调动", "secretary_since" },
	{ 12, MISTAKEN, "demo-clerk", "柯柯镇机关党支部", NULL, "full_members", "300", NULL, NULL, NULL },
	{ 9, CHANGED, "demo-approver", "唐莫日村党支部", &rectification_reg, "stage", "confirmed", "filed_on", NULL, NULL },
	{ 6, CHANGED, "demo-clerk", "东村党支部", &rectification_reg, "stage", "planned", "started", NULL, NULL },
	{ 5, CHANGED, "demo-approver", "拉萨尔村党支部", &rectification_reg, "stage", "filed", "planned_on", NULL, NULL },
	{ 3, CHANGED, "demo-clerk", "柯柯镇中村党支部", NULL, "secretary", "示例扎西顿珠", NULL, "选举产生新书记",
	  "secretary_since" },
	{ 1, CHANGED, "demo-clerk", "东村党支部", NULL, "full_members", "30", NULL, "预备党员转正", NULL },
	{ 1, CHANGED, "demo-clerk", "柯柯镇机关党支部", NULL, "secretary_phone", "13900009003", NULL, "换了号码", NULL },
};

#define EVENTS (sizeof(events) / sizeof(events[0]))

/* The record of each event in the sample, and what it is in the end. */
struct sample_past {
	struct {
		const struct reg *reg;
		void *rec, *end;
	} of[EVENTS];
};

/* ---- Before ------------------------------------------------------------------------------------ */

static struct org *find_org(const struct sample *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->orgs[i].name, name) == 0)
			return &s->orgs[i];
	return NULL;
}

static void *find_case(const struct sample *s, const struct org *o)
{
	for (size_t i = 0; i < s->nrecords; i++) {
		struct rectification *r = s->records[i].rec;

		if (s->records[i].reg == &rectification_reg && r->org.id == o->rec.id && r->year == SAMPLE_DAY.year)
			return r;
	}
	return NULL;
}

static void set(const struct reg *reg, void *rec, const char *name, const char *text)
{
	const struct field *f = reg_field(reg, name);
	struct cell c;
	int rc;

	cell_from_text(&c, field_type(f), text);
	rc = field_type(f)->get(field_value(f, rec), &c);
	assert(rc == 0);
	(void)rc;
}

static void set_day(const struct reg *reg, void *rec, const char *name, int days)
{
	struct buf day = BUF_INIT;

	date_format(&day, date_add_days(date_today(), -days));
	set(reg, rec, name, buf_str(&day));
	buf_release(&day);
}

static void begin(struct sample_past *p, const struct sample *s, size_t i)
{
	const struct event *ev = &events[i];
	struct org *o = find_org(s, ev->org);

	assert(o);
	p->of[i].reg = ev->reg ? ev->reg : &org_reg;
	p->of[i].rec = ev->reg ? find_case(s, o) : o;
	assert(p->of[i].rec);
	if (ev->what != CHANGED)
		return;
	p->of[i].end = reg_new(p->of[i].reg);
	reg_copy(p->of[i].reg, p->of[i].end, p->of[i].rec);
	if (ev->since)
		set_day(p->of[i].reg, p->of[i].end, ev->since, ev->days);
	set(p->of[i].reg, p->of[i].rec, ev->field, ev->former);
	if (ev->also)
		set(p->of[i].reg, p->of[i].rec, ev->also, NULL);
}

struct sample_past *sample_past_new(struct sample *s)
{
	struct sample_past *p = xcalloc(1, sizeof(*p));

	for (size_t i = 0; i < EVENTS; i++)
		begin(p, s, i);
	return p;
}

void sample_past_free(struct sample_past *p)
{
	for (size_t i = 0; i < EVENTS; i++)
		if (p->of[i].end)
			reg_free(p->of[i].reg, p->of[i].end);
	free(p);
}

/* ---- Day by day -------------------------------------------------------------------------------- */

int64_t sample_moment_ms(int days, int minute)
{
	struct date d = date_add_days(date_today(), -days);
	struct tm tm = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day, .tm_min = minute, .tm_isdst = -1 };

	return (int64_t)mktime(&tm) * 1000;
}

static int change(const struct sample_past *p, size_t i, struct store *s, struct err *e)
{
	const struct event *ev = &events[i];
	const struct reg *reg = p->of[i].reg;
	struct save_report report = { .reason = ev->reason };
	void *base = reg_new(reg), *rec = reg_new(reg);
	int rc = store_get(s, reg, ((const struct rec *)p->of[i].rec)->id, base, e);

	if (rc == 0) {
		reg_copy(reg, rec, base);
		if (ev->what == MISTAKEN)
			set(reg, rec, ev->field, ev->former);
		else
			field_copy(reg_field(reg, ev->field), rec, p->of[i].end);
		if (ev->also)
			field_copy(reg_field(reg, ev->also), rec, p->of[i].end);
		if (ev->since)
			field_copy(reg_field(reg, ev->since), rec, p->of[i].end);
		rc = store_save_one(s, reg, base, rec, &report, e);
	}
	save_report_release(&report);
	reg_free(reg, base);
	reg_free(reg, rec);
	return rc;
}

static int take_back(struct store *s, struct err *e)
{
	struct undo_plan plan = { .changes = 0 };
	int rc = journal_plan_undo(s, 0, &plan, e);

	if (rc == 0)
		rc = journal_undo(s, &plan, false, NULL, e);
	undo_plan_release(&plan);
	return rc;
}

static int turn(const struct sample_past *p, size_t i, struct store *s, struct err *e)
{
	const struct event *ev = &events[i];
	int64_t id = ((const struct rec *)p->of[i].rec)->id;
	int rc = store_begin(s, ACTION_EDIT, ev->reason, e);

	if (rc < 0)
		return rc;
	rc = ev->what == RETIRED ? store_retire(s, p->of[i].reg, id, ev->reason, e) :
				   store_revive(s, p->of[i].reg, id, ev->reason, e);
	if (rc == 0)
		return store_commit(s, NULL, e);
	store_rollback(s);
	return rc;
}

static int happen(const struct sample_past *p, size_t i, const struct store_options *o, struct err *e)
{
	struct store_options as = *o;
	struct store *s;
	int rc;

	as.operator_login = events[i].login;
	as.channel = "form";
	as.at_ms = sample_moment_ms(events[i].days, 9 * 60 + 7 * (int)i);
	rc = store_open(&as, &s, e);
	if (rc < 0)
		return rc;
	if (events[i].what == RETIRED || events[i].what == REVIVED)
		rc = turn(p, i, s, e);
	else
		rc = change(p, i, s, e);
	if (rc == 0 && events[i].what == MISTAKEN)
		rc = take_back(s, e);
	store_close(s);
	return rc;
}

int sample_live(const struct sample_past *p, const struct store_options *o, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < EVENTS; i++)
		rc = happen(p, i, o, e);
	return rc;
}
