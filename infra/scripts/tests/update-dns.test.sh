# shellcheck shell=sh
set -eu
# shellcheck source=infra/scripts/tests/harness.sh
. "$SCRIPTS/tests/harness.sh"
domain=k8s.dakshayahuja.in

running_cluster
: >"$WORLD/records"
title 'both hosts become aliases of the load balancer, and the change is waited for'
run update-dns
well
printf '%s' '{"Comment":"infra/scripts/update-dns.sh","Changes":[' >"$BOX/expected"
printf '{"Action":"UPSERT","ResourceRecordSet":{"Name":"%s","Type":"A","AliasTarget":{"DNSName":"nlb-1.elb.us-east-1.amazonaws.com","HostedZoneId":"ZELB","EvaluateTargetHealth":true}}}%s' \
    "$domain" , "*.$domain" '' >>"$BOX/expected"
printf ']}\n' >>"$BOX/expected"
check 'the change is exactly that' cmp -s "$BOX/expected" "$WORLD/batches"
calls 'change-resource-record-sets --hosted-zone-id ZAPP '
before 'change-resource-record-sets' 'route53 wait resource-record-sets-changed --id /change/C1'
says 'INSYNC'

title 'records that are right stay untouched'
forget_calls
run update-dns
well
says 'Nothing to change'
never 'change-resource-record-sets'

running_cluster
sed -i 's/^k8s.dakshayahuja.in. A .*/k8s.dakshayahuja.in. A 192.0.2.1 -/' "$WORLD/records"
title 'a record that points elsewhere is not replaced without a word'
run update-dns
ill
says 'now 192.0.2.1'
never 'change-resource-record-sets'

title 'nor with the wrong word'
run update-dns --confirm example.org
ill
never 'change-resource-record-sets'

title 'with the right one it is, and the other record stays untouched'
run update-dns --confirm $domain
well
check 'one change' [ "$(grep -o UPSERT "$WORLD/batches" | wc -l)" = 1 ]

running_cluster
: >"$WORLD/records"
title 'a dry run shows the change and sends nothing'
run update-dns --dry-run
well
says '"Action":"UPSERT"'
never 'change-resource-record-sets'

running_cluster
: >"$WORLD/records"
echo 2 >"$WORLD/provisioning"
title 'a load balancer that is being made is waited for'
run update-dns
well
check 'it looks three times' [ "$(grep -c 'describe-load-balancers' "$WORLD/calls")" = 3 ]
calls 'change-resource-record-sets'

running_cluster
rm "$WORLD/service"
title 'a load balancer that never comes ends it'
run update-dns
ill
says 'the ingress controller has a load balancer'
never 'change-resource-record-sets'

running_cluster
touch "$WORLD/second-service"
title 'two load balancers are refused'
run update-dns
ill
says 'More than one load balancer'
never 'change-resource-record-sets'

running_cluster
echo classic >"$WORLD/kind"
title 'a load balancer of the old kind is refused'
run update-dns
ill
says 'AWS Load Balancer Controller'
never 'change-resource-record-sets'

empty_account
title 'before the first apply it says what to do'
run update-dns
ill
says 'run bringup.sh first'

for point in 'aws route53 list*' 'aws route53 change*' 'aws route53 wait*' 'aws eks update-kubeconfig*'; do
    running_cluster
    : >"$WORLD/records"
    title "after a failure at $point a second run ends well"
    fails_at "$point"
    run update-dns
    ill
    run update-dns
    well
    check 'DNS is set' grep -q nlb-1 "$WORLD/records"
done

running_cluster
title 'remove deletes the aliases as they are'
run update-dns --remove --confirm $domain
well
check 'two deletions' [ "$(grep -o DELETE "$WORLD/batches" | wc -l)" = 2 ]
check 'with the value that Route 53 has' grep -qF '"DNSName":"nlb-1.elb.us-east-1.amazonaws.com.","HostedZoneId":"ZELB"' "$WORLD/batches"
never kubectl

running_cluster
printf '%s\n' 'k8s.dakshayahuja.in. A d111.cloudfront.net. Z2FDTNDATAQYW2' >"$WORLD/records"
title 'remove leaves what is no load balancer'
run update-dns --remove --confirm $domain
well
says 'it stays'
never 'change-resource-record-sets'
end
