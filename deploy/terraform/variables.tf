variable "region" {
  description = "Where everything but the CDN is."
  type        = string
}

variable "environment" {
  description = "Names everything and is part of the name of the secret: production, staging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.environment))
    error_message = "Use 2 to 16 small letters, digits and hyphens."
  }
}

variable "host" {
  description = "The name that people type, without scheme: mizan.example.com."
  type        = string
}

variable "zone_id" {
  description = "The Route 53 zone in which the host lies: its records and those that prove the certificates are made there."
  type        = string
}

variable "network" {
  description = "The addresses of the private network; overlays/aws of Kubernetes names the same."
  type        = string
  default     = "10.20.0.0/16"
}

variable "admin_networks" {
  description = "Networks from which the API of the cluster answers; nobody else can reach it."
  type        = list(string)

  validation {
    condition     = length(var.admin_networks) > 0 && !contains(var.admin_networks, "0.0.0.0/0")
    error_message = "Name the networks of your office and of your delivery; not the whole internet."
  }
}

variable "kubernetes_version" {
  description = "The version of the cluster."
  type        = string
  default     = "1.34"
}

variable "node_type" {
  description = "The machines of the cluster."
  type        = string
  default     = "m7i.large"
}

variable "nodes" {
  description = "Fewest and most machines of the cluster."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 6 }
}

variable "database_type" {
  description = "The machine of PostgreSQL."
  type        = string
  default     = "db.m7g.large"
}

variable "database_gigabytes" {
  description = "Storage of PostgreSQL at first; it grows by itself to ten times that."
  type        = number
  default     = 100
}

variable "database_standby" {
  description = "Keep a second PostgreSQL in another zone, which takes over by itself?"
  type        = bool
  default     = true
}

variable "redis_type" {
  description = "The machines of the broker and cache; there are two."
  type        = string
  default     = "cache.t4g.small"
}

variable "backup_days" {
  description = "Days back to which the database can be brought, to the second; and days that copies of files are kept."
  type        = number
  default     = 14
}

variable "settings" {
  description = "Further secrets of .env.example, such as MAIL_API_KEY; give them as TF_VAR_settings. They are never kept in the state."
  type        = map(string)
  default     = {}
  ephemeral   = true
  sensitive   = true
}

variable "settings_version" {
  description = "Raise it by one when `settings` has changed: the secret that Mizan reads is then written anew."
  type        = number
  default     = 1
}

variable "password_version" {
  description = "Raise it, and settings_version too, to change the passwords of the database and of Redis."
  type        = number
  default     = 1
}
