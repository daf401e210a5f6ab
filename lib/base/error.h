/* error.h - the return codes that every function of lib/ shares.
 *
 * A function that can fail returns 0 or one of these negative codes; its outputs are named ret_…,
 * come last and stay untouched on failure. A code says what kind of thing went wrong; what a
 * person reads is made by whoever answers (lib/http/problem.h).
 */
#ifndef ET_BASE_ERROR_H
#define ET_BASE_ERROR_H

enum et_err {
    ET_OK = 0,
    ET_ENOMEM = -1,  /* an arena or buffer reached its limit, or the system is out of memory */
    ET_EINVAL = -2,  /* the text or argument does not have the required form */
    ET_ERANGE = -3,  /* the form is right, the value is outside what is allowed */
    ET_ETOOBIG = -4, /* more bytes, items or levels than the limit */
    ET_ENOENT = -5,  /* what was asked for is not there */
    ET_EIO = -6,     /* a system call or a peer failed */
    ET_ETIME = -7,   /* the deadline passed */
    ET_EAUTH = -8,   /* a signature, token or identity was refused */
};

#endif
