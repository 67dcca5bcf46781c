import pulumi
import pulumi_aws as aws

office = pulumi.Config().require("office")

vpc = aws.ec2.Vpc("shop", cidr_block="10.0.0.0/16")
payments_vpc = aws.ec2.Vpc("payments", cidr_block="10.1.0.0/16")

# 1. Web servers, public, with administration from the office.
web = aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    description="Web servers",
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTP", protocol="tcp", from_port=80, to_port=80, cidr_blocks=["0.0.0.0/0"]
        ),
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTPS", protocol="tcp", from_port=443, to_port=443, cidr_blocks=["0.0.0.0/0"]
        ),
        aws.ec2.SecurityGroupIngressArgs(
            description="SSH from the office", protocol="tcp", from_port=22, to_port=22, cidr_blocks=[office]
        ),
    ],
)

# 4. A load balancer, and the servers behind it.
balancer = aws.ec2.SecurityGroup(
    "balancer",
    vpc_id=vpc.id,
    description="Load balancer",
    ingress=[
        {
            "description": "Web",
            "protocol": "tcp",
            "from_port": port,
            "to_port": port,
            "cidr_blocks": ["0.0.0.0/0"],
        }
        for port in (80, 443)
    ],
)

# 5. A bastion, from which alone the servers admit SSH.
bastion = aws.ec2.SecurityGroup(
    "bastion",
    vpc_id=vpc.id,
    description="Bastion",
    ingress=[
        {"description": "Engineers", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [office]},
    ],
)

app = aws.ec2.SecurityGroup(
    "app",
    vpc_id=vpc.id,
    description="Application servers",
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="Load balancer", protocol="tcp", from_port=80, to_port=80, security_groups=[balancer.id]
        ),
        aws.ec2.SecurityGroupIngressArgs(
            description="Bastion", protocol="tcp", from_port=22, to_port=22, security_groups=[bastion.id]
        ),
    ],
)

# 3. A function behind API Gateway, which reaches the database and nothing else.
api = aws.ec2.SecurityGroup("api", vpc_id=vpc.id, description="Functions of the API")

# 2. A database that only applications reach.
database = aws.ec2.SecurityGroup(
    "database",
    vpc_id=vpc.id,
    description="Orders",
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="Application", protocol="tcp", from_port=3306, to_port=3306, security_groups=[app.id, api.id]
        ),
        aws.ec2.SecurityGroupIngressArgs(
            description="Reports", protocol="tcp", from_port=5432, to_port=5432, security_groups=[app.id]
        ),
    ],
)

aws.vpc.SecurityGroupEgressRule(
    "api-to-database",
    security_group_id=api.id,
    description="Orders",
    ip_protocol="tcp",
    from_port=3306,
    to_port=3306,
    referenced_security_group_id=database.id,
)

# 6. Two VPCs that call each other over a peering.
aws.ec2.VpcPeeringConnection("shop-payments", vpc_id=vpc.id, peer_vpc_id=payments_vpc.id, auto_accept=True)
shop = aws.ec2.SecurityGroup("shop", vpc_id=vpc.id, description="Shop")
payments = aws.ec2.SecurityGroup("payments", vpc_id=payments_vpc.id, description="Payments")

aws.vpc.SecurityGroupIngressRule(
    "shop-to-payments",
    security_group_id=payments.id,
    description="Payments of the shop",
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
    referenced_security_group_id=shop.id,
)
aws.vpc.SecurityGroupIngressRule(
    "payments-to-shop",
    security_group_id=shop.id,
    description="Confirmations",
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
    referenced_security_group_id=payments.id,
)

aws.ec2.Instance(
    "web", ami="ami-0123456789abcdef0", instance_type="t3.micro", vpc_security_group_ids=[web.id]
)
aws.lb.LoadBalancer("balancer", security_groups=[balancer.id])
aws.rds.Instance(
    "orders",
    engine="mysql",
    instance_class="db.t3.micro",
    publicly_accessible=False,
    vpc_security_group_ids=[database.id],
)
