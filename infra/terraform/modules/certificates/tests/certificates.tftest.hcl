mock_provider "aws" {
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:111122223333:certificate/mock"
      domain_validation_options = [
        { domain_name = "static.example.org", resource_record_name = "_a.static.example.org.", resource_record_type = "CNAME", resource_record_value = "_x.acm-validations.aws." },
        { domain_name = "*.static.example.org", resource_record_name = "_a.static.example.org.", resource_record_type = "CNAME", resource_record_value = "_x.acm-validations.aws." },
        { domain_name = "cdn.example.org", resource_record_name = "_b.cdn.example.org.", resource_record_type = "CNAME", resource_record_value = "_y.acm-validations.aws." },
      ]
    }
  }
}

variables {
  domain            = "static.example.org"
  alternative_names = ["*.static.example.org", "cdn.example.org"]
  zone_id           = "ZMOCK"
  tags              = { Project = "expense-tracker" }
}

run "the_names_are_proven_by_dns_in_our_zone" {
  command = apply

  assert {
    condition     = aws_acm_certificate.this.validation_method == "DNS" && aws_acm_certificate.this.domain_name == "static.example.org" && aws_acm_certificate.this.subject_alternative_names == toset(["*.static.example.org", "cdn.example.org"])
    error_message = "The certificate must have the names and be proven by DNS."
  }
  assert {
    condition = { for name, record in aws_route53_record.proof : name => "${record.name} ${record.type} ${one(record.records)} in ${record.zone_id}" } == {
      "static.example.org" = "_a.static.example.org. CNAME _x.acm-validations.aws. in ZMOCK"
      "cdn.example.org"    = "_b.cdn.example.org. CNAME _y.acm-validations.aws. in ZMOCK"
    }
    error_message = "Each name must have its proof, a wildcard the one of its parent."
  }
  assert {
    condition     = aws_acm_certificate_validation.this.certificate_arn == aws_acm_certificate.this.arn && length(aws_acm_certificate_validation.this.validation_record_fqdns) == 2
    error_message = "The certificate must be waited for, with both proofs."
  }
  assert {
    condition     = aws_acm_certificate.this.key_algorithm == "EC_prime256v1" && aws_acm_certificate.this.options[0].certificate_transparency_logging_preference == "ENABLED" && aws_acm_certificate.this.tags["Project"] == "expense-tracker"
    error_message = "The certificate must have an elliptic key, be logged, and carry the tags."
  }
}

run "another_region_is_refused" {
  command = plan
  variables {
    region = "eu-central-1"
  }
  expect_failures = [var.region]
}

run "a_url_instead_of_a_name_is_refused" {
  command = plan
  variables {
    domain = "https://static.example.org/"
  }
  expect_failures = [var.domain]
}
