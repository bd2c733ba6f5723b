/*
 * The sample's ledgers besides its organizations: model sites, rectification cases with all that belongs
 * to them, and an annual review.  What the program fills in by itself (codes, names, rounds) is left to it.
 */
#include "src/cmd/sample_part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/records/rectification.h"
#include "src/records/site.h"
#include "src/banned.h"

#define NOTE "示例数据：内容均为虚构。"

/* --- records --- */

void *sample_add_record(struct sample *s, const struct reg *reg)
{
	if (s->nrecords == s->caprecords) {
		s->caprecords = s->caprecords ? 2 * s->caprecords : 512;
		s->records = xreallocarray(s->records, s->caprecords, sizeof(s->records[0]));
	}
	s->records[s->nrecords] = (struct sample_record){ .reg = reg, .rec = reg_new(reg) };
	return s->records[s->nrecords++].rec;
}

/* The place of the record that was added last among those of its register, which is how others refer to it. */
static int64_t last_place(const struct sample *s, const struct reg *reg)
{
	int64_t n = 0;

	for (size_t i = 0; i < s->nrecords; i++)
		n += s->records[i].reg == reg;
	return n;
}

static void say(char **to, const char *text)
{
	free(*to);
	*to = xstrdup(text);
}

/* A day so many after another; the empty day stays empty. */
static struct date later(struct date d, int days)
{
	return date_add_days(d, days);
}

static struct date day(int year, int month, int n)
{
	return (struct date){ .year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)n };
}

static void say_document(char **to, int year, unsigned int n)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "示例组发〔%d〕%u号", year, n + 1);
	free(*to);
	*to = buf_detach(&b);
}

/* --- villages --- */

static bool is_village(const struct org *o)
{
	int64_t kind = o->division.id % 1000;

	return kind >= 200 && kind < 300 && o->domain.s && strcmp(o->domain.s, "1") == 0 &&
	       o->unit_situation.s && strcmp(o->unit_situation.s, "own") == 0 && date_is_empty(o->dissolved) &&
	       date_is_empty(o->rec.retired_on) && sample_is_primary(o);
}

/* The township whose clerk the sample has, so that a clerk too can live through a case and a site. */
#define CLERKS_TOWNSHIP "柯柯镇党委"
#define CLERKS(n) (-1 - (n))

static bool is_clerks(const struct sample *s, const struct org *o)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->orgs[i].rec.id == o->superior.id)
			return strcmp(s->orgs[i].name, CLERKS_TOWNSHIP) == 0;
	return false;
}

/* The n-th organization of a village, spread over all of them, or of the clerk's township; the shipped divisions have enough. */
static const struct org *village(const struct sample *s, int n)
{
	int wanted = n < 0 ? 2 * CLERKS(n) : 2 + n * 6, seen = 0;
	size_t i = 0;

	while (!is_village(&s->orgs[i]) || (n < 0 && !is_clerks(s, &s->orgs[i])) || seen++ != wanted) {
		i++;
		assert(i < s->n);
	}
	return &s->orgs[i];
}

/* --- cases --- */

/* How far the cases of the sample have come, year by year. */
struct course {
	int village; /* as village() counts; a village that stands here twice is listed again */
	int year;
	const char *stage;
};

#define FIRST(n, year) { n, year, "archived" }

static const struct course courses[] = {
	FIRST(0, 2022), FIRST(1, 2022), FIRST(2, 2022), FIRST(3, 2022), FIRST(4, 2022), FIRST(5, 2022), FIRST(6, 2022),
	FIRST(7, 2022), FIRST(8, 2023), FIRST(9, 2023), FIRST(10, 2023), FIRST(11, 2023), FIRST(12, 2023), FIRST(13, 2023),
	FIRST(14, 2023), FIRST(15, 2023), FIRST(16, 2023),
	{ 17, 2024, "archived" }, { 18, 2024, "archived" }, { 19, 2024, "archived" }, { 20, 2024, "lookback" },
	{ 21, 2024, "lookback" }, { 22, 2024, "lookback" }, { 23, 2024, "closed" }, { 24, 2024, "closed" },
	{ 25, 2024, "closed" },
	{ 26, 2025, "closed" }, { 27, 2025, "closed" }, { 28, 2025, "closed" }, { 29, 2025, "closed" }, { 30, 2025, "closed" },
	{ 31, 2025, "closed" }, { 0, 2025, "closed" }, { 32, 2025, "consolidate" }, { 33, 2025, "rectifying" },
	{ 34, 2026, "accepted" }, { 35, 2026, "acceptance_requested" }, { 36, 2026, "acceptance_requested" },
	{ 37, 2026, "rectifying" }, { 38, 2026, "rectifying" }, { CLERKS(0), 2026, "rectifying" }, { 1, 2026, "rectifying" },
	{ 40, 2026, "planned" }, { 41, 2026, "filed" }, { CLERKS(1), 2026, "screened" },
};

#define COURSES (sizeof(courses) / sizeof(courses[0]))

/* The village with a case that is also a live model site: the alarm that a sample must show. */
#define ALARMED_VILLAGE 37

/* The stages in the order in which a case passes them. */
static const char *const passage[] = { "screened", "proposed", "confirmed", "filed", "planned", "rectifying",
	"acceptance_requested", "consolidate", "accepted", "closed", "lookback", "archived" };

/* Whether the case has come to this stage or beyond. */
static bool has_reached(const struct course *c, const char *stage)
{
	size_t at = 0, wanted = 0;

	for (size_t i = 0; i < sizeof(passage) / sizeof(passage[0]); i++) {
		at = strcmp(passage[i], c->stage) == 0 ? i : at;
		wanted = strcmp(passage[i], stage) == 0 ? i : wanted;
	}
	return at >= wanted;
}

static void set_helpers(struct rectification *r, const struct org *o)
{
	struct date since = day((int)r->year, 3, 20);

	r->county_leader = sample_person(o, "county leader");
	say(&r->county_leader_post, "示例县领导");
	say(&r->county_leader_unit, "示例县");
	r->township_leader = sample_person(o, "township leader");
	say(&r->township_leader_post, "示例乡镇领导");
	say(&r->township_leader_unit, "示例乡镇");
	r->first_secretary = sample_person(o, "first secretary");
	say(&r->first_secretary_post, "示例干部");
	say(&r->first_secretary_unit, "示例派出单位");
	say(&r->paired_unit, "示例结对单位");
	r->paired_contact = sample_person(o, "paired contact");
	r->county_leader_since = r->township_leader_since = r->first_secretary_since = r->paired_since = since;
	say(&r->responsible, r->township_leader);
	say(&r->responsible_unit, "示例乡镇党委");
}

static void set_days(struct rectification *r, const struct course *c, unsigned int n)
{
	int year = c->year, shift = (int)(n % 9);

	r->deadline = later(day(year, 10, 20), shift * 6);
	if (has_reached(c, "proposed"))
		r->proposed_on = later(day(year, 3, 1), shift);
	if (has_reached(c, "confirmed"))
		r->confirmed_on = later(day(year, 3, 20), shift);
	if (has_reached(c, "filed"))
		r->filed_on = later(day(year, 4, 1), shift);
	if (has_reached(c, "planned"))
		r->planned_on = later(day(year, 4, 15), shift);
	if (has_reached(c, "rectifying"))
		r->started = later(day(year, 4, 20), shift);
	if (has_reached(c, "acceptance_requested"))
		r->requested_on = later(day(year, 10, 1), shift);
	if (has_reached(c, "accepted"))
		r->accepted_on = later(day(year, 10, 16), shift);
	if (has_reached(c, "closed"))
		r->closed_on = later(day(year, 11, 1), shift);
	if (has_reached(c, "lookback"))
		r->lookback_on = later(day(year + 1, 9, 1), shift);
	if (has_reached(c, "archived"))
		r->archived_on = later(day(year + 1, 10, 10), shift);
}

static void add_note_of_progress(struct sample *s, int64_t place, struct date on, const char *kind, const char *what)
{
	struct progress *p = sample_add_record(s, &progress_reg);

	p->rectification.id = place;
	p->on = on;
	p->kind.s = xstrdup(kind);
	say(&p->name, what);
	say(&p->by, "示例录入员");
	p->note.s = xstrdup(NOTE);
}

static void add_diary(struct sample *s, int64_t place, const struct course *c)
{
	if (has_reached(c, "planned"))
		add_note_of_progress(s, place, day(c->year, 4, 16), "work", "召开村民代表会议，征求对整顿方案的意见");
	if (has_reached(c, "rectifying")) {
		add_note_of_progress(s, place, day(c->year, 6, 12), "visit", "第一书记入户走访，收集意见 12 条");
		add_note_of_progress(s, place, day(c->year, 8, 20), "reminder", "县委组织部催办进度");
	}
	if (has_reached(c, "acceptance_requested"))
		add_note_of_progress(s, place, day(c->year, 9, 28), "work", "措施全部完成，整理验收材料");
}

static void add_acceptance(struct sample *s, int64_t place, const struct course *c, unsigned int n, const char *grade)
{
	struct acceptance *a = sample_add_record(s, &acceptance_reg);

	a->rectification.id = place;
	a->on = later(day(c->year, 10, 12), (int)(n % 4));
	say(&a->lead, "示例验收组长");
	say(&a->team, "示例验收组长、示例组员甲、示例组员乙");
	a->score.hundredths = 7150 + (int64_t)(n * 137 % 2400);
	a->dissatisfied.hundredths = (int64_t)(n * 71 % 1500);
	a->grade.s = xstrdup(grade);
	say_document(&a->document, c->year, n);
	a->note.s = xstrdup(NOTE);
}

/* What may be wrong in a village, and what is done about it. */
static const struct {
	const char *criterion, *problem, *measures[3];
} troubles[] = {
	{ "1", "班子成员配备不齐，书记长期由乡镇干部兼任", { "选派优秀党员干部担任书记", "补选缺额的支部委员", NULL } },
	{ "2", "书记带富能力不强，工作打不开局面", { "安排到示范村跟班学习", "乡镇党委每月约谈一次", NULL } },
	{ "3", "两委成员之间不团结，议事常常议而不决", { "召开专题组织生活会", "建立两委联席会议制度", "县级领导定期谈心" } },
	{ "4", "三会一课不经常，主题党日流于形式", { "制定年度组织生活计划", "每月固定一天开展主题党日", "建立台账按月检查" } },
	{ "7", "党务村务财务公开不及时", { "补齐三年公开台账", "每季度在公开栏公开一次", NULL } },
	{ "8", "草场边界纠纷多，信访集中", { "成立调解小组逐户调解", "县直部门包案化解", NULL } },
	{ "9", "活动场所年久失修，不能使用", { "争取资金维修活动场所", "先借用学校教室开展活动", NULL } },
	{ "10", "服务群众意识差，办事要跑几趟", { "推行干部轮流坐班", "设立便民服务代办点", NULL } },
};

#define TROUBLES (sizeof(troubles) / sizeof(troubles[0]))

static const char *measure_stage(const struct course *c, unsigned int n)
{
	if (has_reached(c, "acceptance_requested"))
		return "done";
	if (!has_reached(c, "rectifying"))
		return "open";
	return n % 3 == 0 ? "done" : n % 3 == 1 ? "doing" : "open";
}

static void add_measure(struct sample *s, const struct course *c, const char *what, const char *owner, unsigned int n)
{
	struct measure *m = sample_add_record(s, &measure_reg);
	const char *stage = measure_stage(c, n);

	m->problem.id = last_place(s, &problem_reg);
	say(&m->name, what);
	m->stage.s = xstrdup(stage);
	say(&m->owner, owner);
	say(&m->responsible_unit, "示例乡镇党委");
	m->deadline = later(day(c->year, 7, 15), (int)(n * 37 % 150));
	if (strcmp(stage, "done") == 0) {
		/* Nothing was done after the day on which the sample stands. */
		m->done_on = later(date_compare(m->deadline, SAMPLE_DAY) > 0 ? SAMPLE_DAY : m->deadline, -(int)(n % 20) - 1);
		m->evidence.s = xstrdup("会议记录和照片");
	}
	m->note.s = xstrdup(NOTE);
}

static void add_problem(struct sample *s, int64_t place, const struct course *c, const struct rectification *r,
			unsigned int n)
{
	struct problem *p = sample_add_record(s, &problem_reg);
	size_t which = n % TROUBLES;

	p->rectification.id = place;
	say(&p->name, troubles[which].problem);
	p->origin.s = xstrdup("screening");
	p->note.s = xstrdup(NOTE);
	for (unsigned int i = 0; i < 3 && troubles[which].measures[i]; i++)
		add_measure(s, c, troubles[which].measures[i], r->responsible, n + i);
}

static void add_case(struct sample *s, unsigned int n)
{
	const struct course *c = &courses[n];
	const struct org *o = village(s, c->village);
	struct rectification *r = sample_add_record(s, &rectification_reg);
	int64_t place = last_place(s, &rectification_reg);
	unsigned int problems = 1 + n % 2;
	struct buf criteria = BUF_INIT;

	r->org.id = o->rec.id;
	r->year = c->year;
	say(&r->batch, n % 2 ? "第二批" : "第一批");
	r->stage.s = xstrdup(c->stage);
	buf_adds(&criteria, troubles[n % TROUBLES].criterion);
	r->criteria.s = buf_detach(&criteria);
	r->note.s = xstrdup(NOTE);
	set_days(r, c, n);
	if (has_reached(c, "planned"))
		set_helpers(r, o);
	if (has_reached(c, "acceptance_requested"))
		say(&r->requested_by, "示例录入员");
	if (has_reached(c, "closed")) {
		say(&r->closed_by, "示例审批员");
		say_document(&r->closing_document, c->year, n);
	}
	if (has_reached(c, "lookback"))
		r->lookback_result.s = xstrdup("整顿成果巩固，没有反弹");
	for (unsigned int i = 0; has_reached(c, "planned") && i < problems; i++)
		add_problem(s, place, c, r, n + 3 * i);
	add_diary(s, place, c);
	if (has_reached(c, "accepted"))
		add_acceptance(s, place, c, n, "pass");
	else if (has_reached(c, "consolidate"))
		add_acceptance(s, place, c, n, "basic");
}

/* --- the annual review --- */

static void add_review(struct sample *s)
{
	static const struct course course = { 0, 2026, "rectifying" };
	struct review *r = sample_add_record(s, &review_reg);
	unsigned int measures = 0;

	r->org.id = s->orgs[0].rec.id;
	r->year = 2025;
	r->held_on = day(2026, 1, 15);
	say(&r->chair, "示例主持人");
	r->comment.s = xstrdup("示例点评");
	r->note.s = xstrdup(NOTE);
	for (unsigned int i = 0; i < SAMPLE_PROBLEMS; i++) {
		struct problem *p = sample_add_record(s, &problem_reg);

		p->review.id = 1;
		say(&p->name, troubles[i % TROUBLES].problem);
		p->origin.s = xstrdup(i < SAMPLE_PROBLEMS / 2 ? "province" : "self");
		p->note.s = xstrdup(NOTE);
		/* The last problem takes what is left. */
		for (unsigned int k = 0; measures < SAMPLE_MEASURES && (k < 4 || i + 1 == SAMPLE_PROBLEMS); k++, measures++)
			add_measure(s, &course, troubles[(i + k) % TROUBLES].measures[k % 2], "示例责任人", measures);
	}
}

/* --- model sites --- */

#define ON_THE_WAY 6 /* behind them: sites that are not named yet, or no longer */

static const char *const other_stages[ON_THE_WAY] = { "nurturing", "nurturing", "applied", "publicised", "revoked",
	"expired" };

static const char *site_stage(unsigned int n)
{
	if (n >= SAMPLE_SITES)
		return other_stages[n - SAMPLE_SITES];
	return n % 6 == 0 ? "named" : n % 6 == 1 ? "plaque" : "rechecked";
}

static bool is_site_stage(const struct site *site, const char *stage)
{
	return strcmp(site->stage.s, stage) == 0;
}

static void set_site_days(struct site *t, unsigned int n)
{
	int year = 2022 + (int)(n % 4);

	t->nurtured_year = year - 1;
	if (is_site_stage(t, "nurturing"))
		return;
	t->applied_on = later(day(year, 3, 1), (int)(n % 20));
	if (is_site_stage(t, "applied"))
		return;
	t->reviewed_on = later(t->applied_on, 40);
	t->publicised_on = later(t->reviewed_on, 20);
	if (is_site_stage(t, "publicised"))
		return;
	t->named_on = later(t->publicised_on, 10);
	say_document(&t->named_document, year, n);
	if (!is_site_stage(t, "named"))
		t->plaque_on = later(t->named_on, 12);
	if (is_site_stage(t, "rechecked")) {
		/* In the last year before the day on which the sample stands. */
		t->rechecked_on = later(day(2026, 3, 10), (int)(n % 120));
		t->recheck_result.s = xstrdup(n % 4 ? "kept" : "correct");
	}
	if (is_site_stage(t, "revoked")) {
		t->revoked_on = later(t->named_on, 500);
		t->revoked_reason.s = xstrdup("recheck");
		say_document(&t->revoked_document, year + 1, n);
	}
	if (is_site_stage(t, "expired"))
		t->expires_on = later(t->named_on, 700);
}

static void set_site_people(struct site *t, const struct org *o, unsigned int n)
{
	t->leader = sample_person(o, "site leader");
	say(&t->contact, o->contact);
	t->phone.s = xstrdup(o->phone.s);
	say(&t->brand, n % 2 ? "示例品牌：红色草原" : "示例品牌：高原先锋");
	say(&t->fund_source, "示例党建经费");
	t->fund_first = (struct money){ (int64_t)(3 + n % 5) * 1000000 };
	t->fund_last = (struct money){ (int64_t)(1 + n % 3) * 1000000 };
	t->area = 80 + (int64_t)(n * 37 % 400);
}

static void add_site_review(struct sample *s, const struct site *t, unsigned int n)
{
	int64_t place = last_place(s, &site_reg);
	struct date on = t->reviewed_on;
	struct site_review *r;

	if (date_is_empty(on))
		return;
	r = sample_add_record(s, &site_review_reg);
	r->site.id = place;
	r->kind.s = xstrdup("review");
	r->on = on;
	say(&r->lead, "示例评审组长");
	r->score.hundredths = 8000 + (int64_t)(n * 91 % 1900);
	r->result.s = xstrdup("kept");
	r->note.s = xstrdup(NOTE);
}

static void add_site(struct sample *s, const struct org *o, unsigned int n)
{
	static const char *const levels[] = { "county", "county", "prefecture", "county", "prefecture", "province",
		"county", "prefecture", "county", "national" };
	static const char *const kinds[] = { "village", "community", "unit", "unit", "unit", "unit", "branch", "branch" };
	struct site *t = sample_add_record(s, &site_reg);
	struct buf code = BUF_INIT, name = BUF_INIT;

	buf_addf(&code, "SF-%03u", n + 1);
	buf_addf(&name, "%s示范点", o->short_name ? o->short_name : o->name);
	t->code = buf_detach(&code);
	t->name = buf_detach(&name);
	t->org.id = o->rec.id;
	t->level.s = xstrdup(levels[n % 10]);
	t->kind.s = xstrdup(kinds[(o->domain.s[0] - '1') % 8]);
	t->stage.s = xstrdup(site_stage(n));
	set_site_days(t, n);
	set_site_people(t, o, n);
	t->note.s = xstrdup(NOTE);
	add_site_review(s, t, n);
}

static bool may_be_site(const struct org *o)
{
	return sample_is_primary(o) && date_is_empty(o->dissolved) && date_is_empty(o->rec.retired_on) && o->domain.s;
}

static bool has_case(const struct sample *s, const struct org *o)
{
	for (size_t i = 0; i < COURSES; i++)
		if (village(s, courses[i].village) == o)
			return true;
	return false;
}

/* Every so many organizations one, which is spread over counties and domains; and the one that is an alarm. */
static void add_sites(struct sample *s)
{
	const size_t wanted = SAMPLE_SITES + ON_THE_WAY, step = SAMPLE_PRIMARY / wanted;
	const struct org *alarmed = village(s, ALARMED_VILLAGE), *clerks = village(s, CLERKS(2));
	unsigned int n = 0;
	size_t seen = 0;

	add_site(s, alarmed, n++);
	for (size_t i = 0; i < s->n && n < wanted; i++) {
		const struct org *o = &s->orgs[i];

		/* The first one that is still on its way is the clerk's. */
		if (n == SAMPLE_SITES)
			add_site(s, clerks, n++);
		if (may_be_site(o) && seen++ % step == step / 2 && !has_case(s, o) && o != clerks)
			add_site(s, o, n++);
	}
	/* Where cases took places, the rest comes from the end. */
	for (size_t i = s->n; i-- > 0 && n < wanted;)
		if (may_be_site(&s->orgs[i]) && seen++ % step == 0 && !has_case(s, &s->orgs[i]))
			add_site(s, &s->orgs[i], n++);
}

void sample_add_ledgers(struct sample *s)
{
	add_sites(s);
	for (unsigned int i = 0; i < COURSES; i++)
		add_case(s, i);
	add_review(s);
}
