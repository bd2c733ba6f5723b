/*
 * A disk that loses its power: see power.h.
 */
#include "tests/support/power.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/mem.h"
#include "tests/support/fault_run.h"
#include "tests/support/faults.h"
#include "tests/support/torture.h"
#include "src/banned.h"

#define ARGUMENTS 6
#define SECTOR 512

static const char *const session[][ARGUMENTS] = {
	{ "init" },
	{ "add", "org", "code=A1", "name=中共示例一支部委员会", "category=631" },
	{ "import", "org", "@in.csv" },
	{ "set", "org", "A1", "secretary=示例才仁" },
	{ "undo", "--yes" },
	{ "backup", "@copy.db" },
	{ "set", "org", "A1", "secretary=示例卓玛", "full_members=12" },
};

#define COMMANDS ((int)(sizeof(session) / sizeof(session[0])))

/* --- the session --- */

struct story {
	char *log;			/* all of it */
	size_t size;
	size_t ends[COMMANDS + 1];	/* how far it went when each command had ended; the first is 0 */
	char *states[COMMANDS + 1];
};

static char *path_of(const char *dir, const char *name)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s/%s", dir, name);
	return buf_detach(&b);
}

static _Noreturn void become(const struct power *p, const char *disk, const char *const *arguments)
{
	char *log = path_of(p->dir, "log");
	const char *argv[ARGUMENTS + 4] = { p->zhibu, "--db", path_of(disk, "x.db") };
	int quiet = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < ARGUMENTS && arguments[i]; i++)
		argv[3 + i] = arguments[i][0] == '@' ? path_of(disk, arguments[i] + 1) : arguments[i];
	dup2(quiet, STDOUT_FILENO);
	dup2(quiet, STDERR_FILENO);
	setenv("LD_PRELOAD", p->library, 1);
	setenv("FAULT_DIR", disk, 1);
	setenv("FAULT_LOG", log, 1);
	execv(p->zhibu, (char *const *)(uintptr_t)argv);
	_exit(127);
}

static bool command(const struct power *p, const char *disk, const char *const *arguments)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0)
		become(p, disk, arguments);
	waitpid(child, &status, 0);
	return status == 0;
}

static size_t read_log(const struct power *p, char **bytes)
{
	char *path = path_of(p->dir, "log");
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT;
	static char block[1 << 16];
	size_t n;

	while (f && (n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	if (f)
		fclose(f);
	free(path);
	n = b.len;
	free(*bytes);
	*bytes = b.data ? buf_detach(&b) : NULL;
	return n;
}

static bool run_session(const struct power *p, const char *disk, struct story *story)
{
	char *csv = path_of(disk, "in.csv");
	FILE *f = fopen(csv, "w");

	if (!f || fputs("编码,全称,类别\nN1,中共示例N1支部委员会,党支部\nN2,中共示例N2支部委员会,党支部\n", f) < 0 || fclose(f) != 0)
		return false;
	story->states[0] = fault_state(disk);
	for (int i = 0; i < COMMANDS; i++) {
		if (!command(p, disk, session[i]))
			return false;
		story->ends[i + 1] = story->size = read_log(p, &story->log);
		story->states[i + 1] = fault_state(disk);
	}
	free(csv);
	return true;
}

static void story_release(struct story *story)
{
	for (int i = 0; i <= COMMANDS; i++)
		free(story->states[i]);
	free(story->log);
}

/* --- a disk --- */

#define FILES 128
#define NAMES 256

struct change {
	struct fault_entry entry;
	const char *bytes;
};

struct file {
	struct buf durable;
	struct change *pending;
	size_t n_pending;
};

/* A name becomes a file's, or (file -1) nobody's. */
struct name {
	const char *path;
	size_t n;
	int file;
};

struct disk {
	struct file files[FILES];
	int n_files;
	int number[FILES];		/* of the process that writes now: its numbers for files; -1: the folder */
	struct name names[NAMES];	/* all changes of names, in their order; the first `durable` are */
	size_t n_names, durable_names;
};

static int file_named(const struct disk *d, const char *path, size_t n, size_t names)
{
	for (size_t i = names; i-- > 0;)
		if (d->names[i].n == n && memcmp(d->names[i].path, path, n) == 0)
			return d->names[i].file;
	return -1;
}

static void add_name(struct disk *d, const char *path, size_t n, int file)
{
	if (d->n_names == NAMES)
		abort();
	d->names[d->n_names++] = (struct name){ path, n, file };
}

static void apply_bytes(struct file *f, int64_t where, const char *bytes, size_t n)
{
	if (f->durable.len < (size_t)where + n)
		buf_fill(&f->durable, '\0', (size_t)where + n - f->durable.len);
	if (n)
		memcpy(f->durable.data + where, bytes, n);
}

static void apply(struct file *f, const struct change *c)
{
	size_t size = (size_t)c->entry.where;

	if (c->entry.what == FAULT_WROTE)
		apply_bytes(f, c->entry.where, c->bytes, (size_t)c->entry.n);
	else if (size < f->durable.len)
		buf_truncate(&f->durable, size);
	else
		buf_fill(&f->durable, '\0', size - f->durable.len);
}

static void flush(struct disk *d, int number)
{
	struct file *f;

	if (number < 0) {
		d->durable_names = d->n_names;
		return;
	}
	f = &d->files[number];
	for (size_t i = 0; i < f->n_pending; i++)
		apply(f, &f->pending[i]);
	f->n_pending = 0;
}

static void bind(struct disk *d, const char *folder, const struct fault_entry *entry, const char *path)
{
	size_t n = (size_t)entry->n;
	int file = entry->what == FAULT_OPENED ? file_named(d, path, n, d->n_names) : -1;

	if (n == strlen(folder) && memcmp(path, folder, n) == 0) {
		d->number[entry->file] = -1;
		return;
	}
	if (file < 0) {
		if (d->n_files == FILES)
			abort();
		file = d->n_files++;
		add_name(d, path, n, file);
	}
	d->number[entry->file] = file;
}

static void happen(struct disk *d, const char *folder, const struct fault_entry *entry, const char *bytes)
{
	struct file *f = d->number[entry->file] >= 0 ? &d->files[d->number[entry->file]] : NULL;

	switch ((enum fault_change)entry->what) {
	case FAULT_OPENED:
	case FAULT_CREATED:
		bind(d, folder, entry, bytes);
		break;
	case FAULT_WROTE:
	case FAULT_TRUNCATED:
		if (!f)
			break;
		f->pending = xreallocarray(f->pending, f->n_pending + 1, sizeof(*f->pending));
		f->pending[f->n_pending++] = (struct change){ *entry, bytes };
		break;
	case FAULT_FLUSHED:
		flush(d, d->number[entry->file]);
		break;
	case FAULT_RENAMED:
		for (size_t i = 0; i < d->n_names; i++)
			if (file_named(d, d->names[i].path, d->names[i].n, d->n_names) == d->number[entry->file])
				add_name(d, d->names[i].path, d->names[i].n, -1);
		add_name(d, bytes, (size_t)entry->n, d->number[entry->file]);
		break;
	case FAULT_UNLINKED:
		add_name(d, bytes, (size_t)entry->n, -1);
		break;
	}
}

static void disk_release(struct disk *d)
{
	for (int i = 0; i < d->n_files; i++) {
		buf_release(&d->files[i].durable);
		free(d->files[i].pending);
	}
	free(d);
}

/* --- the cut --- */

static void keep_some_sectors(struct file *f, const struct change *c, struct dice *dice)
{
	for (uint64_t at = 0; at < c->entry.n; at += SECTOR) {
		uint64_t n = c->entry.n - at < SECTOR ? c->entry.n - at : SECTOR;

		if (dice_roll(dice, 2))
			apply_bytes(f, c->entry.where + (int64_t)at, c->bytes + at, (size_t)n);
	}
}

/* Of what was not flushed: nothing, all, or any part. */
static void lose_some(struct disk *d, struct dice *dice)
{
	for (int i = 0; i < d->n_files; i++) {
		struct file *f = &d->files[i];
		uint32_t luck = dice_roll(dice, 4);

		for (size_t k = 0; k < f->n_pending && luck > 0; k++) {
			uint32_t fate = luck == 1 ? 0 : dice_roll(dice, 3);

			if (fate == 0)
				apply(f, &f->pending[k]);
			else if (fate == 1 && f->pending[k].entry.what == FAULT_WROTE)
				keep_some_sectors(f, &f->pending[k], dice);
		}
	}
	d->durable_names += dice_roll(dice, (uint32_t)(d->n_names - d->durable_names) + 1);
}

static void write_disk(const struct disk *d, const char *to)
{
	for (size_t i = 0; i < d->durable_names; i++) {
		const struct name *name = &d->names[i];
		int file = file_named(d, name->path, name->n, d->durable_names);
		const char *base = name->path + name->n;
		struct buf path = BUF_INIT;
		FILE *f;

		if (file < 0)
			continue;
		while (base[-1] != '/')
			base--;
		buf_addf(&path, "%s/%.*s", to, (int)(name->path + name->n - base), base);
		f = fopen(buf_str(&path), "wb");
		if (!f || fwrite(buf_str(&d->files[file].durable), 1, d->files[file].durable.len, f) !=
				  d->files[file].durable.len || fclose(f) != 0 || chmod(buf_str(&path), 0600) != 0)
			abort();
		buf_release(&path);
	}
}

static void empty(const char *folder)
{
	DIR *dir = opendir(folder);

	for (const struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
}

static int judge(const struct power *p, int cut, const struct story *story, int done, const char *folder)
{
	struct torture t = { .dir = p->dir, .seed = p->seed };
	char *path = path_of(folder, "x.db"), *state;
	struct err e = ERR_INIT;
	int failed = 0;

	if (access(path, F_OK) == 0 && torture_verify(path, &e) != 0)
		failed = torture_failed(&t, "power", cut, "after command %d: %s", done, e.text);
	state = fault_state(folder);
	if (!failed && strcmp(state, story->states[done]) != 0 &&
	    (done == COMMANDS || strcmp(state, story->states[done + 1]) != 0))
		failed = torture_failed(&t, "power", cut, "after command %d there is: %s", done, state);
	free(state);
	free(path);
	return failed;
}

/* Lets the session happen up to any byte of its log, and looks at what is there. */
static int one_cut(const struct power *p, int cut, const struct story *story, const char *disk, const char *after)
{
	struct torture numbers = { .seed = p->seed };
	struct dice dice = dice_of(&numbers, cut);
	size_t end = dice_roll(&dice, (uint32_t)story->size + 1), at = 0;
	struct disk *d = xcalloc(1, sizeof(*d));
	int done = 0, failed;

	while (at + sizeof(struct fault_entry) <= end) {
		struct fault_entry entry;

		memcpy(&entry, story->log + at, sizeof(entry));
		happen(d, disk, &entry, story->log + at + sizeof(entry));
		at += sizeof(entry) + (size_t)entry.n;
	}
	while (done < COMMANDS && story->ends[done + 1] <= at)
		done++;
	lose_some(d, &dice);
	empty(after);
	write_disk(d, after);
	failed = judge(p, cut, story, done, after);
	disk_release(d);
	return failed;
}

int power_run(const struct power *p)
{
	char *disk = path_of(p->dir, "disk"), *after = path_of(p->dir, "after"), *log = path_of(p->dir, "log");
	struct torture t = { .dir = p->dir, .seed = p->seed };
	struct story story = { .size = 0 };
	int failed = 0;

	if (mkdir(disk, 0700) < 0 || mkdir(after, 0700) < 0 || !run_session(p, disk, &story))
		failed = torture_failed(&t, "power", p->first, "the session does not run");
	for (int i = 0; i < p->cuts && !failed; i++)
		failed = one_cut(p, p->first + i, &story, disk, after);
	story_release(&story);
	if (!failed) {
		empty(disk);
		empty(after);
		rmdir(disk);
		rmdir(after);
		unlink(log);
	}
	free(disk);
	free(after);
	free(log);
	return failed;
}
