import { exactly, isHole, pathText, type Approx, type Fact, type Hole } from "../model/approx";
import type { Ref, WorkloadKind } from "../model/network";
import * as ports from "../net/ports";
import { engineDefaultPorts } from "../net/well-known";
import attachments from "./attachments.json";
import type { Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";
import { isGroup, isSubnet, named } from "./types";

/** Where a resource type keeps its groups and subnets: dotted paths, which go through every element of lists. */
interface Places {
  readonly groups: readonly string[];
  readonly subnets?: readonly string[];
}

type Ports = (inputs: Property) => Approx<ports.Traffic>;

/** What a resource type is. */
interface Class {
  readonly kind: WorkloadKind;
  readonly noun: string;
  readonly ports?: Ports;
  /** Properties that name a set-up whose groups and subnets count as well. */
  readonly templates?: readonly string[];
  readonly subnetGroup?: string;
  /** Network interfaces from elsewhere that become its own. */
  readonly interfaces?: readonly string[];
  /** Whether AWS puts the VPC's default group on it where it names none. */
  readonly takesDefaultGroup?: (inputs: Property) => Fact<boolean>;
}

/** Generated from the types of the package by `scripts/attachments.mjs`. */
const places: Readonly<Record<string, Places>> = attachments;

const byDefault = (): boolean => true;
const launched = ["launchTemplate.id", "launchTemplate.name"];
const mixed = ["id", "launchTemplateId", "launchTemplateName"].map(
  (name) => `mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.${name}`,
);

const instance: Class = {
  kind: "instance",
  noun: "instance",
  templates: launched,
  interfaces: ["primaryNetworkInterface.networkInterfaceId", "networkInterfaces.networkInterfaceId"],
  takesDefaultGroup: byDefault,
};
const balancer: Class = { kind: "load-balancer", noun: "load balancer", takesDefaultGroup: isApplicationBalancer };
const container = (noun: string): Class => ({ kind: "container-service", noun, takesDefaultGroup: byDefault });
const endpoint = (noun: string): Class => ({ kind: "endpoint", noun });
const other = (noun: string): Class => ({ kind: "other", noun });

function store(noun: string, listens: Ports, subnetGroup?: string): Class {
  return { kind: "data-store", noun, ports: listens, takesDefaultGroup: byDefault, ...(subnetGroup === undefined ? {} : { subnetGroup }) };
}

function member(noun: string, cluster: string): Class {
  return { kind: "data-store", noun, templates: [cluster] };
}

/** https://docs.aws.amazon.com/efs/latest/ug/network-access.html and https://docs.aws.amazon.com/fsx/ */
function files(noun: string, ...listens: readonly ports.Ports[]): Class {
  return { kind: "file-system", noun, ports: () => exactly(ports.tcp(...listens)), takesDefaultGroup: byDefault };
}

/** Every type in attachments.json, and types that have groups through something else. */
const classes: Readonly<Record<string, Class>> = {
  "aws:ec2/instance:Instance": instance,
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": { ...instance, noun: "spot instance" },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    kind: "instance",
    noun: "launch template",
    interfaces: ["networkInterfaces.networkInterfaceId"],
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": { kind: "instance", noun: "launch configuration" },
  "aws:autoscaling/group:Group": {
    kind: "scaling-group",
    noun: "scaling group",
    templates: [...launched, "launchConfiguration", ...mixed],
    takesDefaultGroup: byDefault,
  },
  "aws:ec2/fleet:Fleet": {
    kind: "scaling-group",
    noun: "fleet",
    templates: ["launchTemplateId", "launchTemplateName"].map((name) => `launchTemplateConfigs.launchTemplateSpecification.${name}`),
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    kind: "scaling-group",
    noun: "spot fleet",
    templates: ["id", "name"].map((name) => `launchTemplateConfigs.launchTemplateSpecification.${name}`),
  },
  "aws:eks/nodeGroup:NodeGroup": { kind: "node-group", noun: "node group", templates: launched },
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    ...container("Batch environment"),
    templates: ["launchTemplateId", "launchTemplateName"].map((name) => `computeResources.launchTemplate.${name}`),
  },
  "aws:ecs/capacityProvider:CapacityProvider": { kind: "scaling-group", noun: "capacity provider" },
  "aws:lambda/capacityProvider:CapacityProvider": { kind: "scaling-group", noun: "capacity provider" },
  "aws:ecs/service:Service": container("ECS service"),
  "aws:ecs/taskSet:TaskSet": container("ECS task set"),
  "aws:ecs/expressGatewayService:ExpressGatewayService": container("ECS Express service"),
  "aws:cloudwatch/eventTarget:EventTarget": { kind: "container-service", noun: "scheduled ECS task" },
  "aws:scheduler/schedule:Schedule": { kind: "container-service", noun: "scheduled ECS task" },
  "aws:apprunner/vpcConnector:VpcConnector": container("App Runner connector"),
  "aws:lambda/function:Function": { kind: "function", noun: "Lambda function" },
  "aws:lambda/coreNetworkConnector:CoreNetworkConnector": { kind: "function", noun: "Lambda network connector" },

  "aws:rds/instance:Instance": store("RDS instance", enginePorts("engine"), "dbSubnetGroupName"),
  "aws:rds/cluster:Cluster": store("Aurora cluster", enginePorts("engine"), "dbSubnetGroupName"),
  "aws:rds/clusterInstance:ClusterInstance": member("Aurora instance", "clusterIdentifier"),
  "aws:docdb/cluster:Cluster": store("DocumentDB cluster", fixedPort("docdb"), "dbSubnetGroupName"),
  "aws:docdb/clusterInstance:ClusterInstance": member("DocumentDB instance", "clusterIdentifier"),
  "aws:docdb/elasticCluster:ElasticCluster": store("DocumentDB elastic cluster", fixedPort("docdb")),
  "aws:neptune/cluster:Cluster": store("Neptune cluster", fixedPort("neptune"), "neptuneSubnetGroupName"),
  "aws:neptune/clusterInstance:ClusterInstance": member("Neptune instance", "clusterIdentifier"),
  "aws:redshift/cluster:Cluster": store("Redshift cluster", fixedPort("redshift"), "clusterSubnetGroupName"),
  "aws:redshiftserverless/workgroup:Workgroup": store("Redshift workgroup", fixedPort("redshift-serverless")),
  "aws:elasticache/cluster:Cluster": {
    ...store("ElastiCache cluster", enginePorts("engine"), "subnetGroupName"),
    templates: ["replicationGroupId"],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": store("ElastiCache replication group", fixedPort("redis"), "subnetGroupName"),
  "aws:elasticache/serverlessCache:ServerlessCache": store("ElastiCache serverless cache", serverlessCachePorts),
  "aws:memorydb/cluster:Cluster": store("MemoryDB cluster", fixedPort("memorydb"), "subnetGroupName"),
  "aws:dax/cluster:Cluster": store("DAX cluster", fixedPort("dax"), "subnetGroupName"),
  "aws:opensearch/domain:Domain": store("OpenSearch domain", fixedPort("opensearch")),
  "aws:elasticsearch/domain:Domain": store("Elasticsearch domain", fixedPort("elasticsearch")),
  "aws:msk/cluster:Cluster": store("Kafka cluster", fixedPort("msk")),
  "aws:msk/serverlessCluster:ServerlessCluster": store("serverless Kafka cluster", () => exactly(ports.tcp(9098))),
  "aws:mq/broker:Broker": store("broker", enginePorts("engineType")),
  "aws:timestreaminfluxdb/dbInstance:DbInstance": store("InfluxDB instance", fixedPort("timestream-influxdb")),
  "aws:timestreaminfluxdb/dbCluster:DbCluster": store("InfluxDB cluster", fixedPort("timestream-influxdb")),

  "aws:efs/mountTarget:MountTarget": files("mount target", 2049),
  "aws:s3/filesMountTarget:FilesMountTarget": files("mount target", 2049),
  "aws:fsx/lustreFileSystem:LustreFileSystem": files("Lustre file system", 988, [1018, 1023]),
  "aws:fsx/fileCache:FileCache": files("file cache", 988, [1018, 1023]),
  "aws:fsx/ontapFileSystem:OntapFileSystem": files("ONTAP file system", 445, 2049),
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": files("OpenZFS file system", 2049),
  "aws:fsx/windowsFileSystem:WindowsFileSystem": files("Windows file system", 445),

  "aws:rds/proxy:Proxy": { kind: "database-proxy", noun: "RDS proxy", takesDefaultGroup: byDefault },
  "aws:rds/proxyEndpoint:ProxyEndpoint": { kind: "database-proxy", noun: "RDS proxy endpoint", takesDefaultGroup: byDefault },

  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:alb/loadBalancer:LoadBalancer": balancer,
  "aws:elb/loadBalancer:LoadBalancer": { ...balancer, noun: "classic load balancer", takesDefaultGroup: byDefault },
  "aws:apigatewayv2/vpcLink:VpcLink": { kind: "api-link", noun: "VPC link" },

  "aws:ec2/vpcEndpoint:VpcEndpoint": { ...endpoint("VPC endpoint"), takesDefaultGroup: isInterfaceEndpoint },
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": {
    ...endpoint("EC2 Instance Connect Endpoint"),
    takesDefaultGroup: byDefault,
  },
  "aws:opensearch/vpcEndpoint:VpcEndpoint": endpoint("OpenSearch endpoint"),
  "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint": endpoint("OpenSearch endpoint"),
  "aws:elasticsearch/vpcEndpoint:VpcEndpoint": endpoint("Elasticsearch endpoint"),
  "aws:redshift/endpointAccess:EndpointAccess": endpoint("Redshift endpoint"),
  "aws:redshiftserverless/endpointAccess:EndpointAccess": endpoint("Redshift endpoint"),
  "aws:neptunegraph/privateGraphEndpoint:PrivateGraphEndpoint": endpoint("Neptune graph endpoint"),
  "aws:msk/vpcConnection:VpcConnection": endpoint("Kafka connection"),
  "aws:route53/resolverEndpoint:ResolverEndpoint": endpoint("resolver endpoint"),
  "aws:s3outposts/endpoint:Endpoint": endpoint("S3 on Outposts endpoint"),
  "aws:vpclattice/resourceGateway:ResourceGateway": endpoint("resource gateway"),

  "aws:agentregistry/registry:Registry": other("agent registry"),
  "aws:amp/scraper:Scraper": other("Prometheus scraper"),
  "aws:appstream/fleet:Fleet": other("AppStream fleet"),
  "aws:appstream/imageBuilder:ImageBuilder": other("AppStream image builder"),
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": other("agent runtime"),
  "aws:bedrock/agentcoreBrowser:AgentcoreBrowser": other("agent browser"),
  "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter": other("agent code interpreter"),
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": other("agent gateway"),
  "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget": other("agent gateway target"),
  "aws:bedrock/agentcoreHarness:AgentcoreHarness": other("agent harness"),
  "aws:bedrock/agentcoreOauth2CredentialProvider:AgentcoreOauth2CredentialProvider": other("credential provider"),
  "aws:bedrock/agentcoreRegistry:AgentcoreRegistry": other("agent registry"),
  "aws:bedrock/customModel:CustomModel": other("Bedrock model"),
  "aws:bedrockmodel/invocationJob:InvocationJob": other("Bedrock job"),
  "aws:codebuild/fleet:Fleet": other("CodeBuild fleet"),
  "aws:codebuild/project:Project": other("CodeBuild project"),
  "aws:codeconnections/host:Host": other("CodeConnections host"),
  "aws:codestarconnections/host:Host": other("CodeConnections host"),
  "aws:comprehend/documentClassifier:DocumentClassifier": other("Comprehend classifier"),
  "aws:comprehend/entityRecognizer:EntityRecognizer": other("Comprehend recognizer"),
  "aws:datasync/agent:Agent": other("DataSync agent"),
  "aws:datasync/efsLocation:EfsLocation": other("DataSync location"),
  "aws:datasync/fsxOpenZfsFileSystem:FsxOpenZfsFileSystem": other("DataSync location"),
  "aws:datasync/locationFsxLustre:LocationFsxLustre": other("DataSync location"),
  "aws:datasync/locationFsxOntapFileSystem:LocationFsxOntapFileSystem": other("DataSync location"),
  "aws:datasync/locationFsxWindows:LocationFsxWindows": other("DataSync location"),
  "aws:devicefarm/testGridProject:TestGridProject": other("Device Farm project"),
  "aws:dms/instanceProfile:InstanceProfile": other("DMS instance profile"),
  "aws:dms/replicationConfig:ReplicationConfig": other("DMS replication"),
  "aws:dms/replicationInstance:ReplicationInstance": { ...other("DMS replication instance"), takesDefaultGroup: byDefault },
  "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": other("recovery template"),
  "aws:ec2/networkInterface:NetworkInterface": { ...other("network interface"), takesDefaultGroup: byDefault },
  "aws:ec2clientvpn/endpoint:Endpoint": other("Client VPN endpoint"),
  "aws:eks/cluster:Cluster": other("EKS cluster"),
  "aws:emr/cluster:Cluster": other("EMR cluster"),
  "aws:emr/studio:Studio": other("EMR studio"),
  "aws:emrserverless/application:Application": other("EMR application"),
  "aws:finspace/kxCluster:KxCluster": other("FinSpace cluster"),
  "aws:glue/connection:Connection": other("Glue connection"),
  "aws:glue/devEndpoint:DevEndpoint": other("Glue development endpoint"),
  "aws:grafana/workspace:Workspace": other("Grafana workspace"),
  "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": other("Image Builder configuration"),
  "aws:iot/topicRuleDestination:TopicRuleDestination": other("IoT rule destination"),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": other("Firehose stream"),
  "aws:kinesisanalyticsv2/application:Application": other("Flink application"),
  "aws:m2/environment:Environment": other("mainframe environment"),
  "aws:medialive/channel:Channel": other("MediaLive channel"),
  "aws:medialive/input:Input": other("MediaLive input"),
  "aws:msk/replicator:Replicator": other("Kafka replicator"),
  "aws:mskconnect/connector:Connector": other("Kafka connector"),
  "aws:mwaa/environment:Environment": other("Airflow environment"),
  "aws:opensearchingest/pipeline:Pipeline": other("ingestion pipeline"),
  "aws:opensearchingest/pipelineEndpoint:PipelineEndpoint": other("ingestion pipeline endpoint"),
  "aws:pipes/pipe:Pipe": other("pipe"),
  "aws:quicksight/vpcConnection:VpcConnection": other("QuickSight connection"),
  "aws:rds/optionGroup:OptionGroup": other("RDS option group"),
  "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": other("SageMaker job"),
  "aws:sagemaker/domain:Domain": other("SageMaker domain"),
  "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": other("SageMaker job"),
  "aws:sagemaker/labelingJob:LabelingJob": other("SageMaker job"),
  "aws:sagemaker/model:Model": other("SageMaker model"),
  "aws:sagemaker/monitoringSchedule:MonitoringSchedule": other("SageMaker schedule"),
  "aws:sagemaker/notebookInstance:NotebookInstance": other("SageMaker notebook"),
  "aws:sagemaker/trainingJob:TrainingJob": other("SageMaker job"),
  "aws:sagemaker/userProfile:UserProfile": other("SageMaker user profile"),
  "aws:sagemaker/workforce:Workforce": other("SageMaker workforce"),
  "aws:synthetics/canary:Canary": other("canary"),
  "aws:transfer/server:Server": other("Transfer server"),
  "aws:transfer/webApp:WebApp": other("Transfer web app"),
  "aws:verifiedaccess/endpoint:Endpoint": other("Verified Access endpoint"),
  "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation": other("Lattice association"),
  "aws:workspaces/directory:Directory": other("WorkSpaces directory"),
  "aws:workspacesweb/networkSettings:NetworkSettings": other("WorkSpaces Web network settings"),
};

/** The types of aws-native, which is not there to read: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ */
const native: Readonly<Record<string, Class & Places>> = {
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
  },
  "aws-native:eks:Nodegroup": { kind: "node-group", noun: "node group", groups: [], subnets: ["subnets"], templates: launched },
  "aws-native:eks:Cluster": {
    ...other("EKS cluster"),
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
  "aws-native:amazonmq:Broker": { ...store("broker", enginePorts("engineType")), groups: ["securityGroups"], subnets: ["subnetIds"] },
  "aws-native:timestream:InfluxDbInstance": {
    ...store("InfluxDB instance", fixedPort("timestream-influxdb")),
    groups: ["vpcSecurityGroupIds"],
    subnets: ["vpcSubnetIds"],
  },

  "aws-native:efs:MountTarget": { ...files("mount target", 2049), groups: ["securityGroups"], subnets: ["subnetId"] },
  "aws-native:fsx:FileSystem": {
    ...files("file system"),
    ports: fileSystemPorts,
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
    groups: ["spotFleetRequestConfigData.launchSpecifications.securityGroups.groupId"],
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

/** Types that take no groups themselves, and have subnets. */
const elsewhere: Readonly<Record<string, Omit<Places, "groups">>> = {
  "aws:autoscaling/group:Group": { subnets: ["vpcZoneIdentifiers"] },
  "aws:ec2/fleet:Fleet": { subnets: ["launchTemplateConfigs.overrides.subnetId"] },
  "aws:eks/nodeGroup:NodeGroup": { subnets: ["subnetIds"] },
};

/** Whether somebody said what a type is: one that nobody did is still a workload, of kind "other". */
export function isClassified(token: string): boolean {
  return token in classes;
}

export const decoders: Decoders = {
  ...Object.fromEntries(
    [...new Set([...Object.keys(places), ...Object.keys(classes)])].map((token) => [
      token,
      workload(classes[token] ?? other(token.slice(token.lastIndexOf(":") + 1)), places[token] ?? { groups: [], ...elsewhere[token] }),
    ]),
  ),
  ...Object.fromEntries(Object.entries(native).map(([token, shape]) => [token, workload(shape, shape)])),
  "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment": interfaceAttachment,
  "aws-native:ec2:NetworkInterfaceAttachment": interfaceAttachment,
  "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment": groupAttachment("networkInterfaceId"),
  "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": groupAttachment("vpcEndpointId"),
};

const isTemplate = named("LaunchTemplate", "LaunchConfiguration", "Cluster", "DbCluster", "ReplicationGroup");
const isSubnetGroup = (type: string): boolean => type.endsWith("SubnetGroup");
const isInterface = named("NetworkInterface");
/** What an interface, or the group on it, can belong to: `instance.primaryNetworkInterfaceId` is the instance's own. */
const isHost = named("NetworkInterface", "Instance", "SpotInstanceRequest", "VpcEndpoint");

function workload(shape: Class, { groups, subnets = [] }: Places): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const lists = groups.flatMap((path) => at(inputs, path).map((property) => namedBy(property, isGroup)));
    emit("workload", {
      urn: resource.urn,
      resource,
      kind: shape.kind,
      noun: shape.noun,
      groups: lists.flatMap(({ refs }) => refs),
      groupsHole: lists.find(({ hole }) => hole !== undefined)?.hole,
      subnets: subnets.flatMap((path) => at(inputs, path).flatMap((property) => certainly(namedBy(property, isSubnet)))),
      subnetGroup: shape.subnetGroup === undefined ? undefined : inputs.get(shape.subnetGroup).ref(isSubnetGroup),
      ports: shape.ports?.(inputs),
      templates: refsAt(inputs, shape.templates ?? [], isTemplate),
      takesDefaultGroup: shape.takesDefaultGroup?.(inputs) ?? false,
    });
    for (const ref of refsAt(inputs, shape.interfaces ?? [], isInterface))
      emit("interfaceLink", { urn: resource.urn, resource, interface: ref, to: { kind: "resource", urn: resource.urn } });
    if (resource.type.endsWith(":NetworkInterface")) linkInterface(inputs, emit);
  };
}

/** An interface can say itself what it is attached to. */
function linkInterface(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  for (const to of refsAt(inputs, ["attachments.instance"], isHost))
    emit("interfaceLink", { urn: resource.urn, resource, interface: { kind: "resource", urn: resource.urn }, to });
}

function interfaceAttachment(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const [of] = refsAt(inputs, ["networkInterfaceId"], isInterface);
  const [to] = refsAt(inputs, ["instanceId"], isHost);
  if (of !== undefined && to !== undefined) emit("interfaceLink", { urn: resource.urn, resource, interface: of, to });
}

function groupAttachment(target: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const group = inputs.get("securityGroupId").ref(isGroup) ?? {
      kind: "unclear",
      candidates: [],
      hole: inputs.get("securityGroupId").hole("is missing"),
    };
    emit("attachment", { urn: resource.urn, resource, group, to: inputs.get(target).ref(isHost) });
  };
}

/** What a list names, or a property that holds one value: a hidden one of these, computed from one resource, names that one. */
function namedBy(property: Property, accepts: (type: string) => boolean): ReturnType<Property["refs"]> {
  if (!property.isHidden || !/(Id|Arn|Group)$/.test(String(property.path.at(-1)))) return property.refs(accepts);
  const ref = property.ref(accepts);
  return { refs: ref === undefined ? [] : [ref], hole: undefined };
}

/** What the properties at some paths name. As many hidden ones as resources that they were computed from: each of them is one. */
function refsAt(inputs: Property, paths: readonly string[], accepts: (type: string) => boolean): readonly Ref[] {
  const properties = new Map(paths.flatMap((path) => at(inputs, path)).map((property) => [pathText(property.path), property]));
  const refs = [...properties.values()].flatMap((property) => property.ref(accepts) ?? []);
  const unclear = refs.flatMap((ref) => (ref.kind === "unclear" ? [ref.candidates] : []));
  const candidates = [...new Set(unclear.flat())];
  if (unclear.length < 2 || candidates.length !== unclear.length) return refs;
  return [...refs.filter(({ kind }) => kind !== "unclear"), ...candidates.map((urn): Ref => ({ kind: "resource", urn }))];
}

/** A hidden list of which nothing is known holds something unknown. */
function certainly({ refs, hole }: ReturnType<Property["refs"]>): readonly Ref[] {
  return hole === undefined || refs.length > 0 ? refs : [{ kind: "unclear", candidates: [], hole }];
}

/** The properties at a dotted path, one for each element of the lists on the way. */
function at(inputs: Property, path: string): readonly Property[] {
  const [head = "", ...rest] = path.split(".");
  const property = inputs.get(head);
  if (rest.length === 0) return property.exists ? [property] : [];
  const elements = property.elements();
  return isHole(elements) ? [property] : elements.flatMap((element) => at(element, rest.join(".")));
}

function awsvpc(path: string): Places {
  return { groups: [`${path}.securityGroups`], subnets: [`${path}.subnets`] };
}

function inVpc(path: string): Places {
  return { groups: [`${path}.securityGroupIds`], subnets: [`${path}.subnetIds`] };
}

/** Network and gateway load balancers can do without any group. */
function isApplicationBalancer(inputs: Property): Fact<boolean> {
  const type = inputs.first("loadBalancerType", "type").text();
  return isHole(type) ? type : type === undefined || type === "application";
}

function isInterfaceEndpoint(inputs: Property): Fact<boolean> {
  const type = inputs.get("vpcEndpointType").text();
  return isHole(type) ? type : type === "Interface";
}

/** A data store listens on `port`, else on its engine's default. */
function enginePorts(engineProperty: string): Ports {
  return (inputs) => {
    const chosen = chosenPort(inputs.get("port"));
    if (chosen !== undefined) return chosen;
    const engine = inputs.get(engineProperty).text();
    if (isHole(engine)) return anyPort(engine);
    const known = engine === undefined ? undefined : engineDefaultPorts(engine);
    // A replica or a restored database has the engine of its source.
    const reason = engine === undefined ? "is missing" : "is not an engine whose port is known";
    return known === undefined ? anyPort(inputs.get(engineProperty).hole(reason)) : exactly(known);
  };
}

/** A data store listens on `port`, else on the one port that its service has. */
function fixedPort(service: string, property = "port"): Ports {
  return (inputs) => chosenPort(inputs.get(property)) ?? exactly(engineDefaultPorts(service) ?? ports.noTraffic);
}

function chosenPort(property: Property): Approx<ports.Traffic> | undefined {
  const port = property.number();
  if (isHole(port)) return anyPort(port);
  // Providers write a port that nobody chose as 0.
  return port === undefined || port === 0 ? undefined : exactly(ports.tcp(port));
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html: reads have a port of their own. */
function serverlessCachePorts(inputs: Property): Approx<ports.Traffic> {
  const engine = inputs.get("engine").text();
  if (isHole(engine)) return anyPort(engine);
  return exactly(engine?.toLowerCase() === "memcached" ? ports.tcp(11211, 11212) : ports.tcp(6379, 6380));
}

function fileSystemPorts(inputs: Property): Approx<ports.Traffic> {
  const type = inputs.get("fileSystemType").text();
  if (isHole(type)) return anyPort(type);
  const known: Readonly<Record<string, ports.Traffic>> = {
    LUSTRE: ports.tcp(988, [1018, 1023]),
    ONTAP: ports.tcp(445, 2049),
    OPENZFS: ports.tcp(2049),
    WINDOWS: ports.tcp(445),
  };
  return exactly(known[type ?? ""] ?? ports.tcp(445, 988, 2049));
}

function anyPort(hole: Hole): Approx<ports.Traffic> {
  return { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [hole] };
}
