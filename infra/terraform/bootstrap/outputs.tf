output "state_bucket" {
  description = "Bucket of the state, for backend.hcl."
  value       = aws_s3_bucket.state.bucket
}

output "plan_role_arn" {
  description = "Role of the plan job; GitHub variable AWS_PLAN_ROLE_ARN."
  value       = aws_iam_role.github["plan"].arn
}

output "apply_role_arn" {
  description = "Role of the apply job; variable AWS_APPLY_ROLE_ARN of the GitHub environment."
  value       = aws_iam_role.github["apply"].arn
}

output "permissions_boundary_arn" {
  description = "Boundary that live/ gives every role."
  value       = aws_iam_policy.boundary.arn
}

output "github_subjects" {
  description = "The exact token subjects that the roles trust."
  value       = local.subjects
}
