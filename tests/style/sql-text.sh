#!/bin/sh
# SQL is fixed text with parameters: no C file formats it.
set -eu
cd "${EXPENSE_SOURCE:-.}"
found=$(grep -rnEi --include='*.c' \
    '(snprintf|et_buf_(printf|format|addf|appendf)|asprintf)[ ]*\([^;]*"[^"]*\b(select|insert into|update|delete from|where|order by)\b[^"]*%' \
    lib fcgi 2>/dev/null || true)
if [ -n "$found" ]; then
    printf 'SQL is built by printf; make it a named statement with parameters:\n%s\n' "$found"
    exit 1
fi
