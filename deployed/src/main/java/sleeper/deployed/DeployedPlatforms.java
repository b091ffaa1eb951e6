package sleeper.deployed;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import sleeper.aws.client.AwsClients;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;
import sleeper.deployed.eks.EksPlace;
import sleeper.deployed.eks.EksTokens;
import sleeper.deployed.eks.KubernetesJobResources;
import sleeper.lambda.port.PlatformResources;
import sleeper.lambda.port.RunDisk;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;

/** Makes what reaches the platforms that are deployed, each by what its stack has the environment say. Sends nothing. */
final class DeployedPlatforms {
    private static final Pattern CLUSTER_ID = Pattern.compile("j-[A-Z0-9]{1,64}");
    /** EMR Serverless API reference, "GetApplication". */
    private static final Pattern APPLICATION_ID = Pattern.compile("[0-9a-z]{1,64}");
    /** EKS API reference, "CreateCluster". */
    private static final Pattern EKS_CLUSTER = Pattern.compile("[0-9A-Za-z][A-Za-z0-9_-]{0,99}");
    /** Kubernetes, "Object Names and IDs": a namespace's name is a DNS label. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final FunctionEnvironment environment;
    private final Set<Platform> platforms;
    private final AwsClients clients;
    private final Region region;
    private final Surroundings surroundings;

    /** @param clients of the region */
    DeployedPlatforms(FunctionEnvironment environment, AwsClients clients, Region region, Surroundings surroundings) {
        this.environment = environment;
        this.platforms = environment.platforms(FunctionVariable.OPTIONAL_STACKS);
        this.clients = clients;
        this.region = region;
        this.surroundings = surroundings;
    }

    /** @throws sleeper.core.error.InvalidRequestException if a variable of a deployed stack is not set or malformed */
    PlatformResources resources() {
        Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
        platforms.forEach(platform -> kinds.addAll(platform.description().creates()));
        PlatformResources resources =
                new PlatformResources(kinds.stream().map(this::service).toList());
        resources.requireFor(platforms);
        return resources;
    }

    private ResourceService service(ResourceKind kind) {
        return switch (kind) {
            case ECS_TASK ->
                new EcsTaskResources(
                        clients.configured("ECS", EcsClient.serviceMetadata(), EcsClient.builder())
                                .build(),
                        environment.arn(FunctionVariable.INGEST_CLUSTER_ARN),
                        new InstanceNames(environment.text(FunctionVariable.INSTANCE_ID)).ingestTaskFamily(),
                        surroundings);
            case EMR_CLUSTER -> clusters(emr());
            case EMR_STEP -> steps(emr());
            case EMR_SERVERLESS_JOB_RUN ->
                new ServerlessRunResources(
                        clients.configured(
                                        "EMR_SERVERLESS",
                                        EmrServerlessClient.serviceMetadata(),
                                        EmrServerlessClient.builder())
                                .build(),
                        environment.matching(FunctionVariable.EMR_SERVERLESS_APPLICATION_ID, APPLICATION_ID),
                        surroundings);
            case KUBERNETES_JOB -> jobs();
        };
    }

    private EmrClient emr() {
        return clients.configured("EMR", EmrClient.serviceMetadata(), EmrClient.builder())
                .build();
    }

    private EmrClusterResources clusters(EmrClient client) {
        return new EmrClusterResources(client, environment.text(FunctionVariable.INSTANCE_ID), surroundings);
    }

    private EmrStepResources steps(EmrClient client) {
        return new EmrStepResources(
                client,
                platforms.contains(Platform.EMR) ? Optional.of(clusters(client)) : Optional.empty(),
                platforms.contains(Platform.PERSISTENT_EMR)
                        ? Optional.of(environment.matching(FunctionVariable.PERSISTENT_EMR_CLUSTER_ID, CLUSTER_ID))
                        : Optional.empty(),
                surroundings);
    }

    private KubernetesJobResources jobs() {
        EksPlace place = new EksPlace(
                environment.matching(FunctionVariable.EKS_CLUSTER_NAME, EKS_CLUSTER),
                environment.httpsAddress(FunctionVariable.EKS_ENDPOINT),
                environment.certificates(FunctionVariable.EKS_CERTIFICATE_AUTHORITY),
                environment.matching(FunctionVariable.EKS_NAMESPACE, NAMESPACE));
        EksTokens tokens = new EksTokens(
                place.cluster(), region, DefaultCredentialsProvider.builder().build(), surroundings.clock());
        return new KubernetesJobResources(place, tokens, surroundings);
    }

    /** @return of the ingest task; what is none cannot be told */
    RunDisk disk() {
        if (!platforms.contains(Platform.STANDARD)) {
            return OptionalLong::empty;
        }
        long bytes = environment.bytes(FunctionVariable.TASK_DISK_BYTES);
        return () -> OptionalLong.of(bytes);
    }
}
