/*
 * Every call that can fail, made to fail:
 *
 *	faults ZHIBU LIBRARY [POINTS [MEMORY_POINTS [SEED]]]	0 points: each call
 *	faults ZHIBU LIBRARY "set pwrite 17 1 28"		one of them, as it was said
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/fault_run.h"
#include "src/banned.h"

static int number(int argc, char **argv, int at, int otherwise)
{
	return argc > at ? (int)strtol(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/zhibu-faults.XXXXXX";
	struct fault_plan plan = { .dir = dir, .points = number(argc, argv, 3, 0),
				   .memory_points = number(argc, argv, 4, 500),
				   .seed = (unsigned int)number(argc, argv, 5, (int)time(NULL)) };
	int failed;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 3 || !mkdtemp(dir)) {
		fprintf(stderr, "faults ZHIBU LIBRARY [POINTS [MEMORY_POINTS [SEED]] | \"COMMAND CALL AT FOR_GOOD ERRNO\"]\n");
		return 2;
	}
	plan.zhibu = argv[1];
	plan.library = argv[2];
	if (argc > 3 && strchr(argv[3], ' '))
		plan.only = argv[3];
	failed = fault_run(&plan);
	printf("faults: %d of %d runs with seed %u left something wrong\n", failed, fault_runs(), plan.seed);
	if (failed)
		fprintf(stderr, "the files of the last run are in %s\n", dir);
	else
		remove(dir);
	return failed != 0;
}
