import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

new aws.lb.LoadBalancer("broker", {
  loadBalancerType: "network",
  subnets: config.requireObject<string[]>("publicSubnetIds"),
});
