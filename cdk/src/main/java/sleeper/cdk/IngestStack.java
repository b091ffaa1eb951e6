package sleeper.cdk;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import sleeper.core.choice.IngestTaskSize;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.ContainerSize;
import sleeper.core.price.json.PriceListJson;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.deployed.FunctionVariable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** Standard ingest: tasks of one container on ECS. */
final class IngestStack implements PlatformPart {
    private static final int BYTES_OF_GIB_SHIFT = 30;
    private static final int CPU_OF_VCPU = 1024;
    private static final String CONTAINER = "ingest";

    private final Map<String, String> substitutions = new HashMap<>();
    private final Map<FunctionVariable, String> variables = new HashMap<>();

    IngestStack(Construct parent, InstanceSpec spec, Roles roles, Network network) {
        Construct scope = new Construct(parent, "IngestStack");
        InstanceNames names = spec.names();
        Cluster cluster = Cluster.Builder.create(scope, "Cluster")
                .clusterName(names.ingestCluster())
                .vpc(network.vpc())
                .containerInsightsV2(ContainerInsights.ENABLED)
                .build();
        long diskBytes = spec.get(DeploymentSettings.TASK_DISK);
        IRole role = roles.of("ingest-task", "ecs-tasks.amazonaws.com");
        FargateTaskDefinition task = task(scope, spec, roles, role, (int) (diskBytes >> BYTES_OF_GIB_SHIFT));
        DockerImageAsset image = DockerImageAsset.Builder.create(scope, "Image")
                .directory(spec.assets().ingestImage().toString())
                .platform(Platform.LINUX_AMD64)
                .build();
        ILogGroup logs = Logs.group(scope, "Logs", "/sleeper/" + names.id() + "/ingest-task", spec);
        var unused = task.addContainer(CONTAINER, container(image, logs, spec));
        CfnOutput unusedOutput = CfnOutput.Builder.create(scope, InstanceSettings.INGEST_ROLE_ARN.name())
                .description("The role that reads input files")
                .value(role.getRoleArn())
                .exportName(names.id() + "-" + InstanceSettings.INGEST_ROLE_ARN.name())
                .build();
        substitutions.put("IngestClusterArn", new Arns(names).ingestCluster());
        substitutions.put("IngestTaskDefinitionArn", task.getTaskDefinitionArn());
        substitutions.put("IngestContainerName", CONTAINER);
        substitutions.put("IngestSubnetIds", String.join(",", network.subnets()));
        substitutions.put("IngestSecurityGroupId", network.securityGroup());
        substitutions.put("TaskImageRepositoryName", image.getRepository().getRepositoryName());
        substitutions.put("TaskLogGroupName", logs.getLogGroupName());
        variables.put(FunctionVariable.INGEST_CLUSTER_ARN, cluster.getClusterArn());
        variables.put(FunctionVariable.TASK_DISK_BYTES, Long.toString(diskBytes));
    }

    private static FargateTaskDefinition task(
            Construct scope, InstanceSpec spec, Roles roles, IRole role, int diskGib) {
        ContainerSize size = IngestTaskSize.of(spec.settings(), PriceListJson.shipped());
        return FargateTaskDefinition.Builder.create(scope, "Task")
                .family(spec.names().ingestTaskFamily())
                .cpu((int) (size.vcpus() * CPU_OF_VCPU))
                .memoryLimitMiB(size.memoryMib())
                .ephemeralStorageGiB(diskGib)
                .taskRole(role)
                .executionRole(roles.of("ingest-task-start", "ecs-tasks.amazonaws.com"))
                .build();
    }

    private static ContainerDefinitionOptions container(DockerImageAsset image, ILogGroup logs, InstanceSpec spec) {
        return ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromDockerImageAsset(image))
                // In an order of its own, so that the same properties make the same template.
                .environment(new TreeMap<>(Map.of(
                        FunctionVariable.INSTANCE_ID.variable(), spec.names().id(), "AWS_REGION", Aws.REGION)))
                .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                        .logGroup(logs)
                        .streamPrefix("ingest")
                        .build()))
                .build();
    }

    @Override
    public Map<String, String> substitutions() {
        return substitutions;
    }

    @Override
    public Map<FunctionVariable, String> variables() {
        return variables;
    }
}
