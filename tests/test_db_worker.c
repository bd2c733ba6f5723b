/*
 * The worker: every job once, in the order in which they were given.
 */
#include "db/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/banned.h"

struct list {
	int seen[1000];
	size_t n;
};

static void note(void *ctx, void *job)
{
	struct list *list = ctx;

	list->seen[list->n++] = *(int *)job;
	*(int *)job = -1;
}

static void test_worker__does_each_job_once_and_in_order(void **state)
{
	struct list list = { .n = 0 };
	struct worker *w = worker_new(note, &list);
	int jobs[2];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		jobs[i % 2] = i;
		worker_give(w, &jobs[i % 2]);
		/* While one is worked on, the one before is done and may be filled again. */
		if (i > 0)
			assert_int_equal(jobs[(i + 1) % 2], -1);
	}
	worker_wait(w);
	assert_int_equal(jobs[0], -1);
	assert_int_equal(jobs[1], -1);
	assert_int_equal(list.n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list.seen[i], i);
	worker_free(w);
}

static void test_worker__finishes_what_was_given_before_it_ends(void **state)
{
	struct list list = { .n = 0 };
	struct worker *w = worker_new(note, &list);
	int job = 7;

	(void)state;
	worker_give(w, &job);
	worker_free(w);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.seen[0], 7);
}

static void test_worker__may_have_nothing_to_do(void **state)
{
	struct worker *w = worker_new(note, NULL);

	(void)state;
	worker_wait(w);
	worker_free(w);
	worker_wait(NULL);
	worker_free(NULL);
}

#define T(name) cmocka_unit_test(test_worker__##name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(does_each_job_once_and_in_order),
		T(finishes_what_was_given_before_it_ends),
		T(may_have_nothing_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
