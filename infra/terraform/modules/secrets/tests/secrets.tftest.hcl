mock_provider "aws" {
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/mock" }
  }
  override_resource {
    target = aws_secretsmanager_secret.this["prod/database"]
    values = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:expense-tracker/prod/database-AbCdEf" }
  }
  override_resource {
    target = aws_secretsmanager_secret.this["dev/database"]
    values = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:expense-tracker/dev/database-GhIjKl" }
  }
}

variables {
  account_id = "111122223333"
  environments = {
    dev  = { database = "Passwords of the database's roles" }
    prod = { database = "Passwords of the database's roles" }
  }
  tags = { Project = "expense-tracker" }
}

run "entries_have_names_and_a_key_of_their_own" {
  command = apply

  assert {
    condition     = output.names == tolist(["expense-tracker/dev/database", "expense-tracker/prod/database"])
    error_message = "A secret must be named prefix/environment/name."
  }
  assert {
    condition     = alltrue([for s in aws_secretsmanager_secret.this : s.kms_key_id == aws_kms_key.this.arn && s.recovery_window_in_days == 30 && s.tags["Project"] == "expense-tracker"]) && aws_secretsmanager_secret.this["prod/database"].tags["Environment"] == "prod"
    error_message = "Each secret must have our key, 30 days of recovery, and its tags."
  }
}

run "an_environment_reads_its_own_secrets_and_no_other" {
  command = apply

  assert {
    condition = jsondecode(output.reader_policies["prod"]).Statement[0] == {
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = ["arn:aws:secretsmanager:us-east-1:111122223333:secret:expense-tracker/prod/database-AbCdEf"]
    }
    error_message = "prod must read its secret and nothing else."
  }
  assert {
    condition     = !strcontains(output.reader_policies["dev"], "/prod/")
    error_message = "dev must not reach prod."
  }
  assert {
    condition     = jsondecode(output.reader_policies["dev"]).Statement[1].Condition.StringEquals["kms:ViaService"] == "secretsmanager.us-east-1.amazonaws.com" && jsondecode(output.reader_policies["dev"]).Statement[1].Condition["ForAnyValue:StringEquals"]["kms:EncryptionContext:SecretARN"] == ["arn:aws:secretsmanager:us-east-1:111122223333:secret:expense-tracker/dev/database-GhIjKl"]
    error_message = "The key must be usable only through Secrets Manager, for that environment's secrets."
  }
}

run "a_secret_without_a_purpose_is_refused" {
  command = plan
  variables {
    environments = { dev = { database = "" } }
  }
  expect_failures = [var.environments]
}

run "a_name_with_a_slash_is_refused" {
  command = plan
  variables {
    environments = { dev = { "database/url" = "Passwords of the database's roles" } }
  }
  expect_failures = [var.environments]
}

run "a_deletion_without_a_way_back_is_refused" {
  command = plan
  variables {
    recovery_days = 0
  }
  expect_failures = [var.recovery_days]
}
