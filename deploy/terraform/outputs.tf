output "cluster" {
  description = "aws eks update-kubeconfig --name <this>"
  value       = aws_eks_cluster.main.name
}

output "settings_secret" {
  description = "SECRETS_FROM=aws:<this>, in overlays/aws/kustomization.yaml"
  value       = aws_secretsmanager_secret.settings.name
}

output "files_id" {
  description = "fileSystemId in overlays/aws/storage.yaml"
  value       = aws_efs_file_system.files.id
}

output "backups_bucket" {
  description = "Where backups go."
  value       = aws_s3_bucket.backups.bucket
}

output "database_host" {
  description = "The address of PostgreSQL, inside the network."
  value       = aws_db_instance.main.address
}

output "cdn" {
  description = "The address of CloudFront; the host points to it."
  value       = aws_cloudfront_distribution.main.domain_name
}
