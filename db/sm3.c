/*
 * SM3 by libcrypto: see sm3.h.  What is added is collected, because each call of the digest costs
 * more than a small piece does; and once more than a block has come together, a worker
 * digests one block while the other is filled.
 */
#include "db/sm3.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "db/worker.h"
#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

#define BLOCK ((size_t)64 * 1024)

struct block {
	size_t n;
	unsigned char bytes[BLOCK];
};

struct sm3 {
	EVP_MD_CTX *md;
	struct block *filling, *other;
	struct worker *worker;	/* from the first full block on, and other with it */
};

static void need(int done)
{
	if (!done)
		mem_die(_("算不出 SM3 摘要（内存不足），程序停止；已经保存的数据不受影响。"));
}

static struct block *block_new(void)
{
	struct block *b = xmalloc(sizeof(*b));

	b->n = 0;
	return b;
}

struct sm3 *sm3_new(void)
{
	struct sm3 *s = xcalloc(1, sizeof(*s));

	/* Without this libcrypto follows a NULL of its own where its first use finds no memory. */
	need(OSSL_LIB_CTX_get0_global_default() != NULL);
	s->md = EVP_MD_CTX_new();
	need(s->md && EVP_DigestInit_ex(s->md, EVP_sm3(), NULL) == 1);
	s->filling = block_new();
	return s;
}

static void digest(void *md, void *job)
{
	struct block *b = job;

	need(EVP_DigestUpdate(md, b->bytes, b->n) == 1);
	b->n = 0;
}

static void hand_over(struct sm3 *s)
{
	struct block *full = s->filling;

	if (!s->worker) {
		s->worker = worker_new(digest, s->md);
		s->other = block_new();
	}
	/* After this the worker is done with the block that is filled next. */
	worker_give(s->worker, full);
	s->filling = s->other;
	s->other = full;
}

void sm3_add(struct sm3 *s, const void *bytes, size_t n)
{
	const unsigned char *from = bytes;

	while (n > 0) {
		struct block *b = s->filling;
		size_t some = BLOCK - b->n < n ? BLOCK - b->n : n;

		memcpy(b->bytes + b->n, from, some);
		b->n += some;
		from += some;
		n -= some;
		if (b->n == BLOCK)
			hand_over(s);
	}
}

struct sm3 *sm3_copy(struct sm3 *s)
{
	struct sm3 *copy = sm3_new();

	worker_wait(s->worker);
	need(EVP_MD_CTX_copy_ex(copy->md, s->md) == 1);
	copy->filling->n = s->filling->n;
	memcpy(copy->filling->bytes, s->filling->bytes, s->filling->n);
	return copy;
}

void sm3_end(struct sm3 *s, unsigned char *out)
{
	worker_wait(s->worker);
	digest(s->md, s->filling);
	need(EVP_DigestFinal_ex(s->md, out, NULL) == 1);
	sm3_free(s);
}

void sm3_free(struct sm3 *s)
{
	if (!s)
		return;
	worker_free(s->worker);
	EVP_MD_CTX_free(s->md);
	free(s->filling);
	free(s->other);
	free(s);
}
