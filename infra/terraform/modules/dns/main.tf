# The domain's zone. The alias of the load balancer isn't here: the cluster makes the load balancer,
# so infra/scripts/update-dns.sh sets it.

resource "aws_route53_zone" "this" {
  count = var.create_zone ? 1 : 0

  name          = var.domain
  comment       = "Expense Tracker"
  force_destroy = false
  tags          = var.tags
}

data "aws_route53_zone" "existing" {
  count = var.create_zone ? 0 : 1

  name         = "${var.domain}."
  private_zone = false
}

locals {
  zone_id = var.create_zone ? aws_route53_zone.this[0].zone_id : data.aws_route53_zone.existing[0].zone_id
}

resource "aws_route53_record" "caa" {
  zone_id = local.zone_id
  name    = var.domain
  type    = "CAA"
  ttl     = 3600

  records = concat(
    [for authority in var.certificate_authorities : "0 issue \"${authority}\""],
    [for authority in var.certificate_authorities : "0 issuewild \"${authority}\""],
  )
}
