package shop;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.aws.ec2.Instance;
import com.pulumi.aws.ec2.InstanceArgs;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.ec2.Vpc;
import com.pulumi.aws.ec2.VpcArgs;
import com.pulumi.aws.ec2.VpcPeeringConnection;
import com.pulumi.aws.ec2.VpcPeeringConnectionArgs;
import com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;
import com.pulumi.aws.lb.LoadBalancer;
import com.pulumi.aws.lb.LoadBalancerArgs;
import com.pulumi.aws.vpc.SecurityGroupEgressRule;
import com.pulumi.aws.vpc.SecurityGroupEgressRuleArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context context) {
        var office = context.config().require("office");

        var vpc = new Vpc("shop", VpcArgs.builder().cidrBlock("10.0.0.0/16").build());
        var paymentsVpc = new Vpc("payments", VpcArgs.builder().cidrBlock("10.1.0.0/16").build());

        // 1. Web servers, public, and so is their administration.
        var web = new SecurityGroup("web", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Web servers")
            .ingress(
                SecurityGroupIngressArgs.builder()
                    .description("HTTP")
                    .protocol("tcp")
                    .fromPort(80)
                    .toPort(80)
                    .cidrBlocks("0.0.0.0/0")
                    .build(),
                SecurityGroupIngressArgs.builder()
                    .description("HTTPS")
                    .protocol("tcp")
                    .fromPort(443)
                    .toPort(443)
                    .cidrBlocks("0.0.0.0/0")
                    .build(),
                SecurityGroupIngressArgs.builder()
                    .description("SSH")
                    .protocol("tcp")
                    .fromPort(22)
                    .toPort(22)
                    .cidrBlocks(office, "0.0.0.0/0")
                    .build())
            .build());

        // 4. A load balancer, and the servers behind it.
        var balancer = new SecurityGroup("balancer", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Load balancer")
            .ingress(Stream.of(80, 443).map(App::web).collect(Collectors.toList()))
            .build());

        // 5. A bastion, which everybody reaches.
        var bastion = new SecurityGroup("bastion", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Bastion")
            .ingress(SecurityGroupIngressArgs.builder()
                .description("Engineers")
                .protocol("tcp")
                .fromPort(22)
                .toPort(22)
                .cidrBlocks("0.0.0.0/0")
                .build())
            .build());

        var app = new SecurityGroup("app", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Application servers")
            .ingress(
                SecurityGroupIngressArgs.builder()
                    .description("Load balancer")
                    .protocol("tcp")
                    .fromPort(80)
                    .toPort(80)
                    .securityGroups(balancer.id().applyValue(List::of))
                    .build(),
                SecurityGroupIngressArgs.builder()
                    .description("Remote desktop")
                    .protocol("tcp")
                    .fromPort(3389)
                    .toPort(3389)
                    .cidrBlocks("0.0.0.0/0")
                    .build(),
                SecurityGroupIngressArgs.builder()
                    .description("Bastion")
                    .protocol("tcp")
                    .fromPort(22)
                    .toPort(22)
                    .securityGroups(bastion.id().applyValue(List::of))
                    .build())
            .build());

        // 3. A function behind API Gateway, which reaches everything.
        var api = new SecurityGroup("api", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Functions of the API")
            .build());

        // 2. A database that everybody reaches.
        var database = new SecurityGroup("database", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Orders")
            .ingress(
                SecurityGroupIngressArgs.builder()
                    .description("Application")
                    .protocol("tcp")
                    .fromPort(3306)
                    .toPort(3306)
                    .securityGroups(Output.all(app.id(), api.id()))
                    .build(),
                SecurityGroupIngressArgs.builder()
                    .description("Reports")
                    .protocol("tcp")
                    .fromPort(5432)
                    .toPort(5432)
                    .cidrBlocks("0.0.0.0/0")
                    .build())
            .build());

        new SecurityGroupEgressRule("api-to-database", SecurityGroupEgressRuleArgs.builder()
            .securityGroupId(api.id())
            .description("Everything")
            .ipProtocol("-1")
            .cidrIpv4("0.0.0.0/0")
            .build());

        // 6. Two VPCs, of which one admits the whole of the other.
        new VpcPeeringConnection("shop-payments", VpcPeeringConnectionArgs.builder()
            .vpcId(vpc.id())
            .peerVpcId(paymentsVpc.id())
            .autoAccept(true)
            .build());
        var shop = new SecurityGroup("shop", SecurityGroupArgs.builder()
            .vpcId(vpc.id())
            .description("Shop")
            .build());
        var payments = new SecurityGroup("payments", SecurityGroupArgs.builder()
            .vpcId(paymentsVpc.id())
            .description("Payments")
            .build());

        new SecurityGroupIngressRule("shop-to-payments", SecurityGroupIngressRuleArgs.builder()
            .securityGroupId(payments.id())
            .description("Payments of the shop")
            .ipProtocol("tcp")
            .fromPort(443)
            .toPort(443)
            .cidrIpv4("10.0.0.0/16")
            .build());
        new SecurityGroupIngressRule("payments-to-shop", SecurityGroupIngressRuleArgs.builder()
            .securityGroupId(shop.id())
            .description("Confirmations")
            .ipProtocol("tcp")
            .fromPort(443)
            .toPort(443)
            .referencedSecurityGroupId(payments.id())
            .build());

        new Instance("web", InstanceArgs.builder()
            .ami("ami-0123456789abcdef0")
            .instanceType("t3.micro")
            .vpcSecurityGroupIds(web.id().applyValue(List::of))
            .build());
        new LoadBalancer("balancer", LoadBalancerArgs.builder()
            .securityGroups(balancer.id().applyValue(List::of))
            .build());
        new com.pulumi.aws.rds.Instance("orders", com.pulumi.aws.rds.InstanceArgs.builder()
            .engine("mysql")
            .instanceClass("db.t3.micro")
            .publiclyAccessible(true)
            .vpcSecurityGroupIds(database.id().applyValue(List::of))
            .build());
    }

    private static SecurityGroupIngressArgs web(int port) {
        return SecurityGroupIngressArgs.builder()
            .description("Web")
            .protocol("tcp")
            .fromPort(port)
            .toPort(port)
            .cidrBlocks("0.0.0.0/0")
            .build();
    }
}
