# harness.sh - a repository and a world of its own for each test. Sourced.
# shellcheck shell=sh disable=SC2034

# The repository as an operator has it: filled in for account 111122223333.
REPO=$BOX/repo
rm -rf "$REPO"
mkdir -p "$REPO/infra/scripts" "$REPO/infra/terraform/live" "$REPO/kustomize" "$BOX/bin"
cp "$SCRIPTS"/*.sh "$REPO/infra/scripts/"
cp -R "$SCRIPTS/../../kustomize/argocd" "$REPO/kustomize/"
for environment in dev prod; do
    mkdir -p "$REPO/kustomize/overlays/$environment"
    sed 's/"000000000000"/"111122223333"/' "$SCRIPTS/../../kustomize/overlays/$environment/env.yaml" >"$REPO/kustomize/overlays/$environment/env.yaml"
done
sed -i 's/"000000000000"/"111122223333"/; s/vpc-00000000000000000/vpc-0123456789abcdef0/' "$REPO/kustomize/argocd/platform.yaml"
: >"$REPO/infra/terraform/live/backend.hcl"
: >"$REPO/infra/terraform/live/terraform.tfvars"
for program in aws kubectl helm terraform; do cp "$SCRIPTS/tests/stub" "$BOX/bin/$program"; done
PATH=$BOX/bin:$PATH
KUBECONFIG=$BOX/operators-own-kubeconfig
EXPENSE_POLL_SECONDS=0
TMPDIR=$BOX/tmp
mkdir -p "$TMPDIR"
export PATH KUBECONFIG EXPENSE_POLL_SECONDS TMPDIR

# An empty AWS account, with bootstrap applied.
empty_account() {
    WORLD=$BOX/world
    export WORLD
    rm -rf "$WORLD"
    mkdir "$WORLD"
    for file in calls kubeconfigs balancers volumes interfaces records objects batches; do : >"$WORLD/$file"; done
}
# The same with everything running.
running_cluster() {
    empty_account
    for file in applied cluster argocd root service database; do touch "$WORLD/$file"; done
    echo arn:nlb >"$WORLD/balancers"
    echo vol-1 >"$WORLD/volumes"
    printf '%s\n' 'k8s.dakshayahuja.in. A nlb-1.elb.us-east-1.amazonaws.com. ZELB' \
        '\052.k8s.dakshayahuja.in. A nlb-1.elb.us-east-1.amazonaws.com. ZELB' >"$WORLD/records"
}
forget_calls() { : >"$WORLD/calls"; }

# run SCRIPT ARGUMENT…: sets status; output in $BOX/out. Standard input is not a terminal.
run() {
    status=0
    script=$1
    shift
    "$REPO/infra/scripts/$script.sh" "$@" >"$BOX/out" 2>&1 </dev/null || status=$?
}

# Each test: title, then conditions; the first that fails is named.
name=${0##*/}
name=${name%.test.sh}
title() { end; current=$1; bad=; }
end() {
    [ -n "${current-}" ] || return 0
    if [ -z "$bad" ]; then
        echo "ok $name: $current"
    else
        echo "not ok $name: $current"
        printf '    %s\n' "$bad"
        sed 's/^/    | /' "$BOX/out" | tail -n 15
        sed 's/^/    > /' "$WORLD/calls" | tail -n 8
    fi
    current=
}
check() { # WHAT COMMAND…
    [ -z "$bad" ] || return 0
    what=$1
    shift
    "$@" || bad="not so: $what"
}
well() { check 'the script ends well' [ "$status" = 0 ]; }
ill() { check 'the script ends with an error' [ "$status" != 0 ]; }
says() { check "it says: $1" grep -qF -- "$1" "$BOX/out"; }
calls() { check "it calls: $1" grep -qE -- "$1" "$WORLD/calls"; }
never() { check "it never calls: $1" none "$1"; }
none() { ! grep -qE -- "$1" "$WORLD/calls"; }
at() { grep -nE -- "$1" "$WORLD/calls" | head -n 1 | cut -d: -f1; }
# before A B: the first A stands before the first B, and both are there.
before() { check "$1 before $2" earlier "$1" "$2"; }
earlier() { a=$(at "$1"); b=$(at "$2"); [ -n "$a" ] && [ -n "$b" ] && [ "$a" -lt "$b" ]; }

# What changes something, of all the calls that the scripts make.
changes='^terraform .* apply |^helm upgrade|^kubectl .*(apply|delete|patch|scale|exec)|^aws .*(change-resource|s3 cp|delete-)'
changes_nothing() { never "$changes"; }
fails_at() { printf '%s' "$1" >"$WORLD/fail"; }
