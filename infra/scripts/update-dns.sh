#!/bin/sh
# update-dns.sh - points the application's hosts to the cluster's load balancer. --help
set -eu

usage() {
    cat <<'END'
usage: infra/scripts/update-dns.sh [--dry-run] [--remove] [--confirm DOMAIN]

Finds the network load balancer of the ingress controller, sets an alias record for each of Terraform's
load_balancer_hosts in Route 53, and waits until every name server of Route 53 has it. Records that are
right already stay untouched, so it can be run at any time.

  --dry-run          shows what would change and changes nothing
  --remove           removes the aliases instead (teardown.sh does that)
  --confirm DOMAIN   goes on without asking; DOMAIN must be the application's
  --help             this text

A record that points elsewhere is shown before it is replaced, and asks for the domain to be typed.
EXPENSE_WAIT_SECONDS (1800) limits each wait, EXPENSE_LIVE is another folder than infra/terraform/live.
END
}

SCRIPTS=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case ${1-} in --help | -h) usage; exit 0 ;; esac
# shellcheck source=infra/scripts/lib.sh
. "$SCRIPTS/lib.sh"

remove=no
while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) dry_run=yes ;;
        --remove) remove=yes ;;
        --confirm) [ $# -ge 2 ] || die '--confirm needs the domain.'; confirmed=$2; shift ;;
        --help | -h) usage; exit 0 ;;
        *) die "update-dns.sh does not know $1; see --help." ;;
    esac
    shift
done

# Hosts have stars in them, which mustn't become file names.
set -f
require aws terraform kubectl
who
terraform_init
read_outputs
domain=$(output domain)
hosts=$(outputs load_balancer_hosts)
if [ -z "$zone" ] || [ -z "$domain" ] || [ -z "$hosts" ]; then
    die 'Terraform knows no zone yet; run bringup.sh first.'
fi

# Route 53 writes a star as \052, and JMESPath leaves a backslash between single quotes alone.
in_route53() { printf '%s.' "$1" | sed 's/^\*/\\052/'; }

# current HOST TYPE: "NAME ZONE" of its alias, or the plain values of a record that is none.
current() {
    aws route53 list-resource-record-sets --hosted-zone-id "$zone" --output text \
        --query "ResourceRecordSets[?Name=='$(in_route53 "$1")' && Type=='$2'].[AliasTarget.DNSName || join(',', ResourceRecords[].Value), AliasTarget.HostedZoneId || '-']"
}

batch_begin() { changes=; }
batch_add() { # ACTION HOST TYPE TARGET TARGET-ZONE
    entry=$(printf '{"Action":"%s","ResourceRecordSet":{"Name":"%s","Type":"%s","AliasTarget":{"DNSName":"%s","HostedZoneId":"%s","EvaluateTargetHealth":true}}}' "$@")
    changes=$changes${changes:+,}$entry
}
batch_send() {
    printf '{"Comment":"infra/scripts/update-dns.sh","Changes":[%s]}\n' "$changes" >"$WORK/batch.json"
    if [ "$dry_run" = yes ]; then
        say "would send to zone $zone: $(cat "$WORK/batch.json")"
        return 0
    fi
    id=$(aws route53 change-resource-record-sets --hosted-zone-id "$zone" --change-batch "file://$WORK/batch.json" \
        --query ChangeInfo.Id --output text) || die 'Route 53 refused the change; nothing was changed.'
    say "waiting until Route 53 has $id everywhere (INSYNC)"
    aws route53 wait resource-record-sets-changed --id "$id" ||
        die "Route 53 has the change $id, but not everywhere yet; run this again."
    say 'INSYNC'
}

if [ "$remove" = yes ]; then
    step "Aliases of $domain to remove"
    batch_begin
    for host in $hosts; do
        for type in A AAAA; do
            current "$host" "$type" >"$WORK/current"
            read -r target target_zone <"$WORK/current" || true
            case ${target-} in
                *.elb.*amazonaws.com. | *.elb.*amazonaws.com)
                    say "  $host $type -> $target"
                    batch_add DELETE "$host" "$type" "$target" "$target_zone"
                    ;;
                '' | None) ;;
                *) warn "$host $type points to $target, not to a load balancer; it stays." ;;
            esac
            target='' target_zone=''
        done
    done
    if [ -z "$changes" ]; then
        say '  none'
        exit 0
    fi
    confirm "$domain" "These records of $domain will be removed."
    batch_send
    exit 0
fi

step 'The load balancer'
connect
load_balancer_host() {
    kubectl --namespace nginx-ingress get services --output \
        jsonpath='{range .items[?(@.spec.type=="LoadBalancer")]}{.status.loadBalancer.ingress[0].hostname}{"\n"}{end}' \
        2>/dev/null | sed '/^$/d' >"$WORK/hosts" || return 1
    [ -s "$WORK/hosts" ]
}
load_balancer_active() {
    aws elbv2 describe-load-balancers --output text \
        --query "LoadBalancers[?DNSName=='$target'].[CanonicalHostedZoneId,State.Code,Type,IpAddressType]" >"$WORK/balancer" || return 1
    read -r target_zone state kind family <"$WORK/balancer" || return 1
    [ "$state" = active ]
}
if [ "$dry_run" = yes ]; then
    load_balancer_host || { say 'The ingress controller has no load balancer yet; without --dry-run this waits for it.'; exit 0; }
else
    wait_until 'the ingress controller has a load balancer' load_balancer_host
fi
[ "$(wc -l <"$WORK/hosts")" -eq 1 ] || die "More than one load balancer in nginx-ingress: $(tr '\n' ' ' <"$WORK/hosts")"
target=$(cat "$WORK/hosts")
if [ "$dry_run" = yes ]; then
    load_balancer_active || { say "$target is not active yet; without --dry-run this waits for it."; exit 0; }
else
    wait_until "$target is active" load_balancer_active
fi
[ "$kind" = network ] || die "$target is a load balancer of the kind $kind, not network; is the AWS Load Balancer Controller running?"
say "  $target in zone $target_zone"

step "Records of $domain"
types=A
[ "$family" != dualstack ] || types='A AAAA'
batch_begin
replaced=
for host in $hosts; do
    for type in $types; do
        current "$host" "$type" >"$WORK/current"
        old=''
        read -r old _ <"$WORK/current" || true
        case $old in
            "$target" | "$target." | "dualstack.$target" | "dualstack.$target.") say "  $host $type is right"; continue ;;
            '' | None) say "  $host $type -> $target" ;;
            *) say "  $host $type -> $target (now $old)"; replaced=yes ;;
        esac
        batch_add UPSERT "$host" "$type" "$target" "$target_zone"
    done
done
if [ -z "$changes" ]; then
    say 'Nothing to change.'
    exit 0
fi
[ -z "$replaced" ] || confirm "$domain" "Records of $domain that point elsewhere will be replaced."
batch_send
