import * as aws from "@pulumi/aws";

/** Web application firewalls: one for what is regional, one for what CloudFront serves. */
export const regional = webAcl("regional", "REGIONAL");
export const edge = webAcl("edge", "CLOUDFRONT");

function webAcl(name: string, scope: string): aws.wafv2.WebAcl {
  return new aws.wafv2.WebAcl(name, {
    scope,
    defaultAction: { allow: {} },
    rules: [
      {
        name: "common",
        priority: 1,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" } },
        visibilityConfig: { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: `${name}-common` },
      },
    ],
    visibilityConfig: { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: name },
  });
}
