/* labels.c - see labels.h. */
#include "fcgi/labels.h"

#include <string.h>

#include "fcgi/routes.h"

static void add(struct et_labels *labels, const char *name)
{
    for (size_t i = 0; i < labels->count; i++) {
        if (strcmp(labels->names[i], name) == 0)
            return;
    }
    if (labels->count < ET_LABELS_MAX - 1)
        labels->names[labels->count++] = name;
}

const struct et_labels *et_api_labels(void)
{
    static struct et_labels labels;

    if (labels.count == 0) {
        for (size_t i = 0; i < et_route_count; i++)
            add(&labels, et_routes[i].label);
        labels.names[labels.count++] = "unrouted";
    }
    return &labels;
}
