mock_provider "aws" {
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/mock" }
  }
}

variables {
  bucket_name = "expense-backups-mock"
  account_id  = "111122223333"
  tags        = { Project = "expense-tracker" }
}

run "backups_are_versioned_locked_and_encrypted" {
  command = apply

  assert {
    condition     = aws_s3_bucket.this.object_lock_enabled && !aws_s3_bucket.this.force_destroy && aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled" && aws_s3_bucket.this.tags["Project"] == "expense-tracker"
    error_message = "The bucket must be versioned, lockable and not destroyed with content."
  }
  assert {
    condition     = aws_s3_bucket_object_lock_configuration.this.rule[0].default_retention[0].mode == "GOVERNANCE" && aws_s3_bucket_object_lock_configuration.this.rule[0].default_retention[0].days == 30
    error_message = "Each object must be locked for 30 days."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.this.arn && aws_kms_key.this.enable_key_rotation
    error_message = "Backups must be encrypted with our own rotating key."
  }
  assert {
    condition = (
      aws_s3_bucket_public_access_block.this.block_public_acls && aws_s3_bucket_public_access_block.this.block_public_policy &&
      aws_s3_bucket_public_access_block.this.ignore_public_acls && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    )
    error_message = "The bucket must never be public."
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 34 && aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration[0].noncurrent_days == 1
    error_message = "Backups must be gone within 35 days."
  }
}

run "the_bucket_refuses_plain_http_other_keys_and_unlocking" {
  command = apply

  assert {
    condition = jsondecode(aws_s3_bucket_policy.this.policy).Statement[0] == {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::expense-backups-mock", "arn:aws:s3:::expense-backups-mock/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
    error_message = "Requests without TLS must be denied to everyone."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[1].Condition.StringNotEqualsIfExists["s3:x-amz-server-side-encryption-aws-kms-key-id"] == "arn:aws:kms:us-east-1:111122223333:key/mock"
    error_message = "Another key must be denied."
  }
  assert {
    condition     = contains(jsondecode(aws_s3_bucket_policy.this.policy).Statement[2].Action, "s3:BypassGovernanceRetention") && jsondecode(aws_s3_bucket_policy.this.policy).Statement[2].Principal == "*" && length(keys(jsondecode(aws_s3_bucket_policy.this.policy).Statement[2].Condition)) == 0
    error_message = "Nobody may shorten a lock."
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Effect == "Deny"])
    error_message = "The bucket's policy must allow nothing."
  }
}

run "each_environment_has_its_own_prefix_and_cannot_delete" {
  command = apply

  assert {
    condition     = jsondecode(output.writer_policies["prod"]).Statement[1] == { Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], Resource = ["arn:aws:s3:::expense-backups-mock/prod/*"] }
    error_message = "prod must write under prod/ and nowhere else."
  }
  assert {
    condition     = jsondecode(output.reader_policies["dev"]).Statement[1] == { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::expense-backups-mock/dev/*"] }
    error_message = "dev must read under dev/ and nowhere else."
  }
  assert {
    condition     = alltrue([for json in concat(values(output.writer_policies), values(output.reader_policies), values(output.database_policies)) : !strcontains(json, "Delete") && !strcontains(json, "\"*\"")])
    error_message = "No policy may delete or reach everything."
  }
  assert {
    condition     = strcontains(output.database_policies["prod"], "s3:GetObject") && strcontains(output.database_policies["prod"], "s3:PutObject") && !strcontains(output.writer_policies["prod"], "s3:GetObject")
    error_message = "Only the database operator may both write and read."
  }
}

run "a_named_role_may_shorten_a_lock" {
  command = apply
  variables {
    lock_bypass_role_arns = ["arn:aws:iam::111122223333:role/break-glass"]
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[2].Condition == { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/break-glass"] } }
    error_message = "Everyone but the named role must be denied."
  }
}

run "an_end_before_the_lock_is_refused" {
  command = plan
  variables {
    expire_days = 20
  }
  expect_failures = [var.expire_days]
}

run "a_lock_of_a_day_is_refused" {
  command = plan
  variables {
    lock_days = 1
  }
  expect_failures = [var.lock_days]
}

run "a_wildcard_bypass_is_refused" {
  command = plan
  variables {
    lock_bypass_role_arns = ["arn:aws:iam::111122223333:role/*"]
  }
  expect_failures = [var.lock_bypass_role_arns]
}
