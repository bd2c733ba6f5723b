/*
 * Sort keys.  Every kind of value becomes bytes with a first byte that keeps empty
 * values behind all others, so that no order ever asks which type it has.
 */
#include "db/keys.h"

#include <pthread.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/banned.h"

#define FILLED 0x01
#define STATE 0xFE
#define EMPTY 0xFF

/* Longer texts are cut before the key is made: 96 bytes are reached by some forty characters. */
#define TEXT_UNITS 128

/* ---- ICU --------------------------------------------------------------------------------------- */

/* Made on first use: mere reading does without, and start-up need not wait for it.  Once made it never
 * changes, so that threads may share it. */
static UCollator *collator;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

static UCollator *collator_get(struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *made;

	pthread_mutex_lock(&making);
	if (!collator) {
		collator = ucol_open("zh@collation=pinyin", &status);
		if (U_SUCCESS(status))
			ucol_setStrength(collator, UCOL_TERTIARY);
		else
			collator = NULL;
	}
	made = collator;
	pthread_mutex_unlock(&making);
	if (made)
		return made;
	err_set(e, ERR_DATABASE, _("ICU 不能按拼音排序（%s）；请检查 libicu 是否装好。"),
		u_errorName(status));
	return NULL;
}

void key_version(struct buf *out)
{
	UVersionInfo icu, unicode;
	char one[U_MAX_VERSION_STRING_LENGTH], other[U_MAX_VERSION_STRING_LENGTH];

	u_getVersion(icu);
	u_getUnicodeVersion(unicode);
	u_versionToString(icu, one);
	u_versionToString(unicode, other);
	buf_addf(out, "keys 2 icu %s unicode %s\n", one, other);
}

/* Text in pinyin order.  The key has no zero bytes of its own, so that one marks its end. */
static int add_collated(const char *text, struct key *out, struct err *e)
{
	UCollator *c = collator_get(e);
	UErrorCode status = U_ZERO_ERROR;
	UChar units[TEXT_UNITS];
	uint8_t long_key[1024];
	int32_t n = 0, length;

	if (!c)
		return ERR_DATABASE;
	u_strFromUTF8WithSub(units, TEXT_UNITS, &n, text, -1, 0xFFFD, NULL, &status);
	if (n > TEXT_UNITS)
		n = TEXT_UNITS;
	length = ucol_getSortKey(c, units, n, long_key, sizeof(long_key));
	/* The returned length counts the zero at the end. */
	length = length > 0 ? length - 1 : 0;
	if (length > KEY_TEXT)
		length = KEY_TEXT;
	memcpy(out->bytes + out->n, long_key, (size_t)length);
	out->n += (size_t)length;
	out->bytes[out->n++] = 0;
	return 0;
}

/* ---- Keys -------------------------------------------------------------------------------------- */

bool key_is_kept(const struct field *f)
{
	return field_is_sortable(f) || f->type == TYPE_REF;
}

static size_t put_big_endian(uint8_t *to, uint64_t value)
{
	for (size_t i = 0; i < 8; i++)
		to[i] = (uint8_t)(value >> (56 - 8 * i));
	return 8;
}

static void add_plain(const char *text, struct key *out)
{
	size_t n = strnlen(text, KEY_TEXT);

	memcpy(out->bytes + out->n, text, n);
	out->n += n;
	out->bytes[out->n++] = 0;
}

/* Behind all values, before what is not filled in, also where only the eight bytes after the first are compared. */
static void make_state(enum empty state, struct key *out)
{
	out->bytes[0] = STATE;
	memset(out->bytes + 1, 0xFF, 7);
	out->bytes[8] = (uint8_t)state;
	out->n = 9;
}

int key_make(const struct field *f, const struct cell *c, struct key *out, struct err *e)
{
	enum empty state = field_empty_cell(f, c);

	if (state > EMPTY_UNFILLED) {
		make_state(state, out);
		return 0;
	}
	out->n = 1;
	out->bytes[0] = c->kind == CELL_NULL ? EMPTY : FILLED;
	if (c->kind == CELL_INT)
		/* Negative numbers before positive ones. */
		out->n += put_big_endian(out->bytes + 1, (uint64_t)c->number ^ (UINT64_C(1) << 63));
	if (c->kind != CELL_TEXT)
		return 0;
	if (f->type == TYPE_TEXT || f->type == TYPE_NOTE)
		return add_collated(c->text, out, e);
	add_plain(c->text, out);
	return 0;
}

int key_of_record(const struct field *f, const void *rec, struct key *out, struct err *e)
{
	struct cell c;

	field_type(f)->put(field_const(f, rec), &c);
	return key_make(f, &c, out, e);
}

void key_column(sqlite3_stmt *stmt, int column, struct cell *out)
{
	*out = (struct cell){ .kind = CELL_NULL };
	if (sqlite3_column_type(stmt, column) == SQLITE_INTEGER) {
		out->kind = CELL_INT;
		out->number = sqlite3_column_int64(stmt, column);
	} else if (sqlite3_column_type(stmt, column) != SQLITE_NULL) {
		out->kind = CELL_TEXT;
		out->text = sql_text(stmt, column);
	}
}

int key_of_id(struct store *s, const struct reg *reg, const struct field *f, int64_t id, struct key *out,
	struct err *e)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt;
	struct cell c;
	int rc;

	buf_addf(&sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1", f->name, reg->name);
	rc = sql_get(s, buf_str(&sql), &stmt, e);
	buf_release(&sql);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(stmt, 1, id);
	rc = sql_step(s, stmt, e);
	if (rc == 1) {
		key_column(stmt, 0, &c);
		rc = key_make(f, &c, out, e);
		rc = rc < 0 ? rc : 1;
	}
	sql_done(s, stmt);
	return rc;
}

static int compare(const uint8_t *a, size_t na, const uint8_t *b, size_t nb)
{
	int order = memcmp(a, b, na < nb ? na : nb);

	return order ? order : (na > nb) - (na < nb);
}

int key_compare(const struct key *a, const struct key *b)
{
	return compare(a->bytes, a->n, b->bytes, b->n);
}

void mark_make(const struct key *key, int64_t id, struct mark *out)
{
	memcpy(out->bytes, key->bytes, key->n);
	out->n = key->n + put_big_endian(out->bytes + key->n, (uint64_t)id ^ (UINT64_C(1) << 63));
}
