mock_provider "aws" {
  mock_resource "aws_cloudfront_distribution" {
    defaults = { domain_name = "d111.cloudfront.net", hosted_zone_id = "Z2FDTNDATAQYW2" }
  }
  mock_resource "aws_cloudfront_cache_policy" {
    defaults = { id = "own-cache-policy" }
  }
}

variables {
  name            = "gitops-delivery-cluster"
  domain          = "expense.example.org"
  origin_domain   = "origin.expense.example.org"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/mock"
  zone_id         = "ZMOCK"
  tags            = { Project = "expense-tracker" }
}

run "only_hashed_files_are_cached" {
  command = apply

  assert {
    condition     = [for b in aws_cloudfront_distribution.this.ordered_cache_behavior : b.path_pattern] == ["/assets/*"]
    error_message = "Only /assets/ may be cached."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "Pages and the API must pass uncached: a cached answer would show one person's expenses to another."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].cache_policy_id == "own-cache-policy" && toset(aws_cloudfront_distribution.this.ordered_cache_behavior[0].allowed_methods) == toset(["GET", "HEAD"])
    error_message = "Assets must use the own cache policy and take only reads."
  }
  assert {
    condition = (
      aws_cloudfront_cache_policy.assets.parameters_in_cache_key_and_forwarded_to_origin[0].cookies_config[0].cookie_behavior == "none" &&
      aws_cloudfront_cache_policy.assets.parameters_in_cache_key_and_forwarded_to_origin[0].query_strings_config[0].query_string_behavior == "none" &&
      aws_cloudfront_cache_policy.assets.default_ttl == 0
    )
    error_message = "No cookie or query may reach the cache, and only what the origin allows is kept."
  }
  assert {
    condition     = contains(aws_cloudfront_distribution.this.default_cache_behavior[0].allowed_methods, "DELETE") && aws_cloudfront_distribution.this.default_cache_behavior[0].origin_request_policy_id == "216adef6-5c7f-47e4-b989-5492eafa07d3"
    error_message = "The API must get every method, header and cookie."
  }
}

run "every_leg_is_encrypted" {
  command = apply

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https" && aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "Browsers must use HTTPS with TLS 1.2 or later."
  }
  assert {
    condition     = one(aws_cloudfront_distribution.this.origin).custom_origin_config[0].origin_protocol_policy == "https-only" && one(aws_cloudfront_distribution.this.origin).custom_origin_config[0].origin_ssl_protocols == toset(["TLSv1.2"])
    error_message = "The CDN must reach the cluster over HTTPS only."
  }
}

run "the_host_points_to_the_distribution" {
  command = apply

  assert {
    condition     = toset(keys(aws_route53_record.this)) == toset(["A", "AAAA"]) && alltrue([for r in aws_route53_record.this : r.name == "expense.example.org" && one(r.alias).name == "d111.cloudfront.net" && one(r.alias).zone_id == "Z2FDTNDATAQYW2"])
    error_message = "The host must be an alias of the distribution in both address families."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.aliases == toset(["expense.example.org"]) && aws_cloudfront_distribution.this.tags["Project"] == "expense-tracker"
    error_message = "The distribution must answer to the host and carry the tags."
  }
}

run "a_distribution_that_asks_itself_is_refused" {
  command = plan
  variables {
    origin_domain = "expense.example.org"
  }
  expect_failures = [var.origin_domain]
}

run "caching_the_api_is_refused" {
  command = plan
  variables {
    asset_paths = ["/api/*"]
  }
  expect_failures = [var.asset_paths]
}

run "a_certificate_of_another_region_is_refused" {
  command = plan
  variables {
    certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/mock"
  }
  expect_failures = [var.certificate_arn]
}
