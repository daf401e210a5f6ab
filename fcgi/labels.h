/* labels.h - the metric labels of the api pool: each route's, once, then "unrouted". */
#ifndef ET_FCGI_LABELS_H
#define ET_FCGI_LABELS_H

#include <stddef.h>

#include "fcgi/slots.h"

struct et_labels {
    const char *names[ET_LABELS_MAX];
    size_t count;
};

/* Made from the route table at the first call; constant afterwards. */
const struct et_labels *et_api_labels(void);

#endif
