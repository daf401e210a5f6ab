output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "Address range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Ids of the private subnets by zone."
  value       = { for zone in var.availability_zones : zone => aws_subnet.private[zone].id }
}

output "nat_public_ips" {
  description = "Addresses from which the cluster reaches the internet."
  value       = [for zone in local.nat_zones : aws_eip.nat[zone].public_ip]
}
