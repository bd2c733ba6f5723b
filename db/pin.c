/* PINs, by scrypt of libcrypto. */
#include "db/pin.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "db/operator.h"
#include "db/past_part.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"

#include "src/banned.h"

#define SALT 16
#define KEY 32
/* 32 MiB and about a tenth of a second. */
#define COST_LOG2 15
#define COST_BLOCK 8
#define COST_LANES 1
/* A stored cost beyond this comes from no version of the program. */
#define MOST_MEMORY ((uint64_t)256 << 20)

struct secret {
	unsigned int log2, block, lanes;
	unsigned char salt[SALT], key[KEY];
};

/* ---- scrypt -------------------------------------------------------------------------------------- */

static int derive(const char *pin, const struct secret *of, unsigned char key[KEY], struct err *e)
{
	if (EVP_PBE_scrypt(pin, strlen(pin), of->salt, SALT, UINT64_C(1) << of->log2, of->block, of->lanes,
		    MOST_MEMORY + (1 << 20), key, KEY) == 1)
		return 0;
	return err_set(e, ERR_IO, _("现在算不出 PIN 的摘要（内存不足）；请稍后再试。"));
}

static void add_hex(struct buf *out, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%02x", (unsigned int)bytes[i]);
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Moves behind n bytes and what ends them; false where they are not there. */
static bool read_hex(const char **at, unsigned char *bytes, size_t n, char end)
{
	const char *s = *at;

	for (size_t i = 0; i < n; i++, s += 2) {
		int high = digit(s[0]), low = high < 0 ? -1 : digit(s[1]);

		if (low < 0)
			return false;
		bytes[i] = (unsigned char)(high * 16 + low);
	}
	*at = s + 1;
	return *s == end;
}

/* A number of one or two digits and a blank behind it. */
static bool read_cost(const char **at, unsigned int *out)
{
	const char *s = *at;

	*out = 0;
	for (int i = 0; i < 2 && *s >= '0' && *s <= '9'; i++, s++)
		*out = 10 * *out + (unsigned int)(*s - '0');
	*at = s + 1;
	return *s == ' ' && *out > 0;
}

static bool parse_secret(const char *text, struct secret *out)
{
	static const char name[] = "scrypt ";

	if (strncmp(text, name, sizeof(name) - 1) != 0)
		return false;
	text += sizeof(name) - 1;
	if (!read_cost(&text, &out->log2) || !read_cost(&text, &out->block) || !read_cost(&text, &out->lanes))
		return false;
	if (out->log2 >= 32 || (UINT64_C(128) * out->block << out->log2) > MOST_MEMORY)
		return false;
	return read_hex(&text, out->salt, SALT, ' ') && read_hex(&text, out->key, KEY, '\0');
}

static int read_secret(const char *text, struct secret *out, struct err *e)
{
	if (parse_secret(text, out))
		return 0;
	return err_set(e, ERR_DATABASE, _("存的 PIN 看不懂；请管理员用 zhibu pin --clear 清除后重新设置。"));
}

/* As an input method may send it; the caller wipes and frees it. */
static char *plain(const char *pin)
{
	struct buf b = BUF_INIT;

	text_halfwidth(&b, pin, strlen(pin));
	return buf_detach(&b);
}

static void wipe(char *pin)
{
	OPENSSL_cleanse(pin, strlen(pin));
	free(pin);
}

/* ---- The table ------------------------------------------------------------------------------------ */

/* 1 and the text, or 0 where there is none. */
static int load(struct store *s, int64_t operator_id, struct buf *out, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT secret FROM pin WHERE operator = ?1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, operator_id);
	rc = sql_step(s, stmt, e);
	if (rc == 1)
		buf_adds(out, sql_text(stmt, 0));
	sql_done(s, stmt);
	return rc;
}

static int store(struct store *s, int64_t operator_id, const char *secret, struct err *e)
{
	sqlite3_stmt *stmt;
	int rc = sql_get(s, secret ? "INSERT OR REPLACE INTO pin (operator, secret) VALUES (?1, ?2)"
				   : "DELETE FROM pin WHERE operator = ?1", &stmt, e);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, operator_id);
	if (secret)
		rc = sql_bind(s, stmt, 2, secret, e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	sql_done(s, stmt);
	return rc < 0 ? rc : 0;
}

int pin_is_set(struct store *s, struct err *e)
{
	struct buf text = BUF_INIT;
	int rc;

	s = past_journal(s);
	rc = load(s, s->operator_row.rec.id, &text, e);
	buf_release(&text);
	return rc;
}

int pin_matches(struct store *s, const char *pin, struct err *e)
{
	unsigned char key[KEY];
	struct secret secret = { .log2 = 0 };
	struct buf text = BUF_INIT;
	char *typed = plain(pin);
	int rc;

	s = past_journal(s);
	rc = load(s, s->operator_row.rec.id, &text, e);
	if (rc == 1)
		rc = read_secret(buf_str(&text), &secret, e);
	else if (rc == 0)
		rc = err_set(e, ERR_NOT_FOUND, _("还没有设置 PIN；请执行 zhibu pin。"));
	if (rc == 0)
		rc = derive(typed, &secret, key, e);
	if (rc == 0)
		rc = CRYPTO_memcmp(key, secret.key, KEY) == 0;
	OPENSSL_cleanse(key, sizeof(key));
	wipe(typed);
	buf_release(&text);
	return rc;
}

/* ---- Setting and clearing -------------------------------------------------------------------------- */

static int make_secret(const char *pin, struct buf *out, struct err *e)
{
	struct secret secret = { .log2 = COST_LOG2, .block = COST_BLOCK, .lanes = COST_LANES };
	int rc;

	if (RAND_bytes(secret.salt, SALT) != 1)
		return err_set(e, ERR_IO, _("系统现在给不出随机数；请稍后再试。"));
	rc = derive(pin, &secret, secret.key, e);
	if (rc < 0)
		return rc;
	buf_addf(out, "scrypt %u %u %u ", secret.log2, secret.block, secret.lanes);
	add_hex(out, secret.salt, SALT);
	buf_addc(out, ' ');
	add_hex(out, secret.key, KEY);
	return 0;
}

static int check_length(const char *pin, struct err *e)
{
	size_t n = 0;
	uint32_t cp;

	for (const char *at = pin; *at; n++)
		at += text_decode(at, strlen(at), &cp);
	if (n >= PIN_LEAST && n <= PIN_MOST)
		return 0;
	return err_set(e, ERR_INVALID, _("PIN 应有 %d 到 %d 个字符。"), PIN_LEAST, PIN_MOST);
}

/* Who is registered and not retired; a viewer too locks a screen. */
static int check_operator(struct store *s, struct err *e)
{
	const struct operator_row *op = &s->operator_row;

	if (op->rec.id && date_is_empty(op->rec.retired_on))
		return 0;
	return err_set(e, ERR_DENIED, _("%s 没有登记为操作员，或已停用，不能有 PIN；请找管理员。"), op->login);
}

int pin_may_set(struct store *s, struct err *e)
{
	int rc;

	s = past_journal(s);
	rc = store_may_change(s, e);
	return rc == 0 ? check_operator(s, e) : rc;
}

int pin_check(const char *pin, struct err *e)
{
	char *typed = plain(pin);
	int rc = check_length(typed, e);

	wipe(typed);
	return rc;
}

static int write_own(struct store *s, const char *secret, struct err *e)
{
	int rc = store_begin(s, ACTION_PIN, _("设置 PIN"), e);

	if (rc < 0)
		return rc;
	rc = check_operator(s, e);
	if (rc == 0)
		rc = store(s, s->operator_row.rec.id, secret, e);
	if (rc == 0)
		return store_commit(s, NULL, e);
	store_rollback(s);
	return rc;
}

int pin_set(struct store *s, const char *pin, struct err *e)
{
	struct buf secret = BUF_INIT;
	char *typed = plain(pin);
	int rc = check_length(typed, e);

	s = past_journal(s);
	if (rc == 0)
		rc = check_operator(s, e);
	if (rc == 0)
		rc = make_secret(typed, &secret, e);
	if (rc == 0)
		rc = write_own(s, buf_str(&secret), e);
	wipe(typed);
	buf_release(&secret);
	return rc;
}

/* *id: the operator of this login. */
static int find_operator(struct store *s, const char *login, int64_t *id, struct err *e)
{
	struct buf shown = BUF_INIT;
	sqlite3_stmt *stmt;
	int rc = sql_get(s, "SELECT id FROM operator WHERE login = ?1", &stmt, e);

	if (rc < 0)
		return rc;
	rc = sql_bind(s, stmt, 1, login, e);
	if (rc == 0)
		rc = sql_step(s, stmt, e);
	*id = rc == 1 ? sqlite3_column_int64(stmt, 0) : 0;
	sql_done(s, stmt);
	text_show(&shown, login);
	if (rc == 0)
		rc = err_set(e, ERR_NOT_FOUND, _("没有操作员「%s」；有哪些，见 zhibu list operator。"), buf_str(&shown));
	buf_release(&shown);
	return rc < 0 ? rc : 0;
}

/* Inside the action, when the operator's row has just been read again. */
static int clear(struct store *s, const char *login, struct err *e)
{
	struct buf text = BUF_INIT;
	int64_t id;
	int rc = find_operator(s, login, &id, e);

	if (rc == 0 && id != s->operator_row.rec.id && operator_role(s) != ROLE_ADMIN)
		rc = err_set(e, ERR_DENIED, _("别人的 PIN 只有管理员可以清除。"));
	if (rc == 0)
		rc = load(s, id, &text, e);
	if (rc == 0)
		rc = err_set(e, ERR_NOT_FOUND, _("%s 没有 PIN。"), login);
	if (rc == 1)
		rc = store(s, id, NULL, e);
	buf_release(&text);
	return rc;
}

int pin_clear(struct store *s, const char *login, struct err *e)
{
	struct buf what = BUF_INIT;
	/* It may be the operator's own row's, which is read again. */
	char *own = xstrdup(login);
	int rc;

	s = past_journal(s);
	text_show(&what, own);
	buf_adds(&what, _(" 的 PIN 已清除"));
	rc = store_begin(s, ACTION_PIN, buf_str(&what), e);
	if (rc == 0) {
		rc = clear(s, own, e);
		if (rc == 0)
			rc = store_commit(s, NULL, e);
		else
			store_rollback(s);
	}
	buf_release(&what);
	free(own);
	return rc;
}
