#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

/// How many times this thread has asked for memory since it began; 0 under a sanitizer.
///
/// Linking this target replaces the program's allocator entry points by ones that count and pass on.
unsigned long allocation_count(void);

#endif
