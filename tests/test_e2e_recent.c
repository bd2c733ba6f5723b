/*
 * Recent records with real keys: what was opened in one run is a digit away in the next one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "tests/support/e2e.h"
#include "tests/support/office.h"
#include "src/banned.h"

static int setup(void **state)
{
	struct office *o;
	int rc = office_setup(state);

	if (rc < 0)
		return rc;
	o = *state;
	office_branch(o, "001", 0);
	office_branch(o, "002", 0);
	return 0;
}

static struct e2e *start(struct office *o)
{
	const char *const argv[] = { getenv("ZHIBU_BIN"), "--db", o->path, NULL };
	char place[256];
	const char *const env[] = { place, NULL };

	snprintf(place, sizeof(place), "XDG_STATE_HOME=%s", office_file(o, "state"));
	return e2e_start(&(struct e2e_program){ .argv = argv, .env = env });
}

static void leave(struct e2e *e)
{
	e2e_send(e, "<C-q>");
	assert_int_equal(e2e_exit_status(e), 0);
	assert_true(e2e_is_restored(e));
	e2e_free(e);
}

static void test_recent__across_a_restart(void **state)
{
	struct office *o = *state;
	struct e2e *e = start(o);
	struct stat st;

	e2e_wait(e, "党组织");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例001");
	e2e_send(e, "<Down><Enter>");
	e2e_wait(e, "全称");
	leave(e);
	assert_int_equal(stat(office_file(o, "state/zhibu/recent"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);

	e = start(o);
	e2e_wait(e, "党组织");
	e2e_send(e, "<C-o>");
	e2e_wait(e, ">1  党组织");
	e2e_wait(e, "示例002");
	e2e_send(e, "1");
	e2e_wait(e, "全称");
	e2e_wait(e, "(002)");
	/* From a form with something typed, and back to it. */
	e2e_send(e, "<Esc>");
	e2e_wait_gone(e, "全称");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "示例001");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "(001)");
	e2e_send(e, "<Tab><Tab>abc<C-o>");
	e2e_wait(e, ">1  党组织");
	e2e_send(e, "<Enter>");
	e2e_wait(e, "(002)");
	e2e_send(e, "<Esc>");
	e2e_wait(e, "(001)");
	e2e_wait(e, "abc");
	e2e_free(e);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_recent__##name, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(across_a_restart),
	};

	return cmocka_run_group_tests(tests, office_group_setup, office_group_teardown);
}
