variable "name" {
  description = "Name of the EKS cluster."
  type        = string
  default     = "gitops-delivery-cluster"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 40 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes. It must be in EKS standard support; see docs/adr/0001-cluster-version.md."
  type        = string
  default     = "1.36"

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version)) && try(tonumber(split(".", var.kubernetes_version)[1]), 0) >= 35
    error_message = "The version must be a minor one such as 1.36, and at least 1.35: EKS has dropped or is about to drop what is older."
  }
}

variable "region" {
  description = "AWS region of the cluster."
  type        = string
  default     = "us-east-1"
}

variable "account_id" {
  description = "AWS account of the cluster; the key policy names its root and its log groups."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account id has 12 digits."
  }
}

variable "private_subnet_ids" {
  description = "Private subnets of control plane and nodes, by zone. The zone names the on-demand groups."
  type        = map(string)

  validation {
    condition     = length(var.private_subnet_ids) >= 2
    error_message = "EKS needs subnets in at least two zones."
  }
}

variable "endpoint_public_access_cidrs" {
  description = "Ranges that may reach the Kubernetes API from outside the VPC. Empty closes the public endpoint."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.endpoint_public_access_cidrs : can(cidrnetmask(cidr))])
    error_message = "Each range must be an IPv4 CIDR such as 203.0.113.7/32."
  }

  validation {
    condition     = alltrue([for cidr in var.endpoint_public_access_cidrs : try(tonumber(split("/", cidr)[1]), 0) >= 16])
    error_message = "The API must not be open to the internet: no range may be wider than /16."
  }
}

variable "administrator_role_arns" {
  description = "IAM roles that administer the cluster through an EKS access entry. Who creates the cluster gets nothing by itself."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.administrator_role_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/", arn))])
    error_message = "Each administrator must be an IAM role; users and the account root are refused."
  }
}

variable "reader_role_arns" {
  description = "IAM roles that may look at everything in the cluster but secrets."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.reader_role_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/", arn))])
    error_message = "Each reader must be an IAM role; users and the account root are refused."
  }
}

variable "spot_groups" {
  description = "Spot node groups. The types of one group have the same CPU and memory, because the cluster autoscaler takes one of them as a sample of all."
  type = map(object({
    instance_types = list(string)
    min_size       = number
    max_size       = number
    max_pods       = number
  }))
  default = {
    medium = { instance_types = ["t3a.medium", "t3.medium"], min_size = 1, max_size = 5, max_pods = 40 }
    small  = { instance_types = ["t3a.small", "t3.small"], min_size = 1, max_size = 5, max_pods = 20 }
  }

  validation {
    condition     = alltrue([for group in values(var.spot_groups) : group.min_size >= 1 && group.max_size <= 5 && group.min_size <= group.max_size])
    error_message = "A spot group has between 1 and 5 nodes."
  }

  validation {
    condition     = alltrue([for group in values(var.spot_groups) : length(distinct([for type in group.instance_types : split(".", type)[1]])) == 1])
    error_message = "The types of one group must have the same size (all medium, or all small)."
  }

  validation {
    condition     = alltrue([for group in values(var.spot_groups) : group.max_pods >= 10 && group.max_pods <= 110])
    error_message = "A node holds between 10 and 110 pods."
  }
}

variable "state_group" {
  description = "On-demand nodes for databases and monitoring, one group in each zone, because a volume can't leave its zone. Tainted, so that nothing else lands there."
  type = object({
    instance_types = list(string)
    min_size       = number
    max_size       = number
    max_pods       = number
  })
  default = { instance_types = ["t3a.medium", "t3.medium"], min_size = 1, max_size = 2, max_pods = 40 }

  validation {
    condition     = var.state_group.min_size >= 1 && var.state_group.max_size >= var.state_group.min_size
    error_message = "Each zone needs at least one node for state."
  }
}

variable "node_disk_gib" {
  description = "Size of a node's root disk."
  type        = number
  default     = 30

  validation {
    condition     = var.node_disk_gib >= 20 && var.node_disk_gib <= 200
    error_message = "A node's disk is between 20 and 200 GiB."
  }
}

variable "addon_versions" {
  description = "Pinned versions of the EKS add-ons. To see what is offered: aws eks describe-addon-versions --kubernetes-version 1.36 --addon-name NAME."
  type = object({
    vpc_cni            = optional(string, "v1.22.4-eksbuild.3")
    kube_proxy         = optional(string, "v1.36.0-eksbuild.21")
    coredns            = optional(string, "v1.14.3-eksbuild.16")
    ebs_csi            = optional(string, "v1.63.1-eksbuild.1")
    pod_identity_agent = optional(string, "v1.3.10-eksbuild.3")
  })
  default = {}

  validation {
    condition     = alltrue([for version in values(var.addon_versions) : can(regex("^v[0-9]+\\.[0-9]+\\.[0-9]+-eksbuild\\.[0-9]+$", version))])
    error_message = "Each add-on must be pinned to a full version such as v1.22.4-eksbuild.3."
  }

  validation {
    condition     = startswith(var.addon_versions.kube_proxy, "v${var.kubernetes_version}.")
    error_message = "kube-proxy must have the minor version of the cluster."
  }
}

variable "ebs_csi_role_arn" {
  description = "IAM role of the EBS CSI driver's controller (kube-system/ebs-csi-controller-sa) under IRSA; null when Pod Identity gives it."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the control plane's logs."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "Choose a retention that CloudWatch offers, from 30 to 731 days."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the cluster's and the nodes' roles; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything in the module."
  type        = map(string)
  default     = {}
}
