mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:mock" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/mock" }
  }
  mock_resource "aws_eks_cluster" {
    defaults = {
      identity = [{ oidc = [{ issuer = "https://oidc.eks.us-east-1.amazonaws.com/id/MOCK" }] }]
    }
  }
}

variables {
  account_id = "111122223333"
  private_subnet_ids = {
    "us-east-1a" = "subnet-a"
    "us-east-1b" = "subnet-b"
  }
  administrator_role_arns = ["arn:aws:iam::111122223333:role/admins"]
  reader_role_arns        = ["arn:aws:iam::111122223333:role/readers"]
  tags                    = { Project = "expense-tracker" }
}

run "the_defaults_make_a_closed_logged_encrypted_cluster" {
  command = apply

  assert {
    condition     = aws_eks_cluster.this.name == "gitops-delivery-cluster" && aws_eks_cluster.this.version == "1.36"
    error_message = "The cluster must be gitops-delivery-cluster on 1.36."
  }
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "Without ranges the API must be reachable only from inside the VPC."
  }
  assert {
    condition     = aws_eks_cluster.this.enabled_cluster_log_types == toset(["api", "audit", "authenticator", "controllerManager", "scheduler"])
    error_message = "All five control-plane logs must go to CloudWatch."
  }
  assert {
    condition     = aws_cloudwatch_log_group.control_plane.name == "/aws/eks/gitops-delivery-cluster/cluster" && aws_cloudwatch_log_group.control_plane.retention_in_days == 90 && aws_cloudwatch_log_group.control_plane.kms_key_id == aws_kms_key.this.arn
    error_message = "The log group must be the one EKS writes to, kept 90 days and encrypted with our key."
  }
  assert {
    condition     = aws_eks_cluster.this.encryption_config[0].resources == toset(["secrets"]) && aws_eks_cluster.this.encryption_config[0].provider[0].key_arn == aws_kms_key.this.arn && aws_kms_key.this.enable_key_rotation
    error_message = "Secrets must be encrypted with a key that rotates."
  }
  assert {
    condition     = aws_eks_cluster.this.upgrade_policy[0].support_type == "STANDARD"
    error_message = "The cluster must not slide into extended support."
  }
  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && !aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions
    error_message = "Who creates the cluster must not become its administrator by that."
  }
  assert {
    condition = (
      aws_eks_access_policy_association.administrator["arn:aws:iam::111122223333:role/admins"].policy_arn == "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" &&
      aws_eks_access_policy_association.reader["arn:aws:iam::111122223333:role/readers"].policy_arn == "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    )
    error_message = "Administrators and readers must get their policies."
  }
  assert {
    condition = jsondecode(aws_kms_key.this.policy).Statement[1].Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"] == [
      "arn:aws:logs:us-east-1:111122223333:log-group:/aws/eks/gitops-delivery-cluster/cluster",
      "arn:aws:logs:us-east-1:111122223333:log-group:/aws/vpc/gitops-delivery-cluster/flow",
    ]
    error_message = "CloudWatch may use the key only for the two log groups."
  }
  assert {
    condition     = aws_iam_openid_connect_provider.this.client_id_list == toset(["sts.amazonaws.com"]) && aws_iam_openid_connect_provider.this.url == "https://oidc.eks.us-east-1.amazonaws.com/id/MOCK"
    error_message = "The OIDC provider must be the cluster's and serve only STS."
  }
}

run "spot_groups_have_equal_types_and_one_to_five_nodes" {
  command = plan

  assert {
    condition     = aws_eks_node_group.this["medium"].instance_types == tolist(["t3a.medium", "t3.medium"]) && aws_eks_node_group.this["small"].instance_types == tolist(["t3a.small", "t3.small"])
    error_message = "The spot groups must hold the four types, medium and small apart."
  }
  assert {
    condition = alltrue([for name in ["medium", "small"] :
      aws_eks_node_group.this[name].capacity_type == "SPOT" &&
      aws_eks_node_group.this[name].scaling_config[0].min_size == 1 &&
    aws_eks_node_group.this[name].scaling_config[0].max_size == 5])
    error_message = "The spot groups must have 1 to 5 nodes."
  }
  assert {
    condition     = toset(aws_eks_node_group.this["medium"].subnet_ids) == toset(["subnet-a", "subnet-b"]) && length(aws_eks_node_group.this["medium"].taint) == 0
    error_message = "The spot groups must span both zones and take any pod."
  }
}

run "state_stands_on_demand_in_each_zone" {
  command = plan

  assert {
    condition     = toset([for name, group in aws_eks_node_group.this : name if group.capacity_type == "ON_DEMAND"]) == toset(["state-us-east-1a", "state-us-east-1b"])
    error_message = "There must be an on-demand group in each zone and no other."
  }
  assert {
    condition     = toset(aws_eks_node_group.this["state-us-east-1b"].subnet_ids) == toset(["subnet-b"])
    error_message = "A state group must stay in its zone, as its volumes do."
  }
  assert {
    condition     = one(aws_eks_node_group.this["state-us-east-1a"].taint).key == "expense-tracker/state" && one(aws_eks_node_group.this["state-us-east-1a"].taint).effect == "NO_SCHEDULE" && aws_eks_node_group.this["state-us-east-1a"].labels["expense-tracker/state"] == "true"
    error_message = "Only what asks for state may land on the state nodes."
  }
}

run "nodes_protect_their_role_and_disk" {
  command = plan

  assert {
    condition = alltrue([for template in aws_launch_template.node :
    template.metadata_options[0].http_tokens == "required" && template.metadata_options[0].http_put_response_hop_limit == 1])
    error_message = "Metadata must need a token and stop at one hop."
  }
  assert {
    condition = alltrue([for template in aws_launch_template.node :
    template.block_device_mappings[0].ebs[0].encrypted == "true" && template.block_device_mappings[0].ebs[0].volume_type == "gp3"])
    error_message = "Node disks must be encrypted gp3."
  }
  assert {
    condition     = strcontains(base64decode(aws_launch_template.node["small"].user_data), "\n      maxPods: 20\n") && strcontains(base64decode(aws_launch_template.node["small"].user_data), "\nkind: NodeConfig\n")
    error_message = "A small node must tell the kubelet to take 20 pods."
  }
  assert {
    condition     = toset(keys(aws_iam_role_policy_attachment.node)) == toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"])
    error_message = "The nodes' role must have the three node policies and no other."
  }
  assert {
    condition     = alltrue([for template in aws_launch_template.node : alltrue([for spec in template.tag_specifications : spec.tags["Project"] == "expense-tracker" && spec.tags["kubernetes.io/cluster/gitops-delivery-cluster"] == "owned"])])
    error_message = "Instances, volumes and interfaces must carry the tags."
  }
}

run "add_ons_are_pinned_and_policies_enforced" {
  command = plan

  assert {
    condition     = { for name, addon in aws_eks_addon.before_nodes : name => addon.addon_version } == { "eks-pod-identity-agent" = "v1.3.10-eksbuild.3", "kube-proxy" = "v1.36.0-eksbuild.21", "vpc-cni" = "v1.22.4-eksbuild.3" }
    error_message = "The add-ons of the nodes must have their pinned versions."
  }
  assert {
    condition     = aws_eks_addon.coredns.addon_version == "v1.14.3-eksbuild.16" && aws_eks_addon.ebs_csi.addon_version == "v1.63.1-eksbuild.1"
    error_message = "CoreDNS and the EBS driver must have their pinned versions."
  }
  assert {
    condition     = jsondecode(aws_eks_addon.before_nodes["vpc-cni"].configuration_values) == { enableNetworkPolicy = "true", env = { ENABLE_PREFIX_DELEGATION = "true", WARM_PREFIX_TARGET = "1" } }
    error_message = "vpc-cni must enforce network policies and hand out prefixes."
  }
}

run "a_listed_range_opens_the_endpoint_to_it_alone" {
  command = plan
  variables {
    endpoint_public_access_cidrs = ["203.0.113.7/32"]
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].public_access_cidrs == toset(["203.0.113.7/32"])
    error_message = "The endpoint must be open to the listed range and no other."
  }
}

run "an_open_endpoint_is_refused" {
  command = plan
  variables {
    endpoint_public_access_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.endpoint_public_access_cidrs]
}

run "the_internet_in_two_halves_is_refused" {
  command = plan
  variables {
    endpoint_public_access_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }
  expect_failures = [var.endpoint_public_access_cidrs]
}

run "an_unsupported_version_is_refused" {
  command = plan
  variables {
    kubernetes_version = "1.29"
    addon_versions     = { kube_proxy = "v1.29.0-eksbuild.1" }
  }
  expect_failures = [var.kubernetes_version]
}

run "an_unpinned_add_on_and_a_foreign_kube_proxy_are_refused" {
  command = plan
  variables {
    addon_versions = { vpc_cni = "latest", kube_proxy = "v1.35.0-eksbuild.1" }
  }
  expect_failures = [var.addon_versions]
}

run "mixed_sizes_in_a_group_are_refused" {
  command = plan
  variables {
    spot_groups = { mixed = { instance_types = ["t3.medium", "t3.small"], min_size = 1, max_size = 5, max_pods = 20 } }
  }
  expect_failures = [var.spot_groups]
}

run "more_than_five_spot_nodes_are_refused" {
  command = plan
  variables {
    spot_groups = { medium = { instance_types = ["t3.medium"], min_size = 1, max_size = 6, max_pods = 40 } }
  }
  expect_failures = [var.spot_groups]
}

run "the_account_root_as_administrator_is_refused" {
  command = plan
  variables {
    administrator_role_arns = ["arn:aws:iam::111122223333:root"]
  }
  expect_failures = [var.administrator_role_arns]
}
