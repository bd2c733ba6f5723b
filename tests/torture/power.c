/*
 * Power cuts at any moment:
 *
 *	power ZHIBU LIBRARY [CUTS [SEED [FIRST]]]
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/support/power.h"
#include "src/banned.h"

static int number(int argc, char **argv, int at, int otherwise)
{
	return argc > at ? (int)strtol(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/zhibu-power.XXXXXX";
	struct power p = { .dir = dir, .cuts = number(argc, argv, 3, 2000),
			   .seed = (unsigned int)number(argc, argv, 4, (int)time(NULL)),
			   .first = number(argc, argv, 5, 0) };
	int failed;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 3 || !mkdtemp(dir)) {
		fprintf(stderr, "power ZHIBU LIBRARY [CUTS [SEED [FIRST]]]\n");
		return 2;
	}
	p.zhibu = argv[1];
	p.library = argv[2];
	printf("power: %d cuts with seed %u from number %d\n", p.cuts, p.seed, p.first);
	fflush(stdout);
	failed = power_run(&p);
	if (failed)
		fprintf(stderr, "the session and the failing disk are in %s\n", dir);
	else
		remove(dir);
	return failed != 0;
}
