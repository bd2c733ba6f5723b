/*
 * Who holds the write lock.  In WAL mode the writer keeps a POSIX lock on byte
 * 120 of the -shm file (SQLite's file format, section 2.3.1 of "WAL-mode File
 * Format"); F_GETLK names the process that has it.
 */
#include "db/lock.h"

#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/i18n.h"

#include "src/banned.h"

#define WAL_WRITE_LOCK 120

static void add_process(struct buf *out, pid_t pid)
{
	char path[64];
	struct stat st;
	const struct passwd *pw;

	snprintf(path, sizeof(path), "/proc/%ld", (long)pid);
	if (stat(path, &st) < 0)
		return;
	pw = getpwuid(st.st_uid);
	if (pw)
		buf_addf(out, _("%s（进程 %ld）"), pw->pw_name, (long)pid);
	else
		buf_addf(out, _("用户 %ld（进程 %ld）"), (long)st.st_uid, (long)pid);
}

/*
 * Closing any descriptor of a file drops this process's POSIX locks on it, and
 * SQLite may hold some on the -shm file.  So a child asks, and the pipe brings the answer.
 */
static pid_t ask_in_child(const char *shm)
{
	int fds[2];
	pid_t holder = 0, child;

	if (pipe(fds) < 0)
		return 0;
	child = fork();
	if (child == 0) {
		struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = WAL_WRITE_LOCK, .l_len = 1 };
		int fd = open(shm, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

		if (fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
			holder = lock.l_pid;
		_exit(write(fds[1], &holder, sizeof(holder)) != sizeof(holder));
	}
	close(fds[1]);
	if (child < 0 || read(fds[0], &holder, sizeof(holder)) != (ssize_t)sizeof(holder))
		holder = 0;
	close(fds[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	return holder;
}

void lock_holder(const char *path, struct buf *out)
{
	struct buf shm = BUF_INIT;
	pid_t pid;

	buf_addf(&shm, "%s-shm", path);
	pid = ask_in_child(buf_str(&shm));
	if (pid > 0)
		add_process(out, pid);
	buf_release(&shm);
}
