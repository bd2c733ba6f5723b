/*
 * Windows of a list: whatever is asked for, they must show what reading everything,
 * sifting and sorting would show.
 */
#include "db/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/pinyin.h"
#include "tests/support/crowd.h"
#include "src/banned.h"

/* More than a result that is held in memory, more than two chunks of an order. */
#define ORGS 1250

static struct office *office;
static struct crowd crowd;

static int set_up(void **state)
{
	void *o;

	(void)state;
	office_group_setup(NULL);
	office_setup(&o);
	office = o;
	crowd_save(office, ORGS);
	crowd_read(office, &crowd);
	return 0;
}

static int tear_down(void **state)
{
	void *o = office;

	(void)state;
	crowd_release(&crowd);
	office_teardown(&o);
	return office_group_teardown(NULL);
}

/* ---- Comparing --------------------------------------------------------------------------------- */

struct expected {
	struct view view;
	int64_t *ids;
	size_t n;
};

static void expect(struct expected *x, const struct view *v, bool (*is)(const struct org *))
{
	x->view = *v;
	x->ids = crowd_list(&crowd, v, is, &x->n);
}

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static int64_t row_id(const struct page *p, size_t i)
{
	return ((const struct rec *)page_row(p, i))->id;
}

static void same_rows(const struct expected *x, const struct page *p, size_t from)
{
	assert_true(from + p->n <= x->n);
	for (size_t i = 0; i < p->n; i++)
		assert_int_equal(row_id(p, i), x->ids[from + i]);
}

/* From the first record to the last, in windows of that many rows. */
static void read_down(const struct expected *x, int rows)
{
	struct page p = { .rows = NULL };
	struct err e = ERR_INIT;
	struct page_want want = { PAGE_FIRST, 0, rows, 0 };
	size_t at = 0;

	must(store_page(office->s, &x->view, &want, &p, &e), &e);
	for (;;) {
		same_rows(x, &p, at);
		at += p.n;
		assert_int_equal(p.more, at < x->n);
		assert_false(p.unfinished);
		if (!p.more)
			break;
		assert_int_equal(p.n, rows);
		want = (struct page_want){ PAGE_AFTER, x->ids[at - 1], rows, 0 };
		must(store_page(office->s, &x->view, &want, &p, &e), &e);
	}
	assert_int_equal(at, x->n);
	page_release(&p);
}

static void read_up(const struct expected *x, int rows)
{
	struct page p = { .rows = NULL };
	struct err e = ERR_INIT;
	struct page_want want = { PAGE_LAST, 0, rows, 0 };
	size_t left = x->n;

	must(store_page(office->s, &x->view, &want, &p, &e), &e);
	for (;;) {
		assert_true(p.n <= left);
		left -= p.n;
		same_rows(x, &p, left);
		assert_int_equal(p.more, left > 0);
		if (!p.more)
			break;
		want = (struct page_want){ PAGE_BEFORE, x->ids[left], rows, 0 };
		must(store_page(office->s, &x->view, &want, &p, &e), &e);
	}
	assert_int_equal(left, 0);
	page_release(&p);
}

static void read_somewhere(const struct expected *x)
{
	struct page p = { .rows = NULL };
	struct err e = ERR_INIT;

	for (int i = 0; i < 10 && x->n > 0; i++) {
		size_t at = crowd_random((uint32_t)x->n);

		must(store_page(office->s, &x->view, &(struct page_want){ PAGE_AT, x->ids[at], 5, 0 }, &p, &e), &e);
		same_rows(x, &p, at);
		assert_int_equal(p.n, x->n - at < 5 ? x->n - at : 5);
	}
	page_release(&p);
}

static void read_places(const struct expected *x)
{
	struct err e = ERR_INIT;
	int64_t n, id;

	for (int i = 0; i < 10 && x->n > 0; i++) {
		size_t at = crowd_random((uint32_t)x->n);

		must(store_position(office->s, &x->view, x->ids[at], &n, &e), &e);
		assert_int_equal(n, at);
		must(store_nth(office->s, &x->view, (int64_t)at, &id, &e), &e);
		assert_int_equal(id, x->ids[at]);
	}
	assert_int_equal(store_nth(office->s, &x->view, (int64_t)x->n, &id, &e), ERR_NOT_FOUND);
	assert_int_equal(store_nth(office->s, &x->view, -1, &id, &e), ERR_NOT_FOUND);
}

static void read_count(const struct expected *x)
{
	struct err e = ERR_INIT;
	struct count all = { .cap = 0 };

	must(store_count(office->s, &x->view, &all, &e), &e);
	assert_true(all.exact);
	assert_int_equal(all.n, x->n);
}

struct heap {
	const struct expected *x;
	size_t at;
};

static int take(void *ctx, const void *rec)
{
	struct heap *h = ctx;

	assert_true(h->at < h->x->n);
	assert_int_equal(((const struct rec *)rec)->id, h->x->ids[h->at]);
	h->at++;
	return 0;
}

static void read_each(const struct expected *x)
{
	struct heap h = { .x = x };
	struct err e = ERR_INIT;

	must(store_each(office->s, &x->view, take, &h, &e), &e);
	assert_int_equal(h.at, x->n);
}

/* Every way of reading a view shows the same. */
static void compare(const struct view *v, bool (*is)(const struct org *))
{
	struct expected x;

	expect(&x, v, is);
	read_down(&x, 7);
	read_up(&x, 50);
	read_somewhere(&x);
	read_places(&x);
	read_count(&x);
	read_each(&x);
	free(x.ids);
}

/* In both directions, in the default view and in all, and by a field of each kind. */
static void compare_query(const char *text, bool (*is)(const struct org *))
{
	static const char *const sorts[] = { "code", "name", "full_members", "term_to" };
	struct query q;
	struct err e = ERR_INIT;

	must(query_parse(&org_reg, text, store_lookup(office->s), &q, &e), &e);
	for (size_t i = 0; i < 4; i++) {
		struct view v = { .reg = &org_reg, .query = &q, .sort = reg_field(&org_reg, sorts[i]) };

		v.descending = i % 2;
		v.all = i / 2;
		compare(&v, is);
	}
	query_release(&q);
}

/* ---- Orders ------------------------------------------------------------------------------------ */

static void test_page__every_sortable_field_lists_in_its_order(void **state)
{
	size_t fields = 0;

	(void)state;
	for (size_t i = 0; i < org_reg.nfields; i++) {
		struct view v = { .reg = &org_reg, .sort = &org_reg.fields[i] };

		if (!field_is_sortable(v.sort))
			continue;
		fields++;
		for (int way = 0; way < 4; way++) {
			v.descending = way % 2;
			v.all = way / 2;
			compare(&v, NULL);
		}
	}
	assert_true(fields >= 7);
}

static void test_page__without_a_sort_the_register_decides(void **state)
{
	struct view v = { .reg = &org_reg };

	(void)state;
	compare(&v, NULL);
}

static void test_page__chinese_sorts_by_pinyin(void **state)
{
	struct view v = { .reg = &division_reg, .sort = reg_field(&division_reg, "name") };
	struct page p = { .rows = NULL };
	struct err e = ERR_INIT;
	int first = 0;

	(void)state;
	must(store_page(office->s, &v, &(struct page_want){ PAGE_FIRST, 0, 500, 0 }, &p, &e), &e);
	for (size_t i = 0; i < p.n; i++) {
		const struct division *d = page_row(&p, i);

		/* a, the name of a town, stands long before zong, that of a village. */
		if (strncmp(d->name, "阿", strlen("阿")) == 0)
			first |= 1;
		if (strncmp(d->name, "宗", strlen("宗")) == 0)
			first |= first & 1 ? 2 : 4;
	}
	assert_int_equal(first, 3);
	page_release(&p);
}

/* ---- Conditions -------------------------------------------------------------------------------- */

static bool is_joint(const struct org *org)
{
	return strcmp(org->category.s, "632") == 0;
}

static bool is_vacant(const struct org *org)
{
	return crowd_is_vacant(org);
}

static bool is_large(const struct org *org)
{
	return org->full_members != INT_NONE && org->full_members > 15;
}

static bool is_not_small_joint(const struct org *org)
{
	return is_joint(org) && !(org->full_members != INT_NONE && org->full_members < 10);
}

static bool is_large_or_vacant(const struct org *org)
{
	return is_large(org) || is_vacant(org);
}

static bool is_old(const struct org *org)
{
	return org->founded.year == 2021;
}

static bool ends_early(const struct org *org)
{
	return org->term_to.year == 2020 || (org->term_to.year == 2021 && org->term_to.month == 1);
}

static bool is_nobody(const struct org *org)
{
	return org->full_members == 999;
}

static void test_page__conditions_sift(void **state)
{
	(void)state;
	compare_query("类别=632", is_joint);
	compare_query("书记=空", is_vacant);
	compare_query("党员>15", is_large);
	compare_query("类别=632 -党员<10", is_not_small_joint);
	compare_query("党员>15 | 书记=空", is_large_or_vacant);
	compare_query("成立=2021", is_old);
	compare_query("届满=2020 | 届满=2021-01", ends_early);
	compare_query("党员=999", is_nobody);
}

static bool has(const struct org *org, const char *word)
{
	const char *const texts[] = { org->code, org->name, org->short_name, org->secretary };

	for (size_t i = 0; i < 4; i++) {
		if (texts[i] && pinyin_match(texts[i], word, NULL) != MATCH_NONE)
			return true;
	}
	return false;
}

static const char *word;

static bool has_word(const struct org *org)
{
	return has(org, word);
}

static bool has_word_and_is_large(const struct org *org)
{
	return has(org, word) && is_large(org);
}

static bool has_word_or_is_joint(const struct org *org)
{
	return has(org, word) || is_joint(org);
}

static bool has_not_word(const struct org *org)
{
	return !has(org, word);
}

/* Short results are sorted as the view asks; long ones come by number. */
static void compare_word(const char *typed, bool (*is)(const struct org *), const char *format)
{
	struct buf text = BUF_INIT;
	struct view v = { .reg = &org_reg };
	struct expected x;
	struct query q;
	struct err e = ERR_INIT;
	struct count all = { .cap = 0 };

	word = typed;
	buf_adds(&text, format);
	buf_adds(&text, typed);
	must(query_parse(&org_reg, buf_str(&text), store_lookup(office->s), &q, &e), &e);
	expect(&x, &v, is);
	v.query = &q;
	must(store_count(office->s, &v, &all, &e), &e);
	if ((size_t)all.n != x.n)
		fail_msg("%s: %lld found, %zu expected", buf_str(&text), (long long)all.n, x.n);
	free(x.ids);
	if (all.n <= 1000)
		compare_query(buf_str(&text), is);
	query_release(&q);
	buf_release(&text);
}

static void test_page__words_find_text_initials_and_readings(void **state)
{
	static const char *const words[] = { "南沙", "nsg", "ns", "n", "沟", "nansha", "nansh", "南sg",
		"nan沙", "3", "12", "a1", "A0", "格尔木", "gem", "geermu", "cj", "zj", "xm", "sm", "dulan",
		"兰", "lc", "chongqing", "zq", "·", "duojie", "li", "shili", "zzzz", "支部委员会", "b3", "3b",
		"12区", "12q", "001", "-12" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		compare_word(words[i], has_word, words[i][0] == '-' ? "\"" : "");
}

/* Pieces of what names are made of, in text, initials and readings, in any mixture. */
static void test_page__any_mixture_of_pieces_is_found(void **state)
{
	static const char *const pieces[] = { "南", "沙", "n", "s", "g", "sha", "nan", "gou", "c", "zhang",
		"chang", "j", "jiang", "1", "2", "3", "a", "b", "A", "·", "ge", "er", "mu", "g", "e", "m",
		"d", "le", "yue", "cun", "c" };

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct buf typed = BUF_INIT, text = BUF_INIT;
		struct view v = { .reg = &org_reg };
		struct err e = ERR_INIT;
		struct query q;
		struct count all = { .cap = 0 };
		int64_t want = 0;

		for (uint32_t k = 1 + crowd_random(3); k > 0; k--)
			buf_adds(&typed, pieces[crowd_random(sizeof(pieces) / sizeof(pieces[0]))]);
		buf_addf(&text, "\"%s\"", buf_str(&typed));
		must(query_parse(&org_reg, buf_str(&text), store_lookup(office->s), &q, &e), &e);
		v.query = &q;
		must(store_count(office->s, &v, &all, &e), &e);
		for (size_t k = 0; k < crowd.n; k++)
			want += crowd_in_view(crowd.orgs[k]) && has(crowd.orgs[k], buf_str(&typed));
		if (all.n != want)
			fail_msg("%s: %lld found, %lld expected", buf_str(&typed), (long long)all.n,
				(long long)want);
		query_release(&q);
		buf_release(&typed);
		buf_release(&text);
	}
}

static void test_page__words_and_conditions_join(void **state)
{
	(void)state;
	compare_word("南", has_word_and_is_large, "党员>15 ");
	compare_word("sg", has_word_and_is_large, "党员>15 ");
	compare_word("南", has_word_or_is_joint, "类别=632 | ");
	compare_word("南", has_not_word, "-");
}

/* More hits than are held in memory: by number, in both directions. */
static void test_page__many_hits_come_by_number(void **state)
{
	struct page p = { .rows = NULL };
	struct view v = { .reg = &org_reg, .all = true };
	struct page_want want = { PAGE_FIRST, 0, 100, 0 };
	struct err e = ERR_INIT;
	struct query q;
	int64_t before = 0;
	size_t n = 0;

	(void)state;
	must(query_parse(&org_reg, "支部", store_lookup(office->s), &q, &e), &e);
	v.query = &q;
	must(store_page(office->s, &v, &want, &p, &e), &e);
	for (;;) {
		for (size_t i = 0; i < p.n; i++, n++) {
			assert_true(row_id(&p, i) > before);
			before = row_id(&p, i);
		}
		if (!p.more)
			break;
		want = (struct page_want){ PAGE_AFTER, before, 100, 0 };
		must(store_page(office->s, &v, &want, &p, &e), &e);
	}
	assert_int_equal(n, ORGS);
	must(store_page(office->s, &v, &(struct page_want){ PAGE_LAST, 0, 3, 0 }, &p, &e), &e);
	assert_int_equal(row_id(&p, 2), crowd.orgs[ORGS - 1]->rec.id);
	assert_int_equal(row_id(&p, 0), crowd.orgs[ORGS - 3]->rec.id);
	want = (struct page_want){ PAGE_AT, crowd.orgs[700]->rec.id, 3, 0 };
	must(store_page(office->s, &v, &want, &p, &e), &e);
	assert_int_equal(row_id(&p, 0), crowd.orgs[700]->rec.id);
	want.from = PAGE_BEFORE;
	must(store_page(office->s, &v, &want, &p, &e), &e);
	assert_int_equal(row_id(&p, 2), crowd.orgs[699]->rec.id);
	page_release(&p);
	query_release(&q);
}

/* ---- Anchors, limits and time ------------------------------------------------------------------ */

static void test_page__an_unknown_anchor_is_refused(void **state)
{
	struct page p = { .rows = NULL };
	struct view v = { .reg = &org_reg };
	struct page_want want = { .anchor = 12345, .rows = 5 };
	struct err e = ERR_INIT;
	int64_t n;

	(void)state;
	want.from = PAGE_BEFORE;
	assert_int_equal(store_page(office->s, &v, &want, &p, &e), ERR_NOT_FOUND);
	want.from = PAGE_AFTER;
	assert_int_equal(store_page(office->s, &v, &want, &p, &e), ERR_NOT_FOUND);
	want.from = PAGE_AT;
	assert_int_equal(store_page(office->s, &v, &want, &p, &e), ERR_NOT_FOUND);
	assert_int_equal(store_position(office->s, &v, 12345, &n, &e), ERR_NOT_FOUND);
	assert_int_equal(p.n, 0);
	assert_non_null(strstr(e.text, "不在"));
}

static const struct org *outsider(void)
{
	for (size_t i = 0; i < crowd.n; i++) {
		if (!crowd_in_view(crowd.orgs[i]))
			return crowd.orgs[i];
	}
	return NULL;
}

/* A record that has just been retired: it cannot be shown, but reading goes on where it stood. */
static void test_page__an_anchor_outside_of_the_view_is_a_place(void **state)
{
	struct page p = { .rows = NULL }, q = { .rows = NULL };
	struct view v = { .reg = &org_reg }, all = { .reg = &org_reg, .all = true };
	const struct org *org = outsider();
	struct err e = ERR_INIT;
	struct page_want at = { .from = PAGE_AT, .anchor = org->rec.id, .rows = 5 };
	size_t i = 0;

	(void)state;
	assert_int_equal(store_page(office->s, &v, &at, &p, &e), ERR_NOT_FOUND);
	must(store_page(office->s, &v, &(struct page_want){ PAGE_AFTER, org->rec.id, 1, 0 }, &p, &e), &e);
	must(store_page(office->s, &all, &(struct page_want){ PAGE_AFTER, org->rec.id, 50, 0 }, &q, &e), &e);
	while (!crowd_in_view(page_row(&q, i)))
		i++;
	assert_int_equal(row_id(&p, 0), row_id(&q, i));
	page_release(&p);
	page_release(&q);
}

/* However little time there is, reading on from where it stopped finds everything once. */
static void test_page__a_stopped_window_is_read_on(void **state)
{
	struct page p = { .rows = NULL };
	struct view v = { .reg = &org_reg };
	struct err e = ERR_INIT;
	struct expected x;
	struct query q;
	int64_t anchor = 0;
	size_t n = 0;

	(void)state;
	must(query_parse(&org_reg, "书记~才仁 | 书记~卓玛", store_lookup(office->s), &q, &e), &e);
	v.query = &q;
	must(store_page(office->s, &v, &(struct page_want){ PAGE_FIRST, 0, 20, 1 }, &p, &e), &e);
	for (;;) {
		n += p.n;
		if (!p.more)
			break;
		anchor = p.unfinished ? p.resume : row_id(&p, p.n - 1);
		must(store_page(office->s, &v, &(struct page_want){ PAGE_AFTER, anchor, 20, 1 }, &p, &e), &e);
	}
	v.query = NULL;
	expect(&x, &v, NULL);
	for (size_t i = 0; i < x.n; i++) {
		const struct org *org = crowd_find(&crowd, x.ids[i]);

		n -= org->secretary && (strstr(org->secretary, "才仁") || strstr(org->secretary, "卓玛"));
	}
	assert_int_equal(n, 0);
	free(x.ids);
	page_release(&p);
	query_release(&q);
}

static void test_page__counting_stops_at_its_cap(void **state)
{
	struct view v = { .reg = &org_reg, .all = true };
	struct err e = ERR_INIT;
	struct query q;
	struct count c = { .cap = 1000 };

	(void)state;
	must(query_parse(&org_reg, "支部 -9999", store_lookup(office->s), &q, &e), &e);
	v.query = &q;
	must(store_count(office->s, &v, &c, &e), &e);
	assert_int_equal(c.n, 1000);
	assert_false(c.exact);
	c.cap = ORGS;
	must(store_count(office->s, &v, &c, &e), &e);
	assert_int_equal(c.n, ORGS);
	assert_true(c.exact);
	query_release(&q);
}

static void test_page__an_empty_register_has_no_rows(void **state)
{
	struct page p = { .rows = NULL };
	struct query q;
	struct view v = { .reg = &operator_reg, .query = &q };
	struct err e = ERR_INIT;
	struct count all = { .cap = 0 };

	(void)state;
	must(query_parse(&operator_reg, "没有这个人", store_lookup(office->s), &q, &e), &e);
	must(store_page(office->s, &v, &(struct page_want){ PAGE_FIRST, 0, 5, 0 }, &p, &e), &e);
	assert_int_equal(p.n, 0);
	assert_false(p.more);
	must(store_page(office->s, &v, &(struct page_want){ PAGE_LAST, 0, 5, 0 }, &p, &e), &e);
	assert_int_equal(p.n, 0);
	must(store_count(office->s, &v, &all, &e), &e);
	assert_int_equal(all.n, 0);
	page_release(&p);
	query_release(&q);
}

static int stop_at_third(void *ctx, const void *rec)
{
	int *n = ctx;

	assert_non_null(rec);
	return ++*n == 3 ? ERR_STOPPED : 0;
}

static void test_page__each_ends_when_told_so(void **state)
{
	struct view v = { .reg = &org_reg };
	struct err e = ERR_INIT;
	int n = 0;

	(void)state;
	assert_int_equal(store_each(office->s, &v, stop_at_third, &n, &e), ERR_STOPPED);
	assert_int_equal(n, 3);
	/* And the store goes on as before. */
	compare(&v, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page__every_sortable_field_lists_in_its_order),
		cmocka_unit_test(test_page__without_a_sort_the_register_decides),
		cmocka_unit_test(test_page__chinese_sorts_by_pinyin),
		cmocka_unit_test(test_page__conditions_sift),
		cmocka_unit_test(test_page__words_find_text_initials_and_readings),
		cmocka_unit_test(test_page__any_mixture_of_pieces_is_found),
		cmocka_unit_test(test_page__words_and_conditions_join),
		cmocka_unit_test(test_page__many_hits_come_by_number),
		cmocka_unit_test(test_page__an_unknown_anchor_is_refused),
		cmocka_unit_test(test_page__an_anchor_outside_of_the_view_is_a_place),
		cmocka_unit_test(test_page__a_stopped_window_is_read_on),
		cmocka_unit_test(test_page__counting_stops_at_its_cap),
		cmocka_unit_test(test_page__an_empty_register_has_no_rows),
		cmocka_unit_test(test_page__each_ends_when_told_so),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
