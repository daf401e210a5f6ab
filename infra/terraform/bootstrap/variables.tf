variable "region" {
  description = "AWS region of the state bucket and of everything that the roles may touch."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must look like us-east-1."
  }
}

variable "state_bucket_name" {
  description = "Bucket of Terraform's state. Bucket names are unique in all of AWS: take another where this one is taken."
  type        = string
  default     = "gitops-delivery-pipeline"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.state_bucket_name))
    error_message = "The name must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "cluster_name" {
  description = "The cluster that live/ builds. The apply role may touch only what is named after it."
  type        = string
  default     = "gitops-delivery-cluster"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.cluster_name))
    error_message = "The name must be 3 to 40 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "github_repository" {
  description = "The repository whose workflows take the roles, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "The repository must be owner/name, without wildcards."
  }
}

variable "github_subject_prefix" {
  description = "How GitHub begins the subject of this repository's tokens, when it is not repo:owner/name: repositories made, renamed or moved since 18 June 2026 carry ids in it. The repository's OIDC settings show it."
  type        = string
  default     = null

  validation {
    condition     = var.github_subject_prefix == null ? true : can(regex("^repo:[A-Za-z0-9._@/-]+$", var.github_subject_prefix))
    error_message = "The prefix must begin with repo: and hold no wildcard and no further colon."
  }
}

variable "github_environment" {
  description = "GitHub environment of the job that applies. It must allow only the branch main and ask a reviewer."
  type        = string
  default     = "infrastructure"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.github_environment))
    error_message = "The environment's name has lower-case letters, digits and hyphens."
  }
}

variable "create_github_oidc_provider" {
  description = "Create the provider for GitHub's tokens (true), or use the account's (false). An account can have only one."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Further tags of everything here."
  type        = map(string)
  default     = {}
}
