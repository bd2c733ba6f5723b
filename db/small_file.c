#include "db/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/folder.h"
#include "src/mem.h"
#include "src/banned.h"

#define MOST_BYTES ((size_t)64 * 1024)

bool small_file_read(const char *path, struct buf *out)
{
	char block[4096];
	ssize_t n = 0;
	size_t before = out->len;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return false;
	while (out->len - before < MOST_BYTES && (n = read(fd, block, sizeof(block))) > 0)
		buf_add(out, block, (size_t)n);
	close(fd);
	return n == 0;
}

static int write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -1;
		bytes += done;
		n -= (size_t)done;
	}
	return 0;
}

int small_file_create(const char *path, const struct buf *bytes)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int why;

	if (fd < 0 || (write_all(fd, bytes->data, bytes->len) == 0 && fsync(fd) == 0))
		return fd;
	why = errno;
	close(fd);
	unlink(path);
	errno = why;
	return -1;
}

static int make_folder_of(const char *path)
{
	char *copy = xstrdup(path);
	int rc = folder_make(dirname(copy));

	free(copy);
	return rc;
}

/* The name of what is being written has the number of this process: another program may be writing the same file. */
int small_file_replace(const char *path, const struct buf *bytes)
{
	struct buf half = BUF_INIT;
	int rc = make_folder_of(path), fd, why;

	buf_addf(&half, "%s.%ld", path, (long)getpid());
	if (rc == 0) {
		unlink(buf_str(&half));
		fd = small_file_create(buf_str(&half), bytes);
		rc = fd < 0 || close(fd) < 0 || rename(buf_str(&half), path) < 0 ? -1 : folder_flush_above(path);
		why = errno;
		unlink(buf_str(&half));
		errno = why;
	}
	buf_release(&half);
	return rc;
}
