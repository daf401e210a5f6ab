# Every IAM role that a pod has, on one page. Terraform names it gitops-delivery-cluster-NAME.

locals {
  any_load_balancer = [for kind in ["loadbalancer/net/*/*", "loadbalancer/app/*/*", "targetgroup/*/*", "listener/net/*/*/*", "listener/app/*/*/*"] :
  "arn:aws:elasticloadbalancing:${var.region}:${local.account}:${kind}"]

  platform_workloads = {
    ebs-csi = {
      namespace          = "kube-system"
      service_account    = "ebs-csi-controller-sa"
      managed_policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    }

    cluster-autoscaler = {
      namespace       = "kube-system"
      service_account = "cluster-autoscaler"
      policy_json = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect = "Allow"
            Action = [
              "autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
              "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities", "autoscaling:DescribeTags",
              "ec2:DescribeImages", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions", "ec2:GetInstanceTypesFromInstanceRequirements",
            ]
            Resource = ["*"]
          },
          {
            Effect   = "Allow"
            Action   = ["eks:DescribeNodegroup"]
            Resource = ["arn:aws:eks:${var.region}:${local.account}:nodegroup/${var.cluster_name}/*"]
          },
          {
            # EKS puts this tag on the groups of the cluster.
            Effect    = "Allow"
            Action    = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
            Resource  = ["arn:aws:autoscaling:${var.region}:${local.account}:autoScalingGroup:*"]
            Condition = { StringEquals = { "aws:ResourceTag/k8s.io/cluster-autoscaler/${var.cluster_name}" = "owned" } }
          },
        ]
      })
    }

    # WAF and Shield belong to application load balancers, which nothing here uses: install the chart
    # with enableWaf, enableWafv2 and enableShield off.
    load-balancer-controller = {
      namespace       = "kube-system"
      service_account = "aws-load-balancer-controller"
      policy_json = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Action    = ["iam:CreateServiceLinkedRole"]
            Resource  = ["*"]
            Condition = { StringEquals = { "iam:AWSServiceName" = "elasticloadbalancing.amazonaws.com" } }
          },
          {
            Effect = "Allow"
            Action = [
              "acm:DescribeCertificate", "acm:ListCertificates",
              "ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeInstances",
              "ec2:DescribeInternetGateways", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups",
              "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcPeeringConnections", "ec2:DescribeVpcs", "ec2:GetSecurityGroupsForVpc",
              "elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeListenerAttributes",
              "elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners",
              "elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers",
              "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeSSLPolicies", "elasticloadbalancing:DescribeTags",
              "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups",
              "elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTrustStores",
            ]
            Resource = ["*"]
          },
          {
            Effect   = "Allow"
            Action   = ["ec2:CreateSecurityGroup"]
            Resource = ["arn:aws:ec2:${var.region}:${local.account}:security-group/*", "arn:aws:ec2:${var.region}:${local.account}:vpc/${module.network.vpc_id}"]
          },
          {
            Effect   = "Allow"
            Action   = ["ec2:CreateTags"]
            Resource = ["arn:aws:ec2:${var.region}:${local.account}:security-group/*"]
            Condition = { StringEquals = {
              "ec2:CreateAction"                     = "CreateSecurityGroup"
              "aws:RequestTag/elbv2.k8s.aws/cluster" = var.cluster_name
            } }
          },
          {
            Effect    = "Allow"
            Action    = ["ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"]
            Resource  = ["arn:aws:ec2:${var.region}:${local.account}:security-group/*"]
            Condition = { StringEquals = { "aws:ResourceTag/elbv2.k8s.aws/cluster" = var.cluster_name } }
          },
          {
            # Also on the cluster's own group, which EKS made and which carries no such tag.
            Effect    = "Allow"
            Action    = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
            Resource  = ["arn:aws:ec2:${var.region}:${local.account}:security-group/*"]
            Condition = { ArnEquals = { "ec2:Vpc" = "arn:aws:ec2:${var.region}:${local.account}:vpc/${module.network.vpc_id}" } }
          },
          {
            Effect    = "Allow"
            Action    = ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"]
            Resource  = local.any_load_balancer
            Condition = { StringEquals = { "aws:RequestTag/elbv2.k8s.aws/cluster" = var.cluster_name } }
          },
          {
            Effect    = "Allow"
            Action    = ["elasticloadbalancing:AddTags"]
            Resource  = local.any_load_balancer
            Condition = { StringEquals = { "elasticloadbalancing:CreateAction" = ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener"] } }
          },
          {
            Effect = "Allow"
            Action = [
              "elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener", "elasticloadbalancing:DeleteListener",
              "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:ModifyListener",
              "elasticloadbalancing:ModifyListenerAttributes", "elasticloadbalancing:ModifyLoadBalancerAttributes",
              "elasticloadbalancing:ModifyTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:RemoveTags",
              "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
              "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets",
            ]
            Resource  = local.any_load_balancer
            Condition = { StringEquals = { "aws:ResourceTag/elbv2.k8s.aws/cluster" = var.cluster_name } }
          },
        ]
      })
    }

    # DNS-01: it may write challenges, and nothing else, in our zone.
    cert-manager = {
      namespace       = "cert-manager"
      service_account = "cert-manager"
      policy_json = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = ["route53:GetChange"], Resource = ["arn:aws:route53:::change/*"] },
          { Effect = "Allow", Action = ["route53:ListHostedZonesByName"], Resource = ["*"] },
          { Effect = "Allow", Action = ["route53:ListResourceRecordSets"], Resource = ["arn:aws:route53:::hostedzone/${module.dns.zone_id}"] },
          {
            Effect   = "Allow"
            Action   = ["route53:ChangeResourceRecordSets"]
            Resource = ["arn:aws:route53:::hostedzone/${module.dns.zone_id}"]
            Condition = {
              "ForAllValues:StringEquals" = { "route53:ChangeResourceRecordSetsRecordTypes" = ["TXT"] }
              "ForAllValues:StringLike"   = { "route53:ChangeResourceRecordSetsNormalizedRecordNames" = ["_acme-challenge.${var.domain}", "_acme-challenge.*.${var.domain}"] }
            }
          },
        ]
      })
    }

    secrets-platform = {
      namespace       = "monitoring"
      service_account = "secrets-reader"
      policy_json     = module.secrets.reader_policies["platform"]
    }
  }

  environment_workloads = merge(
    { for name, environment in var.environments : "secrets-${name}" => {
      namespace = environment.namespace, service_account = "secrets-reader", policy_json = module.secrets.reader_policies[name]
    } if environment.secrets_in_aws },
    { for name, environment in var.environments : "backup-${name}" => {
      namespace = environment.namespace, service_account = "backup", policy_json = module.backups.writer_policies[name]
    } },
    { for name, environment in var.environments : "restore-${name}" => {
      namespace = environment.namespace, service_account = "restore", policy_json = module.backups.reader_policies[name]
    } },
    { for name, environment in var.environments : "database-${name}" => {
      namespace = environment.namespace, service_account = "postgres", policy_json = module.backups.database_policies[name]
    } },
  )
}

module "workload_identity" {
  source = "../modules/workload-identity"

  cluster_name             = var.cluster_name
  cluster_arn              = module.cluster.arn
  account_id               = local.account
  method                   = var.workload_identity_method
  oidc_provider_arn        = module.cluster.oidc_provider_arn
  oidc_issuer              = module.cluster.oidc_issuer
  workloads                = merge(local.platform_workloads, local.environment_workloads)
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = local.tags
}
