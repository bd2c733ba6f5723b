/* See e2e_demo.h. */
#include "tests/support/e2e_demo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "src/banned.h"

static struct run said;

const char *e2e_demo_run_with(const char *const *args)
{
	run_with(&said, NULL, args);
	if (said.status != 0)
		fail_msg("zhibu %s ended with %d: %s", args[0], said.status, said.err);
	return said.out;
}

int e2e_demo_setup(void **state)
{
	(void)state;
	run_new_home();
	setenv("ZHIBU_TODAY", "2026-11-22", 1);
	e2e_demo_run("demo");
	return 0;
}

int e2e_demo_teardown(void **state)
{
	(void)state;
	run_release(&said);
	run_remove_home();
	return 0;
}

struct e2e *e2e_demo_start(int cols, int rows)
{
	const char *const argv[] = { run_program(), "--db", run_database(), NULL };
	const char *const env[] = { "ZHIBU_TODAY=2026-11-22", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env, .cols = cols, .rows = rows });

	e2e_wait(e, "1,644");
	return e;
}

struct e2e *e2e_demo_start_as(const char *operator)
{
	const char *const argv[] = { run_program(), "--db", run_database(), "--operator", operator, NULL };
	const char *const env[] = { "ZHIBU_TODAY=2026-11-22", NULL };
	struct e2e *e = e2e_start(&(struct e2e_program){ .argv = argv, .env = env });

	e2e_wait(e, "1,644");
	return e;
}

void e2e_quit(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}
