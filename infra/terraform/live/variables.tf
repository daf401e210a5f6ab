variable "region" {
  description = "AWS region of everything here."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must look like us-east-1."
  }
}

variable "cluster_name" {
  description = "Name of the cluster and prefix of what belongs to it."
  type        = string
  default     = "gitops-delivery-cluster"
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, in EKS standard support; see docs/adr/0001-cluster-version.md."
  type        = string
  default     = "1.36"
}

variable "addon_versions" {
  description = "Versions of the EKS add-ons that differ from the pins of the cluster module; with another kubernetes_version at least kube_proxy."
  type        = map(string)
  default     = {}
}

variable "availability_zones" {
  description = "Two zones of the region."
  type        = list(string)
  default     = ["us-east-1a", "us-east-1b"]
}

variable "nat_per_zone" {
  description = "One NAT gateway in each zone (true) or one for all (false)."
  type        = bool
  default     = true
}

variable "domain" {
  description = "Domain of the application: prod answers on it, everything else one label below it."
  type        = string
}

variable "create_zone" {
  description = "Create the domain's Route 53 zone (true) or use the one that exists (false)."
  type        = bool
  default     = true
}

variable "endpoint_public_access_cidrs" {
  description = "Ranges that may reach the Kubernetes API from outside the VPC; where bringup.sh runs must be among them, unless it runs inside."
  type        = list(string)
  default     = []
}

variable "administrator_role_arns" {
  description = "IAM roles that administer the cluster."
  type        = set(string)

  validation {
    condition     = length(var.administrator_role_arns) > 0
    error_message = "Name at least one role, or nobody can reach the cluster."
  }
}

variable "reader_role_arns" {
  description = "IAM roles that may look at the cluster."
  type        = set(string)
  default     = []
}

variable "permissions_boundary_arn" {
  description = "Boundary of every role, from the outputs of bootstrap. The apply role can't make a role without it."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "Give the ARN of the boundary that bootstrap prints."
  }
}

variable "workload_identity_method" {
  description = "How pods get their IAM role: irsa or pod-identity."
  type        = string
  default     = "irsa"
}

variable "environments" {
  description = "The namespace of each environment (kustomize/overlays has a folder of the same name), and whether its secrets are in AWS or made in the cluster."
  type = map(object({
    namespace      = string
    secrets_in_aws = optional(bool, true)
  }))
  default = {
    dev     = { namespace = "expense-tracker-dev", secrets_in_aws = false }
    staging = { namespace = "expense-tracker-staging" }
    prod    = { namespace = "expense-tracker" }
  }

  validation {
    condition     = length(distinct(values(var.environments)[*].namespace)) == length(var.environments)
    error_message = "Each environment needs a namespace of its own."
  }
}

variable "backup_lock_mode" {
  description = "GOVERNANCE or COMPLIANCE; see modules/backups."
  type        = string
  default     = "GOVERNANCE"
}

variable "cdn_enabled" {
  description = "CloudFront before prod's host; see modules/cdn for what must be done first."
  type        = bool
  default     = false
}
