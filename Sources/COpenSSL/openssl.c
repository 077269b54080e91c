#pragma GCC visibility push(hidden)
#include "shim.h"
#include "CLoading.h"

#include <openssl/opensslv.h>

// The functions are those of the version whose headers these are.
#define WORD_(text) #text
#define WORD(text) WORD_(text)
#define LIBRARY "libcrypto.so." WORD(OPENSSL_SHLIB_VERSION)
#define FORWARD(type, name, parameters, arguments) ROUTER_FORWARD(LIBRARY, type, name, parameters, arguments)

FORWARD(int, BIO_free, (BIO *a), (a))
FORWARD(BIO *, BIO_new_mem_buf, (const void *a, int b), (a, b))
FORWARD(void, ERR_clear_error, (void), ())
FORWARD(EVP_MD_CTX *, EVP_MD_CTX_new, (void), ())
FORWARD(void, EVP_MD_CTX_free, (EVP_MD_CTX *a), (a))
FORWARD(int, EVP_DigestFinal_ex, (EVP_MD_CTX *a, unsigned char *b, unsigned int *c), (a, b, c))
FORWARD(int, EVP_DigestInit_ex, (EVP_MD_CTX *a, const EVP_MD *b, ENGINE *c), (a, b, c))
FORWARD(int, EVP_DigestUpdate, (EVP_MD_CTX *a, const void *b, size_t c), (a, b, c))
FORWARD(int, EVP_DigestSign,
    (EVP_MD_CTX *a, unsigned char *b, size_t *c, const unsigned char *d, size_t e), (a, b, c, d, e))
FORWARD(int, EVP_DigestSignInit,
    (EVP_MD_CTX *a, EVP_PKEY_CTX **b, const EVP_MD *c, ENGINE *d, EVP_PKEY *e), (a, b, c, d, e))
FORWARD(const EVP_MD *, EVP_sha256, (void), ())
FORWARD(int, EVP_PKEY_is_a, (const EVP_PKEY *a, const char *b), (a, b))
FORWARD(void, EVP_PKEY_free, (EVP_PKEY *a), (a))
FORWARD(unsigned char *, SHA256, (const unsigned char *a, size_t b, unsigned char *c), (a, b, c))
FORWARD(EVP_PKEY *, PEM_read_bio_PrivateKey, (BIO *a, EVP_PKEY **b, pem_password_cb *c, void *d), (a, b, c, d))
