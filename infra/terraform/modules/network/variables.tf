variable "name" {
  description = "Name of the network and prefix of everything in it, as in gitops-delivery-cluster."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 40 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "cluster_name" {
  description = "The EKS cluster that finds its subnets by tag. Usually the same as name."
  type        = string
}

variable "region" {
  description = "AWS region of the network; names the S3 endpoint."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must look like us-east-1."
  }
}

variable "cidr" {
  description = "Address range of the VPC."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]), 0) >= 16 && try(tonumber(split("/", var.cidr)[1]), 99) <= 20
    error_message = "The range must be IPv4 CIDR between /16 and /20; AWS takes nothing larger, and prefix delegation needs the room."
  }

  validation {
    condition     = can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", var.cidr))
    error_message = "The range must be private (RFC 1918)."
  }
}

variable "availability_zones" {
  description = "Availability zones, one for each public and each private subnet, in the same order."
  type        = list(string)
  default     = ["us-east-1a", "us-east-1b"]

  validation {
    condition     = length(var.availability_zones) >= 2 && length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "EKS needs at least two different zones."
  }
}

variable "public_subnets" {
  description = "Ranges of the public subnets: load balancers and NAT gateways, nothing else."
  type        = list(string)
  default     = ["10.0.101.0/24", "10.0.102.0/24"]

  validation {
    condition     = alltrue([for cidr in var.public_subnets : can(cidrnetmask(cidr))])
    error_message = "Each public subnet must be an IPv4 CIDR."
  }

  validation {
    condition     = length(var.public_subnets) == length(var.availability_zones)
    error_message = "There must be one public subnet for each zone."
  }
}

variable "private_subnets" {
  description = "Ranges of the private subnets: the cluster's nodes and pods."
  type        = list(string)
  default     = ["10.0.1.0/24", "10.0.2.0/24"]

  validation {
    condition     = alltrue([for cidr in var.private_subnets : can(cidrnetmask(cidr))])
    error_message = "Each private subnet must be an IPv4 CIDR."
  }

  validation {
    condition     = length(var.private_subnets) == length(var.availability_zones)
    error_message = "There must be one private subnet for each zone."
  }

  validation {
    condition     = length(setintersection(var.private_subnets, var.public_subnets)) == 0
    error_message = "A range can't be both public and private."
  }
}

variable "nat_per_zone" {
  description = "One NAT gateway in each zone (true), or one for all (false): cheaper, but the loss of its zone cuts every node off."
  type        = bool
  default     = true
}

variable "flow_log_retention_days" {
  description = "How long CloudWatch keeps the flow logs."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.flow_log_retention_days)
    error_message = "Choose a retention that CloudWatch offers, from 30 to 731 days."
  }
}

variable "log_kms_key_arn" {
  description = "KMS key of the flow logs' log group; null leaves CloudWatch's own encryption."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the flow logs' role; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything in the network."
  type        = map(string)
  default     = {}
}
