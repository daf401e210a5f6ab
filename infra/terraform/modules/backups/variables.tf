variable "bucket_name" {
  description = "Name of the bucket. Bucket names are unique in all of AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "The name must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account; the key's policy names its root."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account id has 12 digits."
  }
}

variable "environments" {
  description = "Environments that keep backups, each under a prefix of its name. The outputs have a policy for each."
  type        = set(string)
  default     = ["dev", "staging", "prod"]

  validation {
    condition     = alltrue([for name in var.environments : can(regex("^[a-z][a-z0-9-]*$", name))])
    error_message = "An environment's name has lower-case letters, digits and hyphens."
  }
}

variable "lock_mode" {
  description = "GOVERNANCE: only the roles of lock_bypass_role_arns can shorten a lock. COMPLIANCE: nobody can, not even the account's root."
  type        = string
  default     = "GOVERNANCE"

  validation {
    condition     = contains(["GOVERNANCE", "COMPLIANCE"], var.lock_mode)
    error_message = "The mode is GOVERNANCE or COMPLIANCE."
  }
}

variable "lock_days" {
  description = "For so many days a backup can't be deleted or overwritten."
  type        = number
  default     = 30

  validation {
    condition     = var.lock_days >= 7 && var.lock_days <= 365
    error_message = "Lock backups for 7 to 365 days."
  }
}

variable "expire_days" {
  description = "After so many days a backup goes. Deleted people must be gone from backups too, so this is a promise to them."
  type        = number
  default     = 34

  validation {
    condition     = var.expire_days > var.lock_days
    error_message = "A backup can't go before its lock ends."
  }
}

variable "lock_bypass_role_arns" {
  description = "Roles that may shorten a GOVERNANCE lock. Empty: none."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.lock_bypass_role_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/[^*]+$", arn))])
    error_message = "Name each role exactly."
  }
}

variable "tags" {
  description = "Tags of bucket and key."
  type        = map(string)
  default     = {}
}
