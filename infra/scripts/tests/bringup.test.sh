# shellcheck shell=sh
set -eu
# shellcheck source=infra/scripts/tests/harness.sh
. "$SCRIPTS/tests/harness.sh"
cluster=gitops-delivery-cluster

empty_account
title 'help is printed without a call'
run bringup --help
well
says 'usage: infra/scripts/bringup.sh'
check 'nothing is called' [ ! -s "$WORLD/calls" ]

title 'an unknown option is refused without a call'
run bringup --force
ill
check 'nothing is called' [ ! -s "$WORLD/calls" ]

empty_account
title 'an empty account becomes a running application'
run bringup --confirm $cluster
well
before 'terraform .* init .*-backend-config=backend.hcl' 'terraform .* plan '
before 'terraform .* plan ' 'terraform .* apply '
before 'terraform .* apply ' 'kubectl get nodes'
before 'kubectl get nodes' 'helm upgrade'
before 'helm upgrade' 'kubectl apply .*projects.yaml'
before 'kubectl apply .*projects.yaml' 'kubectl apply .*argocd/root.yaml'
before 'kubectl apply .*argocd/root.yaml' 'aws route53 change-resource-record-sets'
before 'aws route53 change-resource-record-sets' 'aws route53 wait resource-record-sets-changed'
before 'aws route53 wait' 'kubectl .*get applications'
calls 'helm upgrade --install argo-cd argo-cd --repo https://argoproj.github.io/argo-helm --version [0-9]+\.[0-9]+\.[0-9]+ '
check 'only AppProjects are applied from the render' [ "$(sort -u "$WORLD/projects")" = 'kind: AppProject' ]
says 'https://k8s.dakshayahuja.in'

none_of_operators() { ! grep -q operators-own "$WORLD/kubeconfigs" && [ -s "$WORLD/kubeconfigs" ]; }
title 'it never uses the kubeconfig of the operator'
check 'each kubectl has the own file' none_of_operators

title 'a second run finds nothing to do'
forget_calls
run bringup
well
never 'terraform .* apply |helm upgrade|change-resource-record-sets'

empty_account
title 'the plan is applied exactly as shown'
run bringup --confirm $cluster
plan=$(sed -nE 's/.* plan .*-out=([^ ]*).*/\1/p' "$WORLD/calls" | head -n 1)
calls "terraform .* apply -input=false $plan\$"

empty_account
title 'without a terminal and without --confirm nothing is changed'
run bringup
ill
says 'Plan: 90 to add'
says 'Nothing was changed'
changes_nothing

empty_account
title 'a wrong name changes nothing'
run bringup --confirm production
ill
changes_nothing

empty_account
title 'a dry run of an empty account changes nothing'
run bringup --dry-run
well
says 'would run: terraform'
changes_nothing

running_cluster
rm "$WORLD/argocd" "$WORLD/records"
: >"$WORLD/records"
title 'a dry run of a half-built account changes nothing and says what it would'
run bringup --dry-run
well
says 'would run: helm upgrade --install argo-cd'
says '"Action":"UPSERT"'
changes_nothing

empty_account
touch "$WORLD/signed-out"
title 'without a sign-in it stops at once'
run bringup --confirm $cluster
ill
says 'AWS does not know you'
never '^terraform'

empty_account
echo 2 >"$WORLD/nodes-starting"
title 'nodes are waited for'
run bringup --confirm $cluster
well
check 'it looks three times' [ "$(grep -c 'kubectl get nodes' "$WORLD/calls")" = 3 ]

empty_account
touch "$WORLD/nodes-stuck"
title 'nodes that never come end it before Argo CD'
run bringup --confirm $cluster
ill
says 'every node is ready'
never 'helm'

empty_account
sed -i 's/"111122223333"/"444455556666"/' "$REPO/kustomize/overlays/prod/env.yaml"
title 'an overlay of another account ends it before Argo CD'
run bringup --confirm $cluster
ill
says "kustomize/overlays/prod/env.yaml: awsAccount is '444455556666', should be '111122223333'"
never 'helm upgrade|kubectl apply'
sed -i 's/"444455556666"/"111122223333"/' "$REPO/kustomize/overlays/prod/env.yaml"

empty_account
cp "$REPO/kustomize/argocd/root.yaml" "$BOX/root.yaml"
sed -i 's/repoURL:.*/repoURL: https:\/\/example.org\/other.git/' "$REPO/kustomize/argocd/root.yaml"
title 'a root Application of another repository ends it before Argo CD'
run bringup --confirm $cluster
ill
says "kustomize/argocd/root.yaml: repoURL is 'https://example.org/other.git'"
never 'helm upgrade|kubectl apply'
mv "$BOX/root.yaml" "$REPO/kustomize/argocd/root.yaml"

empty_account
echo expense-tracker/prod/database >"$WORLD/empty-secret"
title 'a secret without a value ends it before Argo CD, by name'
run bringup --confirm $cluster
ill
says '  expense-tracker/prod/database'
never 'helm upgrade|kubectl apply'

empty_account
touch "$WORLD/api-closed"
title 'a closed API is named'
run bringup --confirm $cluster
ill
says 'endpoint_public_access_cidrs'
never 'helm upgrade|kubectl apply'

empty_account
touch "$WORLD/applied" "$WORLD/cluster" "$WORLD/argocd"
for controller in applicationset application; do printf 0 >"$WORLD/replicas-argocd-$controller-controller"; done
title 'controllers that a teardown put to sleep are woken'
run bringup
well
calls 'scale deployment/argocd-applicationset-controller --replicas=1'
calls 'scale statefulset/argocd-application-controller --replicas=1'

mv "$REPO/infra/terraform/live/backend.hcl" "$BOX/backend.hcl"
empty_account
title 'a missing backend.hcl is named'
run bringup --confirm $cluster
ill
says 'backend.hcl.example'
changes_nothing
mv "$BOX/backend.hcl" "$REPO/infra/terraform/live/backend.hcl"

for point in '*terraform* init *' '*terraform* apply *' 'aws eks wait *' 'kubectl version *' 'aws secretsmanager*' 'helm upgrade*' \
    '*rollout status*' 'kubectl kustomize*' '*apply*projects.yaml' '*apply*root.yaml' '*nginx-ingress get services*' \
    'aws route53 change*' 'aws route53 wait*' '*get applications*'; do
    empty_account
    title "after a failure at $point a second run ends well"
    fails_at "$point"
    run bringup --confirm $cluster
    check 'the failure came' [ ! -e "$WORLD/fail" ]
    first=$status
    run bringup --confirm $cluster
    well
    check 'Argo CD is installed once and for all' [ -e "$WORLD/argocd" ]
    check 'the root Application is there' [ -e "$WORLD/root" ]
    check 'DNS is set' grep -q nlb-1 "$WORLD/records"
    # Waiting outlives a call that failed once; every other failure must end the first run.
    case $point in
        *services* | *applications*) check 'waiting goes on' [ "$first" = 0 ] ;;
        *) check 'the first run ends with an error' [ "$first" != 0 ] ;;
    esac
done
end
