#!/bin/sh
# Each C file of lib/, fcgi/ and the C tests is named in its Makefile.inc; else it is built by nobody.
set -eu
cd "${EXPENSE_SOURCE:-.}"
status=0
for room in lib fcgi tests; do
    find "$room" -name node_modules -prune -o -name '*.[ch]' -print | LC_ALL=C sort | while IFS= read -r file; do
        name=$file
        case $file in
            tests/*/test_*.c | tests/fuzz/fuzz_*.c) name=${file%.c} ;;
        esac
        grep -qE "(^|[[:space:]])$name([[:space:]]|\$)" "$room/Makefile.inc" || printf '%s\n' "$file"
    done >"${TMPDIR:-/tmp}/listed-sources.$$"
    if [ -s "${TMPDIR:-/tmp}/listed-sources.$$" ]; then
        printf 'Not named in %s/Makefile.inc:\n' "$room"
        cat "${TMPDIR:-/tmp}/listed-sources.$$"
        status=1
    fi
    rm -f "${TMPDIR:-/tmp}/listed-sources.$$"
done
exit "$status"
