#!/bin/sh
# bringup.sh - builds the cluster and starts GitOps on it. --help
set -eu

usage() {
    cat <<'END'
usage: infra/scripts/bringup.sh [--dry-run] [--confirm CLUSTER]

From an AWS account with infra/terraform/bootstrap applied to a running application:

  1. plans infra/terraform/live, shows the plan, asks for the cluster's name to be typed, applies it
  2. waits for the cluster and its nodes
  3. checks that kustomize/argocd/platform.yaml and the overlays name this account and network
  4. installs Argo CD (the chart that kustomize/argocd pins) and applies kustomize/argocd/root.yaml
  5. waits for the load balancer, points DNS to it (update-dns.sh)
  6. waits until every environment is synced and healthy

Each step looks first whether it is done. After a failure, mend what it names and run it again.

  --dry-run           plans and looks, and only says what it would change
  --confirm CLUSTER   goes on without asking; CLUSTER must be the cluster's name
  --help              this text

EXPENSE_WAIT_SECONDS (1800) limits each wait, EXPENSE_LIVE is another folder than infra/terraform/live.
END
}

SCRIPTS=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case ${1-} in --help | -h) usage; exit 0 ;; esac
# shellcheck source=infra/scripts/lib.sh
. "$SCRIPTS/lib.sh"

while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) dry_run=yes ;;
        --confirm) [ $# -ge 2 ] || die "--confirm needs the cluster's name."; confirmed=$2; shift ;;
        --help | -h) usage; exit 0 ;;
        *) die "bringup.sh does not know $1; see --help." ;;
    esac
    shift
done

require aws terraform kubectl helm

step 'Who and where'
who
terraform_init

step 'Plan'
# -detailed-exitcode: 0 nothing to do, 2 something, else an error.
status=0
terraform_live plan -input=false -detailed-exitcode -out="$WORK/live.tfplan" || status=$?
case $status in
    0) say 'The infrastructure is as it should be.' ;;
    2)
        name=$(sed -nE 's/^ *cluster_name *= *"([^"]+)".*/\1/p' "$LIVE/terraform.tfvars" | head -n 1)
        confirm "${name:-gitops-delivery-cluster}" 'The plan above will be carried out in this account.'
        step 'Apply'
        change terraform -chdir="$LIVE" apply -input=false "$WORK/live.tfplan" ||
            die 'Terraform stopped in the middle. What it made is in its state: mend what it names and run this again.'
        ;;
    *) die 'Terraform could not plan; nothing was changed.' ;;
esac

read_outputs
if [ -z "$cluster" ]; then
    [ "$dry_run" = yes ] || die 'Terraform has no outputs; run this again.'
    say 'Nothing exists yet. After the apply this would wait for the nodes, install Argo CD, apply root.yaml and set DNS.'
    exit 0
fi

step "The cluster $cluster"
if ! cluster_exists; then
    [ "$dry_run" = yes ] || die "Terraform says that $cluster is there, AWS says not; run this again."
    say 'It is not there yet.'
    exit 0
fi
change aws eks wait cluster-active --name "$cluster"
connect
nodes_ready() {
    kubectl get nodes --no-headers >"$WORK/nodes" 2>/dev/null && [ -s "$WORK/nodes" ] &&
        ! awk '{ print $2 }' "$WORK/nodes" | grep -qv '^Ready'
}
wait_until 'every node is ready' nodes_ready

step 'What git says about this account'
wrong=
expect() { # FILE KEY VALUE
    said=$(sed -nE "s/^ *$2: *\"?([^\"]*)\"?\$/\\1/p" "$ROOT/$1" | head -n 1)
    [ "$said" = "$3" ] || { say "  $1: $2 is '$said', should be '$3'"; wrong=yes; }
}
expect kustomize/argocd/platform.yaml awsAccount "$account"
expect kustomize/argocd/platform.yaml awsRegion "$region"
expect kustomize/argocd/platform.yaml cluster "$cluster"
expect kustomize/argocd/platform.yaml vpc "$vpc"
expect kustomize/argocd/platform.yaml domain "$(output domain)"
expect kustomize/argocd/root.yaml repoURL "$(sed -nE 's/^ *repository: *"?([^"]*)"?$/\1/p' "$ARGOCD/platform.yaml" | head -n 1)"
output_pairs environments >"$WORK/environments"
[ -s "$WORK/environments" ] || die 'Terraform did not say which environments there are; run this again.'
while read -r environment namespace; do
    expect "kustomize/overlays/$environment/env.yaml" awsAccount "$account"
    expect "kustomize/overlays/$environment/env.yaml" namespace "$namespace"
done <"$WORK/environments"
if [ -n "$wrong" ]; then
    [ "$dry_run" = yes ] || die 'Argo CD follows git: correct these, commit, push, and run this again.'
else
    say '  all right'
fi

step 'Secrets without a value'
empty=
for secret in $(outputs secret_names); do
    versions=$(aws secretsmanager list-secret-version-ids --secret-id "$secret" --query 'length(Versions)' --output text)
    case $versions in 0 | None | '') say "  $secret"; empty=yes ;; esac
done
if [ -n "$empty" ]; then
    [ "$dry_run" = yes ] || die 'The pods would wait for them for ever: set them (docs/deploy.md), and run this again.'
else
    say '  none'
fi

step 'Argo CD'
chart=$(awk '/chart: argo-cd$/ { found = 1 } found && /targetRevision:/ { print $2; exit }' "$ARGOCD/platform/05-argo-cd.yaml")
[ -n "$chart" ] || die 'kustomize/argocd/platform/05-argo-cd.yaml pins no version of the chart argo-cd.'
# From then on Argo CD looks after itself. A release that failed is installed again.
if helm status argo-cd --namespace argocd 2>/dev/null | grep -qx 'STATUS: deployed'; then
    say 'It is installed.'
else
    change helm upgrade --install argo-cd argo-cd --repo https://argoproj.github.io/argo-helm --version "$chart" \
        --namespace argocd --create-namespace --values "$ARGOCD/values/argo-cd.yaml" --wait --timeout 15m ||
        die 'Argo CD did not start; look at the pods of the namespace argocd, and run this again.'
fi
for workload in deployment/argocd-server deployment/argocd-repo-server deployment/argocd-applicationset-controller statefulset/argocd-application-controller; do
    # teardown.sh scales two of them to 0; a bring-up after a teardown that was given up wakes them.
    if [ "$(kubectl --namespace argocd get "$workload" --output 'jsonpath={.spec.replicas}' 2>/dev/null || true)" = 0 ]; then
        change kubectl --namespace argocd scale "$workload" --replicas=1
    fi
    change kubectl --namespace argocd rollout status "$workload" --timeout "${WAIT_SECONDS}s"
done

step 'The root Application'
# Its project must be there before it, with the repository that platform.yaml names.
kubectl kustomize "$ARGOCD" >"$WORK/argocd.yaml" || die 'kustomize/argocd does not render; nothing was applied.'
awk 'function flush() { if (doc ~ /(^|\n)kind: AppProject\n/) printf "%s---\n", doc; doc = "" }
    /^---$/ { flush(); next } { doc = doc $0 "\n" } END { flush() }' "$WORK/argocd.yaml" >"$WORK/projects.yaml"
[ -s "$WORK/projects.yaml" ] || die 'kustomize/argocd holds no AppProject; root.yaml needs its project.'
change kubectl apply --server-side --force-conflicts --filename "$WORK/projects.yaml"
change kubectl apply --server-side --force-conflicts --filename "$ARGOCD/root.yaml"

step 'DNS'
set --
[ "$dry_run" = no ] || set -- --dry-run
[ -z "$confirmed" ] || set -- "$@" --confirm "$(output domain)"
"$SCRIPTS/update-dns.sh" "$@" || die 'DNS was not set; mend what it names and run this again.'

step 'First sync'
# "NAME SYNC HEALTH" for each Application; all must be there and well.
applications_well() {
    kubectl --namespace argocd get applications.argoproj.io --no-headers --output \
        custom-columns=NAME:.metadata.name,SYNC:.status.sync.status,HEALTH:.status.health.status >"$WORK/applications" 2>/dev/null || return 1
    while read -r environment namespace; do
        grep -q "^expense-tracker-$environment " "$WORK/applications" || return 1
    done <"$WORK/environments"
    awk '$2 != "Synced" || $3 != "Healthy" { bad = 1 } END { exit bad || NR == 0 }' "$WORK/applications"
}
wait_until 'every Application is synced and healthy' applications_well
[ "$dry_run" = yes ] || cat "$WORK/applications"

step 'Done'
say "The application: https://$(output domain)"
say "kubectl for yourself: aws eks update-kubeconfig --name $cluster --region $region"
