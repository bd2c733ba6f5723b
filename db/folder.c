#include "db/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/mem.h"
#include "src/banned.h"

int folder_flush_above(const char *path)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int why = fd < 0 || fsync(fd) < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	free(copy);
	errno = why;
	return !why || why == EINVAL || why == ENOTSUP ? 0 : -1;
}

static int make_one(const char *folder)
{
	if (mkdir(folder, 0700) < 0)
		return errno == EEXIST ? 0 : -1;
	return folder_flush_above(folder);
}

int folder_make(const char *folder)
{
	char *path = xstrdup(folder);
	int rc = 0;

	for (char *slash = strchr(path + 1, '/'); rc == 0 && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		rc = make_one(path);
		*slash = '/';
	}
	if (rc == 0)
		rc = make_one(path);
	free(path);
	return rc;
}
