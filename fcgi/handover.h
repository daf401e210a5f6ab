/* handover.h - kept connections change workers without being closed.
 *
 * A worker that leaves (reload, recycling) holds connections which NGINX keeps and may write to at
 * any moment: closing one loses the request that is just on its way, and NGINX answers 502 for it.
 * So the leaving worker passes its idle connections, as descriptors (SCM_RIGHTS, unix(7)), to
 * whichever worker of the pool wakes first; so does one that has more than its share. The pair is
 * made before the first fork; all workers share both ends. At the pool's own end nobody is left to
 * take over: the supervisor ends the handover, giving fails from then on, and connections are
 * closed when they have rested.
 */
#ifndef ET_FCGI_HANDOVER_H
#define ET_FCGI_HANDOVER_H

struct et_handover {
    int give;
    int take; /* readable when a connection waits to be taken */
};

/* Makes the pair. Returns 0, or ET_EIO. */
int et_handover_open(struct et_handover *ret_handover);

/* Passes a connection on; the caller's descriptor stays open and is the caller's to close. Never
 * waits. Returns 0, ET_ETIME when its queue is full just now, or ET_EIO when the handover has
 * ended. */
int et_handover_give(const struct et_handover *handover, int fd);

/* Takes one connection over. Never waits. Returns its descriptor, ET_ETIME when none is there now,
 * or ET_ENOENT when none will come any more. */
int et_handover_take(const struct et_handover *handover);

/* Ends it for all processes, and closes what was given and not yet taken. */
void et_handover_end(const struct et_handover *handover);

#endif
