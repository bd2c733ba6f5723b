/*
 * Damaged files: whatever stands in them, the program ends with a sentence, and what verify calls
 * sound is what was saved.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/care.h"
#include "db/journal.h"
#include "db/read.h"
#include "src/mem.h"
#include "tests/support/torture.h"
#include "src/banned.h"

/* A program that needs longer than this to look at a small file hangs. */
#define SECONDS 60
#define BRANCHES 40

/* --- what is done to a file --- */

static void flip_bytes(int fd, off_t size, struct dice *d)
{
	uint32_t n = 1 + dice_roll(d, 16);

	for (uint32_t i = 0; i < n; i++) {
		off_t at = (off_t)dice_roll(d, (uint32_t)size);
		unsigned char byte;

		if (pread(fd, &byte, 1, at) == 1) {
			byte ^= (unsigned char)(1 + dice_roll(d, 255));
			(void)!pwrite(fd, &byte, 1, at);
		}
	}
}

/* A sector full of zeros, of ones, or of what stands elsewhere in the file. */
static void spoil_block(int fd, off_t size, struct dice *d)
{
	char block[512];
	off_t blocks = size / (off_t)sizeof(block), at, from;

	if (!blocks)
		return;
	at = (off_t)dice_roll(d, (uint32_t)blocks) * (off_t)sizeof(block);
	from = (off_t)dice_roll(d, (uint32_t)blocks) * (off_t)sizeof(block);
	memset(block, dice_roll(d, 2) ? 0 : 0xff, sizeof(block));
	if (dice_roll(d, 2))
		(void)!pread(fd, block, sizeof(block), from);
	(void)!pwrite(fd, block, sizeof(block), at);
}

/* The first hundred bytes of a file and of its pages decide most. */
static void spoil_header(int fd, off_t size, struct dice *d)
{
	off_t pages = size / 4096, at;
	unsigned char byte = (unsigned char)dice_roll(d, 256);

	if (!pages)
		return;
	at = (off_t)dice_roll(d, (uint32_t)pages) * 4096 + (off_t)dice_roll(d, dice_roll(d, 2) ? 12 : 100);
	(void)!pwrite(fd, &byte, 1, at);
}

static void spoil(const char *path, struct dice *d)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0)
		switch (dice_roll(d, 8)) {
		case 0:
			spoil_block(fd, st.st_size, d);
			break;
		case 1:
		case 2:
			spoil_header(fd, st.st_size, d);
			break;
		case 3:
			(void)!ftruncate(fd, (off_t)dice_roll(d, (uint32_t)st.st_size));
			break;
		default:
			flip_bytes(fd, st.st_size, d);
			break;
		}
	close(fd);
}

/* --- what a person then does with it --- */

static int each_record(void *ctx, const void *rec)
{
	struct buf *b = ctx;
	const struct rec *r = rec;

	buf_clear(b);
	buf_addf(b, "%lld", (long long)r->id);
	return 0;
}

static void look_at_lists(struct store *s)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < registers_n; i++) {
		struct view v = { .reg = registers[i], .all = true };
		struct page page = { .n = 0 };
		struct count count = { .n = 0 };

		store_each(s, &v, each_record, &b, NULL);
		store_page(s, &v, &(struct page_want){ PAGE_LAST, 0, 10, 0 }, &page, NULL);
		page_release(&page);
		v.all = false;
		v.sort = reg_label(registers[i]);
		v.descending = true;
		store_page(s, &v, &(struct page_want){ PAGE_FIRST, 0, 10, 0 }, &page, NULL);
		page_release(&page);
		store_count(s, &v, &count, NULL);
	}
	buf_release(&b);
}

static void search(struct store *s)
{
	struct query q = { .n = 0 };
	struct view v = { .reg = &org_reg, .query = &q };
	struct page page = { .n = 0 };

	if (query_parse(&org_reg, "示例T1 党员>0", store_lookup(s), &q, NULL) < 0)
		return;
	store_page(s, &v, &(struct page_want){ PAGE_FIRST, 0, 10, 0 }, &page, NULL);
	page_release(&page);
	query_release(&q);
}

static int each_change(void *ctx, const struct action *a, const struct change *c)
{
	struct buf *b = ctx;

	(void)a;
	buf_clear(b);
	if (c->reg && c->after)
		buf_adds(b, c->after);
	return 0;
}

static void look_at_journal(struct store *s)
{
	struct journal_filter all = { .limit = 0 };
	struct buf b = BUF_INIT;

	journal_changes(s, &all, each_change, &b, NULL);
	buf_release(&b);
}

static void save_one(struct store *s)
{
	struct err e = ERR_INIT;
	struct org *base = torture_read(s, "T3", &e), *org = base ? torture_read(s, "T3", &e) : NULL;

	if (org) {
		torture_set(&org->secretary, "示例改");
		store_save_one(s, &org_reg, base, org, NULL, &e);
	}
	reg_free(&org_reg, base);
	reg_free(&org_reg, org);
}

static void undo_one(struct store *s)
{
	struct undo_plan plan;
	struct err e = ERR_INIT;

	if (journal_plan_undo(s, 0, &plan, &e) == 0)
		journal_undo(s, &plan, true, NULL, &e);
	undo_plan_release(&plan);
}

static void count_problem(void *ctx, const char *text)
{
	int *n = ctx;

	*n += text[0] != '\0';
}

/* A sound file to begin with, and what it held after each save that stands in its log. */
#define STATES 3

struct model {
	const char *path;
	uint64_t facts[STATES];
	int states;
};

static bool was_saved(const struct model *m, uint64_t facts)
{
	for (int i = 0; i < m->states; i++)
		if (m->facts[i] == facts)
			return true;
	return false;
}

/* How looking at a damaged file may end. */
enum end { REFUSED = 10, FOUND, SOUND, LIED, SPEECHLESS };

static int use(const char *path, const struct model *m)
{
	struct err e = ERR_INIT;
	struct store *s;
	struct buf copy = BUF_INIT;
	int64_t problems = 1;
	int said = 0, rc;

	alarm(SECONDS);
	s = torture_open(path, &e);
	if (!s)
		return e.text[0] ? REFUSED : SPEECHLESS;
	rc = journal_verify(s, count_problem, &said, &problems, &e);
	if (rc == 0 && !problems && !was_saved(m, torture_facts(path)))
		return LIED;
	look_at_lists(s);
	search(s);
	look_at_journal(s);
	save_one(s);
	undo_one(s);
	buf_addf(&copy, "%s.copy", path);
	if (care_backup(s, buf_str(&copy), &e) == 0)
		torture_remove(buf_str(&copy));
	buf_release(&copy);
	store_close(s);
	return rc == 0 && !problems ? SOUND : FOUND;
}

static int ends[SOUND - REFUSED + 1];

static int judge_end(const struct torture *t, int round, int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return torture_failed(t, "damage", round, "hangs: no end after %d seconds", SECONDS);
	if (WIFSIGNALED(status))
		return torture_failed(t, "damage", round, "crashed: signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) == LIED)
		return torture_failed(t, "damage", round, "verify finds nothing, but the records are others");
	if (WEXITSTATUS(status) == SPEECHLESS)
		return torture_failed(t, "damage", round, "refused without a sentence");
	if (WEXITSTATUS(status) < REFUSED || WEXITSTATUS(status) > SOUND)
		return torture_failed(t, "damage", round, "ended with status %d", WEXITSTATUS(status));
	ends[WEXITSTATUS(status) - REFUSED]++;
	return 0;
}

/* --- rounds --- */

static void copy_with_log(const char *from, const char *to)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	torture_remove(to);
	torture_copy(from, to);
	buf_addf(&a, "%s-wal", from);
	buf_addf(&b, "%s-wal", to);
	if (access(buf_str(&a), F_OK) == 0)
		torture_copy(buf_str(&a), buf_str(&b));
	buf_release(&a);
	buf_release(&b);
}

/* Looks at a copy: looking moves the log into the file. */
static void keep_state(struct model *m, const char *copy)
{
	copy_with_log(m->path, copy);
	m->facts[m->states++] = torture_facts(copy);
	torture_remove(copy);
}

/* Saves, undoes, and ends as a killed program does, with all of it in the log. */
static void save_and_end(struct model *m, const char *copy, int told)
{
	struct err e = ERR_INIT;
	struct store *s = torture_open(m->path, &e);

	if (!s)
		_exit(1);
	save_one(s);
	keep_state(m, copy);
	undo_one(s);
	keep_state(m, copy);
	_exit(write(told, m, sizeof(*m)) != sizeof(*m));
}

static bool make_killed(struct model *m, const char *copy)
{
	int fds[2];
	pid_t child;
	bool made;

	if (pipe(fds) < 0)
		return false;
	child = fork();
	if (child == 0)
		save_and_end(m, copy, fds[1]);
	close(fds[1]);
	made = read(fds[0], m, sizeof(*m)) == sizeof(*m);
	close(fds[0]);
	waitpid(child, NULL, 0);
	return made;
}

/* A log that lost its end leaves an earlier save, which is sound as well. */
static int damage_round(const struct torture *t, int round, const struct model *m, const char *path)
{
	struct dice d = dice_of(t, round);
	struct buf wal = BUF_INIT;
	pid_t child;
	int status;

	copy_with_log(m->path, path);
	buf_addf(&wal, "%s-wal", path);
	spoil(m->states > 1 && dice_roll(&d, 2) ? buf_str(&wal) : path, &d);
	buf_release(&wal);
	child = fork();
	if (child == 0)
		_exit(use(path, m));
	waitpid(child, &status, 0);
	return judge_end(t, round, status);
}

int torture_damage(const struct torture *t)
{
	char *closed = torture_path(t, "closed.db"), *killed = torture_path(t, "killed.db"),
	     *path = torture_path(t, "damaged.db");
	struct model models[2] = { { .path = closed }, { .path = killed } };
	int failed = 0;

	torture_make(closed, BRANCHES);
	keep_state(&models[0], path);
	torture_copy(closed, killed);
	keep_state(&models[1], path);
	if (!make_killed(&models[1], path))
		failed = torture_failed(t, "damage", t->first, "the model with a log could not be made");
	for (int i = 0; i < t->rounds && !failed; i++)
		failed = damage_round(t, t->first + i, &models[(t->first + i) % 2], path);
	torture_remove(closed);
	torture_remove(killed);
	if (!failed) {
		torture_remove(path);
		printf("damage: of %d files %d were refused, in %d verify found something, %d were sound\n", t->rounds,
		       ends[0], ends[1], ends[2]);
	}
	free(closed);
	free(killed);
	free(path);
	return failed;
}
