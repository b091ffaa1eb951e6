package sleeper.deployed;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsClients;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.InstanceSettings;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.PowertoolsMetrics;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What a deployed function reaches, by its environment. Making it sends nothing, and reads no credentials, clock or random numbers: a
 * snapshot of the function may be taken then, before the instance has any bucket, and many copies run on from it.
 */
public final class DeployedPortsProvider implements LambdaPorts.Provider {
    @Override
    public LambdaPorts fromEnvironment() {
        return of(System.getenv(), RealSurroundings.get());
    }

    static LambdaPorts of(Map<String, String> variables, Surroundings surroundings) {
        FunctionEnvironment environment = new FunctionEnvironment(variables);
        String unused = environment.text(FunctionVariable.INSTANCE_ID);
        AwsPlace place = AwsPlace.of(variables).orElseThrow();
        Region region = Region.of(place.region());
        AwsClients clients = new AwsClients(variables::get, List.of()).in(region);
        DeployedPlatforms platforms = new DeployedPlatforms(environment, clients, region, surroundings);
        return new LambdaPorts(
                AwsInstance.open(place, surroundings),
                surroundings.clock(),
                new SfnExecutions(
                        clients.configured("SFN", SfnClient.serviceMetadata(), SfnClient.builder())
                                .build(),
                        environment.arn(FunctionVariable.INGEST_JOB_ARN),
                        environment.arn(FunctionVariable.REAP_JOB_ARN),
                        surroundings),
                new SnsNotifications(
                        clients.configured("SNS", SnsClient.serviceMetadata(), SnsClient.builder())
                                .build(),
                        environment.arn(FunctionVariable.ERRORS_TOPIC_ARN),
                        surroundings),
                new SqsDeadLetters(
                        clients.configured("SQS", SqsClient.serviceMetadata(), SqsClient.builder())
                                .build(),
                        environment.queues(FunctionVariable.DEAD_LETTER_QUEUES),
                        surroundings),
                platforms.resources(),
                views(environment, clients, new InstanceNames(place.id()), surroundings),
                new PowertoolsMetrics(new InstanceNames(place.id()).stack()),
                platforms.disk(),
                queues(environment.queues(FunctionVariable.JOB_QUEUES)),
                new SparkSite(environment.text(FunctionVariable.SPARK_JARS), place.driverVariables()),
                false);
    }

    /** @return the catalog that the stack of views makes; none where that is not deployed */
    private static ViewCatalog views(
            FunctionEnvironment environment, AwsClients clients, InstanceNames names, Surroundings surroundings) {
        return InstanceSettings.publishesViews(environment.stacks(FunctionVariable.OPTIONAL_STACKS))
                ? new GlueViewCatalog(
                        clients.configured("GLUE", GlueClient.serviceMetadata(), GlueClient.builder())
                                .build(),
                        names.viewDatabase(),
                        surroundings)
                : ViewCatalog.NONE;
    }

    /** @return the queues by name, which an event's source ends with */
    private static Map<String, JobQueue> queues(Map<JobQueue, URI> urls) {
        return urls.entrySet().stream().collect(Collectors.toMap(queue -> nameOf(queue.getValue()), Map.Entry::getKey));
    }

    private static String nameOf(URI url) {
        return url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
    }
}
