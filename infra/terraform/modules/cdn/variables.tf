variable "name" {
  description = "Name of the distribution and prefix of its policies."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 40 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "domain" {
  description = "The application's host, which browsers use."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain))
    error_message = "The domain must be a lower-case DNS name without a trailing dot."
  }
}

variable "origin_domain" {
  description = "Host that points to the cluster's load balancer. It must differ from domain, or the CDN would ask itself."
  type        = string

  validation {
    condition     = var.origin_domain != var.domain
    error_message = "The origin must have a host of its own; the CDN would otherwise ask itself."
  }

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.origin_domain))
    error_message = "The origin must be a lower-case DNS name without a trailing dot."
  }
}

variable "certificate_arn" {
  description = "ACM certificate for domain."
  type        = string

  validation {
    condition     = startswith(var.certificate_arn, "arn:aws:acm:us-east-1:")
    error_message = "CloudFront takes certificates only from us-east-1."
  }
}

variable "zone_id" {
  description = "Route 53 zone that gets the alias of the distribution."
  type        = string
}

variable "asset_paths" {
  description = "Paths of files whose names change with their content. Only these are cached."
  type        = list(string)
  default     = ["/assets/*"]

  validation {
    condition     = alltrue([for path in var.asset_paths : startswith(path, "/") && path != "/*" && !startswith(path, "/api")])
    error_message = "A cached path begins with / and is neither everything nor the API."
  }
}

variable "price_class" {
  description = "Which edge locations serve: PriceClass_100 (America, Europe), PriceClass_200 (also Asia) or PriceClass_All."
  type        = string
  default     = "PriceClass_200"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "The price class is PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "web_acl_arn" {
  description = "WAF web ACL in front of the distribution; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the distribution."
  type        = map(string)
  default     = {}
}
