/* content_type.h - is a body JSON? */
#ifndef ET_HTTP_CONTENT_TYPE_H
#define ET_HTTP_CONTENT_TYPE_H

#include <stdbool.h>

#include "lib/base/slice.h"

/* True for application/json, alone or with charset=utf-8 (RFC 8259 defines no parameter, but many
 * clients send it); case-insensitive, quotes allowed (RFC 9110 section 8.3). An HTML form cannot
 * send this type, which is part of the defence against cross-site requests. */
bool et_content_type_is_json(struct et_slice value);

#endif
