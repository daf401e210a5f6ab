/* device.h - which browser on which system a User-Agent header means, in words. */
#ifndef ET_FCGI_API_DEVICE_H
#define ET_FCGI_API_DEVICE_H

#include "lib/base/slice.h"

struct et_device {
    struct et_slice browser; /* "Firefox"; absent when unknown */
    struct et_slice system;  /* "Android"; absent when unknown */
};

/* A guess for people to recognise their own devices by, never for a decision: anyone may send any
 * User-Agent. */
struct et_device et_device_of(struct et_slice user_agent);

#endif
