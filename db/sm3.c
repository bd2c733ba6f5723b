/* SM3 by libcrypto: see sm3.h. */
#include "db/sm3.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "src/i18n.h"
#include "src/mem.h"

#include "src/banned.h"

static void need(int done)
{
	if (!done)
		mem_die(_("算不出 SM3 摘要（内存不足），程序停止；已经保存的数据不受影响。"));
}

static EVP_MD_CTX *context(struct sm3 *md)
{
	return (EVP_MD_CTX *)md;
}

struct sm3 *sm3_new(void)
{
	EVP_MD_CTX *md;

	/* Without this libcrypto follows a NULL of its own where its first use finds no memory. */
	need(OSSL_LIB_CTX_get0_global_default() != NULL);
	md = EVP_MD_CTX_new();
	need(md && EVP_DigestInit_ex(md, EVP_sm3(), NULL) == 1);
	return (struct sm3 *)md;
}

void sm3_add(struct sm3 *md, const void *bytes, size_t n)
{
	need(EVP_DigestUpdate(context(md), bytes, n) == 1);
}

void sm3_end(struct sm3 *md, unsigned char *out)
{
	need(EVP_DigestFinal_ex(context(md), out, NULL) == 1);
	sm3_free(md);
}

void sm3_free(struct sm3 *md)
{
	EVP_MD_CTX_free(context(md));
}
