// Triple DES of two keys by its schedules: blocks are integers, the first byte most significant.
#ifndef COPENSSL_TDES_H
#define COPENSSL_TDES_H

#include "shim.h"

// The low-level functions take a block as two words, each with its first byte lowest.
static inline void monetique_des_split(uint64_t block, DES_LONG words[2]) {
  words[0] = __builtin_bswap32((uint32_t)(block >> 32));
  words[1] = __builtin_bswap32((uint32_t)block);
}

static inline uint64_t monetique_des_join(const DES_LONG words[2]) {
  return (uint64_t)__builtin_bswap32((uint32_t)words[0]) << 32 |
         __builtin_bswap32((uint32_t)words[1]);
}

static inline void monetique_des_set_key(uint64_t key, DES_key_schedule *schedule) {
  DES_cblock bytes;
  for (int index = 0; index < 8; index++) bytes[index] = (unsigned char)(key >> (56 - 8 * index));
  DES_set_key_unchecked(&bytes, schedule);
  OPENSSL_cleanse(bytes, sizeof bytes);
}

static inline uint64_t monetique_des_encrypt(uint64_t block, DES_key_schedule *schedule) {
  DES_LONG words[2];
  monetique_des_split(block, words);
  DES_encrypt1(words, schedule, DES_ENCRYPT);
  return monetique_des_join(words);
}

static inline uint64_t monetique_tdes_encrypt(
    uint64_t block, DES_key_schedule *first, DES_key_schedule *second, DES_key_schedule *third) {
  DES_LONG words[2];
  monetique_des_split(block, words);
  DES_encrypt3(words, first, second, third);
  return monetique_des_join(words);
}

static inline uint64_t monetique_tdes_decrypt(
    uint64_t block, DES_key_schedule *first, DES_key_schedule *second, DES_key_schedule *third) {
  DES_LONG words[2];
  monetique_des_split(block, words);
  DES_decrypt3(words, first, second, third);
  return monetique_des_join(words);
}

#endif
