# Node groups: spot for what can move, on-demand in each zone for what keeps state.

locals {
  groups = merge(
    { for name, group in var.spot_groups : name => {
      instance_types = group.instance_types
      capacity_type  = "SPOT"
      min_size       = group.min_size
      max_size       = group.max_size
      max_pods       = group.max_pods
      subnet_ids     = values(var.private_subnet_ids)
      labels         = { "expense-tracker/capacity" = "spot", "expense-tracker/size" = name }
      taints         = {}
    } },
    { for zone, subnet in var.private_subnet_ids : "state-${zone}" => {
      instance_types = var.state_group.instance_types
      capacity_type  = "ON_DEMAND"
      min_size       = var.state_group.min_size
      max_size       = var.state_group.max_size
      max_pods       = var.state_group.max_pods
      subnet_ids     = [subnet]
      labels         = { "expense-tracker/capacity" = "on-demand", "expense-tracker/state" = "true" }
      taints         = { "expense-tracker/state" = "true" }
    } },
  )
}

resource "aws_iam_role" "node" {
  name                 = "${var.name}-node"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

# PullOnly instead of ReadOnly: nodes pull images and nothing else. Pods get their own roles.
resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
  ])

  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_launch_template" "node" {
  for_each = local.groups

  name_prefix            = "${var.name}-${each.key}-"
  update_default_version = true
  tags                   = var.tags

  # With prefix delegation a node could take 110 pods, and the kubelet would reserve memory for all
  # of them: over half of a small node. So each size gets its own number.
  user_data = base64encode(<<-EOT
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="//"

    --//
    Content-Type: application/node.eks.aws

    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        config:
          maxPods: ${each.value.max_pods}

    --//--
  EOT
  )

  # Tokens only, and one hop: a pod can't borrow the node's role.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_type           = "gp3"
      volume_size           = var.node_disk_gib
      encrypted             = true
      delete_on_termination = true
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])
    content {
      resource_type = tag_specifications.key
      tags          = merge(local.tags, { Name = "${var.name}-${each.key}" })
    }
  }
}

resource "aws_eks_node_group" "this" {
  for_each = local.groups

  cluster_name    = aws_eks_cluster.this.name
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = each.value.subnet_ids
  version         = var.kubernetes_version
  ami_type        = "AL2023_x86_64_STANDARD"
  capacity_type   = each.value.capacity_type
  instance_types  = each.value.instance_types
  labels          = each.value.labels
  tags            = local.tags

  launch_template {
    id      = aws_launch_template.node[each.key].id
    version = aws_launch_template.node[each.key].latest_version
  }

  scaling_config {
    min_size     = each.value.min_size
    max_size     = each.value.max_size
    desired_size = each.value.min_size
  }

  update_config {
    max_unavailable = 1
  }

  node_repair_config {
    enabled = true
  }

  dynamic "taint" {
    for_each = each.value.taints
    content {
      key    = taint.key
      value  = taint.value
      effect = "NO_SCHEDULE"
    }
  }

  # The autoscaler owns the number of nodes from then on.
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }

  # The network must have prefix delegation before the first node counts its pods.
  depends_on = [
    aws_iam_role_policy_attachment.node,
    aws_eks_addon.before_nodes,
  ]
}
