# lib.sh - what the scripts of infra/scripts share. Sourced, POSIX sh.
# shellcheck shell=sh disable=SC2034  # the scripts use what is set here

ROOT=$(CDPATH='' cd -- "$SCRIPTS/../.." && pwd)
LIVE=${EXPENSE_LIVE:-$ROOT/infra/terraform/live}
ARGOCD=$ROOT/kustomize/argocd
dry_run=no
confirmed=
# How often a condition is looked at, and for how long. The tests set the first to 0.
POLL_SECONDS=${EXPENSE_POLL_SECONDS:-10}
WAIT_SECONDS=${EXPENSE_WAIT_SECONDS:-1800}

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() { # one sentence that says what to do
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Everything secret or short-lived goes here, and goes away with the script.
WORK=$(umask 077 && mktemp -d "${TMPDIR:-/tmp}/expense-infra.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

require() { # PROGRAM…
    for program in "$@"; do
        command -v "$program" >/dev/null 2>&1 || die "$program is not in PATH; install it and run this again."
    done
}

# Runs what changes something; a dry run only says it.
change() {
    if [ "$dry_run" = yes ]; then
        say "would run: $*"
    else
        "$@"
    fi
}

# confirm WORD WHAT: the word must be typed, or given by --confirm. Piped input doesn't count as typing.
confirm() {
    [ "$dry_run" = no ] || { say "would ask to type $1: $2"; return 0; }
    if [ -n "$confirmed" ]; then
        [ "$confirmed" = "$1" ] || die "--confirm says $confirmed, but this is about $1; nothing was changed."
        return 0
    fi
    [ -t 0 ] || die "$2 Nothing was changed: confirm it on a terminal, or with --confirm $1."
    printf '%s Type %s to go on: ' "$2" "$1"
    read -r answer || answer=
    [ "$answer" = "$1" ] || die 'That was something else; nothing was changed.'
}

# wait_until WHAT COMMAND…: looks again until the command succeeds.
wait_until() {
    what=$1
    shift
    [ "$dry_run" = no ] || { say "would wait until $what"; return 0; }
    say "waiting until $what"
    waited=0
    tries=$((POLL_SECONDS == 0 ? 5 : WAIT_SECONDS / POLL_SECONDS))
    while ! "$@"; do
        waited=$((waited + 1))
        [ "$waited" -lt "$tries" ] || die "Still not so after $WAIT_SECONDS s: $what. Find out why, then run this again."
        sleep "$POLL_SECONDS"
    done
}

terraform_live() { terraform -chdir="$LIVE" "$@"; }

# The state of live/, in the bucket that backend.hcl names.
terraform_init() {
    [ -f "$LIVE/backend.hcl" ] || die "$LIVE/backend.hcl is missing: copy backend.hcl.example and name your bucket (docs/deploy.md)."
    [ -f "$LIVE/terraform.tfvars" ] || die "$LIVE/terraform.tfvars is missing: copy terraform.tfvars.example and fill it in (docs/deploy.md)."
    terraform_live init -input=false -backend-config=backend.hcl >"$WORK/init.log" 2>&1 || {
        cat "$WORK/init.log" >&2
        die 'Terraform could not reach its state; see above.'
    }
}

# output NAME: one value of live/, or nothing before the first apply.
output() { terraform_live output -no-color -raw "$1" 2>/dev/null | grep -v '^$' || true; }
# outputs NAME: the strings of a list, one a line. awk ends the last line, which read would pass over.
outputs() {
    terraform_live output -no-color -json "$1" 2>/dev/null | tr -d '[]{} \n' | tr ',' '\n' | sed -E 's/^"[^"]*"://; s/"//g' | awk 'NF' || true
}
# output_pairs NAME: "key value" for each entry of a map, one a line.
output_pairs() {
    terraform_live output -no-color -json "$1" 2>/dev/null | tr -d '{} \n' | tr ',' '\n' | sed -nE 's/^"([^"]*)":"([^"]*)"$/\1 \2/p' | awk 'NF' || true
}

# Sets account, and says as whom we act.
who() {
    identity=$(aws sts get-caller-identity --query '[Account,Arn]' --output text) ||
        die 'AWS does not know you; sign in (aws sso login, or AWS_PROFILE) and run this again.'
    account=$(printf '%s' "$identity" | awk '{ print $1 }')
    say "account $account as $(printf '%s' "$identity" | awk '{ print $2 }')"
}

# Sets cluster, region, vpc and zone; nothing before the first apply.
read_outputs() {
    cluster=$(output cluster_name)
    region=$(output region)
    vpc=$(output vpc_id)
    zone=$(output zone_id)
    if [ -n "$region" ]; then
        AWS_REGION=$region AWS_DEFAULT_REGION=$region
        export AWS_REGION AWS_DEFAULT_REGION
    fi
}

# Talks to this cluster only, whatever context the operator has chosen for themselves.
connect() {
    KUBECONFIG=$WORK/kubeconfig
    export KUBECONFIG
    aws eks update-kubeconfig --name "$cluster" --region "$region" --kubeconfig "$KUBECONFIG" >/dev/null ||
        die "No credentials for the cluster $cluster; see administrator_role_arns in terraform.tfvars."
    kubectl version --output=yaml >/dev/null 2>"$WORK/connect" || {
        cat "$WORK/connect" >&2
        die "The API of $cluster does not answer; is your address in endpoint_public_access_cidrs?"
    }
}

# Whether the cluster is there. Any other answer than yes or "not found" ends the script.
cluster_exists() {
    if aws eks describe-cluster --name "$cluster" --query cluster.status --output text >"$WORK/describe" 2>&1; then
        return 0
    fi
    grep -q ResourceNotFoundException "$WORK/describe" || {
        cat "$WORK/describe" >&2
        die "AWS did not say whether the cluster $cluster is there; run this again."
    }
    return 1
}
