#ifndef CPREFETCH_H
#define CPREFETCH_H

/// Asks for the cache line at `address`, to be read and written soon; says nothing of the memory.
static inline void prefetch_for_update(const void *address) { __builtin_prefetch(address, 1, 3); }

#endif
