/*
 * The allocators, and how the process ends when there is no more memory: the
 * ends are looked at from outside, in a child.
 */
#include "src/mem.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "src/banned.h"

/* Runs a function that must not come back; its stderr goes to said, its exit status is returned. */
static int run_child(void (*body)(void), char *said, size_t size)
{
	int fd[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fd), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		body();
		_exit(0);
	}
	close(fd[1]);
	while (n + 1 < size && (got = read(fd[0], said + n, size - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void grow_beyond_everything(void)
{
	volatile size_t n = SIZE_MAX / 2;

	free(xreallocarray(NULL, n, 3));
}

static void test_mem__an_overflow_counts_as_no_memory(void **state)
{
	char said[512];

	(void)state;
	assert_int_equal(run_child(grow_beyond_everything, said, sizeof(said)), 70);
	assert_non_null(strstr(said, "内存不足"));
	assert_int_equal(said[strlen(said) - 1], '\n');
	/* One sentence, one line. */
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
}

static void restore_terminal(void)
{
	static const char sign[] = "restored ";

	if (write(STDERR_FILENO, sign, sizeof(sign) - 1) < 0)
		_exit(1);
}

static void die_with_hook(void)
{
	mem_set_die_hook(restore_terminal);
	mem_die("stop");
}

static void test_mem__the_hook_runs_before_the_sentence(void **state)
{
	char said[512];

	(void)state;
	assert_int_equal(run_child(die_with_hook, said, sizeof(said)), 70);
	assert_string_equal(said, "restored zhibu: stop\n");
}

static void hook_without_memory(void)
{
	mem_die("again");
}

static void die_twice(void)
{
	mem_set_die_hook(hook_without_memory);
	mem_die("first");
}

static void test_mem__a_hook_that_dies_ends_all_the_same(void **state)
{
	char said[512];

	(void)state;
	assert_int_equal(run_child(die_twice, said, sizeof(said)), 70);
	assert_string_equal(said, "zhibu: again\n");
}

static void test_mem__nothing_is_still_a_pointer(void **state)
{
	void *a = xmalloc(0), *b = xcalloc(0, 8), *c = xreallocarray(NULL, 0, 8);

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_non_null(c);
	c = xreallocarray(c, 0, 0);
	assert_non_null(c);
	free(a);
	free(b);
	free(c);
}

static void test_mem__calloc_gives_zeros_and_realloc_keeps(void **state)
{
	int *n = xcalloc(4, sizeof(*n));

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(n[i], 0);
	n[3] = 7;
	n = xreallocarray(n, 1000, sizeof(*n));
	assert_int_equal(n[3], 7);
	free(n);
}

static void test_mem__copies_of_strings(void **state)
{
	char *whole = xstrdup("党组织"), *part = xstrndup("abcdef", 3), *all = xstrndup("ab", 10);

	(void)state;
	assert_string_equal(whole, "党组织");
	assert_string_equal(part, "abc");
	assert_string_equal(all, "ab");
	assert_null(xstrdup(NULL));
	assert_null(xstrndup(NULL, 3));
	free(whole);
	free(part);
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mem__an_overflow_counts_as_no_memory),
		cmocka_unit_test(test_mem__the_hook_runs_before_the_sentence),
		cmocka_unit_test(test_mem__a_hook_that_dies_ends_all_the_same),
		cmocka_unit_test(test_mem__nothing_is_still_a_pointer),
		cmocka_unit_test(test_mem__calloc_gives_zeros_and_realloc_keeps),
		cmocka_unit_test(test_mem__copies_of_strings),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
