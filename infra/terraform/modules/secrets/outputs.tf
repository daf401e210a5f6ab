output "names" {
  description = "Names of all secrets, for the operator who sets their values."
  value       = sort([for secret in aws_secretsmanager_secret.this : secret.name])
}

output "arns" {
  description = "ARN of each secret by environment/name."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => secret.arn }
}

output "kms_key_arn" {
  description = "Key of the secrets."
  value       = aws_kms_key.this.arn
}

output "reader_policies" {
  description = "By environment: policy JSON that reads that environment's secrets and no other."
  value       = local.reader
}
