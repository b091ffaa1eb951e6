package sleeper.local.run;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import sleeper.core.settings.Settings;
import sleeper.lambda.port.LambdaPorts;
import sleeper.local.mail.Mailbox;
import sleeper.local.task.AwsNames;
import sleeper.local.task.lambda.LambdaFunctions;
import sleeper.local.task.sns.SnsPublish;
import sleeper.local.task.states.StartExecutionTask;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.InstanceStores;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.EventLoop;

/**
 * The deployed state machines and what stands behind their Tasks, apart from queues and endpoints: Step Functions, the handlers
 * over an instance, the errors topic, the rule that starts {@code reap-job}. Time, storage, and what stands in for the platforms are given, so that
 * the same composition runs in real time and in virtual time.
 */
public final class EmbeddedMachines implements AutoCloseable {
    /** Name of the function that takes messages from the queues. */
    public static final String STARTER = EmbeddedDeployment.STARTER;

    /** ARN of the task definition that {@code ecs:runTask} is asked to run. */
    public static final String TASK_DEFINITION_ARN = EmbeddedDeployment.TASK_DEFINITION_ARN;

    private final LambdaPorts ports;
    private final LambdaFunctions functions;
    private final LocalStepFunctions stepFunctions;

    private EmbeddedMachines(
            World world,
            LambdaPorts ports,
            Mailbox mailbox,
            Map<String, TaskIntegration> platforms,
            LateStepFunctions late) {
        this.ports = ports;
        this.functions = EmbeddedFunctions.of(ports);
        this.stepFunctions = new LocalStepFunctions(
                integrations(world, mailbox, platforms, late),
                world.loop(),
                world.store(),
                world.chance(),
                bus(new ReapingRule(late), new PublishingRule(functions, world.later())));
        late.set(stepFunctions);
    }

    private static ExecutionStatusListener bus(ReapingRule reaping, PublishingRule publishing) {
        return event -> publishing.ended(event).thenCompose(published -> reaping.ended(event));
    }

    /**
     * What the machines run in.
     *
     * @param loop    their time
     * @param store   where executions are kept
     * @param chance  their randomness
     * @param threads where handlers run
     * @param later   where what no execution waits for is done
     * @param around  is shown each integration and may put something in front of it; {@link UnaryOperator#identity} for nothing
     */
    public record World(
            EventLoop loop,
            ExecutionStore store,
            Chance chance,
            Executor threads,
            Executor later,
            UnaryOperator<TaskIntegration> around) {}

    /**
     * Opens them, and deploys the definitions; executions that were open go on.
     *
     * @param stores      the instance that the handlers work on
     * @param standIns    of the services that jobs run on
     * @param deadLetters where messages go that the starter refuses
     * @throws IllegalArgumentException if the stand-ins do not end what attempts create on a platform that is deployed
     */
    public static EmbeddedMachines open(
            World world, InstanceStores stores, Mailbox mailbox, StandIns standIns, DeadLetters deadLetters) {
        Settings settings = new CheckedSettings(stores).ofInstance();
        standIns.resources().requireFor(EmbeddedDeployment.platforms(settings));
        LateStepFunctions late = new LateStepFunctions();
        LambdaPorts ports = EmbeddedPorts.of(
                stores, world.loop().clock(), new EmbeddedExecutions(late), mailbox, deadLetters, standIns.resources());
        EmbeddedMachines machines = new EmbeddedMachines(world, ports, mailbox, standIns.integrations(), late);
        Deployment deployment = EmbeddedDeployment.of(settings, standIns.values());
        StateMachineFile.all().forEach(file -> machines.deploy(file, file.prepare(deployment)));
        machines.stepFunctions.resume();
        return machines;
    }

    /** @return a machine's definition, as it is deployed on an instance with these settings */
    public static String definition(StateMachineFile file, Settings settings) {
        return file.prepare(EmbeddedDeployment.of(settings, Map.of()));
    }

    public static String arn(StateMachineFile file) {
        return EmbeddedDeployment.stateMachineArn(file);
    }

    private TaskIntegrations integrations(
            World world, Mailbox mailbox, Map<String, TaskIntegration> platforms, LateStepFunctions late) {
        UnaryOperator<TaskIntegration> around = world.around();
        TaskIntegrations.Builder integrations = TaskIntegrations.builder();
        platforms.forEach(
                (action, platform) -> integrations.with(AwsNames.integration(action), around.apply(platform)));
        return integrations
                .with(AwsNames.integration("lambda:invoke"), around.apply(functions.invoke(world.threads())))
                .with(
                        AwsNames.integration("sns:publish"),
                        around.apply(new SnsPublish(
                                        EmbeddedDeployment.ERRORS_TOPIC_ARN,
                                        mailbox,
                                        () -> UUID.randomUUID().toString())
                                .integration(world.threads())))
                .with(AwsNames.integration("states:startExecution"), around.apply(new StartExecutionTask(late)))
                .build();
    }

    private void deploy(StateMachineFile file, String definition) {
        String arn = arn(file);
        boolean exists = stepFunctions.listStateMachines().stream()
                .anyMatch(machine -> machine.arn().equals(arn));
        if (exists) {
            stepFunctions.updateStateMachine(arn, Optional.of(definition), Optional.empty());
        } else {
            stepFunctions.createStateMachine(file.machineName(), definition);
        }
    }

    /** @return what the handlers reach, for commands that ask the same use cases */
    public LambdaPorts ports() {
        return ports;
    }

    public LambdaFunctions functions() {
        return functions;
    }

    public LocalStepFunctions stepFunctions() {
        return stepFunctions;
    }

    /** Stops them; open executions go on when the store is opened again. */
    @Override
    public void close() {
        stepFunctions.close();
    }

    /** Step Functions needs its integrations and handlers first, and some of those need Step Functions. */
    private static final class LateStepFunctions implements Supplier<LocalStepFunctions> {
        private volatile LocalStepFunctions value;

        void set(LocalStepFunctions stepFunctions) {
            value = stepFunctions;
        }

        @Override
        public LocalStepFunctions get() {
            return Optional.ofNullable(value).orElseThrow(() -> new IllegalStateException("services still start"));
        }
    }
}
