output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "kms_key_arn" {
  description = "Key of the bucket."
  value       = aws_kms_key.this.arn
}

output "writer_policies" {
  description = "By environment: policy JSON of who writes backups. It can't read or delete them."
  value       = local.writer
}

output "reader_policies" {
  description = "By environment: policy JSON of who restores or verifies backups."
  value       = local.reader
}

output "database_policies" {
  description = "By environment: policy JSON of a database operator that archives and recovers. It can't delete."
  value       = local.database
}
