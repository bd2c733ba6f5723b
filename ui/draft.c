/*
 * The text of a draft.  Each item is a line with its name and the length of what follows ("-": nothing), and that on lines
 * of its own; a check of all bytes stands at the end, so that half a file is never taken for a whole one.
 */
#include "ui/draft.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "src/mem.h"
#include "src/text.h"
#include "src/banned.h"

#define HEAD "zhibu-draft 1\n"

void draft_release(struct draft *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->fields[i].name);
		free(d->fields[i].base);
		free(d->fields[i].text);
	}
	free(d->fields);
	free(d->login);
	free(d->reg);
	free(d->field);
	*d = (struct draft){ .fields = NULL };
}

void draft_add(struct draft *d, const char *name, const char *base, const char *text, bool typed)
{
	d->fields = xreallocarray(d->fields, d->n + 1, sizeof(*d->fields));
	d->fields[d->n++] = (struct draft_field){
		.name = xstrdup(name), .base = xstrdup(base), .text = xstrdup(text), .typed = typed,
	};
}

/* FNV-1a: against cut and damaged files, not against anybody. */
static uint64_t check_of(const char *bytes, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* --- writing --- */

static void put(struct buf *out, const char *name, const char *text)
{
	if (text)
		buf_addf(out, "%s %zu\n%s\n", name, strlen(text), text);
	else
		buf_addf(out, "%s -\n", name);
}

static void put_number(struct buf *out, const char *name, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	put(out, name, text);
}

void draft_encode(const struct draft *d, struct buf *out)
{
	size_t from = out->len;

	buf_adds(out, HEAD);
	put_number(out, "database", d->database);
	put(out, "login", d->login);
	put(out, "register", d->reg);
	put_number(out, "record", d->record);
	put_number(out, "number", d->number);
	put_number(out, "version", d->version);
	put_number(out, "at", d->at_ms);
	put(out, "cursor", d->field);
	for (size_t i = 0; i < d->n; i++) {
		put(out, "field", d->fields[i].name);
		put(out, "base", d->fields[i].base);
		put(out, d->fields[i].typed ? "typed" : "value", d->fields[i].text);
	}
	buf_addf(out, "end %016" PRIx64 "\n", check_of(out->data + from, out->len - from));
}

/* --- reading --- */

struct reader {
	const char *at, *end;
	bool bad;
};

static bool begins(const struct reader *r, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(r->end - r->at) >= n && memcmp(r->at, word, n) == 0;
}

static bool skip(struct reader *r, const char *word)
{
	if (!begins(r, word)) {
		r->bad = true;
		return false;
	}
	r->at += strlen(word);
	return true;
}

/* A length in decimal digits; the file's own size is its limit. */
static size_t take_length(struct reader *r)
{
	size_t n = 0;
	const char *first = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && n <= (size_t)(r->end - first))
		n = 10 * n + (size_t)(*r->at++ - '0');
	r->bad |= r->at == first || n > (size_t)(r->end - r->at);
	return n;
}

/* The text of the item with this name; NULL for none, and where the file is no draft. */
static char *take(struct reader *r, const char *name)
{
	char *text;
	size_t n;

	if (r->bad || !skip(r, name) || !skip(r, " "))
		return NULL;
	if (begins(r, "-\n")) {
		r->at += 2;
		return NULL;
	}
	n = take_length(r);
	if (r->bad || !skip(r, "\n"))
		return NULL;
	if ((size_t)(r->end - r->at) <= n || r->at[n] != '\n' || memchr(r->at, '\0', n) || !text_is_utf8(r->at, n)) {
		r->bad = true;
		return NULL;
	}
	text = xstrndup(r->at, n);
	r->at += n + 1;
	return text;
}

static int64_t take_number(struct reader *r, const char *name)
{
	char *text = take(r, name), *end = NULL;
	int64_t n = text ? strtoll(text, &end, 10) : 0;

	r->bad |= !text || end == text || *end;
	free(text);
	return n;
}

static void take_field(struct reader *r, struct draft *d)
{
	struct draft_field field = { .name = take(r, "field") };

	r->bad |= !field.name;
	field.base = take(r, "base");
	field.typed = begins(r, "typed");
	field.text = take(r, field.typed ? "typed" : "value");
	r->bad |= field.typed && !field.text;
	if (!r->bad)
		draft_add(d, field.name, field.base, field.text, field.typed);
	free(field.name);
	free(field.base);
	free(field.text);
}

static bool is_whole(const char *bytes, size_t n)
{
	char end[32];
	int len = snprintf(end, sizeof(end), "end %016x\n", 0u);
	size_t body = n > (size_t)len ? n - (size_t)len : 0;

	snprintf(end, sizeof(end), "end %016" PRIx64 "\n", check_of(bytes, body));
	return body && memcmp(bytes + body, end, (size_t)len) == 0;
}

int draft_decode(struct draft *out, const char *bytes, size_t n)
{
	struct reader r = { .at = bytes, .end = bytes + n, .bad = !is_whole(bytes, n) };

	*out = (struct draft){ .fields = NULL };
	if (!r.bad)
		skip(&r, HEAD);
	out->database = take_number(&r, "database");
	out->login = take(&r, "login");
	out->reg = take(&r, "register");
	out->record = take_number(&r, "record");
	out->number = take_number(&r, "number");
	out->version = take_number(&r, "version");
	out->at_ms = take_number(&r, "at");
	out->field = take(&r, "cursor");
	while (!r.bad && !begins(&r, "end "))
		take_field(&r, out);
	if (!r.bad && out->login && out->reg && out->field)
		return 0;
	draft_release(out);
	return ERR_INVALID;
}
