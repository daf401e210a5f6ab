# EKS add-ons, each pinned. metrics-server and what else is not listed here comes from Argo CD.

locals {
  # These run on nodes without the pod network, so they can and must be there first.
  addons_before_nodes = {
    "vpc-cni" = {
      version = var.addon_versions.vpc_cni
      # Without enableNetworkPolicy every NetworkPolicy is accepted and does nothing.
      configuration = {
        enableNetworkPolicy = "true"
        env = {
          ENABLE_PREFIX_DELEGATION = "true"
          WARM_PREFIX_TARGET       = "1"
        }
      }
    }
    "kube-proxy"             = { version = var.addon_versions.kube_proxy, configuration = {} }
    "eks-pod-identity-agent" = { version = var.addon_versions.pod_identity_agent, configuration = {} }
  }
}

resource "aws_eks_addon" "before_nodes" {
  for_each = local.addons_before_nodes

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = length(each.value.configuration) == 0 ? null : jsonencode(each.value.configuration)
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
  tags                        = var.tags
}

resource "aws_eks_addon" "coredns" {
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "coredns"
  addon_version               = var.addon_versions.coredns
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
  tags                        = var.tags

  depends_on = [aws_eks_node_group.this]
}

resource "aws_eks_addon" "ebs_csi" {
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "aws-ebs-csi-driver"
  addon_version               = var.addon_versions.ebs_csi
  service_account_role_arn    = var.ebs_csi_role_arn
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
  tags                        = var.tags

  # Volumes carry the cluster's tag, by which teardown.sh finds what is left.
  configuration_values = jsonencode({
    controller = { extraVolumeTags = { "kubernetes.io/cluster/${var.name}" = "owned" } }
  })

  depends_on = [aws_eks_node_group.this]
}
