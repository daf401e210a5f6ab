mock_provider "aws" {
  mock_resource "aws_route53_zone" {
    defaults = { zone_id = "ZNEW", name_servers = ["ns-1.example.org", "ns-2.example.org"] }
  }
  mock_data "aws_route53_zone" {
    defaults = { zone_id = "ZOLD", name_servers = ["ns-9.example.org"] }
  }
}

variables {
  domain = "expense.example.org"
  tags   = { Project = "expense-tracker" }
}

run "the_zone_is_made_and_survives_a_careless_destroy" {
  command = apply

  assert {
    condition     = aws_route53_zone.this[0].name == "expense.example.org" && !aws_route53_zone.this[0].force_destroy && aws_route53_zone.this[0].tags["Project"] == "expense-tracker"
    error_message = "The zone must have its name and tags, and keep its records on destroy."
  }
  assert {
    condition     = output.zone_id == "ZNEW" && output.name_servers == tolist(["ns-1.example.org", "ns-2.example.org"])
    error_message = "The zone's id and name servers must be given out."
  }
}

run "only_the_authorities_in_use_may_issue" {
  command = plan

  assert {
    condition     = aws_route53_record.caa.type == "CAA" && aws_route53_record.caa.records == toset(["0 issue \"letsencrypt.org\"", "0 issue \"amazon.com\"", "0 issuewild \"letsencrypt.org\"", "0 issuewild \"amazon.com\""])
    error_message = "CAA must name Let's Encrypt and Amazon for plain and wildcard names."
  }
}

run "a_zone_that_exists_is_used" {
  command = apply
  variables {
    create_zone = false
  }

  assert {
    condition     = length(aws_route53_zone.this) == 0 && output.zone_id == "ZOLD" && aws_route53_record.caa.zone_id == "ZOLD"
    error_message = "No second zone may be made."
  }
}

run "a_domain_with_a_trailing_dot_is_refused" {
  command = plan
  variables {
    domain = "expense.example.org."
  }
  expect_failures = [var.domain]
}

run "an_empty_list_of_authorities_is_refused" {
  command = plan
  variables {
    certificate_authorities = []
  }
  expect_failures = [var.certificate_authorities]
}
