import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

export const zones = ["us-east-1a", "us-east-1b"];

/** Where the office meets the internet: the only addresses that may reach the bastion. */
export const officeCidr = config.get("officeCidr") ?? "192.175.48.0/29";

/** The office's end of the VPN, and the private network behind it. */
export const officeGateway = config.get("officeGateway") ?? "192.175.48.1";
export const officeNetwork = config.get("officeNetwork") ?? "10.200.0.0/22";

/** Amazon Linux 2023: as a launch template may name it, and pinned for single instances. */
export const latestImage = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
export const pinnedImage = config.get("imageId") ?? "ami-0b72821e2f351e396";

/** com.amazonaws.global.cloudfront.origin-facing in us-east-1. */
export const cloudfrontPrefixList = config.get("cloudfrontPrefixList") ?? "pl-3b927c52";

export const domain = config.get("domain") ?? "securecart.example";

/** The certificate of everything under the domain. */
export const certificateArn = config.get("certificateArn") ?? "arn:aws:acm:us-east-1:123456789012:certificate/6f2d1c3e-8a57-4b0e-9d0a-2f1f4f1f7b11";
