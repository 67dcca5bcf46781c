import { exactly, isHole, type Fact } from "../model/approx";
import type { WorkloadKind } from "../model/network";
import * as ports from "../net/ports";
import type { Property } from "./read";
import { enginePorts, fileSystems, fixedPort, serverlessCachePorts, type Ports } from "./store-ports";

/** Where a resource type keeps its groups and subnets: dotted paths, which go through every element of lists. */
export interface Places {
  readonly groups: readonly string[];
  readonly subnets?: readonly string[];
}

/** What a resource type is. */
export interface Class {
  readonly kind: WorkloadKind;
  readonly noun: string;
  readonly ports?: Ports;
  /** Properties that name a set-up whose groups and subnets count as well. */
  readonly templates?: readonly string[];
  readonly subnetGroup?: string;
  /** Network interfaces from elsewhere that become its own. */
  readonly interfaces?: readonly string[];
  /** Whether AWS makes a group for it, and puts that on it too. */
  readonly hasGroupOfItsOwn?: true;
  /** Whether AWS puts the VPC's default group on it where it names none. */
  readonly takesDefaultGroup?: (inputs: Property) => Fact<boolean>;
  /** Whether it opens no connections of its own to what is around it. */
  readonly callsNobody?: true;
  /** Whether AWS puts it into subnets of the default VPC where it names none. */
  readonly livesInDefaultVpc?: true;
}

export const byDefault = (): boolean => true;
export const launched = ["launchTemplate.id", "launchTemplate.name"];
export const mixed = ["id", "launchTemplateId", "launchTemplateName"].map(
  (name) => `mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.${name}`,
);

export const instance: Class = {
  kind: "instance",
  noun: "instance",
  templates: launched,
  interfaces: ["primaryNetworkInterface.networkInterfaceId", "networkInterfaces.networkInterfaceId"],
  takesDefaultGroup: byDefault,
  livesInDefaultVpc: true,
};
export const balancer: Class = { kind: "load-balancer", noun: "load balancer", takesDefaultGroup: isApplicationBalancer };
export const container = (noun: string): Class => ({ kind: "container-service", noun, takesDefaultGroup: byDefault });
export const endpoint = (noun: string): Class => ({ kind: "endpoint", noun });
export const other = (noun: string): Class => ({ kind: "other", noun });
/** It calls its nodes only. */
export const controlPlane: Class = { ...other("EKS cluster"), callsNobody: true };
/** A database calls with what is in it. */
export const optionGroup: Class = { ...other("RDS option group"), callsNobody: true };

export function store(noun: string, listens: Ports, subnetGroup?: string): Class {
  // Without a subnet group it gets the one that AWS makes of the default VPC.
  const place = subnetGroup === undefined ? {} : ({ subnetGroup, livesInDefaultVpc: true } as const);
  return { kind: "data-store", noun, ports: listens, takesDefaultGroup: byDefault, ...place };
}

export function member(noun: string, cluster: string): Class {
  return { kind: "data-store", noun, templates: [cluster] };
}

export function files(noun: string, listens: ports.Traffic): Class {
  return { kind: "file-system", noun, ports: () => exactly(listens), takesDefaultGroup: byDefault };
}

/** Every type in attachments.json, and types that have groups through something else. */
export const classes: Readonly<Record<string, Class>> = {
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
    livesInDefaultVpc: true,
  },
  "aws:ec2/fleet:Fleet": {
    kind: "scaling-group",
    noun: "fleet",
    takesDefaultGroup: byDefault,
    templates: ["launchTemplateId", "launchTemplateName"].map((name) => `launchTemplateConfigs.launchTemplateSpecification.${name}`),
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    kind: "scaling-group",
    noun: "spot fleet",
    takesDefaultGroup: byDefault,
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
  "aws:cloudwatch/eventTarget:EventTarget": container("scheduled ECS task"),
  "aws:scheduler/schedule:Schedule": container("scheduled ECS task"),
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
  "aws:redshiftserverless/workgroup:Workgroup": { ...store("Redshift workgroup", fixedPort("redshift-serverless")), livesInDefaultVpc: true },
  "aws:elasticache/cluster:Cluster": {
    ...store("ElastiCache cluster", enginePorts("engine"), "subnetGroupName"),
    templates: ["replicationGroupId"],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": store("ElastiCache replication group", fixedPort("redis"), "subnetGroupName"),
  "aws:elasticache/serverlessCache:ServerlessCache": { ...store("ElastiCache serverless cache", serverlessCachePorts), livesInDefaultVpc: true },
  "aws:memorydb/cluster:Cluster": store("MemoryDB cluster", fixedPort("memorydb"), "subnetGroupName"),
  "aws:dax/cluster:Cluster": store("DAX cluster", fixedPort("dax"), "subnetGroupName"),
  "aws:opensearch/domain:Domain": store("OpenSearch domain", fixedPort("opensearch")),
  "aws:elasticsearch/domain:Domain": store("Elasticsearch domain", fixedPort("elasticsearch")),
  "aws:msk/cluster:Cluster": store("Kafka cluster", fixedPort("msk")),
  "aws:msk/serverlessCluster:ServerlessCluster": store("serverless Kafka cluster", () => exactly(ports.tcp(9098))),
  "aws:mq/broker:Broker": { ...store("broker", enginePorts("engineType")), livesInDefaultVpc: true },
  "aws:timestreaminfluxdb/dbInstance:DbInstance": store("InfluxDB instance", fixedPort("timestream-influxdb")),
  "aws:timestreaminfluxdb/dbCluster:DbCluster": store("InfluxDB cluster", fixedPort("timestream-influxdb")),

  "aws:efs/mountTarget:MountTarget": files("mount target", fileSystems.EFS),
  "aws:s3/filesMountTarget:FilesMountTarget": files("mount target", fileSystems.EFS),
  "aws:fsx/lustreFileSystem:LustreFileSystem": files("Lustre file system", fileSystems.LUSTRE),
  "aws:fsx/fileCache:FileCache": files("file cache", fileSystems.LUSTRE),
  "aws:fsx/ontapFileSystem:OntapFileSystem": files("ONTAP file system", fileSystems.ONTAP),
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": files("OpenZFS file system", fileSystems.OPENZFS),
  "aws:fsx/windowsFileSystem:WindowsFileSystem": files("Windows file system", fileSystems.WINDOWS),

  "aws:rds/proxy:Proxy": { kind: "database-proxy", noun: "RDS proxy", takesDefaultGroup: byDefault },
  "aws:rds/proxyEndpoint:ProxyEndpoint": { kind: "database-proxy", noun: "RDS proxy endpoint", takesDefaultGroup: byDefault },

  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:alb/loadBalancer:LoadBalancer": balancer,
  "aws:elb/loadBalancer:LoadBalancer": { ...balancer, noun: "classic load balancer", takesDefaultGroup: byDefault, livesInDefaultVpc: true },
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
  "aws:dms/replicationInstance:ReplicationInstance": { ...other("DMS replication instance"), takesDefaultGroup: byDefault, livesInDefaultVpc: true },
  "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": other("recovery template"),
  "aws:ec2/networkInterface:NetworkInterface": { ...other("network interface"), takesDefaultGroup: byDefault },
  "aws:ec2clientvpn/endpoint:Endpoint": { ...other("Client VPN endpoint"), takesDefaultGroup: byDefault },
  "aws:eks/cluster:Cluster": { ...controlPlane, hasGroupOfItsOwn: true },
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
  "aws:rds/optionGroup:OptionGroup": optionGroup,
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
  "aws:transfer/server:Server": { ...other("Transfer server"), takesDefaultGroup: (inputs) => inputs.get("endpointDetails").get("vpcId").exists },
  "aws:transfer/webApp:WebApp": other("Transfer web app"),
  "aws:verifiedaccess/endpoint:Endpoint": other("Verified Access endpoint"),
  "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation": other("Lattice association"),
  "aws:workspaces/directory:Directory": other("WorkSpaces directory"),
  "aws:workspacesweb/networkSettings:NetworkSettings": other("WorkSpaces Web network settings"),
};

/** Network and gateway load balancers can do without any group. */
function isApplicationBalancer(inputs: Property): Fact<boolean> {
  const type = inputs.first("loadBalancerType", "type").text();
  return isHole(type) ? type : type === undefined || type === "application";
}

export function isInterfaceEndpoint(inputs: Property): Fact<boolean> {
  const type = inputs.get("vpcEndpointType").text();
  return isHole(type) ? type : type === "Interface";
}
