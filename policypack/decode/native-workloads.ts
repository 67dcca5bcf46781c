import { exactly } from "../model/approx";
import * as ports from "../net/ports";
import { nativeServices } from "./native-services";
import { enginePorts, fileSystemPorts, fileSystems, fixedPort, serverlessCachePorts } from "./store-ports";
import {
  balancer,
  byDefault,
  container,
  controlPlane,
  endpoint,
  files,
  instance,
  isInterfaceEndpoint,
  launched,
  mixed,
  other,
  store,
  type Class,
  type Places,
} from "./workload-classes";

/** The types of aws-native, which is not there to read: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ */
export const native: Readonly<Record<string, Class & Places>> = {
  ...nativeServices,
  "aws-native:ec2:Instance": {
    ...instance,
    groups: ["securityGroupIds", "securityGroups", "networkInterfaces.groupSet"],
    subnets: ["subnetId", "networkInterfaces.subnetId"],
    templates: ["launchTemplate.launchTemplateId", "launchTemplate.launchTemplateName"],
    interfaces: ["networkInterfaces.networkInterfaceId"],
  },
  "aws-native:ec2:LaunchTemplate": {
    kind: "instance",
    noun: "launch template",
    groups: ["launchTemplateData.securityGroupIds", "launchTemplateData.securityGroups", "launchTemplateData.networkInterfaces.groups"],
    subnets: ["launchTemplateData.networkInterfaces.subnetId"],
    interfaces: ["launchTemplateData.networkInterfaces.networkInterfaceId"],
  },
  "aws-native:autoscaling:LaunchConfiguration": { kind: "instance", noun: "launch configuration", groups: ["securityGroups"] },
  "aws-native:autoscaling:AutoScalingGroup": {
    kind: "scaling-group",
    noun: "scaling group",
    groups: [],
    subnets: ["vpcZoneIdentifier"],
    templates: ["launchTemplate.launchTemplateId", "launchTemplate.launchTemplateName", "launchConfigurationName", ...mixed],
    takesDefaultGroup: byDefault,
    livesInDefaultVpc: true,
  },
  "aws-native:eks:Nodegroup": { kind: "node-group", noun: "node group", groups: [], subnets: ["subnets"], templates: launched },
  "aws-native:eks:Cluster": {
    ...controlPlane,
    hasGroupOfItsOwn: true,
    groups: ["resourcesVpcConfig.securityGroupIds"],
    subnets: ["resourcesVpcConfig.subnetIds"],
  },
  "aws-native:ecs:Service": { ...container("ECS service"), ...awsvpc("networkConfiguration.awsvpcConfiguration") },
  "aws-native:ecs:TaskSet": { ...container("ECS task set"), ...awsvpc("networkConfiguration.awsVpcConfiguration") },
  "aws-native:batch:ComputeEnvironment": {
    ...container("Batch environment"),
    groups: ["computeResources.securityGroupIds"],
    subnets: ["computeResources.subnets"],
  },
  "aws-native:apprunner:VpcConnector": { ...container("App Runner connector"), groups: ["securityGroups"], subnets: ["subnets"] },
  "aws-native:lambda:Function": {
    kind: "function",
    noun: "Lambda function",
    groups: ["vpcConfig.securityGroupIds"],
    subnets: ["vpcConfig.subnetIds"],
  },

  "aws-native:rds:DbInstance": {
    ...store("RDS instance", enginePorts("engine"), "dbSubnetGroupName"),
    groups: ["vpcSecurityGroups"],
    templates: ["dbClusterIdentifier"],
  },
  "aws-native:rds:DbCluster": { ...store("Aurora cluster", enginePorts("engine"), "dbSubnetGroupName"), groups: ["vpcSecurityGroupIds"] },
  "aws-native:docdb:DbCluster": { ...store("DocumentDB cluster", fixedPort("docdb"), "dbSubnetGroupName"), groups: ["vpcSecurityGroupIds"] },
  "aws-native:docdbelastic:Cluster": {
    ...store("DocumentDB elastic cluster", fixedPort("docdb")),
    groups: ["vpcSecurityGroupIds"],
    subnets: ["subnetIds"],
  },
  "aws-native:neptune:DbCluster": {
    ...store("Neptune cluster", fixedPort("neptune", "dbPort"), "dbSubnetGroupName"),
    groups: ["vpcSecurityGroupIds"],
  },
  "aws-native:redshift:Cluster": { ...store("Redshift cluster", fixedPort("redshift"), "clusterSubnetGroupName"), groups: ["vpcSecurityGroupIds"] },
  "aws-native:redshiftserverless:Workgroup": {
    ...store("Redshift workgroup", fixedPort("redshift-serverless")),
    livesInDefaultVpc: true,
    groups: ["securityGroupIds"],
    subnets: ["subnetIds"],
  },
  "aws-native:elasticache:CacheCluster": {
    ...store("ElastiCache cluster", enginePorts("engine"), "cacheSubnetGroupName"),
    groups: ["vpcSecurityGroupIds"],
  },
  "aws-native:elasticache:ReplicationGroup": {
    ...store("ElastiCache replication group", fixedPort("redis"), "cacheSubnetGroupName"),
    groups: ["securityGroupIds"],
  },
  "aws-native:elasticache:ServerlessCache": {
    ...store("ElastiCache serverless cache", serverlessCachePorts),
    livesInDefaultVpc: true,
    groups: ["securityGroupIds"],
    subnets: ["subnetIds"],
  },
  "aws-native:memorydb:Cluster": { ...store("MemoryDB cluster", fixedPort("memorydb"), "subnetGroupName"), groups: ["securityGroupIds"] },
  "aws-native:dax:Cluster": { ...store("DAX cluster", fixedPort("dax"), "subnetGroupName"), groups: ["securityGroupIds"] },
  "aws-native:opensearchservice:Domain": { ...store("OpenSearch domain", fixedPort("opensearch")), ...inVpc("vpcOptions") },
  "aws-native:msk:Cluster": {
    ...store("Kafka cluster", fixedPort("msk")),
    groups: ["brokerNodeGroupInfo.securityGroups"],
    subnets: ["brokerNodeGroupInfo.clientSubnets"],
  },
  "aws-native:msk:ServerlessCluster": {
    ...store("serverless Kafka cluster", () => exactly(ports.tcp(9098))),
    groups: ["vpcConfigs.securityGroups"],
    subnets: ["vpcConfigs.subnetIds"],
  },
  "aws-native:amazonmq:Broker": {
    ...store("broker", enginePorts("engineType")),
    livesInDefaultVpc: true,
    groups: ["securityGroups"],
    subnets: ["subnetIds"],
  },
  "aws-native:timestream:InfluxDbInstance": {
    ...store("InfluxDB instance", fixedPort("timestream-influxdb")),
    groups: ["vpcSecurityGroupIds"],
    subnets: ["vpcSubnetIds"],
  },

  "aws-native:efs:MountTarget": { ...files("mount target", fileSystems.EFS), groups: ["securityGroups"], subnets: ["subnetId"] },
  "aws-native:fsx:FileSystem": {
    kind: "file-system",
    noun: "file system",
    ports: fileSystemPorts,
    takesDefaultGroup: byDefault,
    groups: ["securityGroupIds"],
    subnets: ["subnetIds"],
  },

  "aws-native:rds:DbProxy": { kind: "database-proxy", noun: "RDS proxy", groups: ["vpcSecurityGroupIds"], subnets: ["vpcSubnetIds"] },
  "aws-native:rds:DbProxyEndpoint": {
    kind: "database-proxy",
    noun: "RDS proxy endpoint",
    groups: ["vpcSecurityGroupIds"],
    subnets: ["vpcSubnetIds"],
  },
  "aws-native:elasticloadbalancingv2:LoadBalancer": {
    ...balancer,
    groups: ["securityGroups"],
    subnets: ["subnets", "subnetMappings.subnetId"],
  },
  "aws-native:apigatewayv2:VpcLink": { kind: "api-link", noun: "VPC link", groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:ec2:VpcEndpoint": {
    ...endpoint("VPC endpoint"),
    groups: ["securityGroupIds"],
    subnets: ["subnetIds"],
    takesDefaultGroup: isInterfaceEndpoint,
  },
  "aws-native:ec2:InstanceConnectEndpoint": {
    ...endpoint("EC2 Instance Connect Endpoint"),
    groups: ["securityGroupIds"],
    subnets: ["subnetId"],
    takesDefaultGroup: byDefault,
  },
  "aws-native:route53resolver:ResolverEndpoint": {
    ...endpoint("resolver endpoint"),
    groups: ["securityGroupIds"],
    subnets: ["ipAddresses.subnetId"],
  },
  "aws-native:ec2:NetworkInterface": { ...other("network interface"), groups: ["groupSet"], subnets: ["subnetId"], takesDefaultGroup: byDefault },
  "aws-native:ec2:SpotFleet": {
    kind: "scaling-group",
    noun: "spot fleet",
    groups: ["securityGroups.groupId", "networkInterfaces.groups"].map((path) => `spotFleetRequestConfigData.launchSpecifications.${path}`),
    subnets: ["subnetId", "networkInterfaces.subnetId"].map((path) => `spotFleetRequestConfigData.launchSpecifications.${path}`),
  },
  "aws-native:codebuild:Project": { ...other("CodeBuild project"), groups: ["vpcConfig.securityGroupIds"], subnets: ["vpcConfig.subnets"] },
  "aws-native:dms:ReplicationInstance": { ...other("DMS replication instance"), groups: ["vpcSecurityGroupIds"] },
  "aws-native:mwaa:Environment": { ...other("Airflow environment"), ...inVpc("networkConfiguration") },
  "aws-native:emrserverless:Application": { ...other("EMR application"), ...inVpc("networkConfiguration") },
  "aws-native:sagemaker:NotebookInstance": { ...other("SageMaker notebook"), groups: ["securityGroupIds"], subnets: ["subnetId"] },
  "aws-native:sagemaker:Model": { ...other("SageMaker model"), groups: ["vpcConfig.securityGroupIds"], subnets: ["vpcConfig.subnets"] },
  "aws-native:synthetics:Canary": { ...other("canary"), ...inVpc("vpcConfig") },
  "aws-native:transfer:Server": { ...other("Transfer server"), ...inVpc("endpointDetails") },
  "aws-native:vpclattice:ServiceNetworkVpcAssociation": { ...other("Lattice association"), groups: ["securityGroupIds"] },
  "aws-native:workspacesweb:NetworkSettings": { ...other("WorkSpaces Web network settings"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
};

function awsvpc(path: string): Places {
  return { groups: [`${path}.securityGroups`], subnets: [`${path}.subnets`] };
}

function inVpc(path: string): Places {
  return { groups: [`${path}.securityGroupIds`], subnets: [`${path}.subnetIds`] };
}
