import * as aws from "@pulumi/aws";

new aws.guardduty.Detector("account", { enable: true });
