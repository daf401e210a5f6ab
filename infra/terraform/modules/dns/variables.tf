variable "domain" {
  description = "The zone's name, such as expense.example.org."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain))
    error_message = "The domain must be a lower-case DNS name without a trailing dot."
  }
}

variable "create_zone" {
  description = "Create the zone (true), or use the one that exists (false)."
  type        = bool
  default     = true
}

variable "certificate_authorities" {
  description = "Authorities that may issue certificates for the domain (CAA)."
  type        = list(string)
  default     = ["letsencrypt.org", "amazon.com"]

  validation {
    condition     = length(var.certificate_authorities) > 0
    error_message = "Name at least one authority; none would stop every renewal."
  }
}

variable "tags" {
  description = "Tags of the zone."
  type        = map(string)
  default     = {}
}
