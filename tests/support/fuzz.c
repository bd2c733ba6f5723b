/*
 * The loop that changes good input at random, and what all targets share.
 */
#include "tests/support/fuzz.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/mem.h"
#include "src/text.h"
#include "tests/support/torture.h"
#include "src/banned.h"

#define MOST_BYTES 4096
#define MOST_CHANGES 8

const struct fuzz_target *const fuzz_targets[] = {
	&fuzz_csv, &fuzz_date, &fuzz_money, &fuzz_ids, &fuzz_text, &fuzz_query, &fuzz_config, &fuzz_field,
};
const size_t fuzz_targets_n = sizeof(fuzz_targets) / sizeof(fuzz_targets[0]);

/* What runs, for whoever dies. */
static struct {
	const struct fuzz_target *target;
	uint32_t seed;
	long round;
	const uint8_t *data;
	size_t n;
} running;

static void say_where(void)
{
	if (!running.target)
		return;
	fprintf(stderr, "fuzz %s: seed %lu, round %ld, input:\n  ", running.target->name, (unsigned long)running.seed,
		running.round);
	for (size_t i = 0; i < running.n; i++)
		fprintf(stderr, running.data[i] >= 0x20 && running.data[i] < 0x7f ? "%c" : "\\x%02x", running.data[i]);
	fprintf(stderr, "\n");
	running.target = NULL;
}

void fuzz_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\n");
	say_where();
	abort();
}

char *fuzz_string(const uint8_t *data, size_t n)
{
	char *s = xmalloc(n + 1);

	if (n)
		memcpy(s, data, n);
	s[n] = '\0';
	return s;
}

void fuzz_check_message(const char *text)
{
	struct buf shown = BUF_INIT;

	if (!text[0] || !text_is_utf8(text, strlen(text)))
		fuzz_fail("a message that is empty or no UTF-8: %s", text);
	text_show(&shown, text);
	if (strcmp(buf_str(&shown), text) != 0)
		fuzz_fail("a message that is not safe to show: %s", text);
	buf_release(&shown);
}

/* --- changing good input --- */

/* Pieces that decide something somewhere. */
static const struct {
	const char *bytes;
	size_t n;
} pieces[] = {
#define PIECE(s) { s, sizeof(s) - 1 }
	PIECE("\0"), PIECE("\xff"), PIECE("\xef\xbb\xbf"), PIECE("\xff\xfe"), PIECE("\xe2\x80\xae"), PIECE("\xe2\x80\x8b"),
	PIECE("\xe2\x80\x8d"), PIECE("\xed\xa0\x80"), PIECE("\xf4\x90\x80\x80"), PIECE("\xc0\x80"), PIECE("\xe3\x80\x80"),
	PIECE("\xc2\xa0"), PIECE("\xef\xbc\x91"), PIECE("\xef\xbc\x8d"), PIECE("\xef\xbc\x9d"), PIECE("\xcc\x81"),
	PIECE("\xe0\xbd\x80\xe0\xbd\xb2"), PIECE("\xf3\xa0\x81\xa1"), PIECE("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"),
	PIECE("\""), PIECE("\"\""), PIECE(","), PIECE("\t"), PIECE(";"), PIECE("\r\n"), PIECE("\n"), PIECE("\r"),
	PIECE("'"), PIECE("="), PIECE("+"), PIECE("-"), PIECE("@"), PIECE("|"), PIECE("!="), PIECE(">="), PIECE("~"),
	PIECE("0"), PIECE("9"), PIECE("00"), PIECE("99999999999999999999"), PIECE("-1"), PIECE("2147483648"),
	PIECE("9223372036854775808"), PIECE("1e308"), PIECE("0x7f"), PIECE("2024-02-29"), PIECE("2023-02-29"),
	PIECE("年"), PIECE("月"), PIECE("日"), PIECE("万"), PIECE("亿"), PIECE("元"), PIECE("￥"), PIECE("·"), PIECE("、"),
	PIECE("空"), PIECE("或"), PIECE("状态"), PIECE("党员"), PIECE("成立"), PIECE("\x1b[2J"), PIECE("\x7f"), PIECE("\xc2\x9b"),
	PIECE("@include"), PIECE("{"), PIECE("}"), PIECE("\x81\x30\x81\x30"), PIECE("\x84\x31\xa4\x37"), PIECE("\xd6\xd0"),
};

struct input {
	uint8_t data[MOST_BYTES];
	size_t n;
};

static void put_in(struct input *in, size_t at, const void *bytes, size_t n)
{
	if (in->n + n > sizeof(in->data))
		return;
	memmove(in->data + at + n, in->data + at, in->n - at);
	memcpy(in->data + at, bytes, n);
	in->n += n;
}

static void take_out(struct input *in, size_t at, size_t n)
{
	memmove(in->data + at, in->data + at + n, in->n - at - n);
	in->n -= n;
}

static size_t place(struct dice *d, const struct input *in)
{
	return dice_roll(d, (uint32_t)in->n + 1);
}

static void repeat(struct input *in, struct dice *d, size_t at)
{
	uint8_t copy[64];
	size_t n = dice_roll(d, sizeof(copy)), times = 1 + dice_roll(d, 8);

	if (n > in->n - at)
		n = in->n - at;
	memcpy(copy, in->data + at, n);
	while (times-- > 0)
		put_in(in, at, copy, n);
}

static void change(struct input *in, struct dice *d)
{
	size_t at = place(d, in), piece = dice_roll(d, sizeof(pieces) / sizeof(pieces[0]));
	uint8_t byte = (uint8_t)dice_roll(d, 256);

	switch (dice_roll(d, 7)) {
	case 0:
		if (at < in->n)
			in->data[at] ^= (uint8_t)(1 << dice_roll(d, 8));
		break;
	case 1:
		if (at < in->n)
			in->data[at] = byte;
		break;
	case 2:
		put_in(in, at, &byte, 1);
		break;
	case 3:
		take_out(in, at, dice_roll(d, (uint32_t)(in->n - at) + 1) / (1 + dice_roll(d, 8)));
		break;
	case 4:
		repeat(in, d, at);
		break;
	default:
		put_in(in, at, pieces[piece].bytes, pieces[piece].n);
		break;
	}
}

static const char *some_seed(const char *const *seeds, struct dice *d)
{
	uint32_t n = 0;

	while (seeds[n])
		n++;
	return seeds[dice_roll(d, n)];
}

const uint8_t *fuzz_input(const char *const *seeds, struct dice *d, size_t *n)
{
	static struct input in;
	const char *seed = some_seed(seeds, d), *other = some_seed(seeds, d);
	uint32_t changes = dice_roll(d, MOST_CHANGES + 1);

	in.n = 0;
	put_in(&in, 0, seed, strlen(seed));
	if (dice_roll(d, 8) == 0)
		put_in(&in, place(d, &in), other, strlen(other));
	while (changes-- > 0)
		change(&in, d);
	*n = in.n;
	return in.data;
}

/* The sanitizers end the program in their own way; where they are, they call this first. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

void fuzz_loop(const struct fuzz_target *t, uint32_t seed, long first, long rounds)
{
	struct torture numbers = { .seed = seed };

	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(say_where);
	for (long i = first; i < first + rounds; i++) {
		struct dice d = dice_of(&numbers, (int)i);

		running.data = fuzz_input(t->seeds, &d, &running.n);
		running.target = t;
		running.seed = seed;
		running.round = i;
		t->one(running.data, running.n);
	}
	running.target = NULL;
}

/* libconfig 1.5 leaks what it has read of a string when the file is wrong after it. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig\n";
}

/* --- programs --- */

static int write_corpus(const struct fuzz_target *t, const char *folder)
{
	for (int i = 0; t->seeds[i]; i++) {
		struct buf path = BUF_INIT;
		FILE *f;

		buf_addf(&path, "%s/seed-%d", folder, i);
		f = fopen(buf_str(&path), "wb");
		buf_release(&path);
		if (!f || fputs(t->seeds[i], f) < 0 || fclose(f) != 0)
			return 1;
	}
	return 0;
}

static long number(int argc, char **argv, int at, long otherwise)
{
	return argc > at ? strtol(argv[at], NULL, 10) : otherwise;
}

int fuzz_main(int argc, char **argv, const struct fuzz_target *t)
{
	uint32_t seed = (uint32_t)number(argc, argv, 1, (long)time(NULL));
	long first = number(argc, argv, 2, 0), rounds = number(argc, argv, 3, 1000000);

	setlocale(LC_ALL, "C.UTF-8");
	if (argc == 3 && strcmp(argv[1], "--corpus") == 0)
		return write_corpus(t, argv[2]);
	printf("%s: %ld rounds with seed %lu from number %ld\n", t->name, rounds, (unsigned long)seed, first);
	fflush(stdout);
	fuzz_loop(t, seed, first, rounds);
	return 0;
}
