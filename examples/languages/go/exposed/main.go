package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

var everybody = pulumi.StringArray{pulumi.String("0.0.0.0/0")}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		office := config.New(ctx, "").Require("office")

		shopVpc, err := ec2.NewVpc(ctx, "shop", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
		if err != nil {
			return err
		}
		paymentsVpc, err := ec2.NewVpc(ctx, "payments", &ec2.VpcArgs{CidrBlock: pulumi.String("10.1.0.0/16")})
		if err != nil {
			return err
		}

		// 1. Web servers, public, and so is their administration.
		web, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Web servers"),
			Ingress: ec2.SecurityGroupIngressArray{
				&ec2.SecurityGroupIngressArgs{
					Description: pulumi.String("HTTP"),
					Protocol:    pulumi.String("tcp"),
					FromPort:    pulumi.Int(80),
					ToPort:      pulumi.Int(80),
					CidrBlocks:  everybody,
				},
				&ec2.SecurityGroupIngressArgs{
					Description: pulumi.String("HTTPS"),
					Protocol:    pulumi.String("tcp"),
					FromPort:    pulumi.Int(443),
					ToPort:      pulumi.Int(443),
					CidrBlocks:  everybody,
				},
				&ec2.SecurityGroupIngressArgs{
					Description: pulumi.String("SSH"),
					Protocol:    pulumi.String("tcp"),
					FromPort:    pulumi.Int(22),
					ToPort:      pulumi.Int(22),
					CidrBlocks:  pulumi.StringArray{pulumi.String(office), pulumi.String("0.0.0.0/0")},
				},
			},
		})
		if err != nil {
			return err
		}

		// 4. A load balancer, and the servers behind it.
		var rules ec2.SecurityGroupIngressArray
		for _, port := range []int{80, 443} {
			rules = append(rules, ec2.SecurityGroupIngressArgs{
				Description: pulumi.String("Web"),
				Protocol:    pulumi.String("tcp"),
				FromPort:    pulumi.Int(port),
				ToPort:      pulumi.Int(port),
				CidrBlocks:  everybody,
			})
		}
		balancer, err := ec2.NewSecurityGroup(ctx, "balancer", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Load balancer"),
			Ingress:     rules,
		})
		if err != nil {
			return err
		}

		// 5. A bastion, which everybody reaches.
		bastion, err := ec2.NewSecurityGroup(ctx, "bastion", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Bastion"),
			Ingress: ec2.SecurityGroupIngressArray{
				&ec2.SecurityGroupIngressArgs{
					Description: pulumi.String("Engineers"),
					Protocol:    pulumi.String("tcp"),
					FromPort:    pulumi.Int(22),
					ToPort:      pulumi.Int(22),
					CidrBlocks:  pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				},
			},
		})
		if err != nil {
			return err
		}

		app, err := ec2.NewSecurityGroup(ctx, "app", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Application servers"),
			Ingress: ec2.SecurityGroupIngressArray{
				&ec2.SecurityGroupIngressArgs{
					Description:    pulumi.String("Load balancer"),
					Protocol:       pulumi.String("tcp"),
					FromPort:       pulumi.Int(80),
					ToPort:         pulumi.Int(80),
					SecurityGroups: pulumi.StringArray{balancer.ID()},
				},
				&ec2.SecurityGroupIngressArgs{
					Description: pulumi.String("Remote desktop"),
					Protocol:    pulumi.String("tcp"),
					FromPort:    pulumi.Int(3389),
					ToPort:      pulumi.Int(3389),
					CidrBlocks:  pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				},
				&ec2.SecurityGroupIngressArgs{
					Description:    pulumi.String("Bastion"),
					Protocol:       pulumi.String("tcp"),
					FromPort:       pulumi.Int(22),
					ToPort:         pulumi.Int(22),
					SecurityGroups: pulumi.StringArray{bastion.ID()},
				},
			},
		})
		if err != nil {
			return err
		}

		// 3. A function behind API Gateway, which reaches everything.
		api, err := ec2.NewSecurityGroup(ctx, "api", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Functions of the API"),
		})
		if err != nil {
			return err
		}

		// 2. A database that everybody reaches.
		database, err := ec2.NewSecurityGroup(ctx, "database", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Orders"),
			Ingress: ec2.SecurityGroupIngressArray{
				&ec2.SecurityGroupIngressArgs{
					Description:    pulumi.String("Application"),
					Protocol:       pulumi.String("tcp"),
					FromPort:       pulumi.Int(3306),
					ToPort:         pulumi.Int(3306),
					SecurityGroups: pulumi.StringArray{app.ID(), api.ID()},
				},
				&ec2.SecurityGroupIngressArgs{
					Description: pulumi.String("Reports"),
					Protocol:    pulumi.String("tcp"),
					FromPort:    pulumi.Int(5432),
					ToPort:      pulumi.Int(5432),
					CidrBlocks:  pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				},
			},
		})
		if err != nil {
			return err
		}
		if _, err := vpc.NewSecurityGroupEgressRule(ctx, "api-to-database", &vpc.SecurityGroupEgressRuleArgs{
			SecurityGroupId: api.ID(),
			Description:     pulumi.String("Everything"),
			IpProtocol:      pulumi.String("-1"),
			CidrIpv4:        pulumi.String("0.0.0.0/0"),
		}); err != nil {
			return err
		}

		// 6. Two VPCs, of which one admits the whole of the other.
		if _, err := ec2.NewVpcPeeringConnection(ctx, "shop-payments", &ec2.VpcPeeringConnectionArgs{
			VpcId:      shopVpc.ID(),
			PeerVpcId:  paymentsVpc.ID(),
			AutoAccept: pulumi.Bool(true),
		}); err != nil {
			return err
		}
		shop, err := ec2.NewSecurityGroup(ctx, "shop", &ec2.SecurityGroupArgs{
			VpcId:       shopVpc.ID(),
			Description: pulumi.String("Shop"),
		})
		if err != nil {
			return err
		}
		payments, err := ec2.NewSecurityGroup(ctx, "payments", &ec2.SecurityGroupArgs{
			VpcId:       paymentsVpc.ID(),
			Description: pulumi.String("Payments"),
		})
		if err != nil {
			return err
		}
		if _, err := vpc.NewSecurityGroupIngressRule(ctx, "shop-to-payments", &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: payments.ID(),
			Description:     pulumi.String("Payments of the shop"),
			IpProtocol:      pulumi.String("tcp"),
			FromPort:        pulumi.Int(443),
			ToPort:          pulumi.Int(443),
			CidrIpv4:        pulumi.String("10.0.0.0/16"),
		}); err != nil {
			return err
		}
		if _, err := vpc.NewSecurityGroupIngressRule(ctx, "payments-to-shop", &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId:           shop.ID(),
			Description:               pulumi.String("Confirmations"),
			IpProtocol:                pulumi.String("tcp"),
			FromPort:                  pulumi.Int(443),
			ToPort:                    pulumi.Int(443),
			ReferencedSecurityGroupId: payments.ID(),
		}); err != nil {
			return err
		}

		if _, err := ec2.NewInstance(ctx, "web", &ec2.InstanceArgs{
			Ami:                 pulumi.String("ami-0123456789abcdef0"),
			InstanceType:        pulumi.String("t3.micro"),
			VpcSecurityGroupIds: pulumi.StringArray{web.ID()},
		}); err != nil {
			return err
		}
		if _, err := lb.NewLoadBalancer(ctx, "balancer", &lb.LoadBalancerArgs{
			SecurityGroups: pulumi.StringArray{balancer.ID()},
		}); err != nil {
			return err
		}
		_, err = rds.NewInstance(ctx, "orders", &rds.InstanceArgs{
			Engine:              pulumi.String("mysql"),
			InstanceClass:       pulumi.String("db.t3.micro"),
			PubliclyAccessible:  pulumi.Bool(true),
			VpcSecurityGroupIds: pulumi.StringArray{database.ID()},
		})
		return err
	})
}
