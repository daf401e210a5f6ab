mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
}

variables {
  cluster_name      = "gitops-delivery-cluster"
  cluster_arn       = "arn:aws:eks:us-east-1:111122223333:cluster/gitops-delivery-cluster"
  account_id        = "111122223333"
  oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/MOCK"
  oidc_issuer       = "https://oidc.eks.us-east-1.amazonaws.com/id/MOCK"
  workloads = {
    backup = {
      namespace       = "expense-tracker"
      service_account = "backup"
      policy_json     = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:PutObject\"],\"Resource\":[\"arn:aws:s3:::b/*\"]}]}"
    }
    ebs-csi = {
      namespace          = "kube-system"
      service_account    = "ebs-csi-controller-sa"
      managed_policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    }
  }
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
}

run "irsa_trusts_one_service_account" {
  command = apply

  assert {
    condition = jsondecode(aws_iam_role.this["backup"].assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/MOCK" }
        Action    = ["sts:AssumeRoleWithWebIdentity"]
        Condition = { StringEquals = {
          "oidc.eks.us-east-1.amazonaws.com/id/MOCK:aud" = "sts.amazonaws.com"
          "oidc.eks.us-east-1.amazonaws.com/id/MOCK:sub" = "system:serviceaccount:expense-tracker:backup"
        } }
      }]
    }
    error_message = "The trust must name audience and service account exactly."
  }
  assert {
    condition     = length(aws_eks_pod_identity_association.this) == 0
    error_message = "irsa needs no association."
  }
  assert {
    condition     = aws_iam_role.this["backup"].name == "gitops-delivery-cluster-backup" && alltrue([for role in aws_iam_role.this : role.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary"])
    error_message = "Each role must be named after the cluster and stay inside the boundary."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.this["backup"].policy).Statement[0].Action == ["s3:PutObject"] && aws_iam_role_policy_attachment.this["ebs-csi"].policy_arn == "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    error_message = "Each role must have its own policy."
  }
}

run "pod_identity_trusts_this_cluster_and_service_account" {
  command = apply
  variables {
    method            = "pod-identity"
    oidc_provider_arn = null
    oidc_issuer       = null
  }

  assert {
    condition = jsondecode(aws_iam_role.this["backup"].assume_role_policy).Statement[0] == {
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = {
        "aws:SourceAccount"                         = "111122223333"
        "aws:SourceArn"                             = "arn:aws:eks:us-east-1:111122223333:cluster/gitops-delivery-cluster"
        "aws:RequestTag/kubernetes-namespace"       = "expense-tracker"
        "aws:RequestTag/kubernetes-service-account" = "backup"
      } }
    }
    error_message = "The trust must name this cluster, namespace and service account."
  }
  assert {
    condition     = { for name, a in aws_eks_pod_identity_association.this : name => "${a.cluster_name}/${a.namespace}/${a.service_account}" } == { backup = "gitops-delivery-cluster/expense-tracker/backup", ebs-csi = "gitops-delivery-cluster/kube-system/ebs-csi-controller-sa" }
    error_message = "Each workload must have its association."
  }
}

run "irsa_without_its_provider_is_refused" {
  command = plan
  variables {
    oidc_provider_arn = null
  }
  expect_failures = [var.oidc_provider_arn]
}

run "a_wildcard_service_account_is_refused" {
  command = plan
  variables {
    workloads = { any = { namespace = "expense-tracker", service_account = "*", managed_policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" } }
  }
  expect_failures = [var.workloads]
}

run "a_policy_for_every_action_is_refused" {
  command = plan
  variables {
    workloads = { any = { namespace = "a", service_account = "b", policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}" } }
  }
  expect_failures = [var.workloads]
}

run "a_policy_for_a_whole_service_is_refused" {
  command = plan
  variables {
    workloads = { any = { namespace = "a", service_account = "b", policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":\"*\"}]}" } }
  }
  expect_failures = [var.workloads]
}

run "an_administrators_policy_is_refused" {
  command = plan
  variables {
    workloads = { any = { namespace = "a", service_account = "b", managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" } }
  }
  expect_failures = [var.workloads]
}
