using System.Linq;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using Aws = Pulumi.Aws;

return await Deployment.RunAsync(() =>
{
    var office = new Config().Require("office");

    var vpc = new Vpc("shop", new VpcArgs { CidrBlock = "10.0.0.0/16" });
    var paymentsVpc = new Vpc("payments", new VpcArgs { CidrBlock = "10.1.0.0/16" });

    // 1. Web servers, public, with administration from the office.
    var web = new SecurityGroup("web", new SecurityGroupArgs
    {
        VpcId = vpc.Id,
        Description = "Web servers",
        Ingress =
        {
            new SecurityGroupIngressArgs
            {
                Description = "HTTP",
                Protocol = "tcp",
                FromPort = 80,
                ToPort = 80,
                CidrBlocks = { "0.0.0.0/0" },
            },
            new SecurityGroupIngressArgs
            {
                Description = "HTTPS",
                Protocol = "tcp",
                FromPort = 443,
                ToPort = 443,
                CidrBlocks = { "0.0.0.0/0" },
            },
            new SecurityGroupIngressArgs
            {
                Description = "SSH from the office",
                Protocol = "tcp",
                FromPort = 22,
                ToPort = 22,
                CidrBlocks = { office },
            },
        },
    });

    // 4. A load balancer, and the servers behind it.
    var balancer = new SecurityGroup("balancer", new SecurityGroupArgs
    {
        VpcId = vpc.Id,
        Description = "Load balancer",
        Ingress = new[] { 80, 443 }
            .Select(port => new SecurityGroupIngressArgs
            {
                Description = "Web",
                Protocol = "tcp",
                FromPort = port,
                ToPort = port,
                CidrBlocks = { "0.0.0.0/0" },
            })
            .ToArray(),
    });

    // 5. A bastion, from which alone the servers admit SSH.
    var bastion = new SecurityGroup("bastion", new SecurityGroupArgs
    {
        VpcId = vpc.Id,
        Description = "Bastion",
        Ingress = new SecurityGroupIngressArgs
        {
            Description = "Engineers",
            Protocol = "tcp",
            FromPort = 22,
            ToPort = 22,
            CidrBlocks = { office },
        },
    });

    var app = new SecurityGroup("app", new SecurityGroupArgs
    {
        VpcId = vpc.Id,
        Description = "Application servers",
        Ingress = new[]
        {
            new SecurityGroupIngressArgs
            {
                Description = "Load balancer",
                Protocol = "tcp",
                FromPort = 80,
                ToPort = 80,
                SecurityGroups = { balancer.Id },
            },
            new SecurityGroupIngressArgs
            {
                Description = "Bastion",
                Protocol = "tcp",
                FromPort = 22,
                ToPort = 22,
                SecurityGroups = { bastion.Id },
            },
        },
    });

    // 3. A function behind API Gateway, which reaches the database and nothing else.
    var api = new SecurityGroup("api", new() { VpcId = vpc.Id, Description = "Functions of the API" });

    // 2. A database that only applications reach.
    var database = new SecurityGroup("database", new SecurityGroupArgs
    {
        VpcId = vpc.Id,
        Description = "Orders",
        Ingress =
        {
            new SecurityGroupIngressArgs
            {
                Description = "Application",
                Protocol = "tcp",
                FromPort = 3306,
                ToPort = 3306,
                SecurityGroups = { app.Id, api.Id },
            },
            new SecurityGroupIngressArgs
            {
                Description = "Reports",
                Protocol = "tcp",
                FromPort = 5432,
                ToPort = 5432,
                SecurityGroups = { app.Id },
            },
        },
    });

    new Aws.Vpc.SecurityGroupEgressRule("api-to-database", new()
    {
        SecurityGroupId = api.Id,
        Description = "Orders",
        IpProtocol = "tcp",
        FromPort = 3306,
        ToPort = 3306,
        ReferencedSecurityGroupId = database.Id,
    });

    // 6. Two VPCs that call each other over a peering.
    new VpcPeeringConnection("shop-payments", new()
    {
        VpcId = vpc.Id,
        PeerVpcId = paymentsVpc.Id,
        AutoAccept = true,
    });
    var shop = new SecurityGroup("shop", new() { VpcId = vpc.Id, Description = "Shop" });
    var payments = new SecurityGroup("payments", new() { VpcId = paymentsVpc.Id, Description = "Payments" });

    new Aws.Vpc.SecurityGroupIngressRule("shop-to-payments", new()
    {
        SecurityGroupId = payments.Id,
        Description = "Payments of the shop",
        IpProtocol = "tcp",
        FromPort = 443,
        ToPort = 443,
        ReferencedSecurityGroupId = shop.Id,
    });
    new Aws.Vpc.SecurityGroupIngressRule("payments-to-shop", new()
    {
        SecurityGroupId = shop.Id,
        Description = "Confirmations",
        IpProtocol = "tcp",
        FromPort = 443,
        ToPort = 443,
        ReferencedSecurityGroupId = payments.Id,
    });

    new Instance("web", new()
    {
        Ami = "ami-0123456789abcdef0",
        InstanceType = "t3.micro",
        VpcSecurityGroupIds = { web.Id },
    });
    new Aws.LB.LoadBalancer("balancer", new() { SecurityGroups = { balancer.Id } });
    new Aws.Rds.Instance("orders", new()
    {
        Engine = "mysql",
        InstanceClass = "db.t3.micro",
        PubliclyAccessible = false,
        VpcSecurityGroupIds = { database.Id },
    });
});
