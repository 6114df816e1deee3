# Secrets are made here, written to Secrets Manager and read back, and never stand in the state or in a file.
locals {
  own_secrets = {
    "database-password" = { length = 40, version = var.password_version }
    "redis-password"    = { length = 40, version = var.password_version }
    "secret-key"        = { length = 64, version = 1 } # a new one would end all sessions
    "field-key"         = { length = 32, version = 1 } # 32 bytes: a new one could not read what the old one wrote
  }
}

ephemeral "random_password" "own" {
  for_each = local.own_secrets
  length   = each.value.length
  special  = false
}

resource "aws_secretsmanager_secret" "own" {
  for_each    = local.own_secrets
  name        = "mizan/${var.environment}/${each.key}"
  description = "Made by Terraform; Mizan reads it in mizan/${var.environment}/settings"
}

resource "aws_secretsmanager_secret_version" "own" {
  for_each                 = local.own_secrets
  secret_id                = aws_secretsmanager_secret.own[each.key].id
  secret_string_wo         = ephemeral.random_password.own[each.key].result
  secret_string_wo_version = each.value.version
}

ephemeral "aws_secretsmanager_secret_version" "own" {
  for_each  = local.own_secrets
  secret_id = aws_secretsmanager_secret_version.own[each.key].secret_id
}

# What Mizan reads: SECRETS_FROM=aws:mizan/<environment>/settings.
resource "aws_secretsmanager_secret" "settings" {
  name        = "mizan/${var.environment}/settings"
  description = "The secrets of .env.example that Mizan reads at its start"
}

resource "aws_secretsmanager_secret_version" "settings" {
  secret_id = aws_secretsmanager_secret.settings.id
  secret_string_wo = jsonencode(merge({
    SECRET_KEY            = ephemeral.aws_secretsmanager_secret_version.own["secret-key"].secret_string
    FIELD_ENCRYPTION_KEYS = base64encode(ephemeral.aws_secretsmanager_secret_version.own["field-key"].secret_string)
    DATABASE_URL = format(
      "postgres://mizan:%s@%s/mizan?sslmode=require",
      ephemeral.aws_secretsmanager_secret_version.own["database-password"].secret_string,
      aws_db_instance.main.endpoint,
    )
    REDIS_URL = format(
      "rediss://:%s@%s:6379/0?ssl_cert_reqs=required",
      ephemeral.aws_secretsmanager_secret_version.own["redis-password"].secret_string,
      aws_elasticache_replication_group.main.primary_endpoint_address,
    )
  }, var.settings))
  secret_string_wo_version = var.settings_version
}

# The role of Mizan's pods: its own secret, and the bucket of backups.
data "aws_iam_policy_document" "pods" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.settings.arn]
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.backups.arn]
  }

  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = ["${aws_s3_bucket.backups.arn}/*"]
  }
}

resource "aws_iam_role" "pods" {
  name               = "${local.name}-pods"
  assume_role_policy = data.aws_iam_policy_document.pods_assume.json
}

resource "aws_iam_role_policy" "pods" {
  name   = "mizan"
  role   = aws_iam_role.pods.id
  policy = data.aws_iam_policy_document.pods.json
}

resource "aws_eks_pod_identity_association" "mizan" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "mizan"
  service_account = "mizan"
  role_arn        = aws_iam_role.pods.arn
}
