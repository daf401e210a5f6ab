mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/mock" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:mock" }
  }
  mock_resource "aws_vpc" {
    defaults = { id = "vpc-mock" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
  mock_resource "aws_route53_zone" {
    defaults = { zone_id = "ZMOCK", name_servers = ["ns-1.example.org"] }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:mock" }
  }
  mock_resource "aws_eks_cluster" {
    defaults = {
      arn      = "arn:aws:eks:us-east-1:111122223333:cluster/gitops-delivery-cluster"
      identity = [{ oidc = [{ issuer = "https://oidc.eks.us-east-1.amazonaws.com/id/MOCK" }] }]
    }
  }
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:111122223333:certificate/mock"
      domain_validation_options = [
        { domain_name = "expense.example.org", resource_record_name = "_a.expense.example.org.", resource_record_type = "CNAME", resource_record_value = "_x.acm-validations.aws." },
      ]
    }
  }
  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/mock" }
  }
}

variables {
  domain                   = "expense.example.org"
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/expense-tracker-boundary"
  administrator_role_arns  = ["arn:aws:iam::111122223333:role/admins"]
}

run "the_parts_fit_together" {
  command = apply

  assert {
    condition     = output.cluster_name == "gitops-delivery-cluster" && output.region == "us-east-1" && output.vpc_id == "vpc-mock" && output.zone_id == "ZMOCK"
    error_message = "The scripts must find cluster, region, network and zone."
  }
  assert {
    condition     = output.backup_bucket == "gitops-delivery-cluster-backups-111122223333"
    error_message = "The backups' bucket must carry cluster and account, as the apply role's policy says."
  }
  assert {
    condition     = output.load_balancer_hosts == tolist(["expense.example.org", "*.expense.example.org"])
    error_message = "Without a CDN the domain and all below it belong to the load balancer."
  }
  assert {
    condition = output.secret_names == tolist([
      "expense-tracker/platform/grafana",
      "expense-tracker/prod/database", "expense-tracker/prod/oidc", "expense-tracker/prod/tokens",
      "expense-tracker/staging/database", "expense-tracker/staging/oidc", "expense-tracker/staging/tokens",
    ])
    error_message = "The entries must be those that the ExternalSecrets name; dev makes its own in the cluster."
  }
  assert {
    condition     = toset(keys(output.role_arns)) == toset(concat(["ebs-csi", "cluster-autoscaler", "load-balancer-controller", "cert-manager", "secrets-platform", "secrets-staging", "secrets-prod"], flatten([for e in ["dev", "staging", "prod"] : ["backup-${e}", "restore-${e}", "database-${e}"]])))
    error_message = "Each workload must have its role."
  }
}

run "the_platforms_policies_reach_only_this_cluster" {
  command = apply

  assert {
    condition     = one([for s in jsondecode(local.platform_workloads["cluster-autoscaler"].policy_json).Statement : s.Condition if contains(s.Action, "autoscaling:SetDesiredCapacity")]) == { StringEquals = { "aws:ResourceTag/k8s.io/cluster-autoscaler/gitops-delivery-cluster" = "owned" } }
    error_message = "The autoscaler may scale only the groups of this cluster."
  }
  assert {
    condition     = one([for s in jsondecode(local.platform_workloads["cert-manager"].policy_json).Statement : s if contains(s.Action, "route53:ChangeResourceRecordSets")]).Resource == ["arn:aws:route53:::hostedzone/ZMOCK"] && one([for s in jsondecode(local.platform_workloads["cert-manager"].policy_json).Statement : s if contains(s.Action, "route53:ChangeResourceRecordSets")]).Condition["ForAllValues:StringEquals"] == { "route53:ChangeResourceRecordSetsRecordTypes" = ["TXT"] }
    error_message = "cert-manager may write only TXT records in our zone."
  }
  assert {
    condition = alltrue([for s in jsondecode(local.platform_workloads["load-balancer-controller"].policy_json).Statement :
      can(s.Condition) || alltrue([for a in s.Action : can(regex(":(Describe|Get|List)", a)) || a == "ec2:CreateSecurityGroup"])
    ])
    error_message = "Every change of the load balancer controller must be bound by a condition."
  }
}

run "an_environments_pods_reach_only_its_own_prefix" {
  command = apply

  assert {
    condition     = local.environment_workloads["backup-prod"].namespace == "expense-tracker" && strcontains(local.environment_workloads["backup-prod"].policy_json, "backups-111122223333/prod/*") && !strcontains(local.environment_workloads["backup-prod"].policy_json, "/dev/")
    error_message = "prod's backups must go to prod's prefix."
  }
  assert {
    condition     = { for name in ["staging", "prod"] : name => "${local.environment_workloads["secrets-${name}"].namespace}/${local.environment_workloads["secrets-${name}"].service_account}" } == { staging = "expense-tracker-staging/secrets-reader", prod = "expense-tracker/secrets-reader" }
    error_message = "The secrets' readers must be the service accounts of the overlays."
  }
}

run "the_cdn_takes_the_applications_host_from_the_load_balancer" {
  command = apply
  variables {
    cdn_enabled = true
  }

  assert {
    condition     = output.load_balancer_hosts == tolist(["*.expense.example.org"]) && length(module.cdn) == 1 && length(module.certificates) == 1
    error_message = "With the CDN only the hosts below the domain belong to the load balancer."
  }
}

run "a_cluster_that_nobody_can_reach_is_refused" {
  command = plan
  variables {
    administrator_role_arns = []
  }
  expect_failures = [var.administrator_role_arns]
}

run "roles_without_a_boundary_are_refused" {
  command = plan
  variables {
    permissions_boundary_arn = "none"
  }
  expect_failures = [var.permissions_boundary_arn]
}

run "two_environments_in_one_namespace_are_refused" {
  command = plan
  variables {
    environments = { staging = { namespace = "expense-tracker" }, prod = { namespace = "expense-tracker" } }
  }
  expect_failures = [var.environments]
}
