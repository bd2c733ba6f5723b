/*
 * The allocators of the whole program, and its one way to give up.
 */
#include "src/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/i18n.h"
#include "src/banned.h"

/* EX_SOFTWARE of sysexits.h. */
#define DIE_STATUS 70

static void (*die_hook)(void);

void mem_set_die_hook(void (*hook)(void))
{
	die_hook = hook;
}

/* write(2) needs no memory; what cannot be written to stderr cannot be told to anybody. */
static void say(const char *s)
{
	size_t n = strlen(s);

	while (n > 0) {
		ssize_t done = write(STDERR_FILENO, s, n);

		if (done <= 0)
			return;
		s += done;
		n -= (size_t)done;
	}
}

_Noreturn void mem_die(const char *why)
{
	void (*hook)(void) = die_hook;

	/* Taken away first: a hook that runs out of memory itself comes here again. */
	die_hook = NULL;
	if (hook)
		hook();
	say("zhibu: ");
	say(why);
	say("\n");
	/* Not exit(): handlers would go on working in a process that has no memory. */
	_exit(DIE_STATUS);
}

static void *need(void *p)
{
	if (!p)
		mem_die(_("内存不足，程序停止；已经保存的数据不受影响，请关闭其他程序后重新打开。"));
	return p;
}

void *xmalloc(size_t size)
{
	return need(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return need(n && size ? calloc(n, size) : calloc(1, 1));
}

void *xreallocarray(void *old, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		return need(NULL);
	/* realloc() to nothing would give the memory back and return NULL. */
	return need(realloc(old, total ? total : 1));
}

char *xstrdup(const char *s)
{
	return s ? xstrndup(s, strlen(s)) : NULL;
}

char *xstrndup(const char *s, size_t n)
{
	char *copy;

	if (!s)
		return NULL;
	n = strnlen(s, n);
	copy = xmalloc(n + 1);
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}
