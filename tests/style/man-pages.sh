#!/bin/sh
# The man pages are well formed, and name every setting that the program knows.
set -eu
cd "${EXPENSE_SOURCE:-.}"
status=0
command -v mandoc >/dev/null 2>&1 || { echo 'mandoc is not installed'; exit 77; }
for page in man/*.[1-8]; do
    mandoc -T lint -W warning "$page" || status=1
done
program=${EXPENSE_BUILD:-.}/expensed
if [ -x "$program" ]; then
    for setting in $("$program" --help 2>/dev/null | grep -oE 'EXPENSE_[A-Z_]+' | sort -u); do
        grep -q "$setting" man/expensed.conf.5 || {
            printf '%s is in expensed --help and not in expensed.conf(5)\n' "$setting"
            status=1
        }
    done
fi
exit "$status"
