variable "domain" {
  description = "First name of the certificate, such as static.expense.example.org."
  type        = string

  validation {
    condition     = can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain))
    error_message = "The domain must be a lower-case DNS name without a trailing dot; it may begin with *."
  }
}

variable "alternative_names" {
  description = "Further names of the certificate."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.alternative_names : can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", name))])
    error_message = "Each name must be a lower-case DNS name without a trailing dot; it may begin with *."
  }
}

variable "zone_id" {
  description = "Route 53 zone in which the names are proven."
  type        = string
}

variable "region" {
  description = "Region of the certificate. CloudFront takes only us-east-1."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = var.region == "us-east-1"
    error_message = "CloudFront takes certificates only from us-east-1."
  }
}

variable "tags" {
  description = "Tags of the certificate."
  type        = map(string)
  default     = {}
}
