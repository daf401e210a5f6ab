/* loop.h - epoll, and nothing else. */
#ifndef ET_FCGI_LOOP_H
#define ET_FCGI_LOOP_H

#include <stdint.h>

/* Something with a descriptor. Embed it first in what owns it, so that `ready` can cast. */
struct et_watch {
    int fd;
    uint32_t events; /* as registered; 0 = not registered */
    void (*ready)(struct et_watch *watch, uint32_t events);
};

struct et_loop {
    int epoll;
};

/* Returns 0 or ET_EIO. */
int et_loop_init(struct et_loop *loop);
void et_loop_done(struct et_loop *loop);

/* Makes `events` be watched, registering or changing as needed; no system call when they already
 * are. 0 stops watching. Returns 0 or ET_EIO. */
int et_loop_watch(struct et_loop *loop, struct et_watch *watch, uint32_t events);

/* Has an edge-triggered watch report again what it has reported before, if that is still so. */
void et_loop_rearm(struct et_loop *loop, struct et_watch *watch);

/* Forgets a registration that the kernel may have dropped already with its descriptor. */
void et_loop_forget(struct et_loop *loop, struct et_watch *watch);

/* Waits at most `timeout_ms` and calls `ready` of what is. A watch may free itself, but no
 * other, from within its call. Returns the number of events, or ET_EIO. */
int et_loop_turn(struct et_loop *loop, int timeout_ms);

#endif
