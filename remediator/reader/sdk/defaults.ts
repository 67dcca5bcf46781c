/**
 * What the SDKs of all languages send where the program says nothing: `description` of these resources. The declarations of @pulumi/aws 7 say so; a test
 * compares this list with them.
 */
export const describedByDefault: ReadonlySet<string> = new Set([
  "aws:apigateway/apiKey:ApiKey",
  "aws:appsync/apiKey:ApiKey",
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:elasticache/parameterGroup:ParameterGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
  "aws:mediapackage/channel:Channel",
  "aws:neptune/subnetGroup:SubnetGroup",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:rds/optionGroup:OptionGroup",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:redshift/parameterGroup:ParameterGroup",
  "aws:redshift/subnetGroup:SubnetGroup",
]);

export const defaultDescription = "Managed by Pulumi";
