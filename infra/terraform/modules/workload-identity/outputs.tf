output "role_arns" {
  description = "ARN of each workload's role. Under irsa it goes into the annotation eks.amazonaws.com/role-arn of the service account."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}
