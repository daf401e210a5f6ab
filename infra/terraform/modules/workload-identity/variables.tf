variable "cluster_name" {
  description = "The EKS cluster; prefix of the roles' names."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.cluster_name))
    error_message = "The name must be 3 to 40 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "cluster_arn" {
  description = "ARN of the cluster; under Pod Identity no other cluster can use the roles."
  type        = string
}

variable "account_id" {
  description = "AWS account of the cluster."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account id has 12 digits."
  }
}

variable "method" {
  description = "How pods get their role: irsa (OIDC, an annotation on the service account) or pod-identity (an association in EKS, no annotation)."
  type        = string
  default     = "irsa"

  validation {
    condition     = contains(["irsa", "pod-identity"], var.method)
    error_message = "The method is irsa or pod-identity."
  }
}

variable "oidc_provider_arn" {
  description = "IAM OIDC provider of the cluster; needed for irsa."
  type        = string
  default     = null

  validation {
    condition     = var.method != "irsa" || var.oidc_provider_arn != null
    error_message = "irsa needs the ARN of the cluster's OIDC provider."
  }
}

variable "oidc_issuer" {
  description = "Issuer of the cluster's tokens, with https://; needed for irsa."
  type        = string
  default     = null

  validation {
    condition     = var.method != "irsa" || can(regex("^https://", var.oidc_issuer))
    error_message = "irsa needs the cluster's issuer, beginning with https://."
  }
}

variable "workloads" {
  description = "One role for each workload: its namespace, its service account, and the JSON of its policy or the ARN of an AWS managed one."
  type = map(object({
    namespace          = string
    service_account    = string
    policy_json        = optional(string)
    managed_policy_arn = optional(string)
  }))

  validation {
    condition     = alltrue([for w in values(var.workloads) : can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", w.namespace)) && can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", w.service_account))])
    error_message = "Namespace and service account must be exact names; a wildcard would hand the role to others."
  }

  validation {
    condition     = alltrue([for w in values(var.workloads) : (w.policy_json == null) != (w.managed_policy_arn == null)])
    error_message = "A workload has either policy_json or managed_policy_arn."
  }

  validation {
    condition = alltrue([for w in values(var.workloads) : w.policy_json == null ? true : alltrue([
      for s in try(jsondecode(w.policy_json).Statement, []) : s.Effect == "Deny" || !contains(flatten([try(s.Action, "*")]), "*")
    ])])
    error_message = "A policy must list its actions; * is refused, and so is NotAction."
  }

  validation {
    condition = alltrue([for w in values(var.workloads) : w.policy_json == null ? true : alltrue([
      for s in try(jsondecode(w.policy_json).Statement, []) : s.Effect == "Deny" || alltrue([for a in flatten([try(s.Action, [])]) : !endswith(a, ":*")])
    ])])
    error_message = "A policy must list its actions; a whole service such as s3:* is refused."
  }

  validation {
    condition     = alltrue([for w in values(var.workloads) : w.managed_policy_arn == null ? true : !can(regex("(AdministratorAccess|PowerUserAccess|IAMFullAccess)", w.managed_policy_arn))])
    error_message = "An administrator's policy is refused."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the roles."
  type        = map(string)
  default     = {}
}
