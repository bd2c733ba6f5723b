/*
 * Screens driven by a test.
 */
#include "tests/support/stage.h"

#include <ctype.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

/* --- the organizations --- */

static const struct sample {
	const char *code, *name, *short_name, *category, *domain, *secretary, *phone, *members;
	bool top;
} samples[] = {
	{ "001", "中共示例镇委员会", "示例镇党委", "611", "1", "示例才仁", "13900000001", "120", true },
	{ "002", "中共示例镇南沙沟村支部委员会", "南沙沟村党支部", "631", "1", "示例卓玛", "13900000002", "23", false },
	{ "003", "中共示例镇北沙沟村支部委员会", "北沙沟村党支部", "631", "1", "示例扎西", "13900000003", "8", false },
	{ "004", "中共示例镇东河村支部委员会", "东河村党支部", "631", "1", NULL, NULL, "12", false },
	{ "005", "中共示例镇西岭村支部委员会", "西岭村党支部", "631", "1", "示例多杰", "13900000005", "31", false },
	{ "006", "中共示例镇南街社区支部委员会", "南街社区党支部", "631", "2", "示例梅朵", "13900000006", "40", false },
	{ "007", "中共示例县直属机关支部委员会", "县直机关党支部", "631", "3", "示例永红", "13900000007", "17", true },
};

#define N_SAMPLES (sizeof(samples) / sizeof(samples[0]))

static void set(struct store *s, const struct reg *reg, void *rec, const char *field, const char *typed)
{
	struct err e = ERR_INIT;

	if (typed && field_parse(reg_field(reg, field), typed, store_lookup(s), rec, &e) < 0)
		fail_msg("%s: %s", field, e.text);
}

static void save(struct store *s, const struct reg *reg, const void *base, void *rec)
{
	struct err e = ERR_INIT;

	if (store_save_one(s, reg, base, rec, NULL, &e) < 0)
		fail_msg("%s", e.text);
}

static void add_sample(struct store *s, const struct sample *from)
{
	struct org *org = reg_new(&org_reg);

	set(s, &org_reg, org, "code", from->code);
	set(s, &org_reg, org, "name", from->name);
	set(s, &org_reg, org, "short_name", from->short_name);
	set(s, &org_reg, org, "category", from->category);
	set(s, &org_reg, org, "domain", from->domain);
	set(s, &org_reg, org, "secretary", from->secretary);
	set(s, &org_reg, org, "secretary_phone", from->phone);
	set(s, &org_reg, org, "full_members", from->members);
	set(s, &org_reg, org, "superior", from->top ? NULL : "001");
	save(s, &org_reg, NULL, org);
	reg_free(&org_reg, org);
}

/* Whoever runs the test has the same name on every machine. */
static void name_operator(struct store *s)
{
	struct operator_row *op = reg_new(&operator_reg), *base = reg_new(&operator_reg);
	struct err e = ERR_INIT;

	if (store_find(s, &operator_reg, store_operator(s)->login, base, &e) < 0)
		fail_msg("%s", e.text);
	reg_copy(&operator_reg, op, base);
	set(s, &operator_reg, op, "name", "示例管理员");
	save(s, &operator_reg, base, op);
	reg_free(&operator_reg, op);
	reg_free(&operator_reg, base);
}

/* --- life --- */

int stage_group_setup(void **state)
{
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	setenv("TZ", "UTC0", 1);
	setenv("ZHIBU_TODAY", "2024-05-20", 1);
	return office_group_setup(state);
}

int stage_setup(void **state)
{
	struct stage *s = xcalloc(1, sizeof(*s));
	void *office;

	office_setup(&office);
	s->office = office;
	name_operator(s->office->s);
	office_open(s->office, NULL);
	for (size_t i = 0; i < N_SAMPLES; i++)
		add_sample(s->office->s, &samples[i]);
	s->app = app_new(s->office->s);
	picture_init(&s->picture);
	stage_size(s, 80, 24);
	*state = s;
	return 0;
}

int stage_teardown(void **state)
{
	struct stage *s = *state;
	void *office = s->office;

	app_free(s->app);
	office_teardown(&office);
	picture_release(&s->picture);
	buf_release(&s->lines);
	free(s);
	return 0;
}

int64_t stage_org(struct stage *s, const char *code)
{
	struct org *org = reg_new(&org_reg);
	int64_t id;

	if (store_find(s->office->s, &org_reg, code, org, &s->office->e) < 0)
		fail_msg("%s", s->office->e.text);
	id = org->rec.id;
	reg_free(&org_reg, org);
	return id;
}

void stage_enter(struct stage *s, const char *login)
{
	app_free(s->app);
	office_open(s->office, login);
	s->app = app_new(s->office->s);
}

void stage_enter_readonly(struct stage *s)
{
	struct store_options options = { .path = s->office->path, .channel = "test", .readonly = true };

	app_free(s->app);
	office_close(s->office);
	if (store_open(&options, &s->office->s, &s->office->e) < 0)
		fail_msg("%s", s->office->e.text);
	s->app = app_new(s->office->s);
}

void stage_size(struct stage *s, int cols, int rows)
{
	s->cols = cols;
	s->rows = rows;
}

/* --- drawing --- */

/* Both halves of a wide character stand side by side, and nothing reaches over the edge. */
static void look_over(const struct picture *p)
{
	for (int y = 0; y < p->rows; y++)
		for (int x = 0; x < p->cols; x++) {
			const struct picture_cell *c = &p->cells[y * p->cols + x];

			if (c->width == 2 && (x + 1 == p->cols || c[1].width != 0))
				fail_msg("line %d, cell %d: the left half of a wide character stands alone", y, x);
			if (c->width == 0 && (x == 0 || c[-1].width != 2))
				fail_msg("line %d, cell %d: the right half of a wide character stands alone", y, x);
		}
	assert_in_range(p->cursor_y, 0, p->rows - 1);
	assert_in_range(p->cursor_x, 0, p->cols - 1);
}

static void draw(struct stage *s)
{
	picture_start(&s->picture, s->cols, s->rows);
	app_draw(s->app, &s->picture);
	look_over(&s->picture);
}

const char *stage_lines(struct stage *s)
{
	draw(s);
	buf_clear(&s->lines);
	picture_lines(&s->picture, &s->lines);
	return buf_str(&s->lines);
}

const char *stage_row(struct stage *s, int y)
{
	const char *line = stage_lines(s);

	for (; y > 0; y--)
		line = strchr(line, '\n') + 1;
	s->lines.data[line - s->lines.data + (ptrdiff_t)strcspn(line, "\n")] = '\0';
	return line;
}

/* --- keys --- */

static void press(struct stage *s, const struct key *k)
{
	if (app_done(s->app))
		fail_msg("the program is over, there is nobody to press keys for");
	app_key(s->app, k);
	draw(s);
}

static void press_named(struct stage *s, const char *name, size_t n)
{
	char *text = xstrndup(name, n);
	struct key k = { .kind = K_NONE };
	struct err e = ERR_INIT;

	if (strncmp(text, "Paste:", 6) == 0) {
		k = (struct key){ .kind = K_PASTE, .text = xstrdup(text + 6), .len = n - 6 };
	} else if (key_parse(&k, strcmp(text, "lt") == 0 ? "<" : text, &e) < 0) {
		fail_msg("%s", e.text);
	}
	press(s, &k);
	key_release(&k);
	free(text);
}

/* More than any waiting work of a stage takes on a slow machine; what waits for somebody else never ends by itself. */
#define SLICES_MOST 1000

void stage_keys(struct stage *s, const char *keys)
{
	draw(s);
	while (*keys) {
		const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
		struct key k = { .kind = K_CHAR };

		if (end) {
			press_named(s, keys + 1, (size_t)(end - keys - 1));
			keys = end + 1;
		} else {
			keys += text_decode(keys, strlen(keys), &k.cp);
			press(s, &k);
		}
	}
	for (int i = 0; i < SLICES_MOST && !app_done(s->app) && app_idle(s->app, true); i++)
		draw(s);
}

/* --- comparing --- */

/* Moments and numbers of actions differ from run to run: the digits of "2024-05-20 08:45" and "05-20 08:45" become zeros. */
static void still_time(char *line)
{
	static const char *const forms[] = { "0000-00-00 00:00:00", "0000-00-00 00:00", "00-00 00:00", "0000000000000000000" };

	for (char *at = line; *at; at++)
		for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
			size_t n = 0;

			while (forms[i][n] && (forms[i][n] == '0' ? isdigit((unsigned char)at[n]) : at[n] == forms[i][n]))
				n++;
			if (!forms[i][n])
				memcpy(at, forms[i], n);
		}
}

/* What stands there, as it would be written into the test. */
static void print_picture(const char *lines)
{
	for (; *lines; lines += strcspn(lines, "\n") + 1)
		fprintf(stderr, "\t\t\"%.*s\",\n", (int)strcspn(lines, "\n"), lines);
}

void stage_is_at(struct stage *s, const char *const *lines, const char *file, int line)
{
	struct buf want = BUF_INIT;
	char *got = xstrdup(stage_lines(s));
	bool same;

	still_time(got);
	for (; *lines; lines++)
		buf_addf(&want, "%s\n", *lines);
	same = strcmp(got, buf_str(&want)) == 0;
	if (!same)
		print_picture(got);
	buf_release(&want);
	free(got);
	if (!same)
		_fail(file, line);
}

void stage_shows_at(struct stage *s, const char *text, bool shown, const char *file, int line)
{
	if ((strstr(stage_lines(s), text) != NULL) != shown) {
		fprintf(stderr, "%s %s:\n%s", shown ? "not shown:" : "shown:", text, stage_lines(s));
		_fail(file, line);
	}
}

const char *stage_current(struct stage *s)
{
	for (int y = 0; y < s->rows; y++) {
		const char *row = stage_row(s, y);

		if (row[0] == '>')
			return row;
	}
	return "";
}

void stage_current_is_at(struct stage *s, const char *text, const char *file, int line)
{
	if (!strstr(stage_current(s), text)) {
		fprintf(stderr, "not on %s: %s\n", text, stage_current(s));
		_fail(file, line);
	}
}

static void check_message(struct stage *s, const char *words, bool want_error)
{
	bool error;
	const char *message = app_message(s->app, &error);

	if (!strstr(message, words) || error != want_error)
		fail_msg("%s%s", error ? "! " : "", message);
}

void stage_says(struct stage *s, const char *words)
{
	check_message(s, words, false);
}

void stage_errs(struct stage *s, const char *words)
{
	check_message(s, words, true);
}

enum look stage_look_of(struct stage *s, const char *text)
{
	for (int y = 0; y < s->rows; y++) {
		const char *line = stage_row(s, y), *at = strstr(line, text);

		if (at)
			return s->picture.cells[y * s->cols + text_width_n(line, (size_t)(at - line))].look;
	}
	fail_msg("not shown: %s", text);
	return LOOK_TEXT;
}
