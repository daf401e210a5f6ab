/* arena.c - a chain of blocks, bumped from the front of the newest.
 *
 * The first block is kept over a reset; most requests fit in it, so a request costs no malloc at
 * all. The limit counts what is handed out, not what malloc rounds up to, so that it means the same
 * in every build.
 */
#include "lib/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/error.h"

#define FIRST_BLOCK ((size_t)16 * 1024)
#define NEXT_BLOCK ((size_t)64 * 1024)
#define ALIGNMENT alignof(max_align_t)
#define MAGIC 0x41524e41u

struct block {
    struct block *next;
    size_t size; /* usable bytes after this header */
    size_t used;
    max_align_t bytes[];
};

struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *object;
};

struct et_arena {
    unsigned magic;
    size_t limit;
    size_t used;
    struct block *newest;
    struct block *first;
    struct deferred *deferred;
};

static struct block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct block)) {
        return NULL;
    }
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        return NULL;
    }
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

struct et_arena *et_arena_new(size_t limit)
{
    struct et_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        return NULL;
    }
    arena->first = block_new(FIRST_BLOCK);
    if (arena->first == NULL) {
        free(arena);
        return NULL;
    }
    arena->magic = MAGIC;
    arena->limit = limit;
    arena->newest = arena->first;
    return arena;
}

/* A release function may allocate or defer again; the loop runs until nothing newer is left. */
static void run_deferred(struct et_arena *arena, const struct deferred *until)
{
    while (arena->deferred != until) {
        struct deferred *call = arena->deferred;
        arena->deferred = call->next;
        call->release(call->object);
    }
}

struct et_arena_mark et_arena_mark(const struct et_arena *arena)
{
    return (struct et_arena_mark){.block = arena->newest,
                                  .deferred = arena->deferred,
                                  .block_used = arena->newest->used,
                                  .used = arena->used};
}

void et_arena_rewind(struct et_arena *arena, const struct et_arena_mark *mark)
{
    if (arena->magic != MAGIC) {
        abort();
    }
    run_deferred(arena, mark->deferred);
    while (arena->newest != mark->block) {
        struct block *block = arena->newest;
        arena->newest = block->next;
        free(block);
    }
    arena->newest->used = mark->block_used;
    arena->used = mark->used;
}

void et_arena_reset(struct et_arena *arena)
{
    et_arena_rewind(arena, &(struct et_arena_mark){.block = arena->first});
}

void et_arena_free(struct et_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    et_arena_reset(arena);
    arena->magic = 0;
    free(arena->first);
    free(arena);
}

/* Rounding up may wrap around: then the result is smaller than what was asked for. */
static size_t round_up(size_t size)
{
    return (size + (size == 0) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void *take(struct et_arena *arena, size_t size)
{
    size_t rounded = round_up(size);
    if (rounded < size || rounded > arena->limit - arena->used) {
        return NULL;
    }
    struct block *block = arena->newest;
    if (rounded > block->size - block->used) {
        struct block *more = block_new(rounded > NEXT_BLOCK ? rounded : NEXT_BLOCK);
        if (more == NULL) {
            return NULL;
        }
        more->next = block;
        arena->newest = block = more;
    }
    void *memory = (char *)block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    return memory;
}

void *et_arena_alloc(struct et_arena *arena, size_t size)
{
    void *memory = take(arena, size);
    return memory != NULL ? memset(memory, 0, round_up(size)) : NULL;
}

void *et_arena_grow(struct et_arena *arena, void *piece, size_t size, size_t new_size)
{
    struct block *block = arena->newest;
    size_t had = round_up(size);
    size_t wanted = round_up(new_size);
    if (piece != NULL && wanted >= new_size && wanted >= had && block->used >= had &&
        (char *)piece == (char *)block->bytes + block->used - had &&
        wanted - had <= block->size - block->used && wanted - had <= arena->limit - arena->used) {
        block->used += wanted - had;
        arena->used += wanted - had;
        return piece;
    }
    void *memory = take(arena, new_size);
    if (memory != NULL && piece != NULL) {
        memcpy(memory, piece, size);
    }
    return memory;
}

void *et_arena_array(struct et_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        return NULL;
    }
    return et_arena_alloc(arena, bytes);
}

char *et_arena_copy(struct et_arena *arena, struct et_slice text)
{
    if (text.len == SIZE_MAX) {
        return NULL;
    }
    char *copy = et_arena_alloc(arena, text.len + 1);
    if (copy != NULL && text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return copy;
}

int et_arena_defer(struct et_arena *arena, void (*release)(void *), void *object)
{
    struct deferred *call = et_arena_alloc(arena, sizeof *call);
    if (call == NULL) {
        release(object);
        return ET_ENOMEM;
    }
    call->release = release;
    call->object = object;
    call->next = arena->deferred;
    arena->deferred = call;
    return ET_OK;
}

size_t et_arena_used(const struct et_arena *arena)
{
    return arena->used;
}
