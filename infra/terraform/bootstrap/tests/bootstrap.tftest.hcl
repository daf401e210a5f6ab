mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/state" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111122223333:policy/mock" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
  }
}

variables {
  github_repository = "someone/expense-tracker"
}

run "the_state_is_versioned_encrypted_private_and_tls_only" {
  command = apply

  assert {
    condition     = aws_s3_bucket.state.bucket == "gitops-delivery-pipeline" && !aws_s3_bucket.state.force_destroy && aws_s3_bucket.state.tags["Project"] == "expense-tracker"
    error_message = "The bucket must have the architecture's name and its tags, and not be destroyed with content."
  }
  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "States must be versioned."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" && one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.state.arn && aws_kms_key.state.enable_key_rotation
    error_message = "States must be encrypted with a key that rotates."
  }
  assert {
    condition = (
      aws_s3_bucket_public_access_block.state.block_public_acls && aws_s3_bucket_public_access_block.state.block_public_policy &&
      aws_s3_bucket_public_access_block.state.ignore_public_acls && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    )
    error_message = "The bucket must never be public."
  }
  assert {
    condition = jsondecode(aws_s3_bucket_policy.state.policy).Statement[0] == {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::gitops-delivery-pipeline", "arn:aws:s3:::gitops-delivery-pipeline/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
    error_message = "Requests without TLS must be denied to everyone."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.state.policy).Statement[1].Action == ["s3:DeleteBucket"] && alltrue([for s in jsondecode(aws_s3_bucket_policy.state.policy).Statement : s.Effect == "Deny"])
    error_message = "Nobody may delete the bucket, and its policy must allow nothing."
  }
}

run "each_role_trusts_one_exact_subject" {
  command = apply

  assert {
    condition = { for name, role in aws_iam_role.github : name => jsondecode(role.assume_role_policy).Statement[0].Condition } == {
      plan = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:someone/expense-tracker:pull_request"
      } }
      apply = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:someone/expense-tracker:environment:infrastructure"
      } }
    }
    error_message = "plan must trust pull requests and apply the environment, each by equality."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.github : length(jsondecode(role.assume_role_policy).Statement) == 1 && jsondecode(role.assume_role_policy).Statement[0].Principal == { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }])
    error_message = "Only GitHub's provider may be trusted."
  }
}

run "plan_only_reads_and_sees_no_contents" {
  command = apply

  assert {
    condition = alltrue(flatten([for s in jsondecode(aws_iam_policy.github["plan"].policy).Statement : [for a in s.Action :
      can(regex("^[a-z0-9-]+:(Describe|Get|List|Decrypt)", a))
    ] if s.Effect == "Allow"]))
    error_message = "The plan role may only read."
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_policy.github["plan"].policy).Statement : s.Resource if s.Effect == "Allow" && contains(s.Action, "s3:GetObject")] == [["arn:aws:s3:::gitops-delivery-pipeline/live/terraform.tfstate"]]
    error_message = "The plan role may read one object: the state of live."
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_policy.github["plan"].policy).Statement : s.NotResource if s.Sid == "NoOtherContents"]) == ["arn:aws:s3:::gitops-delivery-pipeline/live/terraform.tfstate"] && contains(one([for s in jsondecode(aws_iam_policy.github["plan"].policy).Statement : s.Action if s.Sid == "NoSecrets"]), "secretsmanager:GetSecretValue")
    error_message = "Other objects and secret values must be denied."
  }
}

run "apply_is_no_administrator" {
  command = apply

  assert {
    condition = alltrue(flatten([for name, p in aws_iam_policy.github : [for s in jsondecode(p.policy).Statement : [for a in s.Action :
      a != "*" && !endswith(a, ":*")
    ] if s.Effect == "Allow"]]))
    error_message = "No policy may allow everything, or all of a service."
  }
  assert {
    condition = alltrue(flatten([for name, p in aws_iam_policy.github : [for s in jsondecode(p.policy).Statement : [for a in s.Action :
      !strcontains(join(",", s.Resource), "\"*\"") && s.Resource != ["*"] if startswith(a, "iam:") && !can(regex("^iam:(Get|List)", a))
    ] if s.Effect == "Allow"]]))
    error_message = "No IAM change may reach every resource."
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_policy.github["apply-identity"].policy).Statement : s if s.Sid == "RolesInsideTheBoundary"]).Condition == { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::111122223333:policy/mock" } }
    error_message = "New roles must carry the boundary."
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_policy.github["apply-identity"].policy).Statement : alltrue([for r in s.Resource : !can(regex("role/expense-tracker-infra", r)) && r != "arn:aws:iam::111122223333:role/*"]) if s.Effect == "Allow"])
    error_message = "The apply role must not reach its own role."
  }
  assert {
    condition     = length(one([for s in jsondecode(aws_iam_policy.github["apply-identity"].policy).Statement : s if s.Sid == "OnlyTheManagedPoliciesInUse"]).Condition.ArnEquals["iam:PolicyARN"]) == 5 && !strcontains(aws_iam_policy.github["apply-identity"].policy, "AdministratorAccess")
    error_message = "Only the five managed policies in use may be attached."
  }
  assert {
    condition     = contains(one([for s in jsondecode(aws_iam_policy.github["apply-look-and-state"].policy).Statement : s.Action if s.Sid == "NoSecrets"]), "secretsmanager:GetSecretValue") && !strcontains(join(" ", [for p in aws_iam_policy.github : p.policy]), "s3:DeleteObjectVersion")
    error_message = "apply must read no secret and delete no version."
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_policy.github["apply-look-and-state"].policy).Statement : s if s.Sid == "Lock"]).Resource == ["arn:aws:s3:::gitops-delivery-pipeline/live/terraform.tfstate.tflock"]
    error_message = "apply must be able to take and leave the lock, and delete nothing else."
  }
  assert {
    condition     = alltrue([for p in concat(values(aws_iam_policy.github)[*].policy, [aws_iam_policy.boundary.policy]) : length(p) <= 6144])
    error_message = "AWS takes policies of at most 6144 characters."
  }
}

run "the_boundary_holds_no_identity_rights" {
  command = apply

  assert {
    condition     = alltrue(flatten([for s in jsondecode(aws_iam_policy.boundary.policy).Statement : [for a in s.Action : a != "*" && (!startswith(a, "iam:") || a == "iam:CreateServiceLinkedRole") && !startswith(a, "sts:") && !startswith(a, "organizations:")]]))
    error_message = "No role of the cluster may ever change roles or take another."
  }
}

run "a_subject_with_ids_is_used_as_given" {
  command = apply
  variables {
    github_subject_prefix       = "repo:someone-12345/expense-tracker-67890"
    create_github_oidc_provider = false
  }

  assert {
    condition     = output.github_subjects == { plan = "repo:someone-12345/expense-tracker-67890:pull_request", apply = "repo:someone-12345/expense-tracker-67890:environment:infrastructure" }
    error_message = "The given prefix must begin both subjects."
  }
  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "An account's provider must not be made twice."
  }
}

run "a_wildcard_repository_is_refused" {
  command = plan
  variables {
    github_repository = "someone/*"
  }
  expect_failures = [var.github_repository]
}

run "a_wildcard_subject_is_refused" {
  command = plan
  variables {
    github_subject_prefix = "repo:someone/*"
  }
  expect_failures = [var.github_subject_prefix]
}

run "a_branch_instead_of_an_environment_is_refused" {
  command = plan
  variables {
    github_environment = "infrastructure:ref:refs/heads/x"
  }
  expect_failures = [var.github_environment]
}
