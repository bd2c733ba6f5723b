/*
 * The line editor: what keys and pastes do to the text.
 */
#include "ui/edit.h"

#include <string.h>

#include "src/i18n.h"
#include "ui/edit_part.h"
#include "src/banned.h"

/* ---- Life ----------------------------------------------------------------- */

void edit_init(struct edit *e, enum text_kind kind, size_t max)
{
	*e = (struct edit){ .kind = kind, .max = max ? max : EDIT_MAX, .goal = -1, .cols = 80, .rows = 1 };
}

void edit_release(struct edit *e)
{
	edit_forget_steps(e);
	buf_release(&e->text);
	buf_release(&e->loaded);
}

void edit_load(struct edit *e, const char *text)
{
	edit_forget_steps(e);
	buf_clear(&e->text);
	buf_adds(&e->text, text);
	buf_clear(&e->loaded);
	buf_adds(&e->loaded, text);
	e->caret = e->text.len;
	e->from = 0;
	e->goal = -1;
	err_clear(&e->refused);
}

const char *edit_text(const struct edit *e)
{
	return buf_str(&e->text);
}

bool edit_changed(const struct edit *e)
{
	return strcmp(buf_str(&e->text), buf_str(&e->loaded)) != 0;
}

/* ---- Putting in ----------------------------------------------------------- */

/* The text as it would be with the bytes at the caret. */
static void add_candidate(struct buf *out, const struct edit *e, const char *bytes, size_t n)
{
	buf_add(out, edit_text(e), e->caret);
	buf_add(out, bytes, n);
	buf_adds(out, edit_text(e) + e->caret);
}

static int check(const struct edit *e, const char *bytes, size_t n, struct err *why)
{
	struct buf scratch = BUF_INIT;
	int rc = text_clean(&scratch, bytes, n, e->kind, why);

	buf_release(&scratch);
	return rc;
}

/*
 * Whether the rules for text that comes in allow the bytes at the caret.  What is
 * around them counts (a mark needs its letter), but a text that was wrong before
 * somebody began to edit it does not keep them from going on.
 */
static bool is_clean(struct edit *e, const char *bytes, size_t n)
{
	struct err of_whole, of_bytes;
	struct buf whole = BUF_INIT;
	bool clean;

	add_candidate(&whole, e, bytes, n);
	clean = check(e, buf_str(&whole), whole.len, &of_whole) == 0;
	buf_release(&whole);
	if (clean)
		return true;
	if (check(e, bytes, n, &of_bytes) < 0) {
		err_set(&e->refused, ERR_INVALID, _("没有写入：%s"), of_bytes.text);
		return false;
	}
	if (check(e, edit_text(e), e->text.len, NULL) < 0)
		return true;
	err_set(&e->refused, ERR_INVALID, _("没有写入：%s"), of_whole.text);
	return false;
}

static bool is_room(struct edit *e, const char *bytes, bool pasted)
{
	size_t have = text_length(edit_text(e)), more = text_length(bytes);
	size_t room = have < e->max ? e->max - have : 0;

	if (more <= room)
		return true;
	if (pasted)
		err_set(&e->refused, ERR_INVALID,
			_("没有粘贴：内容有 %zu 个字，这里最多 %zu 个，还能写 %zu 个；请缩短后再粘贴。"),
			more, e->max, room);
	else
		err_set(&e->refused, ERR_INVALID,
			_("这里最多写 %zu 个字，已经写满；请先删去一些再输入。"), e->max);
	return false;
}

static bool put(struct edit *e, const char *bytes, size_t n, bool pasted)
{
	struct edit_change change;

	err_clear(&e->refused);
	if (n == 0 || !is_clean(e, bytes, n) || !is_room(e, bytes, pasted))
		return false;
	change = (struct edit_change){ .at = e->caret, .add = bytes, .n = n };
	change.run = pasted ? RUN_NONE : RUN_TYPE;
	edit_change(e, &change);
	return true;
}

bool edit_type(struct edit *e, uint32_t cp)
{
	struct buf one = BUF_INIT;
	bool done;

	buf_addcp(&one, cp);
	done = put(e, buf_str(&one), one.len, false);
	buf_release(&one);
	return done;
}

/* Adds pasted bytes the way the field holds them: line ends as the kind has them, tabs as spaces. */
static void add_pasted(struct buf *out, const struct edit *e, const char *bytes, size_t n)
{
	bool one_line = e->kind != TEXT_NOTE;

	/* A copied line brings its end along; as a space it would only be in the way. */
	while (one_line && n > 0 && (bytes[n - 1] == '\n' || bytes[n - 1] == '\r'))
		n--;
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\r' && i + 1 < n && bytes[i + 1] == '\n')
			continue;
		if (bytes[i] == '\r' || bytes[i] == '\n')
			buf_addc(out, one_line ? ' ' : '\n');
		else
			buf_addc(out, bytes[i] == '\t' ? ' ' : bytes[i]);
	}
}

bool edit_paste(struct edit *e, const char *bytes, size_t n)
{
	struct buf pasted = BUF_INIT;
	bool done;

	add_pasted(&pasted, e, bytes, n);
	done = put(e, buf_str(&pasted), pasted.len, true);
	buf_release(&pasted);
	return done;
}

bool edit_replace(struct edit *e, const char *text)
{
	err_clear(&e->refused);
	if (strcmp(edit_text(e), text) == 0)
		return false;
	edit_change(e, &(struct edit_change){ .cut = e->text.len, .add = text, .n = strlen(text) });
	return true;
}

bool edit_put(struct edit *e, size_t from, size_t to, const char *text)
{
	struct buf all = BUF_INIT;
	bool fits;

	err_clear(&e->refused);
	buf_add(&all, edit_text(e), from);
	buf_adds(&all, text);
	buf_adds(&all, edit_text(e) + to);
	fits = text_length(buf_str(&all)) <= e->max;
	buf_release(&all);
	if (fits)
		edit_change(e, &(struct edit_change){ .at = from, .cut = to - from, .add = text, .n = strlen(text) });
	else
		err_set(&e->refused, ERR_INVALID, _("这里最多写 %zu 个字，已经写满；请先删去一些再输入。"), e->max);
	return fits;
}

/* ---- Moving and taking away ----------------------------------------------- */

static size_t grapheme_left(const struct edit *e)
{
	return e->caret - text_prev(edit_text(e), e->caret);
}

static size_t grapheme_right(const struct edit *e)
{
	return e->caret + text_next(edit_text(e) + e->caret, e->text.len - e->caret);
}

static size_t line_home(const struct edit *e)
{
	return edit_line_start(e, e->caret);
}

static size_t line_end(const struct edit *e)
{
	return edit_line_end(e, e->caret);
}

static size_t text_start(const struct edit *e)
{
	(void)e;
	return 0;
}

static size_t text_end(const struct edit *e)
{
	return e->text.len;
}

/* At the edge of a line its end goes, so that the key never seems dead. */
static size_t cut_home(const struct edit *e)
{
	size_t start = line_home(e);

	return start == e->caret ? grapheme_left(e) : start;
}

static size_t cut_end(const struct edit *e)
{
	size_t end = line_end(e);

	return end == e->caret ? grapheme_right(e) : end;
}

/* Each operation leads to a place, cuts what lies between that and the caret, or goes by rows of the box. */
static const struct {
	size_t (*place)(const struct edit *e);
	bool cuts;
	enum edit_run run;
	int rows, pages;
} ops[EDIT_OPS] = {
	[EDIT_LEFT] = { .place = grapheme_left },
	[EDIT_RIGHT] = { .place = grapheme_right },
	[EDIT_WORD_LEFT] = { .place = edit_word_left },
	[EDIT_WORD_RIGHT] = { .place = edit_word_right },
	[EDIT_HOME] = { .place = line_home },
	[EDIT_END] = { .place = line_end },
	[EDIT_FIRST] = { .place = text_start },
	[EDIT_LAST] = { .place = text_end },
	[EDIT_UP] = { .rows = -1 },
	[EDIT_DOWN] = { .rows = 1 },
	[EDIT_PGUP] = { .pages = -1 },
	[EDIT_PGDN] = { .pages = 1 },
	[EDIT_BACKSPACE] = { .place = grapheme_left, .cuts = true, .run = RUN_BACKSPACE },
	[EDIT_DELETE] = { .place = grapheme_right, .cuts = true, .run = RUN_DELETE },
	[EDIT_CUT_WORD] = { .place = edit_word_left, .cuts = true },
	[EDIT_CUT_HOME] = { .place = cut_home, .cuts = true },
	[EDIT_CUT_END] = { .place = cut_end, .cuts = true },
};

static void move_to(struct edit *e, size_t at)
{
	e->caret = at;
	e->joins = false;
	e->goal = -1;
}

static void cut_to(struct edit *e, size_t at, enum edit_run run)
{
	size_t from = at < e->caret ? at : e->caret, to = at < e->caret ? e->caret : at;

	edit_change(e, &(struct edit_change){ .at = from, .cut = to - from, .run = run });
}

bool edit_do(struct edit *e, enum edit_op op)
{
	int page = e->rows > 1 ? e->rows - 1 : 1;
	size_t at;

	err_clear(&e->refused);
	if (op == EDIT_UNDO || op == EDIT_REDO)
		return op == EDIT_UNDO ? edit_undo(e) : edit_redo(e);
	if (!ops[op].place)
		return edit_move_rows(e, ops[op].rows + ops[op].pages * page);
	at = ops[op].place(e);
	if (at == e->caret)
		return false;
	if (ops[op].cuts)
		cut_to(e, at, ops[op].run);
	else
		move_to(e, at);
	return true;
}

/* ---- Keys ----------------------------------------------------------------- */

static const struct edit_binding {
	struct key key;
	enum edit_op op;
	bool shared;		/* the form gets it where the editor has nothing to do */
} bindings[] = {
	{ { .kind = K_LEFT }, EDIT_LEFT, false },
	{ { .kind = K_RIGHT }, EDIT_RIGHT, false },
	{ { .kind = K_LEFT, .ctrl = true }, EDIT_WORD_LEFT, false },
	{ { .kind = K_RIGHT, .ctrl = true }, EDIT_WORD_RIGHT, false },
	{ { .kind = K_LEFT, .alt = true }, EDIT_WORD_LEFT, false },
	{ { .kind = K_RIGHT, .alt = true }, EDIT_WORD_RIGHT, false },
	{ { .kind = K_CHAR, .cp = 'b', .alt = true }, EDIT_WORD_LEFT, false },
	{ { .kind = K_CHAR, .cp = 'f', .alt = true }, EDIT_WORD_RIGHT, false },
	{ { .kind = K_HOME }, EDIT_HOME, false },
	{ { .kind = K_END }, EDIT_END, false },
	{ { .kind = K_CTRL, .cp = 'a' }, EDIT_HOME, false },
	{ { .kind = K_CTRL, .cp = 'e' }, EDIT_END, false },
	{ { .kind = K_HOME, .ctrl = true }, EDIT_FIRST, false },
	{ { .kind = K_END, .ctrl = true }, EDIT_LAST, false },
	{ { .kind = K_UP }, EDIT_UP, true },
	{ { .kind = K_DOWN }, EDIT_DOWN, true },
	{ { .kind = K_PGUP }, EDIT_PGUP, true },
	{ { .kind = K_PGDN }, EDIT_PGDN, true },
	{ { .kind = K_BACKSPACE }, EDIT_BACKSPACE, false },
	{ { .kind = K_DELETE }, EDIT_DELETE, false },
	{ { .kind = K_CTRL, .cp = 'w' }, EDIT_CUT_WORD, false },
	{ { .kind = K_BACKSPACE, .alt = true }, EDIT_CUT_WORD, false },
	{ { .kind = K_CTRL, .cp = 'u' }, EDIT_CUT_HOME, false },
	{ { .kind = K_CTRL, .cp = 'k' }, EDIT_CUT_END, false },
	{ { .kind = K_CTRL, .cp = 'z' }, EDIT_UNDO, true },
	{ { .kind = K_CTRL, .cp = 'y' }, EDIT_REDO, true },
};

static bool take_paste(struct edit *e, const struct key *key)
{
	if (key->text)
		edit_paste(e, key->text, key->len);
	else
		err_set(&e->refused, ERR_INVALID, _("要粘贴的内容超过 4 MB，没有粘贴；请分几次粘贴。"));
	return true;
}

bool edit_key(struct edit *e, const struct key *key)
{
	err_clear(&e->refused);
	if (key->kind == K_PASTE)
		return take_paste(e, key);
	if (key_is_text(key)) {
		edit_type(e, key->cp);
		return true;
	}
	if (key->kind == K_ENTER && e->kind == TEXT_NOTE && !key->alt) {
		edit_type(e, '\n');
		return true;
	}
	for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++)
		if (key_equal(&bindings[i].key, key))
			return edit_do(e, bindings[i].op) || !bindings[i].shared;
	return false;
}
