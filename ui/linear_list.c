/* A register's records, some at a time, each with a number. */
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/linear.h"
#include "ui/list.h"
#include "src/banned.h"

#define ROWS 10
#define PAGE_MS 2000
#define COUNT_MS 500

struct pages {
	struct linear *l;
	const struct reg *reg;
	struct query query;
	struct view view;
	struct page page;
};

static int read_page(struct pages *p, enum page_from from, int64_t anchor)
{
	const struct page_want want = { .from = from, .anchor = anchor, .rows = ROWS, .budget_ms = PAGE_MS };
	struct err e = ERR_INIT;
	int rc = store_page(p->l->store, &p->view, &want, &p->page, &e);

	if (rc < 0)
		talk_say_error(&p->l->talk, &e);
	return rc;
}

static int64_t row_id(const struct pages *p, size_t i)
{
	return ((const struct rec *)page_row(&p->page, i))->id;
}

/* Short, because a line is heard from its beginning: the name and the key. */
static void say_row(struct pages *p, size_t i)
{
	const struct rec *rec = page_row(&p->page, i);
	struct buf name = BUF_INIT;

	reg_describe(p->reg, rec, &name);
	talk_say(&p->l->talk, "%zu. %s%s", i + 1, buf_str(&name), date_is_empty(rec->retired_on) ? "" : _("，已停用"));
	buf_release(&name);
}

static void say_page(struct pages *p)
{
	struct count count = { .budget_ms = COUNT_MS };
	struct buf n = BUF_INIT;

	if (store_count(p->l->store, &p->view, &count, NULL) == 0)
		list_add_number(&n, count.n);
	talk_say(&p->l->talk, _("%s，共 %s%s 条。"), _(p->reg->title), buf_str(&n), count.exact ? "" : "+");
	for (size_t i = 0; i < p->page.n; i++)
		say_row(p, i);
	if (!p->page.n)
		talk_say(&p->l->talk, _("没有符合的记录。"));
	if (p->page.unfinished)
		talk_say(&p->l->talk, _("还没有找完；输入 n 接着找。"));
	buf_release(&n);
}

static void turn(struct pages *p, enum page_from from)
{
	int64_t anchor = p->page.unfinished && from == PAGE_AFTER ? p->page.resume
		: p->page.n ? row_id(p, from == PAGE_AFTER ? p->page.n - 1 : 0) : 0;
	struct page was = p->page;

	p->page = (struct page){ .n = 0 };
	if (!anchor || read_page(p, from, anchor) < 0 || (!p->page.n && !p->page.unfinished)) {
		page_release(&p->page);
		p->page = was;
		talk_say(&p->l->talk, from == PAGE_AFTER ? _("后面没有了。") : _("前面没有了。"));
		return;
	}
	page_release(&was);
	say_page(p);
}

static void begin(struct pages *p)
{
	if (read_page(p, PAGE_FIRST, 0) == 0)
		say_page(p);
}

/* What stands behind the slash, as in the filter line of a list. */
static void filter(struct pages *p, const char *typed)
{
	struct buf clean = BUF_INIT;
	struct query q = { .n = 0 };
	struct err e = ERR_INIT;
	int rc = text_clean(&clean, typed, strlen(typed), TEXT_LINE, &e);

	if (rc == 0)
		rc = query_parse(p->reg, buf_str(&clean), store_lookup(p->l->store), &q, &e);
	buf_release(&clean);
	if (rc < 0) {
		talk_say_error(&p->l->talk, &e);
		return;
	}
	query_release(&p->query);
	p->query = q;
	p->view.query = query_is_empty(&q) ? NULL : &p->query;
	begin(p);
}

static void say_help(struct pages *p)
{
	talk_say(&p->l->talk, _("号码：打开那条记录。n：后一页。p：前一页。回车：再念一遍。\n"
				"/条件：只列符合的，例如 /字段=空 或 /拼音首字母；只写 / 又列全部。\n"
				"a：连平时不列的和停用的也列，再输入一次改回来。+：新增。-：退回。"));
}

static const char *rest_of(const char *answer)
{
	static const char wide[] = "／";

	if (*answer == '/')
		return answer + 1;
	return strncmp(answer, wide, strlen(wide)) == 0 ? answer + strlen(wide) : NULL;
}

static void obey(struct pages *p, const char *answer)
{
	long n = talk_number(answer, (long)p->page.n);

	if (n) {
		linear_record(p->l, p->reg, row_id(p, (size_t)n - 1));
		if (p->page.n && read_page(p, PAGE_AT, row_id(p, 0)) < 0)
			begin(p);
	} else if (talk_is(answer, "n")) {
		turn(p, PAGE_AFTER);
	} else if (talk_is(answer, "p")) {
		turn(p, PAGE_BEFORE);
	} else if (talk_is(answer, "a")) {
		p->view.all = !p->view.all;
		begin(p);
	} else if (talk_is(answer, "+")) {
		linear_record(p->l, p->reg, 0);
		begin(p);
	} else if (!*answer) {
		say_page(p);
	} else if (talk_is(answer, "?")) {
		say_help(p);
	} else if (rest_of(answer)) {
		filter(p, rest_of(answer));
	} else {
		talk_say(&p->l->talk, _("看不懂；输入 ? 听说明，要找就在前面加 /。"));
	}
}

void linear_list(struct linear *l, const struct reg *reg)
{
	struct pages p = { .l = l, .reg = reg, .view = { .reg = reg } };
	const char *answer;

	begin(&p);
	while ((answer = talk_ask(&l->talk, _(reg->title))) != NULL && !talk_is(answer, "-")) {
		char *said = xstrdup(answer);

		obey(&p, said);
		free(said);
	}
	page_release(&p.page);
	query_release(&p.query);
}
