# The two roles of GitHub Actions. Each trusts one exact subject:
#   plan    a pull request of this repository; reads, and can't even write the lock
#   apply   a job of this repository in one environment, which GitHub limits to main and a reviewer

locals {
  issuer         = "token.actions.githubusercontent.com"
  subject_prefix = coalesce(var.github_subject_prefix, "repo:${var.github_repository}")
  provider_arn = (var.create_github_oidc_provider
    ? aws_iam_openid_connect_provider.github[0].arn
  : "arn:aws:iam::${local.account}:oidc-provider/${local.issuer}")

  subjects = {
    plan  = "${local.subject_prefix}:pull_request"
    apply = "${local.subject_prefix}:environment:${var.github_environment}"
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_github_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
  tags           = local.tags
}

resource "aws_iam_role" "github" {
  for_each = local.subjects

  name                 = "expense-tracker-infra-${each.key}"
  description          = "Terraform ${each.key} by GitHub Actions"
  max_session_duration = each.key == "apply" ? 7200 : 3600
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = local.provider_arn }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = { StringEquals = {
        "${local.issuer}:aud" = "sts.amazonaws.com"
        "${local.issuer}:sub" = each.value
      } }
    }]
  })
}

locals {
  # Reads of what live/ manages. Contents (objects, secret values, logs) are not among them.
  read_actions = [
    "acm:DescribeCertificate", "acm:ListCertificates", "acm:ListTagsForCertificate",
    "autoscaling:Describe*",
    "cloudfront:Get*", "cloudfront:List*",
    "ec2:Describe*",
    "eks:Describe*", "eks:List*",
    "elasticloadbalancing:Describe*",
    "iam:GetOpenIDConnectProvider", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole", "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListOpenIDConnectProviders",
    "iam:ListPolicyVersions", "iam:ListRolePolicies", "iam:ListRoleTags",
    "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags",
    "logs:DescribeLogGroups", "logs:ListTagsForResource",
    "route53:GetChange", "route53:GetHostedZone", "route53:ListHostedZones", "route53:ListHostedZonesByName",
    "route53:ListResourceRecordSets", "route53:ListTagsForResource",
    "s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecrets",
    "sts:GetCallerIdentity",
  ]

  policies = {
    plan = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "Look", Effect = "Allow", Action = local.read_actions, Resource = ["*"] },
        {
          # Terraform also looks for workspaces, below env:/.
          Sid       = "ListStates"
          Effect    = "Allow"
          Action    = ["s3:ListBucket"]
          Resource  = [local.bucket_arn]
          Condition = { StringLike = { "s3:prefix" = ["live/*", "env:/*"] } }
        },
        { Sid = "ReadState", Effect = "Allow", Action = ["s3:GetObject"], Resource = [local.live_state] },
        { Sid = "OpenState", Effect = "Allow", Action = ["kms:Decrypt"], Resource = [aws_kms_key.state.arn] },
        { Sid = "NoSecrets", Effect = "Deny", Action = ["secretsmanager:GetSecretValue", "ssm:GetParameter*"], Resource = ["*"] },
        { Sid = "NoOtherContents", Effect = "Deny", Action = ["s3:GetObject*"], NotResource = [local.live_state] },
      ]
    })

    apply-look-and-state = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "Look", Effect = "Allow", Action = local.read_actions, Resource = ["*"] },
        {
          Sid       = "ListStates"
          Effect    = "Allow"
          Action    = ["s3:ListBucket"]
          Resource  = [local.bucket_arn]
          Condition = { StringLike = { "s3:prefix" = ["live/*", "env:/*"] } }
        },
        { Sid = "State", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = [local.live_state] },
        { Sid = "Lock", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = ["${local.live_state}.tflock"] },
        { Sid = "StateKey", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = [aws_kms_key.state.arn] },
        { Sid = "NoSecrets", Effect = "Deny", Action = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"], Resource = ["*"] },
      ]
    })

    # Networks have no name in their ARN, so the region is what bounds them.
    apply-network = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid    = "Network"
        Effect = "Allow"
        Action = [
          "ec2:AllocateAddress", "ec2:AssociateAddress", "ec2:AssociateRouteTable", "ec2:AttachInternetGateway",
          "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress",
          "ec2:CreateFlowLogs", "ec2:CreateInternetGateway", "ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplateVersion",
          "ec2:CreateNatGateway", "ec2:CreateRoute", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet",
          "ec2:CreateTags", "ec2:CreateVpc", "ec2:CreateVpcEndpoint",
          "ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway", "ec2:DeleteLaunchTemplate", "ec2:DeleteLaunchTemplateVersions",
          "ec2:DeleteNatGateway", "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:DeleteSecurityGroup", "ec2:DeleteSubnet",
          "ec2:DeleteTags", "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints",
          "ec2:DetachInternetGateway", "ec2:DisassociateAddress", "ec2:DisassociateRouteTable",
          "ec2:ModifyLaunchTemplate", "ec2:ModifySubnetAttribute", "ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint",
          "ec2:ReleaseAddress", "ec2:ReplaceRoute", "ec2:ReplaceRouteTableAssociation",
          "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
          "ec2:RunInstances",
        ]
        Resource  = ["*"]
        Condition = { StringEquals = { "aws:RequestedRegion" = var.region } }
      }]
    })

    apply-cluster = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid    = "Cluster"
          Effect = "Allow"
          Action = [
            "eks:AssociateAccessPolicy", "eks:AssociateEncryptionConfig", "eks:CreateAccessEntry", "eks:CreateAddon",
            "eks:CreateCluster", "eks:CreateNodegroup", "eks:CreatePodIdentityAssociation", "eks:DeleteAccessEntry",
            "eks:DeleteAddon", "eks:DeleteCluster", "eks:DeleteNodegroup", "eks:DeletePodIdentityAssociation",
            "eks:DisassociateAccessPolicy", "eks:TagResource", "eks:UntagResource", "eks:UpdateAccessEntry",
            "eks:UpdateAddon", "eks:UpdateClusterConfig", "eks:UpdateClusterVersion", "eks:UpdateNodegroupConfig",
            "eks:UpdateNodegroupVersion", "eks:UpdatePodIdentityAssociation",
          ]
          Resource = [for kind in ["cluster/%s", "nodegroup/%s/*", "addon/%s/*", "access-entry/%s/*", "podidentityassociation/%s/*"] :
          "arn:aws:eks:${var.region}:${local.account}:${format(kind, var.cluster_name)}"]
        },
        {
          Sid      = "Logs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:AssociateKmsKey", "logs:TagResource", "logs:UntagResource"]
          Resource = [for path in ["/aws/eks/${var.cluster_name}/*", "/aws/vpc/${var.cluster_name}/*"] : "arn:aws:logs:${var.region}:${local.account}:log-group:${path}"]
        },
        {
          # A delivery has no ARN of ours; flow logs need it.
          Sid      = "FlowLogDelivery"
          Effect   = "Allow"
          Action   = ["logs:CreateLogDelivery", "logs:DeleteLogDelivery"]
          Resource = ["*"]
        },
      ]
    })

    apply-identity = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "RolesInsideTheBoundary"
          Effect    = "Allow"
          Action    = ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]
          Resource  = ["arn:aws:iam::${local.account}:role/${var.cluster_name}-*"]
          Condition = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.boundary.arn } }
        },
        {
          Sid    = "OnlyTheManagedPoliciesInUse"
          Effect = "Allow"
          Action = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
          Resource = [
            "arn:aws:iam::${local.account}:role/${var.cluster_name}-*",
          ]
          Condition = { ArnEquals = { "iam:PolicyARN" = [for name in [
            "AmazonEKSClusterPolicy", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy",
            "AmazonEC2ContainerRegistryPullOnly", "service-role/AmazonEBSCSIDriverPolicy",
          ] : "arn:aws:iam::aws:policy/${name}"] } }
        },
        {
          Sid      = "TidyRoles"
          Effect   = "Allow"
          Action   = ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"]
          Resource = ["arn:aws:iam::${local.account}:role/${var.cluster_name}-*"]
        },
        {
          Sid       = "PassRoles"
          Effect    = "Allow"
          Action    = ["iam:PassRole"]
          Resource  = ["arn:aws:iam::${local.account}:role/${var.cluster_name}-*"]
          Condition = { StringEquals = { "iam:PassedToService" = ["eks.amazonaws.com", "ec2.amazonaws.com", "vpc-flow-logs.amazonaws.com", "pods.eks.amazonaws.com"] } }
        },
        {
          Sid      = "ClusterIssuer"
          Effect   = "Allow"
          Action   = ["iam:CreateOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider", "iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider", "iam:UpdateOpenIDConnectProviderThumbprint"]
          Resource = ["arn:aws:iam::${local.account}:oidc-provider/oidc.eks.${var.region}.amazonaws.com/*"]
        },
        {
          Sid      = "ServiceLinkedRoles"
          Effect   = "Allow"
          Action   = ["iam:CreateServiceLinkedRole"]
          Resource = ["arn:aws:iam::${local.account}:role/aws-service-role/*"]
          Condition = { StringEquals = { "iam:AWSServiceName" = [
            "eks.amazonaws.com", "eks-nodegroup.amazonaws.com", "autoscaling.amazonaws.com", "spot.amazonaws.com", "elasticloadbalancing.amazonaws.com",
          ] } }
        },
        {
          Sid      = "NeverTheBoundary"
          Effect   = "Deny"
          Action   = ["iam:DeleteRolePermissionsBoundary", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"]
          Resource = ["*"]
        },
      ]
    })

    apply-data-and-edge = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "NewKeysCarryTheTag"
          Effect    = "Allow"
          Action    = ["kms:CreateKey", "kms:TagResource"]
          Resource  = ["*"]
          Condition = { StringEquals = { "aws:RequestTag/Project" = "expense-tracker" } }
        },
        {
          Sid       = "KeysWithTheTag"
          Effect    = "Allow"
          Action    = ["kms:CreateAlias", "kms:CreateGrant", "kms:DeleteAlias", "kms:EnableKeyRotation", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription"]
          Resource  = ["arn:aws:kms:${var.region}:${local.account}:key/*"]
          Condition = { StringEquals = { "aws:ResourceTag/Project" = "expense-tracker" } }
        },
        {
          Sid      = "Aliases"
          Effect   = "Allow"
          Action   = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
          Resource = ["arn:aws:kms:${var.region}:${local.account}:alias/${var.cluster_name}*", "arn:aws:kms:${var.region}:${local.account}:alias/expense-tracker-*"]
        },
        {
          Sid      = "NeverTheStateKey"
          Effect   = "Deny"
          Action   = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:UntagResource", "kms:TagResource"]
          Resource = [aws_kms_key.state.arn]
        },
        {
          Sid    = "BackupBucketWithoutItsContents"
          Effect = "Allow"
          Action = [
            "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:ListBucket", "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging",
            "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
          ]
          Resource = ["arn:aws:s3:::${var.cluster_name}-backups-*"]
        },
        {
          Sid      = "SecretsWithoutTheirValues"
          Effect   = "Allow"
          Action   = ["secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:RestoreSecret", "secretsmanager:TagResource", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret"]
          Resource = ["arn:aws:secretsmanager:${var.region}:${local.account}:secret:expense-tracker/*"]
        },
        {
          Sid      = "Zone"
          Effect   = "Allow"
          Action   = ["route53:ChangeResourceRecordSets", "route53:ChangeTagsForResource", "route53:CreateHostedZone", "route53:DeleteHostedZone", "route53:UpdateHostedZoneComment"]
          Resource = ["arn:aws:route53:::hostedzone/*"]
        },
        {
          Sid      = "NewZone"
          Effect   = "Allow"
          Action   = ["route53:CreateHostedZone", "acm:RequestCertificate"]
          Resource = ["*"]
        },
        {
          Sid      = "Certificates"
          Effect   = "Allow"
          Action   = ["acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate", "acm:UpdateCertificateOptions"]
          Resource = ["arn:aws:acm:${var.region}:${local.account}:certificate/*"]
        },
        {
          Sid    = "Cdn"
          Effect = "Allow"
          Action = [
            "cloudfront:CreateCachePolicy", "cloudfront:CreateDistribution", "cloudfront:CreateOriginRequestPolicy",
            "cloudfront:DeleteCachePolicy", "cloudfront:DeleteDistribution", "cloudfront:DeleteOriginRequestPolicy",
            "cloudfront:TagResource", "cloudfront:UntagResource",
            "cloudfront:UpdateCachePolicy", "cloudfront:UpdateDistribution", "cloudfront:UpdateOriginRequestPolicy",
          ]
          Resource = [for kind in ["cache-policy", "distribution", "origin-request-policy"] : "arn:aws:cloudfront::${local.account}:${kind}/*"]
        },
      ]
    })
  }
}

resource "aws_iam_policy" "github" {
  for_each = local.policies

  name   = "expense-tracker-infra-${each.key}"
  policy = each.value
  tags   = local.tags
}

resource "aws_iam_role_policy_attachment" "github" {
  for_each = local.policies

  role       = aws_iam_role.github[startswith(each.key, "apply-") ? "apply" : "plan"].name
  policy_arn = aws_iam_policy.github[each.key].arn
}
