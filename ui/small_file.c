/* Small files of a person's own. */
#include "ui/small_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);

		if (n < 0)
			return false;
		text += n;
		left -= (size_t)n;
	}
	return fsync(fd) == 0;
}

bool small_file_write(const char *folder, const char *path, const char *text)
{
	struct buf temporary = BUF_INIT, above = BUF_INIT;
	const char *slash = strrchr(folder, '/');
	bool good = false;
	int fd;

	buf_add(&above, folder, slash ? (size_t)(slash - folder) : 0);
	mkdir(buf_str(&above), 0700);
	mkdir(folder, 0700);
	buf_addf(&temporary, "%s.%ld", path, (long)getpid());
	fd = open(buf_str(&temporary), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0) {
		good = write_all(fd, text);
		good = close(fd) == 0 && good && rename(buf_str(&temporary), path) == 0;
		if (!good)
			unlink(buf_str(&temporary));
	}
	buf_release(&temporary);
	buf_release(&above);
	return good;
}
