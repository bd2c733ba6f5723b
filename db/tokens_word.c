/*
 * From a typed word to what the search index is asked.  A word may be text, initials
 * or readings, or change between them from character to character (南sg, nan沙); the
 * expression is wide enough for all of them and narrow enough to leave few others.
 */
#include "db/tokens.h"

#include <string.h>

#include "src/pinyin.h"
#include "src/text.h"
#include "src/banned.h"

/* Longer words are looked for by their beginning; the last word has pinyin_match() anyhow. */
#define MOST_CELLS 32
/* Ways of cutting a word into readings: xian is xian or xi an.  No name has more that matter. */
#define MOST_CUTS 16
#define MOST_STEPS 512
/* The longest reading: zhuang. */
#define MOST_LETTERS 6

struct cell {
	uint32_t cp, initials;
	size_t n;
	char utf8[4];
};

struct word {
	struct cell cells[MOST_CELLS];
	size_t n;
	struct buf *out;
	/* How the cells are cut into readings and characters at the moment: where each part begins. */
	size_t cut[MOST_CELLS + 1];
	bool literal[MOST_CELLS];
	size_t ncut;
	int cuts, steps;
};

/* All readings that there are, each followed by a space. */
static const char syllables[] = "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin "
				"bing bo bu ca cai can cang cao ce "
				"cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu "
				"chua chuai chuan chuang chui chun "
				"chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di "
				"dia dian diao die din ding diu "
				"dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fiao "
				"fo fou fu ga gai gan gang gao ge "
				"gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang "
				"hao he hei hen heng hm hng hong hou "
				"hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing "
				"jiong jiu ju juan jue jun ka kai kan "
				"kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai "
				"lan lang lao le lei leng li lia "
				"lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve m ma "
				"mai man mang mao me mei men meng mi "
				"mian miao mie min ming miu mo mou mu n na nai nan nang nao ne nei nen neng "
				"ng ni nia nian niang niao nie nin "
				"ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen "
				"peng pi pian piao pie pin ping po "
				"pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun r ran "
				"rang rao re ren reng ri rong rou "
				"ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang "
				"shao she shei shen sheng shi "
				"shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun "
				"suo ta tai tan tang tao te tei "
				"teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei "
				"wen weng wo wong wu xi xia xian "
				"xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin "
				"ying yo yong you yu yuan yue yun "
				"za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen "
				"zheng zhi zhong zhou zhu zhua "
				"zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo ";

static bool is_letter(const struct cell *c)
{
	return c->cp >= 'a' && c->cp <= 'z';
}

static bool is_digit(const struct cell *c)
{
	return c->cp >= '0' && c->cp <= '9';
}

/* ---- Writing ----------------------------------------------------------------------------------- */

static void add_token(struct word *w, const char *token, size_t n)
{
	buf_addc(w->out, '"');
	for (size_t i = 0; i < n; i++) {
		if (token[i] == '"')
			buf_addc(w->out, '"');
		buf_addc(w->out, token[i]);
	}
	buf_addc(w->out, '"');
}

/* Adds `or` before all but the first of several. */
static void add_sign(struct word *w, size_t i, const char *sign)
{
	if (i > 0)
		buf_adds(w->out, sign);
}

static void add_character(struct word *w, const struct cell *c)
{
	add_token(w, c->utf8, c->n);
}

static void add_text_pair(struct word *w, const struct cell *a, const struct cell *b)
{
	char token[8];

	memcpy(token, a->utf8, a->n);
	memcpy(token + a->n, b->utf8, b->n);
	add_token(w, token, a->n + b->n);
}

/* ---- Text and initials ------------------------------------------------------------------------- */

static char capital(const struct cell *c)
{
	return (char)(is_letter(c) ? c->cp - 'a' + 'A' : c->cp);
}

/* A letter beside a character of any kind: what it begins, with each way the other one may begin. */
static void add_mixed_pair(struct word *w, const struct cell *a, const struct cell *b)
{
	bool letter_first = is_letter(a);
	const struct cell *other = letter_first ? b : a;
	size_t n = 0;

	if (!other->initials) {
		add_character(w, other);
		return;
	}
	buf_addc(w->out, '(');
	for (uint32_t bits = other->initials; bits; bits &= bits - 1) {
		char initial = (char)('A' + __builtin_ctz(bits));

		add_sign(w, n++, " OR ");
		add_token(w,
			(char[2]){ letter_first ? capital(a) : initial, letter_first ? initial : capital(b) },
			2);
	}
	buf_addc(w->out, ')');
}

/* A row of digits that begins at `from`; returns where it ends. */
static size_t add_digits(struct word *w, size_t from)
{
	size_t to = from;
	char row[MOST_CELLS + 1];

	while (to < w->n && is_digit(&w->cells[to])) {
		row[to - from] = (char)w->cells[to].cp;
		to++;
	}
	for (size_t i = 0; i + 3 <= to - from; i++) {
		add_sign(w, i, " AND ");
		add_token(w, row + i, 3);
	}
	if (to - from >= 3)
		return to;
	buf_addc(w->out, '(');
	add_token(w, row, 2);
	for (row[2] = '0'; row[2] <= '9'; row[2]++) {
		buf_adds(w->out, " OR ");
		add_token(w, row, 3);
	}
	buf_addc(w->out, ')');
	return to;
}

static void add_pair(struct word *w, const struct cell *a, const struct cell *b)
{
	bool one = is_letter(a), other = is_letter(b);

	if (!one && !other) {
		add_text_pair(w, a, b);
	} else if ((one || is_digit(a)) && (other || is_digit(b))) {
		buf_addc(w->out, '(');
		add_text_pair(w, a, b);
		buf_adds(w->out, " OR ");
		add_token(w, (char[2]){ capital(a), capital(b) }, 2);
		buf_addc(w->out, ')');
	} else {
		add_mixed_pair(w, a, b);
	}
}

/* Each neighbouring two, as text or, unless only the text counts, as initials. */
static void add_pairs(struct word *w, bool text)
{
	size_t at = 0, n = 0;

	while (at + 1 < w->n) {
		add_sign(w, n++, " AND ");
		if (is_digit(&w->cells[at]) && is_digit(&w->cells[at + 1])) {
			at = add_digits(w, at) - 1;
		} else {
			if (text)
				add_text_pair(w, &w->cells[at], &w->cells[at + 1]);
			else
				add_pair(w, &w->cells[at], &w->cells[at + 1]);
			at++;
		}
	}
}

/* ---- Readings ---------------------------------------------------------------------------------- */

/* ü, and u before e, stand for the v of our readings, as in pinyin_match(). */
static bool same_letter(uint32_t typed, const char *letter)
{
	if (typed == (uint32_t)(unsigned char)*letter)
		return true;
	return *letter == 'v' && (typed == 0xFC || (typed == 'u' && letter[1] == 'e'));
}

/* Whether a reading is spelt by [from, to); the end of the word may come before its end. */
static bool spells(const struct word *w, size_t from, size_t to, const char *syllable)
{
	while (from < to && *syllable != ' ' && same_letter(w->cells[from].cp, syllable)) {
		from++;
		syllable++;
	}
	return from == to && (*syllable == ' ' || to == w->n);
}

static const char *next_syllable(const char *syllable)
{
	return strchr(syllable, ' ') + 1;
}

static bool is_reading(const struct word *w, size_t from, size_t to)
{
	for (const char *s = syllables; *s; s = next_syllable(s)) {
		if (spells(w, from, to, s))
			return true;
	}
	return false;
}

static void add_readings(struct word *w, size_t from, size_t to)
{
	size_t n = 0;

	buf_addc(w->out, '(');
	for (const char *s = syllables; *s; s = next_syllable(s)) {
		char token[8];
		size_t length = strcspn(s, " ");

		if (!spells(w, from, to, s))
			continue;
		memcpy(token, s, length);
		token[0] = (char)(token[0] - 'a' + 'A');
		add_sign(w, n++, " OR ");
		add_token(w, token, length);
	}
	buf_addc(w->out, ')');
}

static void add_cut(struct word *w)
{
	bool readings = false;

	for (size_t i = 0; i < w->ncut; i++)
		readings |= w->cut[i + 1] - w->cut[i] > 1;
	/* Nothing but single letters: those are initials. */
	if (!readings)
		return;
	buf_adds(w->out, " OR (");
	for (size_t i = 0; i < w->ncut; i++) {
		add_sign(w, i, " AND ");
		if (w->literal[i])
			add_character(w, &w->cells[w->cut[i]]);
		else
			add_readings(w, w->cut[i], w->cut[i + 1]);
	}
	buf_addc(w->out, ')');
	w->cuts++;
}

static void cut_from(struct word *w, size_t from);

static void cut_part(struct word *w, size_t from, size_t to, bool literal)
{
	w->literal[w->ncut] = literal;
	w->cut[w->ncut++] = from;
	cut_from(w, to);
	w->ncut--;
}

/* Goes on with all ways to cut the rest into readings, the longest first; other signs are themselves. */
static void cut_from(struct word *w, size_t from)
{
	if (w->cuts == MOST_CUTS || w->steps++ > MOST_STEPS)
		return;
	if (from == w->n) {
		w->cut[w->ncut] = from;
		add_cut(w);
		return;
	}
	if (!is_letter(&w->cells[from])) {
		cut_part(w, from, from + 1, true);
		return;
	}
	for (size_t length = MOST_LETTERS; length > 0; length--) {
		if (from + length <= w->n && is_reading(w, from, from + length))
			cut_part(w, from, from + length, false);
	}
}

/* ---- Letters among readings -------------------------------------------------------------------- */

/* How a letter stands beside what follows it: another letter or sign, or a character that begins with it. */
static void add_beside(struct word *w, size_t at, size_t other)
{
	const struct cell *a = &w->cells[at < other ? at : other], *b = &w->cells[at < other ? other : at];

	if (at + 1 == other || other + 1 == at)
		add_text_pair(w, a, b);
	if (!is_letter(&w->cells[other]))
		return;
	buf_adds(w->out, at + 1 == other || other + 1 == at ? " OR " : "");
	add_token(w, (char[2]){ capital(a), capital(b) }, 2);
}

/* The last letter of the word stands behind a character that may begin some letters before. */
static void add_behind(struct word *w, size_t at)
{
	add_beside(w, at, at - 1);
	for (size_t i = 2; i <= MOST_LETTERS && i <= at; i++) {
		if (!is_letter(&w->cells[at - i]))
			break;
		buf_adds(w->out, " OR ");
		add_beside(w, at, at - i);
	}
}

/* Whether readings of more than one letter can be meant at all. */
static bool has_readings(const struct word *w)
{
	for (size_t i = 0; i + 1 < w->n; i++) {
		for (size_t length = 2; length <= MOST_LETTERS && i + length <= w->n; length++) {
			if (is_letter(&w->cells[i]) && is_reading(w, i, i + length))
				return true;
		}
	}
	return false;
}

/*
 * Texts may have letters of their own between characters (A区 typed as aqu).  To follow
 * all ways in which each letter is one or the other would have no end; it is enough that
 * one of them is there, with what stands beside it.
 */
static void add_letters(struct word *w)
{
	for (size_t at = 0; at < w->n; at++) {
		if (!is_letter(&w->cells[at]))
			continue;
		buf_adds(w->out, " OR (");
		add_character(w, &w->cells[at]);
		buf_adds(w->out, " AND (");
		if (at + 1 < w->n)
			add_beside(w, at, at + 1);
		else
			add_behind(w, at);
		buf_adds(w->out, "))");
	}
}

/* ---- The word ---------------------------------------------------------------------------------- */

static void read_cells(struct word *w, const char *typed)
{
	struct buf key = BUF_INIT;
	size_t at = 0;

	text_key(&key, typed);
	while (at < key.len && w->n < MOST_CELLS) {
		struct cell *c = &w->cells[w->n];

		c->n = text_decode(key.data + at, key.len - at, &c->cp);
		if (c->n == 0)
			break;
		c->initials = pinyin_initials(c->cp);
		memcpy(c->utf8, key.data + at, c->n);
		at += c->n;
		w->n++;
	}
	buf_release(&key);
}

static void add_single(struct word *w)
{
	add_character(w, &w->cells[0]);
	if (is_letter(&w->cells[0]) && is_reading(w, 0, 1)) {
		buf_adds(w->out, " OR ");
		add_readings(w, 0, 1);
	}
}

bool tokens_of_word(const char *typed, struct buf *out)
{
	struct word w = { .out = out };
	bool letters = false;

	read_cells(&w, typed);
	for (size_t i = 0; i < w.n; i++)
		letters |= is_letter(&w.cells[i]);
	if (w.n == 0)
		return false;
	buf_addc(out, '(');
	if (w.n == 1)
		add_single(&w);
	else
		add_pairs(&w, false);
	if (w.n > 1 && letters && has_readings(&w)) {
		cut_from(&w, 0);
		add_letters(&w);
	}
	buf_addc(out, ')');
	return true;
}

bool tokens_of_part(const char *part, struct buf *out)
{
	struct word w = { .out = out };

	read_cells(&w, part);
	if (w.n == 0)
		return false;
	buf_addc(out, '(');
	if (w.n == 1)
		add_character(&w, &w.cells[0]);
	else
		add_pairs(&w, true);
	buf_addc(out, ')');
	return true;
}
