/*
 * Targets: separated values, conditions, configuration, fields of registers.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/config.h"
#include "src/csv.h"
#include "src/mem.h"
#include "src/query.h"
#include "tests/support/fuzz.h"
#include "tests/support/seeds.h"
#include "src/banned.h"

/* --- separated values --- */

struct cells {
	char **items;
	size_t n;
};

static void keep_row(struct cells *c, const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		if (!text_is_utf8(row->cells[i], strlen(row->cells[i])))
			fuzz_fail("a cell that is no UTF-8");
		c->items = xreallocarray(c->items, c->n + 1, sizeof(*c->items));
		c->items[c->n++] = xstrdup(row->cells[i]);
	}
}

static void release_cells(struct cells *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->items[i]);
	free(c->items);
	*c = (struct cells){ .n = 0 };
}

static int read_cells(const void *bytes, size_t n, enum csv_encoding encoding, char separator, struct cells *out)
{
	void *copy = n ? memcpy(xmalloc(n), bytes, n) : NULL;
	FILE *in = n ? fmemopen(copy, n, "r") : fopen("/dev/null", "r");
	struct csv_reader *reader;
	struct err e = ERR_INIT;
	struct csv_row row;
	long line = 0;
	int rc = csv_open(in, encoding, separator, &reader, &e);

	if (rc == 0) {
		while ((rc = csv_next(reader, &row, &e)) == 1) {
			if (row.line <= line)
				fuzz_fail("line %ld after line %ld", row.line, line);
			line = row.line;
			keep_row(out, &row);
		}
		csv_close(reader);
	}
	if (rc < 0)
		fuzz_check_message(e.text);
	fclose(in);
	free(copy);
	return rc;
}

/* What is written with guards comes back as it was. */
static void check_written(const struct cells *c, char separator, bool gb18030)
{
	struct buf out = BUF_INIT;
	struct cells back = { .n = 0 };
	struct err e = ERR_INIT;

	for (size_t i = 0; i < c->n; i++) {
		/* A line of a single empty cell is an empty line, which readers pass over. */
		csv_add_cell(&out, c->items[i], separator, true);
		buf_addf(&out, "%cx\r\n", separator);
	}
	if (gb18030 && csv_to_gb18030(&out, &e) < 0)
		fuzz_fail("GB18030 cannot have it: %s", e.text);
	if (read_cells(buf_str(&out), out.len, gb18030 ? CSV_GB18030 : CSV_UTF8, separator, &back) < 0 ||
	    back.n != 2 * c->n)
		fuzz_fail("%zu cells were written, %zu came back", 2 * c->n, back.n);
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(csv_unguard(back.items[2 * i]), c->items[i]) != 0)
			fuzz_fail("「%s」 came back as 「%s」", c->items[i], csv_unguard(back.items[2 * i]));
	release_cells(&back);
	buf_release(&out);
}

static void one_csv(const uint8_t *data, size_t n)
{
	struct cells c = { .n = 0 };

	if (read_cells(data, n, CSV_DETECT, 0, &c) == 0 && c.n && c.n < 200) {
		check_written(&c, ',', false);
		check_written(&c, '\t', true);
	}
	release_cells(&c);
	read_cells(data, n, CSV_UTF8, ',', &c);
	release_cells(&c);
	read_cells(data, n, CSV_GB18030, ';', &c);
	release_cells(&c);
}

static const char *const ledgers[] = {
	"编码,全称,类别\nSL-01,中共示例镇委员会,党委\n", "\xef\xbb\xbf编码;全称\r\n1;\"a;b\"\r\n", "a\tb\n1\t2\n",
	"\"引\"\"号\",\"两\n行\"\n", "\xb1\xe0\xc2\xeb,\xc8\xab\xb3\xc6\n1,\xd6\xd0\xb9\xb2\n", "'=1+1,=cmd|' /C calc'!A0\n", ",,\n\n,\n",
	"a,b\n\"open", "a\rb\rc\r", "'''+,＝,－\n", "a", NULL,
};

const struct fuzz_target fuzz_csv = { "csv", one_csv, ledgers };

/* --- conditions --- */

static struct seeds *world(void)
{
	static struct seeds seeds;

	if (!seeds.lookup.codes)
		seeds_load(&seeds, "2024-06-15");
	return &seeds;
}

static void one_query(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);
	struct buf words = BUF_INIT;
	struct err e = ERR_INIT;
	struct query q;

	if (query_parse(n % 5 ? &org_reg : &operator_reg, s, &world()->lookup, &q, &e) < 0) {
		fuzz_check_message(e.text);
	} else {
		query_words(&q, &words);
		if (query_is_empty(&q) && words.len)
			fuzz_fail("nothing is asked, but with words");
		query_release(&q);
	}
	buf_release(&words);
	free(s);
}

static const char *const conditions[] = {
	"状态=在用 党员>30 成立<2010", "类别=611,621", "书记=空", "书记=非空 -东河", "东河 | 西岭", "东河 或 西岭", "\"两个 词\"",
	"nsg", "成立=2010..2012", "name~支部", "-类别=631 full_members>=3", "上级=SL-01", "届满<今天 届满>=+6m", "成立!=2024-01", "", NULL,
};

const struct fuzz_target fuzz_query = { "query", one_query, conditions };

/* --- configuration --- */

/* One file for all rounds: its owner and mode are part of what is read. */
static const char *config_path(void)
{
	static char path[] = "/tmp/zhibu-fuzz-config.XXXXXX";
	static int fd = -1;

	if (fd < 0)
		fd = mkstemp(path);
	return fd < 0 ? NULL : path;
}

static void forget_config(void)
{
	unlink(config_path());
}

static void write_config(const char *path, const uint8_t *data, size_t n)
{
	static bool known;
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (!known)
		atexit(forget_config);
	known = true;
	if (fd < 0 || (n && write(fd, data, n) != (ssize_t)n))
		fuzz_fail("cannot write %s", path);
	close(fd);
}

static void one_config(const uint8_t *data, size_t n)
{
	struct settings before, c;
	struct err e = ERR_INIT;

	write_config(config_path(), data, n);
	settings_init(&before);
	settings_init(&c);
	if (settings_read(&c, config_path(), FROM_USER, &e) < 0) {
		fuzz_check_message(e.text);
		for (int i = 0; i < SETTINGS_N; i++)
			if (strcmp(settings_text(&before, (enum setting_id)i), settings_text(&c, (enum setting_id)i)) != 0)
				fuzz_fail("refused, but setting %d was taken", i);
		if (c.values[SETTING_FILTERS].n || c.values[SETTING_KEYS].n)
			fuzz_fail("refused, but a line of a group was taken");
	}
	if (settings_number(&c, SETTING_BUSY_SECONDS) < 0)
		fuzz_fail("a number out of its range");
	settings_release(&before);
	settings_release(&c);
}

static const char *const configurations[] = {
	"database = \"/srv/zhibu.db\"; language = \"zh\";\n", "busy_seconds = 5;\ncolor = \"auto\";\n", "# nothing\n",
	"@include \"/etc/passwd\"\n", "busy_seconds = 99999999999999999999;\n", "database = [1, 2];\n", "a { b = 1; }\n",
	"filters = { org = \"状态=在用\"; };\n", "keys = { list = { filter = [ \"F4\", \"&\" ]; find = [ ]; }; };\n",
	"export_masks = [ \"org.phone\" ]; unicode = true; theme = \"contrast\"; idle_lock = 10;\n",
	"language = \"en\" \"zh\";", "color = 1.5e10;", "/* open", "busy_seconds = 0x7fffffff;", "", NULL,
};

const struct fuzz_target fuzz_config = { "config", one_config, configurations };

/* --- fields --- */

/* The value as the journal keeps it, and as a form shows it, are both read back as the same value. */
static void check_value(const struct reg *reg, const struct field *f, void *rec)
{
	void *other = reg_new(reg);
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	struct cell cell, back;

	field_type(f)->put(field_const(f, rec), &cell);
	cell_from_text(&back, field_type(f), cell_text(&cell));
	if (field_type(f)->get(field_value(f, other), &back) < 0 || !field_equal(f, rec, other))
		fuzz_fail("%s.%s does not come back from the journal", reg->name, f->name);
	field_format(f, rec, &world()->lookup, STYLE_EDIT, &text);
	if (field_parse(f, buf_str(&text), &world()->lookup, other, &e) < 0)
		fuzz_fail("%s.%s 「%s」: %s", reg->name, f->name, buf_str(&text), e.text);
	if (!field_equal(f, rec, other))
		fuzz_fail("%s.%s 「%s」 does not come back from the form", reg->name, f->name, buf_str(&text));
	buf_release(&text);
	reg_free(reg, other);
}

static void check_typed(const struct reg *reg, const struct field *f, const char *typed)
{
	void *rec = reg_new(reg), *empty = reg_new(reg);
	struct err e = ERR_INIT;

	if (field_parse(f, typed, &world()->lookup, rec, &e) == 0) {
		check_value(reg, f, rec);
	} else {
		fuzz_check_message(e.text);
		if (!field_equal(f, rec, empty))
			fuzz_fail("%s.%s was refused, but changed", reg->name, f->name);
	}
	reg_free(reg, rec);
	reg_free(reg, empty);
}

static void one_field(const uint8_t *data, size_t n)
{
	char *s = fuzz_string(data, n);

	for (size_t r = 0; r < registers_n; r++)
		for (size_t i = 0; i < registers[r]->nfields; i++)
			check_typed(registers[r], &registers[r]->fields[i], s);
	free(s);
}

static const char *const values[] = {
	"SL-0102", "中共示例镇机关支部委员会", "党支部", "631", "632821102210", "南沙沟村", "2001-07-01", "12", "是", "13900000000",
	"N2632822MF0000005J", "建制村,社区", "第一行\n第二行", "示例·才仁", "-1", "zhangmin", "admin", "5", "", NULL,
};

const struct fuzz_target fuzz_field = { "field", one_field, values };
