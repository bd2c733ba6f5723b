/*
 * Torture by name, seed and number of rounds:
 *
 *	torture kill|writers|damage|import [ROUNDS [SEED [FIRST]]]
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/torture.h"
#include "src/banned.h"

static const struct {
	const char *name;
	int (*run)(const struct torture *t);
	int rounds;
} kinds[] = {
	{ "kill", torture_kill, 2000 },
	{ "writers", torture_writers, 100 },
	{ "damage", torture_damage, 2000 },
	{ "import", torture_import, 5000 },
};

static int number(int argc, char **argv, int at, int otherwise)
{
	return argc > at ? (int)strtol(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/zhibu-torture.XXXXXX";
	struct torture t = { .dir = dir, .seed = (unsigned int)number(argc, argv, 3, (int)time(NULL)),
			     .first = number(argc, argv, 4, 0) };
	size_t kind = 0;
	int failed;

	setlocale(LC_ALL, "C.UTF-8");
	while (argc > 1 && kind < sizeof(kinds) / sizeof(kinds[0]) && strcmp(kinds[kind].name, argv[1]) != 0)
		kind++;
	if (argc < 2 || kind == sizeof(kinds) / sizeof(kinds[0])) {
		fprintf(stderr, "torture kill|writers|damage|import [ROUNDS [SEED [FIRST]]]\n");
		return 2;
	}
	t.rounds = number(argc, argv, 2, kinds[kind].rounds);
	if (!mkdtemp(dir))
		return 2;
	printf("%s: %d rounds with seed %u from number %d\n", argv[1], t.rounds, t.seed, t.first);
	fflush(stdout);
	failed = kinds[kind].run(&t);
	if (failed)
		fprintf(stderr, "the files of the failing round are in %s\n", dir);
	else
		remove(dir);
	return failed != 0;
}
