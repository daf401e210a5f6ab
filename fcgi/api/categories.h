/* categories.h - a category as JSON, and what its handlers share. */
#ifndef ET_FCGI_API_CATEGORIES_H
#define ET_FCGI_API_CATEGORIES_H

#include "fcgi/api/api.h"

/* The columns of app.category_answer. */
enum et_category_column {
    ET_CATEGORY_ID,
    ET_CATEGORY_NAME,
    ET_CATEGORY_ICON,
    ET_CATEGORY_COLOR_LIGHT,
    ET_CATEGORY_COLOR_DARK,
    ET_CATEGORY_SUGGESTIONS,
    ET_CATEGORY_PARENT_ID,
    ET_CATEGORY_ARCHIVED,
    ET_CATEGORY_FALLBACK,
    ET_CATEGORY_POSITION,
    ET_CATEGORY_VERSION,
    ET_CATEGORY_COUNT,
    ET_CATEGORY_MATCHED
};

/* Writes the rows as a list. */
void et_category_put_all(struct et_buf *out, const struct et_rows *rows);

/* One category with its ETag. */
void et_category_answer(struct et_exchange *exchange, const struct et_rows *rows);

/* 404: not there, or somebody else's. */
void et_answer_missing_category(struct et_exchange *exchange);

#endif
