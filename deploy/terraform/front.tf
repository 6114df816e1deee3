# CloudFront, then a load balancer that only CloudFront can reach, then the web pods by their port on every machine.
locals {
  node_port    = 30080 # overlays/aws of Kubernetes names the same
  certificates = { cdn = "us-east-1", balancer = var.region }
}

resource "aws_acm_certificate" "host" {
  for_each          = local.certificates
  region            = each.value
  domain_name       = var.host
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# Both certificates are proved by the same record.
resource "aws_route53_record" "proof" {
  zone_id         = var.zone_id
  name            = tolist(aws_acm_certificate.host["cdn"].domain_validation_options)[0].resource_record_name
  type            = tolist(aws_acm_certificate.host["cdn"].domain_validation_options)[0].resource_record_type
  records         = [tolist(aws_acm_certificate.host["cdn"].domain_validation_options)[0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "host" {
  for_each                = local.certificates
  region                  = each.value
  certificate_arn         = aws_acm_certificate.host[each.key].arn
  validation_record_fqdns = [aws_route53_record.proof.fqdn]
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

resource "aws_security_group" "balancer" {
  name        = "${local.name}-balancer"
  description = "From CloudFront to the load balancer"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  security_group_id = aws_security_group.balancer.id
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = aws_eks_cluster.main.vpc_config[0].cluster_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = local.node_port
  to_port                      = local.node_port
}

resource "aws_vpc_security_group_ingress_rule" "nodes" {
  security_group_id            = aws_eks_cluster.main.vpc_config[0].cluster_security_group_id
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = local.node_port
  to_port                      = local.node_port
}

resource "aws_lb" "main" {
  name                       = local.name
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.balancer.id]
  subnets                    = aws_subnet.public[*].id
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  idle_timeout               = 75
}

resource "aws_lb_target_group" "web" {
  name                 = local.name
  vpc_id               = aws_vpc.main.id
  port                 = local.node_port
  protocol             = "HTTP"
  target_type          = "instance"
  deregistration_delay = 30

  health_check {
    path                = "/health/live"
    matcher             = "200,400" # 400: by its address, a machine is no host of Mizan's; it lives all the same
    interval            = 10
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_autoscaling_attachment" "web" {
  autoscaling_group_name = aws_eks_node_group.main.resources[0].autoscaling_groups[0].name
  lb_target_group_arn    = aws_lb_target_group.web.arn
}

resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.host["balancer"].certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

data "aws_cloudfront_cache_policy" "managed" {
  for_each = { never = "Managed-CachingDisabled", static = "Managed-CachingOptimized" }
  name     = each.value
}

data "aws_cloudfront_origin_request_policy" "all" {
  name = "Managed-AllViewer"
}

resource "aws_cloudfront_distribution" "main" {
  enabled         = true
  comment         = local.name
  aliases         = [var.host]
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = "PriceClass_All"

  origin {
    origin_id   = "mizan"
    domain_name = aws_lb.main.dns_name

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 60
    }
  }

  # Pages, API, uploads: all goes through, nothing is kept.
  default_cache_behavior {
    target_origin_id         = "mizan"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.managed["never"].id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all.id
  }

  # Files whose names change with what is in them: kept at the edge for as long as the application says, a year.
  ordered_cache_behavior {
    path_pattern             = "/static/*"
    target_origin_id         = "mizan"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.managed["static"].id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all.id
    compress                 = true
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.host["cdn"].certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }
}

resource "aws_route53_record" "host" {
  for_each = toset(["A", "AAAA"])
  zone_id  = var.zone_id
  name     = var.host
  type     = each.key

  alias {
    name                   = aws_cloudfront_distribution.main.domain_name
    zone_id                = aws_cloudfront_distribution.main.hosted_zone_id
    evaluate_target_health = false
  }
}
