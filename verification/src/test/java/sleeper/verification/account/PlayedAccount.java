package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsClients;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.SuiteVersion;
import sleeper.faults.FaultProxy;
import sleeper.faults.HttpMessage;
import sleeper.faults.Service;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.local.task.states.StartExecutionTask;
import sleeper.run.RealSurroundings;
import sleeper.stepfunctions.Arns;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StepFunctionsServer;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.RealEventLoop;
import sleeper.verification.servers.AwsServers;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * An account of AWS in which an instance's template was created, and what {@code deploy} writes after that. Of the instance, this is as
 * it is deployed: the zip of its functions, their environments, the definitions of its state machines, and the code of its ingest task.
 * Played by test code are:
 *
 * <ul>
 *   <li>Step Functions, by the embedded interpreter, behind a proxy that can let faults befall requests;
 *   <li>Lambda, by {@link PlayedFunctions} and {@link PlayedEvents};
 *   <li>S3 and DynamoDB, by the servers of {@link AwsServers}, with buckets and tables of the template's names and keys;
 *   <li>SQS, by ElasticMQ, and the event source mappings, by {@link PlayedMapping};
 *   <li>ECS, by {@link PlayedTasks}; SNS, by {@link PlayedTopic}; EventBridge, by {@link PlayedRule}; Glue, by {@link PlayedGlue};
 *   <li>EventBridge Scheduler: a schedule's target is called when a test asks for it;
 *   <li>CloudFormation, by {@link TemplateResolver}, and the last step of {@code deploy}, which writes properties and driver.
 * </ul>
 *
 * <p>Not played are IAM, the network, encryption, alarms, and snapshots of functions.
 */
final class PlayedAccount implements AutoCloseable {
    /** Of an instance with {@code IngestStack} and {@code IcebergStack}, of tasks with little memory. */
    static final Map<String, String> PROPERTIES = Map.of(
            "sleeper.id", "prod",
            "sleeper.optional.stacks", "IngestStack,IcebergStack",
            "sleeper.errors.email", "operator@example.com",
            "sleeper.ingest.memory.budget", "67108864",
            "sleeper.default.bulk.import.min.leaf.partitions", "1");

    private static final String INVOKE = "arn:aws:states:::";

    private final DeployedTemplate template;
    private final Map<String, String> environment = new HashMap<>();
    private final Deque<AutoCloseable> toClose;
    private final PlayedQueues queues;
    private final PlayedTopic topic;
    private final PlayedGlue glue;
    private final PlayedTasks tasks;
    private final PlayedFunctions functions;
    private final LocalStepFunctions machines;
    private final FaultProxy stepFunctions;
    private final Map<String, PlayedMapping> mappings = new HashMap<>();

    private PlayedAccount(
            DeployedTemplate template,
            Map<String, String> properties,
            AwsServers servers,
            Path folder,
            Deque<AutoCloseable> toClose)
            throws IOException {
        this.template = template;
        this.toClose = toClose;
        ExecutorService threads = Executors.newCachedThreadPool();
        toClose.push(threads::shutdownNow);
        environment.putAll(servers.endpoints());
        environment.put("AWS_REGION", Arns.REGION);
        environment.put("AWS_ACCESS_KEY_ID", "identity");
        environment.put("AWS_SECRET_ACCESS_KEY", "credential");
        queues = closedWithUs(new PlayedQueues(template));
        topic = closedWithUs(new PlayedTopic("arn:aws:sns:" + Arns.REGION + ":" + Arns.ACCOUNT + ":"
                + template.only("AWS::SNS::Topic").path("TopicName").asText()));
        glue = closedWithUs(new PlayedGlue(name -> template.ofType("AWS::Glue::Database").values().stream()
                .anyMatch(
                        database -> database.at("/DatabaseInput/Name").asText().equals(name))));
        makeStores(servers);
        tasks = closedWithUs(new PlayedTasks(template, folder.resolve("tasks"), environment));
        environment.put("AWS_ENDPOINT_URL_SQS", queues.endpoint());
        environment.put("AWS_ENDPOINT_URL_SNS", topic.endpoint());
        environment.put("AWS_ENDPOINT_URL_ECS", tasks.endpoint());
        environment.put("AWS_ENDPOINT_URL_GLUE", glue.endpoint());

        AtomicReference<PlayedFunctions> late = new AtomicReference<>();
        AtomicReference<LocalStepFunctions> lateMachines = new AtomicReference<>();
        AtomicReference<PlayedEvents> lateEvents = new AtomicReference<>();
        RealEventLoop loop = closedWithUs(new RealEventLoop(InstantSource.system()));
        machines = new LocalStepFunctions(
                TaskIntegrations.builder()
                        .with(
                                INVOKE + "lambda:invoke",
                                (request, progress) ->
                                        late.get().integration(threads).start(request, progress))
                        .with(INVOKE + "ecs:runTask.sync", tasks)
                        .with(INVOKE + "sns:publish", topic.integration(threads))
                        .with(INVOKE + "states:startExecution", new StartExecutionTask(lateMachines::get))
                        .build(),
                loop,
                new InMemoryExecutionStore(),
                Chance.unforeseeable(),
                new PlayedRule(
                        template.ofType("AWS::Events::Rule").values(),
                        lateMachines::get,
                        (arn, event) -> lateEvents.get().call(arn, event)));
        lateMachines.set(machines);
        toClose.push(machines);
        URI server = closedWithUs(StepFunctionsServer.start(machines, 0)).endpoint();
        // Both services say in the same words that they failed.
        stepFunctions = closedWithUs(new FaultProxy(server, Service.DYNAMODB));
        // The server takes requests under its own name only.
        stepFunctions.watchBy((request, behind) -> behind.answer(new HttpMessage(
                request.head().replaceFirst("(?i)\r\nhost:[^\r]*", "\r\nHost: " + server.getAuthority()),
                request.body())));
        environment.put("AWS_ENDPOINT_URL_SFN", stepFunctions.endpoint().toString());
        functions = closedWithUs(new PlayedFunctions(template, folder.resolve("task"), environment));
        late.set(functions);
        lateEvents.set(new PlayedEvents(template, functions, queues, threads));
        template.definitions().forEach(machines::createStateMachine);
        writeConfig(servers, properties);
        for (JsonNode mapping :
                template.ofType("AWS::Lambda::EventSourceMapping").values()) {
            PlayedMapping played = closedWithUs(new PlayedMapping(mapping, queues.client(), functions));
            mappings.put(played.queue(), played);
        }
    }

    /**
     * Creates the template; what was begun is closed again if that fails.
     *
     * @param folder for the zip, and the logs of tasks
     */
    static PlayedAccount create(
            DeployedTemplate template, Map<String, String> properties, AwsServers servers, Path folder)
            throws IOException {
        Deque<AutoCloseable> begun = new ArrayDeque<>();
        try {
            return new PlayedAccount(template, properties, servers, folder, begun);
        } catch (IOException | RuntimeException e) {
            try {
                Closing.all(begun);
            } catch (IOException atClose) {
                e.addSuppressed(atClose);
            }
            throw e;
        }
    }

    private <T extends AutoCloseable> T closedWithUs(T part) {
        toClose.push(part);
        return part;
    }

    private void makeStores(AwsServers servers) {
        try (S3Client s3 = servers.s3();
                DynamoDbClient dynamo = new AwsClients(servers.endpoints()::get, List.of())
                        .in(Region.of(Arns.REGION))
                        .dynamoDb()) {
            for (JsonNode bucket : template.ofType("AWS::S3::Bucket").values()) {
                var unused = s3.createBucket(
                        request -> request.bucket(bucket.path("BucketName").asText()));
            }
            template.ofType("AWS::DynamoDB::Table").values().forEach(table -> make(dynamo, table));
        }
    }

    private static void make(DynamoDbClient dynamo, JsonNode table) {
        List<KeySchemaElement> keys = table.path("KeySchema").findParents("KeyType").stream()
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.path("AttributeName").asText())
                        .keyType(key.path("KeyType").asText())
                        .build())
                .toList();
        List<AttributeDefinition> attributes = table.path("AttributeDefinitions").findParents("AttributeType").stream()
                .map(attribute -> AttributeDefinition.builder()
                        .attributeName(attribute.path("AttributeName").asText())
                        .attributeType(attribute.path("AttributeType").asText())
                        .build())
                .toList();
        var unused = dynamo.createTable(
                request -> request.tableName(table.path("TableName").asText())
                        .billingMode(table.path("BillingMode").asText())
                        .keySchema(keys)
                        .attributeDefinitions(attributes));
    }

    /** What {@code deploy} writes once the template was created: properties with what the template made, driver and version. */
    private void writeConfig(AwsServers servers, Map<String, String> properties) {
        InstanceNames names = new InstanceNames(properties.get("sleeper.id"));
        Map<String, String> all = new HashMap<>(properties);
        for (JsonNode queue : template.ofType("AWS::SQS::Queue").values()) {
            for (JobQueue each : JobQueue.values()) {
                if (queue.path("QueueName").asText().equals(names.queue(each))) {
                    all.put(each.urlProperty(), PlayedQueues.url(names.queue(each)));
                }
            }
        }
        all.put(InstanceSettings.UPLOAD_BUCKET.name(), names.uploadBucket(Settings.ofInstance(properties)));
        all.put(
                "IngestContainerRoleARN",
                template.only("AWS::ECS::TaskDefinition").path("TaskRoleArn").asText());
        try (S3Client s3 = servers.s3()) {
            put(s3, names, "commit-log-driver", "dynamodb");
            put(s3, names, "version", SuiteVersion.CURRENT + "\n");
        }
        instance(names.id()).properties().putOfInstance(all);
    }

    private static void put(S3Client s3, InstanceNames names, String key, String text) {
        var unused = s3.putObject(
                request -> request.bucket(names.bucket("config")).key(key),
                RequestBody.fromString(text, StandardCharsets.UTF_8));
    }

    /** @return the stores of the instance */
    AwsInstance instance(String id) {
        Map<String, String> named = environment();
        named.put("SLEEPER_INSTANCE_ID", id);
        return AwsInstance.open(AwsPlace.of(named).orElseThrow(), RealSurroundings.get());
    }

    /** @return region, credentials and servers, as a new map */
    Map<String, String> environment() {
        return new HashMap<>(environment);
    }

    SqsClient sqs() {
        return queues.client();
    }

    PlayedTopic topic() {
        return topic;
    }

    PlayedGlue glue() {
        return glue;
    }

    PlayedTasks tasks() {
        return tasks;
    }

    PlayedFunctions functions() {
        return functions;
    }

    LocalStepFunctions machines() {
        return machines;
    }

    /** @return what stands between Step Functions and those who call it, to let faults befall their requests */
    FaultProxy stepFunctions() {
        return stepFunctions;
    }

    /** @return the event source mapping of a queue */
    PlayedMapping mapping(String queue) {
        return mappings.get(queue);
    }

    /**
     * Has a schedule call its target once.
     *
     * @return what the function answered, or the ARN of the execution that was started
     */
    String fire(String schedule) throws IOException {
        JsonNode target = template.ofType("AWS::Scheduler::Schedule").values().stream()
                .filter(each -> each.path("Name").asText().equals(schedule))
                .findFirst()
                .orElseThrow()
                .path("Target");
        String arn = target.path("Arn").asText();
        String input = TargetInput.ofSchedule(target);
        if (arn.startsWith("arn:aws:lambda:")) {
            FunctionAnswer answer = functions.call(arn, input);
            if (answer instanceof FunctionAnswer.Failed failed) {
                throw new IOException(schedule + " failed: " + failed.payload());
            }
            return answer.payload();
        }
        return machines.startExecution(arn, input).executionArn();
    }

    @Override
    public void close() throws IOException {
        Closing.all(toClose);
    }
}
