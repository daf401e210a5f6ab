# check-parts.sh - what each part of ./dev check runs. Sourced by check.sh.
# shellcheck shell=sh

# Scripts: every shell script that git knows, in both senses of the word.
part_scripts() {
    status=0
    for file in $(git ls-files); do
        [ -f "$file" ] || continue
        case $(head -c 64 "$file" | head -n 1) in
            '#!/bin/sh'* | '#!/usr/bin/env bash'* | '#!/bin/bash'* | '#!/usr/bin/env sh'*) ;;
            *) continue ;;
        esac
        # -a: also what it sources, so that infra/dev/*.sh are seen with the variables they get.
        if shellcheck -x -a "$file"; then echo "ok $file"; else echo "not ok $file"; status=1; fi
    done
    return "$status"
}

# ./dev up and down, as a person types them.
part_dev() { node --test tests/dev/*.test.mjs; }

# A database for the C tests that need one. It lives as long as the check.
test_database() {
    if [ ! -f "$CHECK/stack-unit/settings" ]; then
        infra/dev/stack start --dir "$CHECK/stack-unit" --no-pools --postgres fsync=off
    fi
    EXPENSE_TEST_DATABASE_URL=$(infra/dev/stack env --dir "$CHECK/stack-unit" | sed -n 's/^SUPERUSER_DSN=//p')
    EXPENSE_TEST_API_DATABASE_URL=$(infra/dev/stack env --dir "$CHECK/stack-unit" | sed -n 's/^API_DSN=//p')
    EXPENSE_TEST_IDENTITY_DATABASE_URL=$(infra/dev/stack env --dir "$CHECK/stack-unit" | sed -n 's/^IDENTITY_DSN=//p')
    export EXPENSE_TEST_DATABASE_URL EXPENSE_TEST_API_DATABASE_URL EXPENSE_TEST_IDENTITY_DATABASE_URL
}

check_tree() { # NAME CONFIGURE-ARGUMENTS…
    tree=$CHECK/build-$1
    shift
    echo "TREE $tree"
    test_database
    configure_tree "$tree" "$@"
    find "$tree" -name '*.trs' -exec rm -f {} +
    make -C "$tree" -j"$(jobs)"
    make -C "$tree" -j"$(jobs)" -k check
}

# Runs a command with the tree that has ASan and UBSan, which end a program at its first fault.
with_sanitizers() { # COMMAND NAME…
    ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
    UBSAN_OPTIONS=print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
    export ASAN_OPTIONS UBSAN_OPTIONS
    "$@" --enable-werror --enable-sanitizers --enable-test-hooks CFLAGS='-g -O1'
}

part_build() { check_tree gcc --enable-werror; }
part_sanitizers() { with_sanitizers check_tree sanitizers; }
part_clang() { check_tree clang --enable-werror CC=clang; }

# Each fuzz target for a few seconds, from its corpus.
part_fuzz() {
    targets=$(find tests/fuzz -name 'fuzz_*.c' 2>/dev/null | LC_ALL=C sort | sed 's/\.c$//')
    [ -n "$targets" ] || { echo 'skip fuzz: there are no targets in tests/fuzz'; return 0; }
    configure_tree "$CHECK/build-fuzz" CC=clang --enable-fuzzing
    # shellcheck disable=SC2086  # a list of programs
    make -C "$CHECK/build-fuzz" -j"$(jobs)" $targets
    status=0
    for target in $targets; do
        name=${target##*/}
        found=$CHECK/fuzz/$name
        rm -rf "$found"
        mkdir -p "$found"
        corpus=tests/fuzz/corpus/${name#fuzz_}
        [ -d "$corpus" ] || corpus=
        # shellcheck disable=SC2086  # empty when there is no corpus
        if "$CHECK/build-fuzz/$target" -max_total_time="${EXPENSE_CHECK_FUZZ_SECONDS:-5}" \
            -artifact_prefix="$found/" "$found" $corpus >"$found.log" 2>&1; then
            echo "ok $name"
        else
            tail -n 40 "$found.log"
            echo "not ok $name: the input is in $found"
            status=1
        fi
    done
    return "$status"
}

# pgTAP on an empty cluster of its own: the tests deploy, revert and deploy again.
part_database() {
    infra/dev/stack start --dir "$CHECK/stack-pgtap" --no-pools --no-migrate --postgres fsync=off
    DATABASE_URL=$(infra/dev/stack env --dir "$CHECK/stack-pgtap" | sed -n 's/^SUPERUSER_DSN=//p')
    export DATABASE_URL
    db/test
}

part_nginx() {
    dir=$CHECK/nginx
    mkdir -p "$dir"
    for limits in default lifted; do
        user=
        [ "$(id -u)" != 0 ] || user=root
        rate=50r/s
        [ "$limits" = default ] || rate=1000000r/s
        NGINX_RUN=$dir NGINX_SPA=$dir NGINX_DOCS=$ROOT/docs NGINX_USER=$user NGINX_RATE=$rate \
            NGINX_REAL_IP_FROM='10.0.0.0/8 ::1' nginx/render
        nginx=$(command -v nginx || echo /usr/sbin/nginx)
        if "$nginx" -t -e "$dir/error.log" -c "$dir/nginx.conf" -p "$dir"; then
            echo "ok the configuration is accepted ($limits)"
        else
            echo "not ok the configuration is accepted ($limits)"
        fi
    done
}

part_frontend() {
    npm --prefix frontend run check
    echo 'ok types, lint, format, bans, build and size limits'
}

# The API tests start one stack of their own by infra/dev/stack.
release_tree() {
    tree=$CHECK/build-gcc
    configure_tree "$tree" --enable-werror
    make -C "$tree" -j"$(jobs)"
    TEST_BUILD=$tree
    export TEST_BUILD
}

part_api() {
    release_tree
    [ -f frontend/dist/index.html ] || npm --prefix frontend run build
    node tests/support/run.mjs --dir "$CHECK/stack-api"
}

# The same tests, now the whole pools under the sanitizers. A fault ends a worker, so a test fails;
# what is found only as a process ends, such as a leak, stands in a report.
part_api_asan() {
    reports=$CHECK/asan
    rm -rf "$reports"
    mkdir -p "$reports"
    ASAN_OPTIONS=log_path=$reports/asan
    UBSAN_OPTIONS=log_path=$reports/ubsan
    TEST_BUILD=$CHECK/build-sanitizers
    RANDOM_BODIES=1000
    export TEST_BUILD RANDOM_BODIES
    with_sanitizers configure_tree "$TEST_BUILD"
    make -C "$TEST_BUILD" -j"$(jobs)"
    [ -f frontend/dist/index.html ] || npm --prefix frontend run build
    node tests/support/run.mjs --dir "$CHECK/stack-api-asan"
    [ -z "$(ls "$reports")" ] || {
        cat "$reports"/*
        return 1
    }
}

# The same program with its crash points built in; without EXPENSE_CRASH_FILE they do nothing.
part_faults() {
    set -- tests/faults/*.test.mjs
    [ -f "$1" ] || { echo 'skip faults: there are no tests in tests/faults'; return 0; }
    TEST_BUILD=$CHECK/build-hooks
    export TEST_BUILD
    configure_tree "$TEST_BUILD" --enable-werror --enable-test-hooks
    make -C "$TEST_BUILD" -j"$(jobs)"
    node tests/support/run.mjs --dir "$CHECK/stack-faults" "$ROOT/tests/faults"
}

part_browser() {
    [ -f tests/e2e/playwright.config.mjs ] || {
        echo 'skip browser: there are no journeys in tests/e2e'
        return 0
    }
    release_tree
    [ -f frontend/dist/index.html ] || npm --prefix frontend run build
    infra/dev/stack start --dir "$CHECK/stack-browser" --port 18081 --internal-port 18001 \
        --oidc-port 19001 --build "$TEST_BUILD" --postgres fsync=off --no-limits
    E2E_URL=http://localhost:18081 TEST_STACK_DIR=$CHECK/stack-browser
    export E2E_URL TEST_STACK_DIR
    cd tests
    status=0
    for project in journeys measurements; do
        npx --no-install playwright test --config e2e/playwright.config.mjs --project "$project" || status=1
    done
    return "$status"
}

# What GitHub runs, and the scripts between images and environments.
part_workflows() { node --test tests/workflows/*.test.mjs; }

# What Argo CD would apply: renders, schemas, policies.
part_deploy() { tests/deploy/run; }

# The scripts for the cluster, with recorded stand-ins for aws, kubectl, helm and terraform.
part_aws_scripts() { infra/scripts/test; }

part_terraform() { infra/terraform/test; }

# The images, and the pod of the dev overlay under podman.
part_images() { tests/pod/run; }

# The program installed on a machine with systemd, as docs/install.md says.
part_systemd() {
    [ -f frontend/dist/index.html ] || npm --prefix frontend run build
    tests/systemd/run
}

part_dist() {
    tree=$CHECK/build-dist
    configure_tree "$tree"
    make -C "$tree" -j"$(jobs)" distcheck && echo 'ok make distcheck'
}
