# Entries of AWS Secrets Manager without their values. An operator sets a value by the AWS CLI; the
# External Secrets Operator carries it into the cluster. No value passes through Terraform's state.

locals {
  secrets = merge([for environment, secrets in var.environments : {
    for name, description in secrets : "${environment}/${name}" => { environment = environment, description = description }
  }]...)
}

resource "aws_kms_key" "this" {
  description             = "Secrets of ${var.prefix}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      # Without this statement nobody could administer the key; it lets IAM policies decide.
      Sid       = "IamDecides"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.prefix}-secrets"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_secretsmanager_secret" "this" {
  for_each = local.secrets

  name                    = "${var.prefix}/${each.key}"
  description             = each.value.description
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
  tags                    = merge(var.tags, { Environment = each.value.environment })
}

locals {
  reader = { for environment in keys(var.environments) : environment => jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = [for name, secret in local.secrets : aws_secretsmanager_secret.this[name].arn if secret.environment == environment]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [aws_kms_key.this.arn]
        Condition = {
          StringEquals = { "kms:ViaService" = "secretsmanager.${var.region}.amazonaws.com" }
          "ForAnyValue:StringEquals" = {
            "kms:EncryptionContext:SecretARN" = [for name, secret in local.secrets : aws_secretsmanager_secret.this[name].arn if secret.environment == environment]
          }
        }
      },
    ]
  }) }
}
