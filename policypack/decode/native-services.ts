import { fileSystems } from "./store-ports";
import { balancer, byDefault, container, endpoint, files, optionGroup, other, type Class, type Places } from "./workload-classes";

/** Further types of aws-native that take groups, as its own types spell them: https://www.pulumi.com/registry/packages/aws-native/api-docs/ */
export const nativeServices: Readonly<Record<string, Class & Places>> = {
  "aws-native:appstream:AppBlockBuilder": { ...other("AppStream builder"), groups: ["vpcConfig.securityGroupIds"], subnets: ["vpcConfig.subnetIds"] },
  "aws-native:appstream:ImageBuilder": {
    ...other("AppStream image builder"),
    groups: ["vpcConfig.securityGroupIds"],
    subnets: ["vpcConfig.subnetIds"],
  },
  "aws-native:aps:Scraper": {
    ...other("Prometheus scraper"),
    groups: ["source.eksConfiguration.securityGroupIds", "source.vpcConfiguration.securityGroupIds"],
    subnets: ["source.eksConfiguration.subnetIds", "source.vpcConfiguration.subnetIds"],
  },
  "aws-native:bedrockagentcore:BrowserCustom": {
    ...other("agent browser"),
    groups: ["networkConfiguration.vpcConfig.securityGroups"],
    subnets: ["networkConfiguration.vpcConfig.subnets"],
  },
  "aws-native:bedrockagentcore:CapacityProvider": {
    ...other("agent capacity provider"),
    groups: ["computeConfiguration.ec2Configuration.vpcConfiguration.securityGroups"],
    subnets: ["computeConfiguration.ec2Configuration.vpcConfiguration.subnets"],
  },
  "aws-native:bedrockagentcore:CodeInterpreterCustom": {
    ...other("agent code interpreter"),
    groups: ["networkConfiguration.vpcConfig.securityGroups"],
    subnets: ["networkConfiguration.vpcConfig.subnets"],
  },
  "aws-native:bedrockagentcore:Harness": {
    ...other("agent harness"),
    groups: [
      "authorizerConfiguration.customJwtAuthorizer.privateEndpoint.managedVpcResource.securityGroupIds",
      "environment.agentCoreRuntimeEnvironment.networkConfiguration.networkModeConfig.securityGroups",
    ],
    subnets: [
      "authorizerConfiguration.customJwtAuthorizer.privateEndpoint.managedVpcResource.subnetIds",
      "environment.agentCoreRuntimeEnvironment.networkConfiguration.networkModeConfig.subnets",
    ],
  },
  "aws-native:bedrockagentcore:OAuth2CredentialProvider": {
    ...other("credential provider"),
    groups: ["oauth2ProviderConfigInput.customOauth2ProviderConfig.privateEndpoint.managedVpcResource.securityGroupIds"],
    subnets: ["oauth2ProviderConfigInput.customOauth2ProviderConfig.privateEndpoint.managedVpcResource.subnetIds"],
  },
  "aws-native:bedrockagentcore:Runtime": {
    ...other("agent runtime"),
    groups: [
      "authorizerConfiguration.customJwtAuthorizer.privateEndpoint.managedVpcResource.securityGroupIds",
      "networkConfiguration.networkModeConfig.securityGroups",
    ],
    subnets: [
      "authorizerConfiguration.customJwtAuthorizer.privateEndpoint.managedVpcResource.subnetIds",
      "networkConfiguration.networkModeConfig.subnets",
    ],
  },
  "aws-native:codebuild:Fleet": { ...other("CodeBuild fleet"), groups: ["fleetVpcConfig.securityGroupIds"], subnets: ["fleetVpcConfig.subnets"] },
  "aws-native:codeconnections:Host": {
    ...other("CodeConnections host"),
    groups: ["vpcConfiguration.securityGroupIds"],
    subnets: ["vpcConfiguration.subnetIds"],
  },
  "aws-native:comprehend:DocumentClassifier": {
    ...other("Comprehend classifier"),
    groups: ["vpcConfig.securityGroupIds"],
    subnets: ["vpcConfig.subnets"],
  },
  "aws-native:comprehend:Flywheel": {
    ...other("Comprehend flywheel"),
    groups: ["dataSecurityConfig.vpcConfig.securityGroupIds"],
    subnets: ["dataSecurityConfig.vpcConfig.subnets"],
  },
  "aws-native:deadline:LicenseEndpoint": { ...other("license endpoint"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:devicefarm:Project": { ...other("Device Farm project"), groups: ["vpcConfig.securityGroupIds"], subnets: ["vpcConfig.subnetIds"] },
  "aws-native:devicefarm:TestGridProject": {
    ...other("Device Farm project"),
    groups: ["vpcConfig.securityGroupIds"],
    subnets: ["vpcConfig.subnetIds"],
  },
  "aws-native:devopsagent:PrivateConnection": {
    ...other("private connection"),
    groups: ["connectionConfiguration.serviceManaged.securityGroupIds"],
    subnets: ["connectionConfiguration.serviceManaged.subnetIds"],
  },
  "aws-native:dms:ReplicationConfig": { ...other("DMS replication"), groups: ["computeConfig.vpcSecurityGroupIds"] },
  "aws-native:ec2:Ec2Fleet": {
    kind: "scaling-group",
    noun: "fleet",
    templates: ["launchTemplateId", "launchTemplateName"].map((name) => `launchTemplateConfigs.launchTemplateSpecification.${name}`),
    groups: ["launchTemplateConfigs.overrides.networkInterfaces.groups"],
    subnets: ["launchTemplateConfigs.overrides.networkInterfaces.subnetId", "launchTemplateConfigs.overrides.subnetId"],
  },
  "aws-native:ec2:VerifiedAccessEndpoint": {
    ...other("Verified Access endpoint"),
    groups: ["securityGroupIds"],
    subnets: ["cidrOptions.subnetIds", "loadBalancerOptions.subnetIds", "rdsOptions.subnetIds"],
  },
  "aws-native:ecs:ExpressGatewayService": {
    ...container("ECS Express service"),
    groups: ["networkConfiguration.securityGroups"],
    subnets: ["networkConfiguration.subnets"],
  },
  "aws-native:elasticloadbalancing:LoadBalancer": {
    ...balancer,
    noun: "classic load balancer",
    takesDefaultGroup: byDefault,
    livesInDefaultVpc: true,
    groups: ["securityGroups"],
    subnets: ["subnets"],
  },
  "aws-native:events:Rule": {
    kind: "container-service",
    noun: "scheduled ECS task",
    groups: ["targets.ecsParameters.networkConfiguration.awsVpcConfiguration.securityGroups"],
    subnets: ["targets.ecsParameters.networkConfiguration.awsVpcConfiguration.subnets"],
  },
  "aws-native:evs:Environment": { ...other("EVS environment"), groups: ["serviceAccessSecurityGroups.securityGroups"] },
  "aws-native:glue:Connection": {
    ...other("Glue connection"),
    groups: ["connectionInput.physicalConnectionRequirements.securityGroupIdList"],
    subnets: ["connectionInput.physicalConnectionRequirements.subnetId"],
  },
  "aws-native:grafana:Workspace": {
    ...other("Grafana workspace"),
    groups: ["vpcConfiguration.securityGroupIds"],
    subnets: ["vpcConfiguration.subnetIds"],
  },
  "aws-native:groundstation:DataflowEndpointGroup": {
    ...other("dataflow endpoint"),
    groups: ["endpointDetails.securityDetails.securityGroupIds"],
    subnets: ["endpointDetails.securityDetails.subnetIds"],
  },
  "aws-native:imagebuilder:InfrastructureConfiguration": {
    ...other("Image Builder configuration"),
    groups: ["securityGroupIds"],
    subnets: ["subnetId"],
  },
  "aws-native:iot:TopicRuleDestination": {
    ...other("IoT rule destination"),
    groups: ["vpcProperties.securityGroups"],
    subnets: ["vpcProperties.subnetIds"],
  },
  "aws-native:kafkaconnect:Connector": {
    ...other("Kafka connector"),
    groups: ["kafkaCluster.apacheKafkaCluster.vpc.securityGroups"],
    subnets: ["kafkaCluster.apacheKafkaCluster.vpc.subnets"],
  },
  "aws-native:kendra:DataSource": {
    ...other("Kendra data source"),
    groups: [
      "dataSourceConfiguration.confluenceConfiguration.vpcConfiguration.securityGroupIds",
      "dataSourceConfiguration.databaseConfiguration.vpcConfiguration.securityGroupIds",
      "dataSourceConfiguration.sharePointConfiguration.vpcConfiguration.securityGroupIds",
    ],
    subnets: [
      "dataSourceConfiguration.confluenceConfiguration.vpcConfiguration.subnetIds",
      "dataSourceConfiguration.databaseConfiguration.vpcConfiguration.subnetIds",
      "dataSourceConfiguration.sharePointConfiguration.vpcConfiguration.subnetIds",
    ],
  },
  "aws-native:kinesisanalyticsv2:Application": {
    ...other("Flink application"),
    groups: ["applicationConfiguration.vpcConfigurations.securityGroupIds"],
    subnets: ["applicationConfiguration.vpcConfigurations.subnetIds"],
  },
  "aws-native:kinesisfirehose:DeliveryStream": {
    ...other("Firehose stream"),
    groups: [
      "amazonOpenSearchServerlessDestinationConfiguration.vpcConfiguration.securityGroupIds",
      "amazonopensearchserviceDestinationConfiguration.vpcConfiguration.securityGroupIds",
      "elasticsearchDestinationConfiguration.vpcConfiguration.securityGroupIds",
    ],
    subnets: [
      "amazonOpenSearchServerlessDestinationConfiguration.vpcConfiguration.subnetIds",
      "amazonopensearchserviceDestinationConfiguration.vpcConfiguration.subnetIds",
      "elasticsearchDestinationConfiguration.vpcConfiguration.subnetIds",
    ],
  },
  "aws-native:lambda:CapacityProvider": {
    kind: "scaling-group",
    noun: "capacity provider",
    groups: ["vpcConfig.securityGroupIds"],
    subnets: ["vpcConfig.subnetIds"],
  },
  "aws-native:lambda:NetworkConnector": {
    kind: "function",
    noun: "Lambda network connector",
    groups: ["configuration.vpcEgressConfiguration.securityGroupIds"],
    subnets: ["configuration.vpcEgressConfiguration.subnetIds"],
  },
  "aws-native:m2:Environment": { ...other("mainframe environment"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:mediaconnect:Flow": { ...other("MediaConnect flow"), groups: ["vpcInterfaces.securityGroupIds"], subnets: ["vpcInterfaces.subnetId"] },
  "aws-native:mediaconnect:FlowVpcInterface": { ...other("MediaConnect interface"), groups: ["securityGroupIds"], subnets: ["subnetId"] },
  "aws-native:msk:Replicator": {
    ...other("Kafka replicator"),
    groups: ["kafkaClusters.vpcConfig.securityGroupIds"],
    subnets: ["kafkaClusters.vpcConfig.subnetIds"],
  },
  "aws-native:msk:VpcConnection": { ...endpoint("Kafka connection"), groups: ["securityGroups"], subnets: ["clientSubnets"] },
  "aws-native:mwaaserverless:Workflow": {
    ...other("Airflow workflow"),
    groups: ["networkConfiguration.securityGroupIds"],
    subnets: ["networkConfiguration.subnetIds"],
  },
  "aws-native:neptunegraph:PrivateGraphEndpoint": { ...endpoint("Neptune graph endpoint"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:omics:Configuration": {
    ...other("HealthOmics configuration"),
    groups: ["runConfigurations.vpcConfig.securityGroupIds"],
    subnets: ["runConfigurations.vpcConfig.subnetIds"],
  },
  "aws-native:opensearchserverless:VpcEndpoint": { ...endpoint("OpenSearch endpoint"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:opsworkscm:Server": { ...other("OpsWorks server"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:osis:Pipeline": { ...other("ingestion pipeline"), groups: ["vpcOptions.securityGroupIds"], subnets: ["vpcOptions.subnetIds"] },
  "aws-native:pcaconnectorad:Connector": { ...other("certificate connector"), groups: ["vpcInformation.securityGroupIds"] },
  "aws-native:pcs:Cluster": { ...other("compute cluster"), groups: ["networking.securityGroupIds"], subnets: ["networking.subnetIds"] },
  "aws-native:pipes:Pipe": {
    ...other("pipe"),
    groups: [
      "sourceParameters.selfManagedKafkaParameters.vpc.securityGroup",
      "targetParameters.ecsTaskParameters.networkConfiguration.awsvpcConfiguration.securityGroups",
    ],
    subnets: [
      "sourceParameters.selfManagedKafkaParameters.vpc.subnets",
      "targetParameters.ecsTaskParameters.networkConfiguration.awsvpcConfiguration.subnets",
    ],
  },
  "aws-native:qbusiness:DataSource": {
    ...other("Q Business data source"),
    groups: ["vpcConfiguration.securityGroupIds"],
    subnets: ["vpcConfiguration.subnetIds"],
  },
  "aws-native:quicksight:VpcConnection": { ...other("QuickSight connection"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:rds:OptionGroup": { ...optionGroup, groups: ["optionConfigurations.vpcSecurityGroupMemberships"] },
  "aws-native:redshift:EndpointAccess": { ...endpoint("Redshift endpoint"), groups: ["vpcSecurityGroupIds"] },
  "aws-native:rtbfabric:RequesterGateway": { ...other("RTB gateway"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:rtbfabric:ResponderGateway": { ...other("RTB gateway"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:s3files:MountTarget": { ...files("mount target", fileSystems.EFS), groups: ["securityGroups"], subnets: ["subnetId"] },
  "aws-native:s3outposts:Endpoint": { ...endpoint("S3 on Outposts endpoint"), groups: ["securityGroupId"], subnets: ["subnetId"] },
  "aws-native:sagemaker:Cluster": {
    ...other("SageMaker cluster"),
    groups: [
      "instanceGroups.overrideVpcConfig.securityGroupIds",
      "restrictedInstanceGroups.overrideVpcConfig.securityGroupIds",
      "vpcConfig.securityGroupIds",
    ],
    subnets: ["instanceGroups.overrideVpcConfig.subnets", "restrictedInstanceGroups.overrideVpcConfig.subnets", "vpcConfig.subnets"],
  },
  "aws-native:sagemaker:DataQualityJobDefinition": {
    ...other("SageMaker job"),
    groups: ["networkConfig.vpcConfig.securityGroupIds"],
    subnets: ["networkConfig.vpcConfig.subnets"],
  },
  "aws-native:sagemaker:Domain": {
    ...other("SageMaker domain"),
    groups: ["defaultSpaceSettings.securityGroups", "defaultUserSettings.securityGroups", "domainSettings.securityGroupIds"],
    subnets: ["subnetIds"],
  },
  "aws-native:sagemaker:EndpointConfig": { ...other("SageMaker endpoint"), groups: ["vpcConfig.securityGroupIds"], subnets: ["vpcConfig.subnets"] },
  "aws-native:sagemaker:ModelBiasJobDefinition": {
    ...other("SageMaker job"),
    groups: ["networkConfig.vpcConfig.securityGroupIds"],
    subnets: ["networkConfig.vpcConfig.subnets"],
  },
  "aws-native:sagemaker:ModelExplainabilityJobDefinition": {
    ...other("SageMaker job"),
    groups: ["networkConfig.vpcConfig.securityGroupIds"],
    subnets: ["networkConfig.vpcConfig.subnets"],
  },
  "aws-native:sagemaker:ModelQualityJobDefinition": {
    ...other("SageMaker job"),
    groups: ["networkConfig.vpcConfig.securityGroupIds"],
    subnets: ["networkConfig.vpcConfig.subnets"],
  },
  "aws-native:sagemaker:MonitoringSchedule": {
    ...other("SageMaker schedule"),
    groups: ["monitoringScheduleConfig.monitoringJobDefinition.networkConfig.vpcConfig.securityGroupIds"],
    subnets: ["monitoringScheduleConfig.monitoringJobDefinition.networkConfig.vpcConfig.subnets"],
  },
  "aws-native:sagemaker:ProcessingJob": {
    ...other("SageMaker job"),
    groups: ["networkConfig.vpcConfig.securityGroupIds"],
    subnets: ["networkConfig.vpcConfig.subnets"],
  },
  "aws-native:sagemaker:UserProfile": { ...other("SageMaker user profile"), groups: ["userSettings.securityGroups"] },
  "aws-native:sagemaker:Workforce": {
    ...other("SageMaker workforce"),
    groups: ["workforceVpcConfig.securityGroupIds"],
    subnets: ["workforceVpcConfig.subnets"],
  },
  "aws-native:scheduler:Schedule": {
    kind: "container-service",
    noun: "scheduled ECS task",
    groups: ["target.ecsParameters.networkConfiguration.awsvpcConfiguration.securityGroups"],
    subnets: ["target.ecsParameters.networkConfiguration.awsvpcConfiguration.subnets"],
  },
  "aws-native:secretsmanager:RotationSchedule": {
    ...other("rotation function"),
    groups: ["hostedRotationLambda.vpcSecurityGroupIds"],
    subnets: ["hostedRotationLambda.vpcSubnetIds"],
  },
  "aws-native:transfer:WebApp": {
    ...other("Transfer web app"),
    groups: ["endpointDetails.vpc.securityGroupIds"],
    subnets: ["endpointDetails.vpc.subnetIds"],
  },
  "aws-native:vpclattice:ResourceGateway": { ...endpoint("resource gateway"), groups: ["securityGroupIds"], subnets: ["subnetIds"] },
  "aws-native:workspacesinstances:WorkspaceInstance": {
    ...other("WorkSpaces instance"),
    groups: ["managedInstance.networkInterfaces.groups"],
    subnets: ["managedInstance.networkInterfaces.subnetId", "managedInstance.subnetId"],
  },
};
