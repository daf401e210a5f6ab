mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:mock" }
  }
}

variables {
  name         = "gitops-delivery-cluster"
  cluster_name = "gitops-delivery-cluster"
  tags         = { Project = "expense-tracker" }
}

run "the_ranges_are_those_of_the_architecture" {
  command = plan

  assert {
    condition     = aws_vpc.this.cidr_block == "10.0.0.0/16"
    error_message = "The VPC must be 10.0.0.0/16."
  }
  assert {
    condition = { for zone, subnet in aws_subnet.public : zone => subnet.cidr_block } == {
      "us-east-1a" = "10.0.101.0/24"
      "us-east-1b" = "10.0.102.0/24"
    }
    error_message = "The public subnets must be 10.0.101.0/24 and 10.0.102.0/24, one in each zone."
  }
  assert {
    condition = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == {
      "us-east-1a" = "10.0.1.0/24"
      "us-east-1b" = "10.0.2.0/24"
    }
    error_message = "The private subnets must be 10.0.1.0/24 and 10.0.2.0/24, one in each zone."
  }
}

run "load_balancers_find_their_subnets_by_tag" {
  command = plan

  assert {
    condition = alltrue([for subnet in aws_subnet.public :
    subnet.tags["kubernetes.io/role/elb"] == "1" && !contains(keys(subnet.tags), "kubernetes.io/role/internal-elb")])
    error_message = "Public subnets must carry the tag of internet-facing load balancers and only that one."
  }
  assert {
    condition = alltrue([for subnet in aws_subnet.private :
    subnet.tags["kubernetes.io/role/internal-elb"] == "1" && !contains(keys(subnet.tags), "kubernetes.io/role/elb")])
    error_message = "Private subnets must carry the tag of internal load balancers and only that one."
  }
  assert {
    condition = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) :
    subnet.tags["Project"] == "expense-tracker" && subnet.tags["kubernetes.io/cluster/gitops-delivery-cluster"] == "shared"])
    error_message = "Each subnet must carry the given tags and the cluster's."
  }
}

run "nothing_gets_a_public_address_by_itself" {
  command = plan

  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) : subnet.map_public_ip_on_launch == false])
    error_message = "No subnet may hand out public addresses."
  }
}

run "each_zone_leaves_by_its_own_nat" {
  command = apply

  assert {
    condition     = length(aws_nat_gateway.this) == 2
    error_message = "There must be a NAT gateway in each zone."
  }
  assert {
    condition = alltrue([for zone, route in aws_route.private_nat :
    route.nat_gateway_id == aws_nat_gateway.this[zone].id && route.destination_cidr_block == "0.0.0.0/0"])
    error_message = "A private subnet must leave through the NAT of its zone."
  }
  assert {
    condition     = alltrue([for zone, gateway in aws_nat_gateway.this : gateway.subnet_id == aws_subnet.public[zone].id])
    error_message = "A NAT gateway must stand in the public subnet of its zone."
  }
  assert {
    condition     = alltrue([for zone, a in aws_route_table_association.private : a.route_table_id == aws_route_table.private[zone].id])
    error_message = "Private subnets must not use the public route table."
  }
  assert {
    condition     = aws_vpc_endpoint.s3.service_name == "com.amazonaws.us-east-1.s3" && length(aws_vpc_endpoint.s3.route_table_ids) == 3
    error_message = "S3 must be reached by a gateway endpoint from all three route tables."
  }
}

run "all_traffic_is_logged" {
  command = apply

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_flow_log.this.log_destination == aws_cloudwatch_log_group.flow.arn
    error_message = "Flow logs must record all traffic in the log group."
  }
  assert {
    condition     = aws_cloudwatch_log_group.flow.retention_in_days == 90
    error_message = "Flow logs must be kept 90 days."
  }
  assert {
    condition     = jsondecode(aws_iam_role.flow.assume_role_policy).Statement[0].Principal == { Service = "vpc-flow-logs.amazonaws.com" }
    error_message = "Only the flow log service may take the role."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.flow.policy).Statement[0].Resource == ["arn:aws:logs:us-east-1:111122223333:log-group:mock:*"]
    error_message = "The role may write only to its own log group."
  }
}

run "one_nat_can_serve_all_zones" {
  command = plan
  variables {
    nat_per_zone = false
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["us-east-1a"]
    error_message = "There must be one NAT gateway, in the first zone."
  }
}

run "the_default_security_group_allows_nothing" {
  command = apply

  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The default security group must have no rule."
  }
}

run "a_public_range_is_refused" {
  command = plan
  variables {
    cidr = "8.8.0.0/16"
  }
  expect_failures = [var.cidr]
}

run "a_range_wider_than_aws_takes_is_refused" {
  command = plan
  variables {
    cidr = "10.0.0.0/8"
  }
  expect_failures = [var.cidr]
}

run "one_zone_is_refused" {
  command = plan
  variables {
    availability_zones = ["us-east-1a"]
    public_subnets     = ["10.0.101.0/24"]
    private_subnets    = ["10.0.1.0/24"]
  }
  expect_failures = [var.availability_zones]
}

run "a_subnet_both_public_and_private_is_refused" {
  command = plan
  variables {
    private_subnets = ["10.0.101.0/24", "10.0.2.0/24"]
  }
  expect_failures = [var.private_subnets]
}
