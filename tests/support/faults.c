/*
 * Failing calls: a library put before libc by LD_PRELOAD, built as build/tests/faults.so.
 *
 *	FAULT_DIR=/folder	only files below it (malloc has none)
 *	FAULT_CALL=write	which call: a name of the table below
 *	FAULT_AT=17		the 17th such call fails; 0: none does
 *	FAULT_FOREVER=1		and all after it
 *	FAULT_ERRNO=28		with this error; 0: a write does half of its work
 *	FAULT_COUNT=file	how often each call was made, written at exit
 *	FAULT_LOG=file		every change of files below the folder is added to it (faults.h)
 *
 * Calls of the kernel are made directly, so that nothing here needs memory or a lock.  Parameters of
 * what stands in for libc are named as there.
 */
#include "tests/support/faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
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

/* For the log: which file a descriptor is, by the number its path has in this process. */
#define PATHS 64
static char paths[PATHS][256];
static uint32_t n_paths, file_of[DESCRIPTORS];
static int log_fd = -1;

static struct passwd *(*real_getpwuid)(uid_t uid);

static long number(const char *name)
{
	const char *text = getenv(name);

	return text ? strtol(text, NULL, 10) : 0;
}

static int look_at_library(struct dl_phdr_info *info, size_t size, void *ctx);

__attribute__((constructor)) static void arm(void)
{
	const char *call = getenv("FAULT_CALL");
	void *real;

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
	real = dlsym(RTLD_NEXT, "getpwuid");
	memcpy(&real_getpwuid, &real, sizeof(real));
	if (getenv("FAULT_LOG"))
		log_fd = (int)syscall(SYS_openat, AT_FDCWD, getenv("FAULT_LOG"), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC,
				      0600);
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

/* --- the log --- */

static void add_to_log(enum fault_change what, uint32_t file, int64_t where, const void *bytes, size_t n)
{
	struct fault_entry entry = { .what = what, .file = file, .where = where, .n = n };
	struct iovec parts[2] = { { .iov_base = &entry, .iov_len = sizeof(entry) }, { .iov_len = n } };

	if (log_fd < 0)
		return;
	memcpy(&parts[1].iov_base, &bytes, sizeof(bytes));
	(void)!syscall(SYS_writev, log_fd, parts, 2);
}

/* The number of a path; a new one is told to the log. */
static uint32_t number_of(const char *path)
{
	uint32_t i = 0;

	while (i < n_paths && strcmp(paths[i], path) != 0)
		i++;
	if (i == PATHS || (i == n_paths && strlen(path) >= sizeof(paths[0])))
		abort();
	if (i == n_paths)
		memcpy(paths[n_paths++], path, strlen(path) + 1);
	return i;
}

static void log_open(int fd, const char *path, int flags, bool existed)
{
	uint32_t file = number_of(path);

	file_of[fd] = file;
	add_to_log(existed ? FAULT_OPENED : FAULT_CREATED, file, 0, path, strlen(path));
	if (existed && (flags & O_TRUNC))
		add_to_log(FAULT_TRUNCATED, file, 0, NULL, 0);
}

static void log_fd_change(enum fault_change what, int fd, int64_t where, const void *bytes, ssize_t n)
{
	if (is_ours(fd) && n >= 0)
		add_to_log(what, file_of[fd], where, bytes, (size_t)n);
}

/* --- files --- */

static int do_open(int at_fd, const char *path, int flags, mode_t mode)
{
	bool below = is_below(path), existed = false;
	int fd;

	if (below && fails(OPEN))
		return -1;
	if (below && log_fd >= 0)
		existed = syscall(SYS_faccessat, at_fd, path, F_OK) == 0;
	fd = (int)syscall(SYS_openat, at_fd, path, flags, mode);
	if (fd >= 0 && fd < DESCRIPTORS) {
		ours[fd] = below;
		if (below && log_fd >= 0)
			log_open(fd, path, flags, existed);
	}
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
	ssize_t done;

	if (is_ours(fd) && fails(PWRITE)) {
		if (error_number || n < 2)
			return -1;
		n /= 2;
	}
	done = syscall(SYS_pwrite64, fd, bytes, n, to);
	log_fd_change(FAULT_WROTE, fd, to, bytes, done);
	return done;
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t offset)
{
	return do_pwrite(fd, buf, n, offset);
}

ssize_t pwrite64(int fd, const void *buf, size_t n, off_t offset)
{
	return do_pwrite(fd, buf, n, offset);
}

static int flushed(int fd, long rc)
{
	if (rc == 0)
		log_fd_change(FAULT_FLUSHED, fd, 0, NULL, 0);
	return (int)rc;
}

int fsync(int fd)
{
	return is_ours(fd) && fails(FSYNC) ? -1 : flushed(fd, syscall(SYS_fsync, fd));
}

int fdatasync(int fildes)
{
	return is_ours(fildes) && fails(FDATASYNC) ? -1 : flushed(fildes, syscall(SYS_fdatasync, fildes));
}

static int do_ftruncate(int fd, off_t size)
{
	long rc;

	if (is_ours(fd) && fails(FTRUNCATE))
		return -1;
	rc = syscall(SYS_ftruncate, fd, size);
	if (rc == 0)
		log_fd_change(FAULT_TRUNCATED, fd, size, NULL, 0);
	return (int)rc;
}

int ftruncate(int fd, off_t length)
{
	return do_ftruncate(fd, length);
}

int ftruncate64(int fd, off_t length)
{
	return do_ftruncate(fd, length);
}

/* The file keeps its number under its new name. */
static void log_rename(const char *from, const char *to)
{
	uint32_t file = number_of(from), old = number_of(to);

	paths[old][0] = '\0';
	memcpy(paths[file], to, strlen(to) + 1);
	add_to_log(FAULT_RENAMED, file, 0, to, strlen(to));
}

int renameat2(int oldfd, const char *old, int newfd, const char *new, unsigned int flags)
{
	long rc;

	if (is_below(new) && fails(RENAME))
		return -1;
	rc = syscall(SYS_renameat2, oldfd, old, newfd, new, flags);
	if (rc == 0 && is_below(new) && log_fd >= 0)
		log_rename(old, new);
	return (int)rc;
}

int rename(const char *old, const char *new)
{
	return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlink(const char *name)
{
	long rc;

	if (is_below(name) && fails(UNLINK))
		return -1;
	rc = syscall(SYS_unlinkat, AT_FDCWD, name, 0);
	if (rc == 0 && is_below(name) && log_fd >= 0) {
		uint32_t file = number_of(name);

		add_to_log(FAULT_UNLINKED, file, 0, name, strlen(name));
		paths[file][0] = '\0';
	}
	return (int)rc;
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

/* glibc follows a NULL of its own there too; the whole look-up counts as one allocation. */
struct passwd *getpwuid(uid_t uid)
{
	bool was = armed;
	struct passwd *found;

	if (armed && fails(MALLOC))
		return NULL;
	armed = false;
	found = real_getpwuid(uid);
	armed = was;
	return found;
}

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
