#ifndef TESTS_SUPPORT_FUZZ_H
#define TESTS_SUPPORT_FUZZ_H

#include <locale.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bad input without end.  A target takes any bytes and looks whether what must always hold does;
 * it ends the program with fuzz_fail() where it does not.  The same targets run in three ways: for a second
 * or two in `make check`, under libFuzzer in `make fuzz` where clang has it, and else in a loop that
 * changes good input at random.  The loop follows from its seed, and a failure names seed and round:
 *
 *	build/san/tests/fuzz/csv 4711 17 1	one round, the 17th, with seed 4711
 */
struct fuzz_target {
	const char *name;
	void (*one)(const uint8_t *data, size_t n);
	const char *const *seeds;	/* good input to begin with, NULL-terminated */
};

extern const struct fuzz_target fuzz_csv, fuzz_date, fuzz_money, fuzz_ids, fuzz_text, fuzz_query, fuzz_config,
	fuzz_field, *const fuzz_targets[];
extern const size_t fuzz_targets_n;

/* Says what does not hold and for which input, and aborts. */
_Noreturn void fuzz_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A C string of the bytes up to the first NUL; the caller frees. */
char *fuzz_string(const uint8_t *data, size_t n);
/* A message for people: not empty, UTF-8, nothing in it that a terminal obeys. */
void fuzz_check_message(const char *text);

/* Good input (one of the seeds), changed at random; *n bytes, borrowed until the next call. */
struct dice;
const uint8_t *fuzz_input(const char *const *seeds, struct dice *d, size_t *n);

/* Rounds first, first + 1, ... of the loop. */
void fuzz_loop(const struct fuzz_target *t, uint32_t seed, long first, long rounds);
/* main() of a target: [SEED [FIRST [ROUNDS]]], or --corpus FOLDER, which gets the seeds as files. */
int fuzz_main(int argc, char **argv, const struct fuzz_target *t);

#ifdef LIBFUZZER
#define FUZZ_MAIN(target) \
	int LLVMFuzzerInitialize(int *argc, char ***argv); \
	int LLVMFuzzerInitialize(int *argc, char ***argv) \
	{ \
		(void)argc; \
		(void)argv; \
		return setlocale(LC_ALL, "C.UTF-8") == NULL; \
	} \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n); \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) \
	{ \
		(target).one(data, n); \
		return 0; \
	}
#else
#define FUZZ_MAIN(target) \
	int main(int argc, char **argv) \
	{ \
		return fuzz_main(argc, argv, &(target)); \
	}
#endif

#endif
