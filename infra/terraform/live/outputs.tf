output "region" {
  description = "AWS region."
  value       = var.region
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.cluster.name
}

output "vpc_id" {
  description = "VPC of the cluster; teardown.sh looks there for what is left."
  value       = module.network.vpc_id
}

output "domain" {
  description = "Domain of the application."
  value       = var.domain
}

output "zone_id" {
  description = "Route 53 zone of the domain."
  value       = module.dns.zone_id
}

output "name_servers" {
  description = "Name servers to enter at the registrar."
  value       = module.dns.name_servers
}

output "load_balancer_hosts" {
  description = "Hosts that update-dns.sh points to the cluster's load balancer. With the CDN prod's own host belongs to CloudFront."
  value       = var.cdn_enabled ? ["*.${var.domain}"] : [var.domain, "*.${var.domain}"]
}

output "environments" {
  description = "Namespace of each environment."
  value       = { for name, environment in var.environments : name => environment.namespace }
}

output "role_arns" {
  description = "IAM role of each workload."
  value       = module.workload_identity.role_arns
}

output "backup_bucket" {
  description = "Bucket of the backups."
  value       = module.backups.bucket
}

output "secret_names" {
  description = "Secrets whose values an operator sets."
  value       = module.secrets.names
}
