# The most that a role made by the apply role can ever do. It grants nothing; a role has what both its
# own policy and this one allow. So who can change live/ can't make an administrator.

resource "aws_iam_policy" "boundary" {
  name        = "expense-tracker-boundary"
  description = "Upper limit of the roles of ${var.cluster_name}"
  tags        = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "InTheRegion"
        Effect = "Allow"
        Action = [
          "autoscaling:*", "ec2:*", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer", "eks:Describe*", "eks:List*", "eks-auth:AssumeRoleForPodIdentity",
          "elasticloadbalancing:*", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt",
          "kms:GenerateDataKey*", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents",
          "acm:DescribeCertificate", "acm:ListCertificates",
        ]
        Resource  = ["*"]
        Condition = { StringEquals = { "aws:RequestedRegion" = var.region } }
      },
      {
        Sid    = "Backups"
        Effect = "Allow"
        Action = [
          "s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:ListMultipartUploadParts", "s3:PutObject",
        ]
        Resource = ["arn:aws:s3:::${var.cluster_name}-backups-*"]
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        Resource = ["arn:aws:secretsmanager:${var.region}:${local.account}:secret:expense-tracker/*"]
      },
      {
        Sid      = "Dns"
        Effect   = "Allow"
        Action   = ["route53:ChangeResourceRecordSets", "route53:GetChange", "route53:ListHostedZones", "route53:ListHostedZonesByName", "route53:ListResourceRecordSets"]
        Resource = ["*"]
      },
      {
        Sid       = "LoadBalancersOwnRole"
        Effect    = "Allow"
        Action    = ["iam:CreateServiceLinkedRole"]
        Resource  = ["*"]
        Condition = { StringEquals = { "iam:AWSServiceName" = ["elasticloadbalancing.amazonaws.com", "spot.amazonaws.com", "autoscaling.amazonaws.com"] } }
      },
    ]
  })
}
