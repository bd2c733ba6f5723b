/*
 * Drafts in their folder.  A file's name says whose draft it is: database, register, record and the draft's own
 * number.  What is written is flushed, renamed into place, and the folder is flushed, so that a power cut at any moment leaves
 * the draft before or the draft after.
 */
#include "ui/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/folder.h"
#include "db/small_file.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define SUFFIX ".draft"
#define HALF ".new"		/* being written */
#define ASIDE ".bad"		/* could not be read */
#define MOST_BYTES ((size_t)64 * 1024 * 1024)
#define HALF_SECONDS 60		/* a half one that old is nobody's any more */

/* --- the folder --- */

/* Drafts hold personal data: the folder must be the person's own, and closed to others. */
static int open_folder(const char *folder, struct err *e)
{
	struct stat st;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return err_set(e, ERR_IO, _("草稿目录 %s 打不开（%s）。"), folder, strerror(errno));
	if (fstat(fd, &st) < 0 || st.st_uid != geteuid() || (st.st_mode & 077)) {
		close(fd);
		return err_set(e, ERR_IO, _("草稿目录 %s 不是只有自己能用；请执行 chmod 700。"), folder);
	}
	return fd;
}

/* --- names --- */

static void add_name(struct buf *out, const struct draft *d)
{
	buf_addf(out, "%016" PRIx64 "-%s-%" PRId64 "-%016" PRIx64 SUFFIX, (uint64_t)d->database, d->reg, d->record,
		(uint64_t)d->number);
}

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && strcmp(name + n - m, end) == 0;
}

static char *path_in(const char *folder, const char *name, const char *more)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s/%s%s", folder, name, more);
	return buf_detach(&b);
}

/* --- writing --- */

/* Locked before it gets the name that others look for; -1 and errno. */
static int write_half(const char *half, const struct buf *bytes)
{
	int fd, why;

	unlink(half);
	fd = small_file_create(half, bytes);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	why = errno;
	close(fd);
	unlink(half);
	errno = why;
	return -1;
}

static int replace(const char *path, const struct buf *bytes)
{
	struct buf half = BUF_INIT;
	int fd, why;

	buf_addf(&half, "%s" HALF, path);
	fd = write_half(buf_str(&half), bytes);
	if (fd >= 0 && (rename(buf_str(&half), path) < 0 || folder_flush_above(path) < 0)) {
		why = errno;
		close(fd);
		unlink(buf_str(&half));
		errno = why;
		fd = -1;
	}
	buf_release(&half);
	return fd;
}

/* Another one's for sure: no two programs have one number at the same moment, and this one counts on. */
static int64_t new_number(void)
{
	static int64_t last;
	int64_t n = (int64_t)((uint64_t)clock_wall_ms() << 22 | ((uint64_t)getpid() & 0x3fffff));

	n &= INT64_MAX;
	if (n <= last)
		n = last + 1;
	last = n;
	return n;
}

static int make_and_check(const char *folder, struct err *e)
{
	int fd;

	if (folder_make(folder) < 0)
		return err_set(e, ERR_IO, _("不能建立草稿目录 %s（%s）。"), folder, strerror(errno));
	fd = open_folder(folder, e);
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

int draft_write(const char *folder, struct draft_file *file, struct draft *d, struct err *e)
{
	struct buf bytes = BUF_INIT, name = BUF_INIT;
	char *path;
	int rc = make_and_check(folder, e), fd;

	if (rc < 0)
		return rc;
	d->at_ms = clock_wall_ms();
	d->number = file->path ? file->number : new_number();
	draft_encode(d, &bytes);
	add_name(&name, d);
	path = path_in(folder, buf_str(&name), "");
	fd = replace(path, &bytes);
	if (fd < 0) {
		rc = err_set(e, ERR_IO, _("草稿 %s 写不下去（%s）。"), path, strerror(errno));
		free(path);
	} else {
		draft_let_go(file);
		*file = (struct draft_file){ .path = path, .fd = fd, .number = d->number };
	}
	buf_release(&bytes);
	buf_release(&name);
	return rc;
}

void draft_let_go(struct draft_file *file)
{
	if (file->path)
		close(file->fd);
	free(file->path);
	*file = (struct draft_file)DRAFT_NONE;
}

void draft_remove(struct draft_file *file)
{
	if (file->path) {
		unlink(file->path);
		folder_flush_above(file->path);
	}
	draft_let_go(file);
}

/* --- finding --- */

/* The file under this name, locked; -1: somebody works on it, or it is gone. */
static int lock_file(const char *path, int how)
{
	struct stat open_one, named;
	int fd = open(path, (how == LOCK_EX ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return -1;
	/* Whoever writes a draft puts a new file in its place. */
	if (flock(fd, how | LOCK_NB) == 0 && fstat(fd, &open_one) == 0 && lstat(path, &named) == 0 &&
	    open_one.st_ino == named.st_ino)
		return fd;
	close(fd);
	return -1;
}

int draft_take(const char *folder, const struct draft *d, struct draft_file *file, struct err *e)
{
	struct buf name = BUF_INIT;
	char *path;
	int fd;

	add_name(&name, d);
	path = path_in(folder, buf_str(&name), "");
	buf_release(&name);
	fd = lock_file(path, LOCK_EX);
	if (fd < 0) {
		free(path);
		return err_set(e, ERR_BUSY, _("这份草稿正在另一个窗口里编辑，或已经处理掉了。"));
	}
	draft_let_go(file);
	*file = (struct draft_file){ .path = path, .fd = fd, .number = d->number };
	return 0;
}

static int read_bytes(int fd, struct buf *out)
{
	char block[4096];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid())
		return -1;
	while ((n = read(fd, block, sizeof(block))) > 0) {
		buf_add(out, block, (size_t)n);
		if (out->len > MOST_BYTES)
			return -1;
	}
	return n < 0 ? -1 : 0;
}

/* Reads the draft of this name: 1, 0 where a program works on it, -1 where it is not what its name says. */
static int read_draft(const char *path, const char *name, struct draft *out)
{
	struct buf bytes = BUF_INIT, own = BUF_INIT;
	int fd = lock_file(path, LOCK_SH), rc = -1;
	struct stat st;

	*out = (struct draft){ .fields = NULL };
	/* A link or something else than a file is not ours; what is locked or just went is not there. */
	if (fd < 0)
		return lstat(path, &st) == 0 && !S_ISREG(st.st_mode) ? -1 : 0;
	if (read_bytes(fd, &bytes) == 0 && draft_decode(out, buf_str(&bytes), bytes.len) == 0) {
		add_name(&own, out);
		rc = strcmp(buf_str(&own), name) == 0 ? 1 : -1;
	}
	close(fd);
	buf_release(&bytes);
	buf_release(&own);
	if (rc < 0)
		draft_release(out);
	return rc;
}

static int put_aside(const char *path, struct err *e)
{
	struct buf aside = BUF_INIT, shown = BUF_INIT;

	buf_addf(&aside, "%s" ASIDE, path);
	text_show(&shown, rename(path, buf_str(&aside)) == 0 ? buf_str(&aside) : path);
	err_set(e, ERR_INVALID, _("有一份草稿读不出来，没有动它的内容，已放在一边：%s"), buf_str(&shown));
	buf_release(&aside);
	buf_release(&shown);
	return ERR_INVALID;
}

/* A program that was killed while it wrote leaves half a file; the whole one is still beside it. */
static void sweep(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_mtime + HALF_SECONDS < clock_wall_ms() / 1000)
		unlink(path);
}

static bool is_wanted(const struct draft_want *want, const struct draft *d)
{
	return strcmp(d->login, want->login) == 0 &&
		(!want->reg || (strcmp(d->reg, want->reg) == 0 && d->record == want->record));
}

static void add_draft(struct draft_list *l, struct draft *d)
{
	l->items = xreallocarray(l->items, l->n + 1, sizeof(*l->items));
	l->items[l->n++] = *d;
}

static int look_at(const char *folder, const char *name, const struct draft_want *want, struct draft_list *out,
		   struct err *e)
{
	char *path = path_in(folder, name, "");
	struct draft d = { .fields = NULL };
	int rc = 0;

	if (ends_with(name, HALF))
		sweep(path);
	else if (ends_with(name, SUFFIX))
		rc = read_draft(path, name, &d);
	if (rc > 0 && is_wanted(want, &d))
		add_draft(out, &d);
	else if (rc > 0)
		draft_release(&d);
	if (rc < 0)
		rc = put_aside(path, e);
	free(path);
	return rc < 0 ? rc : 0;
}

static int newest_first(const void *a, const void *b)
{
	const struct draft *x = a, *y = b;

	return x->at_ms < y->at_ms ? 1 : x->at_ms > y->at_ms ? -1 : 0;
}

int draft_find(const char *folder, const struct draft_want *want, struct draft_list *out, struct err *e)
{
	struct buf prefix = BUF_INIT;
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int rc = 0;

	*out = (struct draft_list){ .items = NULL };
	if (!dir)
		return 0;
	buf_addf(&prefix, "%016" PRIx64 "-", (uint64_t)want->database);
	if (want->reg)
		buf_addf(&prefix, "%s-%" PRId64 "-", want->reg, want->record);
	while ((entry = readdir(dir)))
		if (strncmp(entry->d_name, buf_str(&prefix), prefix.len) == 0 &&
		    look_at(folder, entry->d_name, want, out, e) < 0)
			rc = ERR_INVALID;
	closedir(dir);
	if (out->n > 1)
		qsort(out->items, out->n, sizeof(*out->items), newest_first);
	buf_release(&prefix);
	return rc;
}

void draft_list_release(struct draft_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		draft_release(&l->items[i]);
	free(l->items);
	*l = (struct draft_list){ .items = NULL };
}
