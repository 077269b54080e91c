#ifndef ROUTER_COPENSSL_SHIM_H
#define ROUTER_COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#endif
