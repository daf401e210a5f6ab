# shellcheck shell=sh
set -eu
# shellcheck source=infra/scripts/tests/harness.sh
. "$SCRIPTS/tests/harness.sh"
cluster=gitops-delivery-cluster
lost='delete (service|persistentvolumeclaims|statefulsets|clusters)|patch persistentvolume|delete-volume|terraform .* apply '

running_cluster
title 'everything goes, in an order that loses and leaves nothing'
run teardown --confirm $cluster
well
before 'plan -destroy' 'patch applications.argoproj.io root'
before 'patch applications.argoproj.io root' 'scale statefulset/argocd-application-controller --replicas=0'
before 'scale deployment/argocd-applicationset-controller --replicas=0' 'scale deployment/expense-tracker --replicas=0'
before 'scale deployment/expense-tracker --replicas=0' 'exec .*pg_dump'
before 'exec .*pg_dump' 'exec .*pg_restore --list'
before 'exec .*pg_restore --list' 'aws s3 cp'
before 'aws s3 cp' 'aws s3api head-object'
before 'aws s3api head-object' 'route53 change-resource-record-sets'
before 'route53 change-resource-record-sets' 'delete service nginx-ingress-controller'
before 'delete service' 'patch persistentvolume pvc-1 .*"Delete"'
before 'patch persistentvolume pvc-2' 'delete persistentvolumeclaims --all'
before 'delete persistentvolumeclaims' 'ec2 delete-volume --volume-id vol-1'
before 'ec2 delete-volume' 'terraform .* apply '
check 'both databases are stored' [ "$(wc -l <"$WORLD/objects")" = 2 ]
check 'each under its own prefix' grep -q '^prod/final/gitops-delivery-cluster-2026-11-23T01-02-03-00-00-' "$WORLD/objects"
check 'no dump stays on this machine' [ -z "$(find "$TMPDIR" -name '*.dump')" ]
check 'the cluster is gone' [ ! -e "$WORLD/cluster" ]

title "prod is dumped from the operator's primary, dev from the StatefulSet"
calls 'namespace expense-tracker exec postgres-2 '
calls 'namespace expense-tracker-dev exec postgres-0 '

title 'backups, secrets and zone are not among what is destroyed'
calls 'plan -destroy .*-target=module.cluster -target=module.network'
never 'target=module.(backups|secrets|dns)'

title 'a second run has nothing left to lose and ends well'
forget_calls
run teardown --confirm $cluster
well
never 'kubectl|pg_dump|delete-volume'

running_cluster
title 'without a terminal and without --confirm nothing is changed, and the plan is shown'
run teardown
ill
says '90 to destroy'
says 'Load balancers that go too: arn:nlb'
says 'Volumes that go too: vol-1'
changes_nothing

running_cluster
title 'a wrong name changes nothing'
run teardown --confirm gitops
ill
changes_nothing

running_cluster
title 'a dry run changes nothing and says what it would'
run teardown --dry-run
well
says 'would dump expense-tracker/postgres-2'
says 'would run: terraform'
changes_nothing

running_cluster
touch "$WORLD/empty-dump"
title 'a dump without tables ends it before anything is lost'
run teardown --confirm $cluster
ill
says 'holds no tables'
never "$lost"

running_cluster
touch "$WORLD/truncated"
title 'a dump that was not stored whole ends it before anything is lost'
run teardown --confirm $cluster
ill
says 'not as long as the dump'
never "$lost"

for point in '*exec*pg_dump*' '*exec*pg_restore*' 'aws s3 cp*' 'aws s3api head-object*'; do
    running_cluster
    title "a failure at $point ends it before anything is lost"
    fails_at "$point"
    run teardown --confirm $cluster
    ill
    never "$lost"
done

running_cluster
rm "$WORLD/database"
title 'a database that is not running, without a dump, ends it'
run teardown --confirm $cluster
ill
says 'no running database and no final dump'
never "$lost"

title 'unless its data is given up in so many words'
run teardown --confirm $cluster --skip-backup
well
says 'NO final dump'
never 'pg_dump'
check 'the cluster is gone' [ ! -e "$WORLD/cluster" ]

running_cluster
touch "$WORLD/aws-down"
title 'an answer of AWS that is neither yes nor no ends it'
run teardown --confirm $cluster
ill
never "$lost"

running_cluster
rm "$WORLD/cluster" "$WORLD/service"
title 'a cluster that is gone already is passed over'
run teardown --confirm $cluster
well
never 'kubectl'
calls 'terraform .* apply '

running_cluster
touch "$WORLD/stuck-balancers"
title 'a load balancer that stays ends it before the network is destroyed'
run teardown --confirm $cluster
ill
says 'no load balancer is left in vpc-0123456789abcdef0'
never 'terraform .* apply '

running_cluster
echo eni-1 >"$WORLD/interfaces"
title 'interfaces that nodes left are removed before the network'
run teardown --confirm $cluster
well
before 'delete-network-interface --network-interface-id eni-1' 'terraform .* apply '

running_cluster
touch "$WORLD/api-closed"
title 'a cluster that does not answer is not destroyed blindly'
run teardown --confirm $cluster
ill
says 'endpoint_public_access_cidrs'
never "$lost"

for point in '*plan -destroy*' '*patch applications*' '*scale statefulset/argocd*' '*scale deployment/expense-tracker*' '*exec*pg_dump*' \
    'aws s3 cp*' 'aws route53 change*' 'aws route53 wait*' '*delete service*' '*patch persistentvolume*' '*delete persistentvolumeclaims*' \
    'aws ec2 describe-volumes*' 'aws ec2 delete-volume*' 'aws ec2 describe-network*' '*terraform* apply *'; do
    running_cluster
    title "after a failure at $point a second run takes all away and keeps the dumps"
    fails_at "$point"
    run teardown --confirm $cluster
    check 'the failure came' [ ! -e "$WORLD/fail" ]
    ill
    run teardown --confirm $cluster
    well
    check 'the cluster is gone' [ ! -e "$WORLD/cluster" ]
    check 'both databases are stored' [ "$(cut -d/ -f1 "$WORLD/objects" | sort -u | tr '\n' ' ')" = 'dev prod ' ]
    check 'no volume, load balancer or record is left' [ -z "$(cat "$WORLD/volumes" "$WORLD/balancers" "$WORLD/records")" ]
done
end
