#!/bin/sh
# teardown.sh - takes the cluster away and leaves nothing that costs or that blocks. --help
set -eu

usage() {
    cat <<'END'
usage: infra/scripts/teardown.sh [--dry-run] [--skip-backup] [--confirm CLUSTER]

  1. plans the destruction, shows it with the load balancers and volumes that go too, and asks for the
     cluster's name to be typed
  2. suspends Argo CD, so that it doesn't build up again what is taken down
  3. stops the application, dumps each environment's database, reads the dump's contents back, and
     stores it under ENVIRONMENT/final/ in the backup bucket
  4. removes DNS aliases, load balancers and volumes, and waits until they are gone
  5. destroys cluster and network with the plan from step 1

What can't be made again stays: the backup bucket, the secrets, the DNS zone, and bootstrap.
After a failure, mend what it names and run it again: what is gone is passed over.

  --dry-run           shows all of it and changes nothing
  --skip-backup       no final dump: what is in the databases is lost
  --confirm CLUSTER   goes on without asking; CLUSTER must be the cluster's name
  --help              this text

EXPENSE_WAIT_SECONDS (1800) limits each wait, EXPENSE_LIVE is another folder than infra/terraform/live.
END
}

SCRIPTS=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case ${1-} in --help | -h) usage; exit 0 ;; esac
# shellcheck source=infra/scripts/lib.sh
. "$SCRIPTS/lib.sh"

backup=yes
while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) dry_run=yes ;;
        --skip-backup) backup=no ;;
        --confirm) [ $# -ge 2 ] || die "--confirm needs the cluster's name."; confirmed=$2; shift ;;
        --help | -h) usage; exit 0 ;;
        *) die "teardown.sh does not know $1; see --help." ;;
    esac
    shift
done

require aws terraform kubectl

step 'Who and where'
who
terraform_init
read_outputs
[ -n "$cluster" ] || die 'Terraform knows no cluster; there is nothing to take down.'
[ -n "$vpc" ] || die 'Terraform knows no network; there is nothing to take down.'

# one_a_line COMMAND…: text output as lines. Not a pipe from the command: that would hide its failure.
one_a_line() {
    "$@" >"$WORK/text" || return 1
    tr '[:blank:]' '\n' <"$WORK/text" | awk 'NF && $1 != "None"'
}
load_balancers() {
    one_a_line aws elbv2 describe-load-balancers --query "LoadBalancers[?VpcId=='$vpc'].LoadBalancerArn" --output text
}
# Volumes that the EBS driver made, not the nodes' own disks.
volumes() { # [STATUS]
    one_a_line aws ec2 describe-volumes --filters "Name=tag:kubernetes.io/cluster/$cluster,Values=owned" Name=tag-key,Values=CSIVolumeName \
        ${1:+"Name=status,Values=$1"} --query 'Volumes[].VolumeId' --output text
}
interfaces() {
    one_a_line aws ec2 describe-network-interfaces --filters "Name=vpc-id,Values=$vpc" Name=status,Values=available 'Name=description,Values=aws-K8S-*' \
        --query 'NetworkInterfaces[].NetworkInterfaceId' --output text
}

step 'Plan'
# Named one by one, so that backups, secrets and zone stay.
set --
for module in cdn certificates workload_identity cluster network; do set -- "$@" "-target=module.$module"; done
terraform_live plan -destroy -input=false -out="$WORK/destroy.tfplan" "$@" || die 'Terraform could not plan; nothing was changed.'
load_balancers >"$WORK/balancers" || die 'AWS did not list the load balancers; nothing was changed.'
volumes >"$WORK/volumes" || die 'AWS did not list the volumes; nothing was changed.'
say
say "Load balancers that go too: $(tr '\n' ' ' <"$WORK/balancers")"
say "Volumes that go too: $(tr '\n' ' ' <"$WORK/volumes")"
[ "$backup" = yes ] || say 'NO final dump of the databases will be taken (--skip-backup).'
confirm "$cluster" "All of this will be destroyed in account $account."

output_pairs environments >"$WORK/environments"
[ -s "$WORK/environments" ] || die 'Terraform did not say which environments there are, so their databases could not be dumped; run this again.'
if cluster_exists; then
    connect

    step 'Argo CD'
    if kubectl get namespace argocd >/dev/null 2>&1; then
        # Also in the root Application, so that a controller that comes back doesn't go on.
        if kubectl --namespace argocd get applications.argoproj.io root >/dev/null 2>&1; then
            change kubectl --namespace argocd patch applications.argoproj.io root --type merge --patch '{"spec":{"syncPolicy":{"automated":null}}}'
        fi
        # The first makes Applications anew, the second makes anew what they hold.
        for workload in deployment/argocd-applicationset-controller statefulset/argocd-application-controller; do
            if kubectl --namespace argocd get "$workload" >/dev/null 2>&1; then
                change kubectl --namespace argocd scale "$workload" --replicas=0
                change kubectl --namespace argocd rollout status "$workload" --timeout "${WAIT_SECONDS}s"
            fi
        done
        argocd_asleep() { ! kubectl --namespace argocd get pods --no-headers 2>/dev/null | grep -qE '^argocd-application(set)?-controller'; }
        wait_until 'Argo CD no longer acts' argocd_asleep
    else
        say 'It is not there.'
    fi

    step 'The application stops, and its databases are dumped'
    bucket=$(output backup_bucket)
    born=$(aws eks describe-cluster --name "$cluster" --query cluster.createdAt --output text) ||
        die 'AWS did not say how old the cluster is; run this again.'
    born=$(printf '%s' "$born" | tr -c '0-9A-Za-z' '-')
    dumped() { # ENVIRONMENT: whether this cluster's dump is in the bucket
        # shellcheck disable=SC2016  # backticks are JMESPath's
        count=$(aws s3api list-objects-v2 --bucket "$bucket" --prefix "$1/final/$cluster-$born-" --query 'length(Contents || `[]`)' --output text) || return 1
        [ "${count:-0}" != 0 ] && [ "$count" != None ]
    }
    database_pod() { # NAMESPACE: the primary, with either of the two ways to run PostgreSQL
        pod=$(kubectl --namespace "$1" get pods --selector cnpg.io/cluster=postgres,cnpg.io/instanceRole=primary --output 'jsonpath={.items[*].metadata.name}') || return 1
        [ -n "$pod" ] || pod=$(kubectl --namespace "$1" get pods --selector app.kubernetes.io/name=postgres --output 'jsonpath={.items[*].metadata.name}')
    }
    while read -r environment namespace <&3; do
        if [ -z "$(kubectl get namespace "$namespace" --ignore-not-found --output name)" ]; then
            say "  $environment was never there"
            continue
        fi
        # Nothing is written after the dump. With no replicas the autoscaler rests too.
        if [ -n "$(kubectl --namespace "$namespace" get deployment expense-tracker --ignore-not-found --output name)" ]; then
            change kubectl --namespace "$namespace" scale deployment/expense-tracker --replicas=0
            application_stopped() { [ -z "$(kubectl --namespace "$namespace" get pods --selector app.kubernetes.io/name=expense-tracker --output name)" ]; }
            wait_until "the application in $namespace has stopped" application_stopped
        fi
        [ "$backup" = yes ] || continue
        database_pod "$namespace" || die "The database of $environment could not be looked for; run this again."
        case $pod in
            '')
                if dumped "$environment"; then
                    say "  $environment is dumped already"
                    continue
                fi
                die "$environment has no running database and no final dump. Start it, or give up its data with --skip-backup."
                ;;
            *' '*) die "$environment has more than one database that could be the right one: $pod." ;;
        esac
        if [ "$dry_run" = yes ]; then
            say "would dump $namespace/$pod to s3://$bucket/$environment/final/"
            continue
        fi
        file=$WORK/$environment.dump
        # The StatefulSet's superuser has a password even inside the pod; the operator's has none.
        # shellcheck disable=SC2016  # the pod's shell expands it
        kubectl --namespace "$namespace" exec "$pod" --container postgres -- sh -c \
            'PGPASSWORD=$(cat /run/secrets/postgres/postgres-password 2>/dev/null || true); export PGPASSWORD
             exec pg_dump --username=postgres --format=custom --dbname=expense' >"$file" ||
            die "The dump of $environment failed; nothing is lost yet. Run this again."
        tables=$(kubectl --namespace "$namespace" exec --stdin "$pod" --container postgres -- pg_restore --list <"$file" | grep -c 'TABLE DATA' || true)
        [ "$tables" -gt 0 ] || die "The dump of $environment holds no tables; nothing is lost yet. Look at $namespace/$pod."
        key=$environment/final/$cluster-$born-$(date -u +%Y%m%dT%H%M%SZ).dump
        aws s3 cp --only-show-errors "$file" "s3://$bucket/$key" ||
            die "The dump of $environment could not be stored; nothing is lost yet. Run this again."
        stored=$(aws s3api head-object --bucket "$bucket" --key "$key" --query ContentLength --output text)
        [ "$stored" = "$(wc -c <"$file" | tr -d ' ')" ] || die "s3://$bucket/$key is not as long as the dump; nothing is lost yet. Run this again."
        rm -f "$file"
        say "  $environment: $tables tables in s3://$bucket/$key"
    done 3<"$WORK/environments"
fi

step 'DNS'
set -- --remove --confirm "$(output domain)"
[ "$dry_run" = no ] || set -- "$@" --dry-run
"$SCRIPTS/update-dns.sh" "$@" || die 'The aliases were not removed; mend what it names and run this again.'

if cluster_exists; then
    step 'Load balancers'
    # A Gateway's controller would make its Service again.
    if kubectl get crd gateways.gateway.networking.k8s.io >/dev/null 2>&1; then
        change kubectl delete gateways.gateway.networking.k8s.io --all --all-namespaces --timeout "${WAIT_SECONDS}s"
    fi
    kubectl get services --all-namespaces --output \
        jsonpath='{range .items[?(@.spec.type=="LoadBalancer")]}{.metadata.namespace} {.metadata.name}{"\n"}{end}' >"$WORK/services" ||
        die 'The cluster did not list its Services; run this again.'
    while read -r namespace name; do
        [ -n "$name" ] || continue
        change kubectl --namespace "$namespace" delete service "$name" --timeout "${WAIT_SECONDS}s" </dev/null
    done <"$WORK/services"
fi
balancers_gone() { load_balancers >"$WORK/balancers" && [ ! -s "$WORK/balancers" ]; }
wait_until "no load balancer is left in $vpc" balancers_gone

if cluster_exists; then
    step 'Volumes'
    # What retains its volume lets it go now: the dumps are stored.
    one_a_line kubectl get persistentvolumes --output 'jsonpath={.items[*].metadata.name}' >"$WORK/persistent" ||
        die 'The cluster did not list its volumes; run this again.'
    while read -r name; do
        [ -n "$name" ] || continue
        change kubectl patch persistentvolume "$name" --patch '{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}' </dev/null
    done <"$WORK/persistent"
    if kubectl get crd clusters.postgresql.cnpg.io >/dev/null 2>&1; then
        change kubectl delete clusters.postgresql.cnpg.io --all --all-namespaces --timeout "${WAIT_SECONDS}s"
    fi
    if kubectl get crd prometheuses.monitoring.coreos.com >/dev/null 2>&1; then
        change kubectl delete prometheuses.monitoring.coreos.com,alertmanagers.monitoring.coreos.com --all --all-namespaces --timeout "${WAIT_SECONDS}s"
    fi
    for namespace in $(awk '{ print $2 }' "$WORK/environments") monitoring; do
        change kubectl --namespace "$namespace" delete statefulsets --all --ignore-not-found --timeout "${WAIT_SECONDS}s"
        change kubectl --namespace "$namespace" delete persistentvolumeclaims --all --ignore-not-found --timeout "${WAIT_SECONDS}s"
    done
    persistent_gone() { kubectl get persistentvolumes --output name >"$WORK/persistent" && [ ! -s "$WORK/persistent" ]; }
    wait_until 'no volume is left in the cluster' persistent_gone
fi
# What an earlier run or a deleted claim left behind.
volumes available >"$WORK/volumes" || die 'AWS did not list the volumes; run this again.'
while read -r volume; do
    change aws ec2 delete-volume --volume-id "$volume" </dev/null
done <"$WORK/volumes"

step 'Network interfaces'
# Pods that went with their node leave theirs, and a subnet can't go with one in it.
interfaces >"$WORK/interfaces" || die 'AWS did not list the network interfaces; run this again.'
while read -r interface; do
    change aws ec2 delete-network-interface --network-interface-id "$interface" </dev/null
done <"$WORK/interfaces"

step 'Destroy'
change terraform -chdir="$LIVE" apply -input=false "$WORK/destroy.tfplan" ||
    die 'Terraform stopped in the middle. Mend what it names and run this again; interfaces that nodes left are removed then.'

step 'Done'
say "Still there: the backups, the secrets, and the zone (name servers stay as they are). bringup.sh builds the rest again."
