// What of OpenSSL 3 the library calls: PaymentCrypto/OpenSSL*.swift alone import this.
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

// The low-level DES_* functions are deprecated and still the fastest way to use a key once.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/des.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

// Swift does not see macros that cast: each gets a function.

static inline int monetique_gcm_get_tag(EVP_CIPHER_CTX *context, unsigned char *tag, int count) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, count, tag);
}

static inline int monetique_gcm_set_tag(EVP_CIPHER_CTX *context, unsigned char *tag, int count) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, count, tag);
}

// Keys an HMAC context once; EVP_MAC_init with no key then starts each further code.
static inline int monetique_hmac_key(
    EVP_MAC_CTX *context, const unsigned char *key, size_t count, const char *digest) {
  OSSL_PARAM parameters[2];
  parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0);
  parameters[1] = OSSL_PARAM_construct_end();
  return EVP_MAC_init(context, key, count, parameters);
}

#endif
