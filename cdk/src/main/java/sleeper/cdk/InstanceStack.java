package sleeper.cdk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.deployed.FunctionVariable;
import sleeper.lambda.FunctionDescription;
import sleeper.statemachine.StateMachineFile;
import sleeper.statemachine.permission.InstanceShape;
import sleeper.statemachine.permission.Permissions;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/**
 * An instance. What is always there: stores, the topic of errors, the queue {@code auto}, functions, state machines, rule, schedules,
 * alarms. Beside it a part for each stack of {@code sleeper.optional.stacks}. It is one stack of CloudFormation, so that a change is
 * made whole or not at all, and parts refer to each other without exports that would hold them in place.
 */
public final class InstanceStack extends Stack {
    private final Map<String, String> substitutions;

    public InstanceStack(Construct scope, InstanceSpec spec) {
        super(
                scope,
                spec.names().stack(),
                StackProps.builder()
                        .stackName(spec.names().stack())
                        .description(spec.names().stackDescription())
                        .build());
        InstanceNames names = spec.names();
        Arns arns = new Arns(names);
        Roles roles = new Roles(this, names, Permissions.load());
        Stores unused = new Stores(this, spec);
        ErrorsTopic errors = new ErrorsTopic(this, spec);
        Queues queues = new Queues(this, spec);
        List<PlatformPart> parts = parts(spec, roles);

        Functions functions = new Functions(this, spec, roles, variables(spec, arns, queues, parts));
        substitutions = substitutions(spec, arns, errors, parts);
        Machines machines = new Machines(this, spec, roles, substitutions);
        queues.startBy(functions.aliases().get(FunctionDescription.STARTER));
        Events events = new Events(this, spec, roles, machines, queues);
        if (spec.publishesViews()) {
            events.publishBy(functions.aliases().get(FunctionDescription.PUBLISH_VIEW));
        }

        Alarms alarms = new Alarms(this, spec, errors.topic());
        alarms.onQueues(queues, events.undelivered());
        alarms.onJobs();
        alarms.onMachines();
        alarms.onFunctions(functions.aliases().keySet());
        alarms.dashboard(queues, functions.aliases().keySet());
        roles.grant(new InstanceShape(
                Set.copyOf(spec.get(InstanceSettings.OPTIONAL_STACKS)),
                spec.get(InstanceSettings.COMMIT_LOG_DRIVER),
                substitutions));
    }

    /** @return values of names in the state machines and in the catalogue of permissions */
    Map<String, String> substitutions() {
        return Map.copyOf(substitutions);
    }

    private List<PlatformPart> parts(InstanceSpec spec, Roles roles) {
        Set<Platform> platforms = spec.platforms();
        List<PlatformPart> parts = new ArrayList<>();
        if (spec.publishesViews()) {
            parts.add(new IcebergStack(this, spec));
        }
        if (platforms.contains(Platform.EMR_SERVERLESS)) {
            parts.add(new EmrServerlessBulkImportStack(this, spec, roles));
        }
        if (Set.of(Platform.EMR_SERVERLESS).containsAll(platforms)) {
            return parts;
        }
        Network network = new Network(this, spec);
        if (platforms.contains(Platform.STANDARD)) {
            parts.add(new IngestStack(this, spec, roles, network));
        }
        if (platforms.contains(Platform.EKS)) {
            parts.add(new EksBulkImportStack(this, spec, roles, network));
        }
        if (platforms.contains(Platform.EMR) || platforms.contains(Platform.PERSISTENT_EMR)) {
            EmrParts emr = new EmrParts(this, spec, roles);
            if (platforms.contains(Platform.EMR)) {
                parts.add(new EmrBulkImportStack(spec, emr, network));
            }
            if (platforms.contains(Platform.PERSISTENT_EMR)) {
                parts.add(new PersistentEmrBulkImportStack(this, spec, emr, network));
            }
        }
        return parts;
    }

    private static Map<FunctionVariable, String> variables(
            InstanceSpec spec, Arns arns, Queues queues, List<PlatformPart> parts) {
        Map<FunctionVariable, String> values = new EnumMap<>(FunctionVariable.class);
        InstanceNames names = spec.names();
        values.put(FunctionVariable.INSTANCE_ID, names.id());
        values.put(FunctionVariable.INGEST_JOB_ARN, arns.stateMachine(StateMachineFile.INGEST_JOB.machineName()));
        values.put(FunctionVariable.REAP_JOB_ARN, arns.stateMachine(StateMachineFile.REAP_JOB.machineName()));
        values.put(FunctionVariable.ERRORS_TOPIC_ARN, arns.errorsTopic());
        values.put(FunctionVariable.JOB_QUEUES, Queues.words(queues.all()));
        values.put(FunctionVariable.DEAD_LETTER_QUEUES, Queues.words(queues.deadLetters()));
        values.put(FunctionVariable.SPARK_JARS, names.sparkJars(spec.assets().version()));
        values.put(FunctionVariable.OPTIONAL_STACKS, String.join(",", spec.get(InstanceSettings.OPTIONAL_STACKS)));
        parts.forEach(part -> values.putAll(part.variables()));
        return values;
    }

    private static Map<String, String> substitutions(
            InstanceSpec spec, Arns arns, ErrorsTopic errors, List<PlatformPart> parts) {
        Map<String, String> values = new HashMap<>();
        values.put("AwsPartition", Aws.PARTITION);
        values.put("AwsRegion", Aws.REGION);
        values.put("AwsAccountId", Aws.ACCOUNT_ID);
        values.put("InstanceId", spec.names().id());
        values.put("ErrorsTopicArn", arns.errorsTopic());
        values.put("TopicKeyArn", errors.keyArn());
        values.put("ReapJobStateMachineArn", arns.stateMachine(StateMachineFile.REAP_JOB.machineName()));
        for (FunctionDescription function : FunctionDescription.values()) {
            values.put(nameOfArn(function), arns.function(function.word()));
        }
        values.put("UploadBucketName", spec.uploadBucket());
        if (!spec.sourceBuckets().isEmpty()) {
            values.put("SourceBucketName", String.join(",", spec.sourceBuckets()));
        }
        values.put("ScheduleDeadLetterQueueName", spec.names().undeliveredQueue());
        parts.forEach(part -> values.putAll(part.substitutions()));
        return values;
    }

    /** @return the name that stands for the function in the files, such as {@code ValidateJobFunctionArn} */
    private static String nameOfArn(FunctionDescription function) {
        StringBuilder name = new StringBuilder();
        for (String part : function.word().split("-")) {
            name.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return name.append("FunctionArn").toString();
    }
}
