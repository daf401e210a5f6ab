# One IAM role for one service account. The trust names that service account exactly.

locals {
  issuer = var.oidc_issuer == null ? "" : trimprefix(var.oidc_issuer, "https://")

  trust = { for name, workload in var.workloads : name => var.method == "irsa" ? jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.oidc_provider_arn }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = { StringEquals = {
        "${local.issuer}:aud" = "sts.amazonaws.com"
        "${local.issuer}:sub" = "system:serviceaccount:${workload.namespace}:${workload.service_account}"
      } }
    }]
    }) : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = {
        "aws:SourceAccount"                         = var.account_id
        "aws:SourceArn"                             = var.cluster_arn
        "aws:RequestTag/kubernetes-namespace"       = workload.namespace
        "aws:RequestTag/kubernetes-service-account" = workload.service_account
      } }
    }]
  }) }
}

resource "aws_iam_role" "this" {
  for_each = var.workloads

  name                 = "${var.cluster_name}-${each.key}"
  description          = "${each.value.namespace}/${each.value.service_account} in ${var.cluster_name}"
  assume_role_policy   = local.trust[each.key]
  permissions_boundary = var.permissions_boundary_arn
  max_session_duration = 3600
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  for_each = { for name, workload in var.workloads : name => workload if workload.managed_policy_arn == null }

  name   = "workload"
  role   = aws_iam_role.this[each.key].name
  policy = each.value.policy_json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for name, workload in var.workloads : name => workload if workload.managed_policy_arn != null }

  role       = aws_iam_role.this[each.key].name
  policy_arn = each.value.managed_policy_arn
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = var.method == "pod-identity" ? var.workloads : {}

  cluster_name    = var.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.this[each.key].arn
  tags            = var.tags
}
