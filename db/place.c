/* Where a database may stand: see place.h for the reasons. */
#include "db/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "db/folder.h"
#include "db/schema.h"
#include "src/buf.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

bool place_is_network(long type)
{
	static const unsigned long network[] = {
		0x6969,		/* NFS */
		0x517B,		/* SMB */
		0xFE534D42,	/* SMB2 */
		0xFF534D42,	/* CIFS */
		0x564c,		/* NCP */
		0x5346414F,	/* OpenAFS */
		0x73757245,	/* Coda */
		0x01021997,	/* 9P */
		0x00c36400,	/* Ceph */
		0x65735546,	/* FUSE: sshfs, davfs and the like */
		0x0bd00bd0,	/* Lustre */
		0x47504653,	/* GPFS */
	};

	for (size_t i = 0; i < sizeof(network) / sizeof(network[0]); i++)
		if (((unsigned long)type & 0xffffffff) == network[i])
			return true;
	return false;
}

/* The path with its directory resolved, so that SQLite may refuse every symbolic link that is left. */
static char *resolve(const char *path)
{
	char *dir_copy = xstrdup(path), *base_copy = xstrdup(path), *real = NULL;
	char dir[PATH_MAX];

	if (realpath(dirname(dir_copy), dir)) {
		struct buf b = BUF_INIT;

		buf_addf(&b, "%s/%s", strcmp(dir, "/") == 0 ? "" : dir, basename(base_copy));
		real = buf_detach(&b);
	}
	free(dir_copy);
	free(base_copy);
	return real;
}

bool place_is_frozen(const char *path)
{
	struct buf wal = BUF_INIT;
	struct statvfs fs;
	struct stat st;
	bool log;

	buf_addf(&wal, "%s-wal", path);
	log = stat(buf_str(&wal), &st) == 0 && st.st_size > 0;
	buf_release(&wal);
	return !log && statvfs(path, &fs) == 0 && (fs.f_flag & ST_RDONLY);
}

bool place_has_empty_log(const char *path)
{
	struct buf wal = BUF_INIT;
	struct statfs fs;
	struct stat st;
	bool empty;

	buf_addf(&wal, "%s-wal", path);
	empty = lstat(buf_str(&wal), &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0;
	buf_release(&wal);
	return empty && access(path, W_OK) == 0 && statfs(path, &fs) == 0 && !place_is_network((long)fs.f_type);
}

static bool in_our_groups(gid_t gid)
{
	gid_t groups[256];
	int n = getgroups(256, groups);

	if (gid == getegid())
		return true;
	for (int i = 0; i < n; i++)
		if (groups[i] == gid)
			return true;
	return false;
}

static int check_owner(const char *path, const struct stat *st, struct err *e)
{
	bool shared = (st->st_mode & 0060) == 0060 && in_our_groups(st->st_gid);

	if (st->st_uid != geteuid() && geteuid() != 0 && !shared)
		return err_set(e, ERR_DENIED, _("数据库 %s 属于别的账号，也没有开放给你的用户组；请用它的所有者账号打开。"), path);
	if (st->st_mode & 0007)
		return err_set(e, ERR_DENIED, _("数据库 %s 对其他账号开放（权限 %03o），个人信息会泄露；请先执行 chmod o-rwx %s。"),
			       path, (unsigned int)st->st_mode & 0777, path);
	return 0;
}

/* SQLite's header is 100 bytes: "SQLite format 3", and at 68 whose database it is, highest byte first. */
#define HEADER 100
#define HEADER_APPLICATION 68

static uint32_t big_endian(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Looked at before SQLite opens the file: with a foreign database's log it would move that into the file. */
static int check_header(const char *path, struct err *e)
{
	static const char magic[16] = "SQLite format 3";
	unsigned char head[HEADER] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return err_set(e, errno == EACCES ? ERR_DENIED : ERR_DATABASE, _("打不开数据库 %s：%s。"), path,
			       strerror(errno));
	n = read(fd, head, sizeof(head));
	close(fd);
	if (n != (ssize_t)sizeof(head) || memcmp(head, magic, sizeof(magic)) != 0)
		return err_set(e, ERR_DATABASE, _("%s 不是 zhibu 的数据库；请检查文件名，或用 zhibu init 新建。"), path);
	if (big_endian(head + HEADER_APPLICATION) != SCHEMA_APPLICATION_ID)
		return err_set(e, ERR_DATABASE, _("%s 是别的程序的数据库，不是 zhibu 的；没有改动它。"), path);
	return 0;
}

static int check_file(const char *path, bool readonly, struct err *e)
{
	struct stat st;
	struct statfs fs;
	int rc;

	if (lstat(path, &st) < 0) {
		if (errno == ENOENT)
			return err_set(e, ERR_DATABASE, _("没有数据库 %s；请用 zhibu init 新建，或用 zhibu demo 建示例。"), path);
		return err_set(e, ERR_DATABASE, _("打不开数据库 %s：%s。"), path, strerror(errno));
	}
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_DENIED, _("%s 不是普通文件（目录、链接或设备），不能作数据库。"), path);
	if (st.st_nlink != 1)
		return err_set(e, ERR_DENIED, _("%s 有 %lu 个硬链接，锁不可靠；请复制成单独的文件再用。"), path,
			       (unsigned long)st.st_nlink);
	/* What is no database at all must not be told to change its mode. */
	rc = check_header(path, e);
	if (rc == 0)
		rc = check_owner(path, &st, e);
	if (rc < 0)
		return rc;
	if (!readonly && statfs(path, &fs) == 0 && place_is_network((long)fs.f_type))
		return err_set(e, ERR_DENIED, _("%s 在网络盘上，多人写入会损坏数据；请放到本机磁盘，或加 --readonly 只读打开。"), path);
	return 0;
}

/* Whoever read the file while it was closed to writers left SQLite's files beside it as closed as it was. */
static void open_again(const char *real)
{
	static const char *const tails[] = { "-wal", "-shm" };
	struct stat file, st;

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct buf b = BUF_INIT;

		buf_addf(&b, "%s%s", real, tails[i]);
		if (lstat(real, &file) == 0 && lstat(buf_str(&b), &st) == 0 && S_ISREG(st.st_mode) &&
		    st.st_uid == geteuid() && !(st.st_mode & S_IWUSR))
			chmod(buf_str(&b), file.st_mode & 0770);
		buf_release(&b);
	}
}

int place_check(const char *path, bool readonly, char **real, struct err *e)
{
	int rc;

	*real = resolve(path);
	if (!*real)
		return err_set(e, ERR_DATABASE, _("没有数据库 %s：它的目录不存在。"), path);
	rc = check_file(*real, readonly, e);
	if (rc == 0 && !readonly && access(*real, W_OK) < 0)
		rc = err_set(e, ERR_DENIED, _("数据库 %s 不能写入：文件是只读的；要只看不改，请加 --readonly。"), path);
	if (rc == 0 && !readonly)
		open_again(*real);
	if (rc < 0) {
		free(*real);
		*real = NULL;
	}
	return rc;
}

/* What another database left there would be taken for the new one's, and be read into it. */
static int check_no_log(const char *real, const char *path, struct err *e)
{
	static const char *const tails[] = { "-wal", "-journal" };
	struct stat st;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct buf log = BUF_INIT;

		buf_addf(&log, "%s%s", real, tails[i]);
		if (lstat(buf_str(&log), &st) == 0)
			rc = err_set(e, ERR_USAGE, _("不能建立 %s：那里还有原来的数据库留下的日志 %s，里面可能有没并入的改动；请把它和原来的"
						     "数据库一起移走，或换一个文件名。"), path, buf_str(&log));
		buf_release(&log);
	}
	return rc;
}

int place_check_new(const char *path, char **real, struct err *e)
{
	struct stat st;
	struct statfs fs;
	char *dir;
	int rc = 0;

	*real = resolve(path);
	if (!*real)
		return err_set(e, ERR_IO, _("不能建立 %s：它的目录不存在。"), path);
	dir = xstrdup(*real);
	dirname(dir);
	if (lstat(*real, &st) == 0)
		rc = err_set(e, ERR_USAGE, _("%s 已经存在，不会覆盖；请换一个文件名。"), path);
	else if (access(dir, W_OK | X_OK) < 0)
		rc = err_set(e, ERR_DENIED, _("不能建立 %s：目录 %s 不能写入。"), path, dir);
	else if (statfs(dir, &fs) == 0 && place_is_network((long)fs.f_type))
		rc = err_set(e, ERR_DENIED, _("%s 在网络盘上，多人写入会损坏数据；请放到本机磁盘。"), path);
	else
		rc = check_no_log(*real, path, e);
	free(dir);
	if (rc < 0) {
		free(*real);
		*real = NULL;
	}
	return rc;
}

static int publish(const char *from, const char *to, unsigned int how, struct err *e)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0) {
		int why = errno;

		if (fd >= 0)
			close(fd);
		return err_set(e, ERR_IO, _("写 %s 时磁盘出错：%s。"), to, strerror(why));
	}
	close(fd);
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, how) < 0)
		return err_set(e, errno == EEXIST ? ERR_USAGE : ERR_IO, _("不能建立 %s：%s。"), to, strerror(errno));
	if (folder_flush_above(to) < 0)
		return err_set(e, ERR_IO, _("%s 已经写好，但磁盘没有确认它的文件名（%s）；请检查磁盘。"), to, strerror(errno));
	return 0;
}

int place_publish(const char *from, const char *to, struct err *e)
{
	return publish(from, to, RENAME_NOREPLACE, e);
}

int place_replace(const char *from, const char *to, struct err *e)
{
	return publish(from, to, 0, e);
}

#define TEMPORARY ".new-"

void place_temporary(const char *path, struct buf *out)
{
	buf_addf(out, "%s" TEMPORARY "%ld", path, (long)getpid());
}

/* "zhibu.db.new-4711" or a file that SQLite puts beside it, of a process that is no more. */
static bool is_abandoned(const char *name, const char *base)
{
	size_t n = strlen(base);
	char *end;
	long pid;

	if (strncmp(name, base, n) != 0 || strncmp(name + n, TEMPORARY, strlen(TEMPORARY)) != 0)
		return false;
	pid = strtol(name + n + strlen(TEMPORARY), &end, 10);
	if (pid <= 0 || (*end && strcmp(end, "-wal") != 0 && strcmp(end, "-shm") != 0 && strcmp(end, "-journal") != 0))
		return false;
	return kill((pid_t)pid, 0) < 0 && errno == ESRCH;
}

void place_sweep(const char *path)
{
	char *dir_copy = xstrdup(path), *base_copy = xstrdup(path);
	DIR *dir = opendir(dirname(dir_copy));
	const char *base = basename(base_copy);

	for (const struct dirent *d; dir && (d = readdir(dir));)
		if (is_abandoned(d->d_name, base))
			unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
	free(dir_copy);
	free(base_copy);
}

void place_drop(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct buf b = BUF_INIT;

		buf_addf(&b, "%s%s", path, tails[i]);
		unlink(buf_str(&b));
		buf_release(&b);
	}
}
