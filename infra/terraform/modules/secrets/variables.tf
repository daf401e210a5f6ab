variable "prefix" {
  description = "First part of each secret's name, as in expense-tracker/prod/database."
  type        = string
  default     = "expense-tracker"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.prefix))
    error_message = "The prefix has lower-case letters, digits and hyphens."
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

variable "region" {
  description = "AWS region of the secrets."
  type        = string
  default     = "us-east-1"
}

variable "environments" {
  description = "Secrets of each environment: name and what it is for. Values are never given here: they would be in the state."
  type        = map(map(string))

  validation {
    condition     = alltrue(flatten([for name, secrets in var.environments : [can(regex("^[a-z][a-z0-9-]*$", name)), [for secret in keys(secrets) : can(regex("^[a-z][a-z0-9-]*$", secret))]]]))
    error_message = "Names of environments and secrets have lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue(flatten([for secrets in values(var.environments) : [for description in values(secrets) : length(description) >= 10 && length(description) <= 200]]))
    error_message = "Say in 10 to 200 characters what each secret is for."
  }
}

variable "recovery_days" {
  description = "For so many days a deleted secret can be brought back."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_days >= 7 && var.recovery_days <= 30
    error_message = "AWS takes 7 to 30 days."
  }
}

variable "tags" {
  description = "Tags of secrets and key."
  type        = map(string)
  default     = {}
}
