/*
 * Failing calls: a library put before libc by LD_PRELOAD, built as build/tests/faults.so.
 *
 *	FAULT_DIR=/folder	only files below it (malloc has none)
 *	FAULT_CALL=write	which call: a name of the table below
 *	FAULT_AT=17		the 17th such call fails; 0: none does
 *	FAULT_FOREVER=1		and all after it
 *	FAULT_ERRNO=28		with this error; 0: a write does half of its work
 *	FAULT_COUNT=file	how often each call was made, written at exit
 *
 * Calls of the kernel are made directly, so that nothing here needs memory or a lock.  Parameters of
 * what stands in for libc are named as there.
 */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum call { OPEN, READ, PREAD, WRITE, PWRITE, FSYNC, FDATASYNC, FTRUNCATE, RENAME, UNLINK, MALLOC, CALLS };

static const char *const names[CALLS] = {
	"open", "read", "pread", "write", "pwrite", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "malloc",
};

#define DESCRIPTORS 1024

static const char *dir, *count_file;
static size_t dir_length;
static enum call failing = CALLS;
static long at, error_number;
static bool forever, armed;
static atomic_long made[CALLS];
static bool ours[DESCRIPTORS];

static long number(const char *name)
{
	const char *text = getenv(name);

	return text ? strtol(text, NULL, 10) : 0;
}

static int look_at_library(struct dl_phdr_info *info, size_t size, void *ctx);

__attribute__((constructor)) static void arm(void)
{
	const char *call = getenv("FAULT_CALL");

	dir = getenv("FAULT_DIR");
	dir_length = dir ? strlen(dir) : 0;
	count_file = getenv("FAULT_COUNT");
	at = number("FAULT_AT");
	forever = number("FAULT_FOREVER") != 0;
	error_number = number("FAULT_ERRNO");
	for (int i = 0; call && i < CALLS; i++)
		if (strcmp(call, names[i]) == 0)
			failing = (enum call)i;
	dl_iterate_phdr(look_at_library, NULL);
	armed = dir_length > 0;
}

__attribute__((destructor)) static void tell(void)
{
	char line[64];
	int fd;

	armed = false;
	if (!count_file)
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, count_file, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	for (int i = 0; fd >= 0 && i < CALLS; i++) {
		int n = snprintf(line, sizeof(line), "%s %ld\n", names[i], atomic_load(&made[i]));

		(void)!syscall(SYS_write, fd, line, (size_t)n);
	}
	syscall(SYS_close, fd);
}

/* Counts this call and says whether it is one that fails. */
static bool fails(enum call call)
{
	long n = atomic_fetch_add(&made[call], 1) + 1;

	if (call != failing || at <= 0 || (forever ? n < at : n != at))
		return false;
	errno = (int)error_number;
	return true;
}

static bool is_below(const char *path)
{
	return armed && path && strncmp(path, dir, dir_length) == 0;
}

static bool is_ours(int fd)
{
	return armed && fd >= 0 && fd < DESCRIPTORS && ours[fd];
}

/* --- files --- */

static int do_open(int at_fd, const char *path, int flags, mode_t mode)
{
	bool below = is_below(path);
	int fd;

	if (below && fails(OPEN))
		return -1;
	fd = (int)syscall(SYS_openat, at_fd, path, flags, mode);
	if (fd >= 0 && fd < DESCRIPTORS)
		ours[fd] = below;
	return fd;
}

#define MODE_OF(mode, flags) \
	do { \
		va_list ap; \
		va_start(ap, flags); \
		if ((flags) & (O_CREAT | O_TMPFILE)) \
			mode = va_arg(ap, mode_t); \
		va_end(ap); \
	} while (0)

int open(const char *file, int oflag, ...)
{
	mode_t mode = 0;

	MODE_OF(mode, oflag);
	return do_open(AT_FDCWD, file, oflag, mode);
}

int open64(const char *file, int oflag, ...)
{
	mode_t mode = 0;

	MODE_OF(mode, oflag);
	return do_open(AT_FDCWD, file, oflag, mode);
}

int openat(int fd, const char *file, int oflag, ...)
{
	mode_t mode = 0;

	MODE_OF(mode, oflag);
	return do_open(fd, file, oflag, mode);
}

int close(int fd)
{
	if (fd >= 0 && fd < DESCRIPTORS)
		ours[fd] = false;
	return (int)syscall(SYS_close, fd);
}

ssize_t read(int fd, void *buf, size_t nbytes)
{
	if (is_ours(fd) && fails(READ))
		return -1;
	return syscall(SYS_read, fd, buf, nbytes);
}

static ssize_t do_pread(int fd, void *bytes, size_t n, off_t from)
{
	if (is_ours(fd) && fails(PREAD))
		return -1;
	return syscall(SYS_pread64, fd, bytes, n, from);
}

ssize_t pread(int fd, void *buf, size_t nbytes, off_t offset)
{
	return do_pread(fd, buf, nbytes, offset);
}

ssize_t pread64(int fd, void *buf, size_t nbytes, off_t offset)
{
	return do_pread(fd, buf, nbytes, offset);
}

ssize_t write(int fd, const void *buf, size_t n)
{
	if (is_ours(fd) && fails(WRITE)) {
		if (error_number || n < 2)
			return -1;
		n /= 2;
	}
	return syscall(SYS_write, fd, buf, n);
}

static ssize_t do_pwrite(int fd, const void *bytes, size_t n, off_t to)
{
	if (is_ours(fd) && fails(PWRITE)) {
		if (error_number || n < 2)
			return -1;
		n /= 2;
	}
	return syscall(SYS_pwrite64, fd, bytes, n, to);
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t offset)
{
	return do_pwrite(fd, buf, n, offset);
}

ssize_t pwrite64(int fd, const void *buf, size_t n, off_t offset)
{
	return do_pwrite(fd, buf, n, offset);
}

int fsync(int fd)
{
	return is_ours(fd) && fails(FSYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fildes)
{
	return is_ours(fildes) && fails(FDATASYNC) ? -1 : (int)syscall(SYS_fdatasync, fildes);
}

int ftruncate(int fd, off_t length)
{
	return is_ours(fd) && fails(FTRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate64(int fd, off_t length)
{
	return is_ours(fd) && fails(FTRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int renameat2(int oldfd, const char *old, int newfd, const char *new, unsigned int flags)
{
	return is_below(new) && fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, oldfd, old, newfd, new, flags);
}

int rename(const char *old, const char *new)
{
	return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlink(const char *name)
{
	return is_below(name) && fails(UNLINK) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, name, 0);
}

/* --- memory --- */

/* ICU 72 follows a NULL of its own when it cannot load a locale: that is not what is under test here. */
#define SPARED 8

static struct {
	uintptr_t from, to;
} spared[SPARED];
static size_t n_spared;

static int look_at_library(struct dl_phdr_info *info, size_t size, void *ctx)
{
	(void)size;
	(void)ctx;
	if (!info->dlpi_name || (!strstr(info->dlpi_name, "/libicu") && !strstr(info->dlpi_name, "/libstdc++")))
		return 0;
	for (int i = 0; i < info->dlpi_phnum && n_spared < SPARED; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X)) {
			spared[n_spared].from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
			spared[n_spared].to = spared[n_spared].from + info->dlpi_phdr[i].p_memsz;
			n_spared++;
		}
	return 0;
}

static bool is_spared(const void *caller)
{
	for (size_t i = 0; i < n_spared; i++)
		if ((uintptr_t)caller >= spared[i].from && (uintptr_t)caller < spared[i].to)
			return true;
	return false;
}

static bool has_none(const void *caller)
{
	return armed && !is_spared(caller) && fails(MALLOC);
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t nmemb, size_t size);
void *__libc_realloc(void *ptr, size_t size);

void *malloc(size_t size)
{
	return has_none(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t nmemb, size_t size)
{
	return has_none(__builtin_return_address(0)) ? NULL : __libc_calloc(nmemb, size);
}

void *realloc(void *ptr, size_t size)
{
	return has_none(__builtin_return_address(0)) ? NULL : __libc_realloc(ptr, size);
}
