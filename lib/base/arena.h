/* arena.h - memory with the lifetime of a request (or of anything else that ends at once).
 *
 * Nobody frees a single allocation: the owner of the arena resets it, and foreign objects that hang
 * on it (PGresult, json_object, EVP_PKEY) are released by deferred calls, newest first. Every arena
 * has a limit from birth; beyond it allocations return NULL and the arena stays usable, so that a
 * greedy request fails softly and alone.
 */
#ifndef ET_BASE_ARENA_H
#define ET_BASE_ARENA_H

#include <stddef.h>

#include "lib/base/slice.h"

struct et_arena;

/* Makes an arena that will hold at most `limit` bytes. Returns NULL when out of memory. */
struct et_arena *et_arena_new(size_t limit);

/* Runs the deferred calls and frees everything. Accepts NULL. */
void et_arena_free(struct et_arena *arena);

/* Runs the deferred calls, newest first, and makes all memory reusable. Keeps one small block,
 * gives the rest back to the system, so that one large request does not fatten the process for
 * good. */
void et_arena_reset(struct et_arena *arena);

/* A place to go back to. */
struct et_arena_mark {
    void *block;
    void *deferred;
    size_t block_used;
    size_t used;
};

struct et_arena_mark et_arena_mark(const struct et_arena *arena);

/* Gives back what was handed out since the mark, as a reset does with all; deferred calls of that
 * time are run, newest first. What is older must not have grown since, and no newer mark is good
 * any more. */
void et_arena_rewind(struct et_arena *arena, const struct et_arena_mark *mark);

/* Makes a piece of `size` bytes longer: in place when it is the newest one and its block has room,
 * else by a copy. What is new isn't zeroed. Returns NULL at the limit; `piece` (NULL with size 0
 * for a first one) is still good then. */
void *et_arena_grow(struct et_arena *arena, void *piece, size_t size, size_t new_size);

/* Returns `size` zeroed bytes, aligned for any type, or NULL at the limit. */
void *et_arena_alloc(struct et_arena *arena, size_t size);

/* The same for an array; NULL also when count × size overflows. */
void *et_arena_array(struct et_arena *arena, size_t count, size_t size);

/* Copies a slice and adds a NUL. An absent slice is copied as "". NULL at the limit. */
char *et_arena_copy(struct et_arena *arena, struct et_slice text);

/* Has `release(object)` called at the next reset or free. On failure (ET_ENOMEM) releases the
 * object at once, so that the caller never leaks it. */
int et_arena_defer(struct et_arena *arena, void (*release)(void *), void *object);

/* Bytes handed out since the last reset. */
size_t et_arena_used(const struct et_arena *arena);

#endif
