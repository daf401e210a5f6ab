# An ACM certificate for CloudFront, proven by DNS. The cluster's own certificates come from Let's
# Encrypt through cert-manager.

locals {
  names = distinct(concat([var.domain], var.alternative_names))
  # *.example.org and example.org are proven by the same record; one of them is enough. The names are
  # known before the certificate is, so that a first plan needs no second one.
  proofs = { for name in local.names : trimprefix(name, "*.") => name... }
  options = { for option in aws_acm_certificate.this.domain_validation_options :
  trimprefix(option.domain_name, "*.") => option... }
}

resource "aws_acm_certificate" "this" {
  domain_name               = var.domain
  subject_alternative_names = [for name in local.names : name if name != var.domain]
  validation_method         = "DNS"
  key_algorithm             = "EC_prime256v1"
  tags                      = var.tags

  options {
    certificate_transparency_logging_preference = "ENABLED"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "proof" {
  for_each = local.proofs

  zone_id         = var.zone_id
  name            = local.options[each.key][0].resource_record_name
  type            = local.options[each.key][0].resource_record_type
  records         = [local.options[each.key][0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.proof : record.fqdn]
}
