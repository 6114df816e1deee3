terraform {
  required_version = ">= 1.11.0, < 2.0.0" # write-only arguments keep secrets out of the state

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.69"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }

  # terraform init -backend-config=backend.hcl (backend.hcl.example beside this file)
  backend "s3" {}
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      project     = "mizan"
      environment = var.environment
    }
  }
}
