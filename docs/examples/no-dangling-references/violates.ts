import * as aws from "@pulumi/aws";

const shop = new aws.ec2.Vpc("shop", { cidrBlock: "10.20.0.0/16" });
const payments = new aws.ec2.Vpc("payments", { cidrBlock: "10.21.0.0/16" });

const checkout = new aws.ec2.SecurityGroup("checkout", {
  vpcId: shop.id,
  description: "Checkout in the VPC of the shop",
});

const ledger = new aws.ec2.SecurityGroup("ledger", {
  vpcId: payments.id,
  description: "Ledger in the VPC of payments",
});

const rule = {
  securityGroupId: ledger.id,
  description: "Checkout",
  ipProtocol: "tcp",
  fromPort: 8443,
  toPort: 8443,
  referencedSecurityGroupId: checkout.id,
};
new aws.vpc.SecurityGroupIngressRule("ledger-from-checkout", rule);

export const groupIds = [checkout.id, ledger.id];
