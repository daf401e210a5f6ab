# The cluster gitops-delivery-cluster and all that stands around it.

terraform {
  # Partial: bucket, key and region come from backend.hcl (backend.hcl.example).
  backend "s3" {}
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  tags = {
    Project   = "expense-tracker"
    ManagedBy = "terraform"
    Cluster   = var.cluster_name
  }
}

module "network" {
  source = "../modules/network"

  name                     = var.cluster_name
  cluster_name             = var.cluster_name
  region                   = var.region
  availability_zones       = var.availability_zones
  nat_per_zone             = var.nat_per_zone
  log_kms_key_arn          = module.cluster.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = local.tags
}

module "cluster" {
  source = "../modules/cluster"

  name                         = var.cluster_name
  kubernetes_version           = var.kubernetes_version
  addon_versions               = var.addon_versions
  region                       = var.region
  account_id                   = local.account
  private_subnet_ids           = module.network.private_subnet_ids
  endpoint_public_access_cidrs = var.endpoint_public_access_cidrs
  administrator_role_arns      = var.administrator_role_arns
  reader_role_arns             = var.reader_role_arns
  ebs_csi_role_arn             = var.workload_identity_method == "irsa" ? module.workload_identity.role_arns["ebs-csi"] : null
  permissions_boundary_arn     = var.permissions_boundary_arn
  tags                         = local.tags
}

module "dns" {
  source = "../modules/dns"

  domain      = var.domain
  create_zone = var.create_zone
  tags        = local.tags
}

module "backups" {
  source = "../modules/backups"

  bucket_name  = "${var.cluster_name}-backups-${local.account}"
  account_id   = local.account
  environments = toset(keys(var.environments))
  lock_mode    = var.backup_lock_mode
  tags         = local.tags
}

module "secrets" {
  source = "../modules/secrets"

  account_id = local.account
  region     = var.region
  environments = merge(
    { for name, environment in var.environments : name => {
      database = "JSON: postgres_password, migrator_password, api_password, identity_password"
      tokens   = "JSON: keys, the session keys in base64url, the first signs"
      oidc     = "JSON: client_secret of the OpenID provider"
    } if environment.secrets_in_aws },
    { platform = {
      grafana = "JSON: admin-user, admin-password of Grafana"
    } },
  )
  tags = local.tags
}

module "certificates" {
  source = "../modules/certificates"
  count  = var.cdn_enabled ? 1 : 0

  domain  = var.domain
  zone_id = module.dns.zone_id
  region  = var.region
  tags    = local.tags
}

module "cdn" {
  source = "../modules/cdn"
  count  = var.cdn_enabled ? 1 : 0

  name            = var.cluster_name
  domain          = var.domain
  origin_domain   = "origin.${var.domain}"
  certificate_arn = module.certificates[0].certificate_arn
  zone_id         = module.dns.zone_id
  tags            = local.tags
}
