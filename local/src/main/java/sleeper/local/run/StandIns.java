package sleeper.local.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.lambda.port.PlatformResources;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.Turns;
import sleeper.local.task.ecs.EcsRunTask;
import sleeper.local.task.ecs.EcsTasks;
import sleeper.local.task.eks.EksStandIn;
import sleeper.local.task.emr.Emr;
import sleeper.local.task.emr.EmrTasks;
import sleeper.local.task.emr.EmrTimes;
import sleeper.local.task.emr.PermanentCluster;
import sleeper.local.task.serverless.RunTimes;
import sleeper.local.task.serverless.Serverless;
import sleeper.local.task.serverless.ServerlessTasks;
import sleeper.local.task.spark.BuiltSparkParts;
import sleeper.local.task.spark.LocalSpark;
import sleeper.local.task.spark.RunFolder;
import sleeper.local.task.spark.SparkBound;
import sleeper.local.task.spark.SparkRunner;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.time.EventLoop;

/**
 * What stands in for the services that jobs run on.
 *
 * @param integrations what the state machines ask of them, by service and action, such as {@code ecs:runTask.sync}
 * @param resources    how what attempts created there is found and ended
 * @param values       what the state machines' names stand for that only they know, such as the id of a cluster
 * @param closing      closes them, in this order, before the processes that they started are ended
 */
public record StandIns(
        Map<String, TaskIntegration> integrations,
        PlatformResources resources,
        Map<String, String> values,
        List<Runnable> closing)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandIns.class);
    private static final String INGEST_TASK_MAIN = "sleeper.ingest.IngestTask";
    private static final int ID_LENGTH = 8;

    public StandIns {
        integrations = Map.copyOf(integrations);
        values = Map.copyOf(values);
        closing = List.copyOf(closing);
    }

    /** Those that need not be closed, and have the names that the deployment gives them. */
    public StandIns(Map<String, TaskIntegration> integrations, PlatformResources resources) {
        this(integrations, resources, Map.of(), List.of());
    }

    /**
     * What those of the embedded run live in.
     *
     * @param children start their processes
     * @param turns    how much runs at once, on whichever service
     * @param loop     their time
     * @param threads  where what takes long is done
     */
    record World(Settings settings, ChildJvm children, Turns turns, EventLoop loop, Executor threads) {}

    /** Those of the embedded run, with what earlier processes of the home left running. */
    static StandIns ofHome(LocalHome home, World world) throws IOException {
        EcsTasks tasks = EcsTasks.open(
                home.ecs(),
                world.children(),
                world.turns(),
                StandIns::id,
                world.loop().clock());
        SparkBound bound = bound(world);
        SparkRunner spark = spark(home, world, bound);
        List<RunFolder> leftOver = RunFolder.in(home.spark());
        Emr emr = Emr.open(
                home.emr(), new Emr.World(world.loop(), spark, StandIns::id, EmrTimes.SHORT, new ServiceFaults()));
        Map<String, String> values = new HashMap<>();
        makePermanentCluster(emr, world.settings())
                .ifPresent(cluster -> values.put(EmbeddedDeployment.PERMANENT_CLUSTER, cluster));
        Serverless serverless = Serverless.open(
                home.emrServerless(),
                EmbeddedDeployment.serverlessApplication(world.settings()),
                new Serverless.World(world.loop(), spark, StandIns::id, RunTimes.SHORT, new ServiceFaults()));
        EksStandIn eks = EmbeddedEks.open(home, world, bound);
        // What ran there has ended by now, if it outlived its process.
        world.threads().execute(() -> leftOver.forEach(RunFolder::deleteAllButOutput));
        Map<String, TaskIntegration> integrations = new HashMap<>();
        integrations.put(
                EcsRunTask.ACTION,
                new EcsRunTask(EmbeddedMachines.TASK_DEFINITION_ARN, INGEST_TASK_MAIN, tasks, home.logs()));
        integrations.putAll(new EmrTasks(emr).integrations());
        integrations.putAll(new ServerlessTasks(serverless).integrations());
        integrations.putAll(eks.integrations(world.threads()));
        return new StandIns(
                integrations,
                new PlatformResources(List.of(tasks, emr.clusterService(), emr.stepService(), serverless, eks.jobs())),
                values,
                List.of(emr::close, serverless::close, eks::close));
    }

    private static String id() {
        return UUID.randomUUID().toString().substring(0, ID_LENGTH);
    }

    private static SparkBound bound(World world) {
        int processors = Runtime.getRuntime().availableProcessors();
        long memory = TaskBound.memoryOfMachine();
        SparkBound bound = SparkBound.of(world.settings(), processors, memory, TaskBound.taskBytes(world.settings()));
        LOG.info("At most, a run of Spark has {}", bound.most().words());
        return bound;
    }

    private static SparkRunner spark(LocalHome home, World world, SparkBound bound) {
        return new LocalSpark(
                BuiltSparkParts.whenNeeded(),
                bound,
                world.turns(),
                new LocalSpark.Places(world.children(), home.spark(), home.logs()),
                world.loop(),
                world.threads());
    }

    /** The services start without it, too: what is wrong with its settings concerns its jobs alone. */
    private static Optional<String> makePermanentCluster(Emr emr, Settings settings) {
        Set<Platform> deployed = InstanceSettings.deployedPlatforms(settings.get(InstanceSettings.OPTIONAL_STACKS));
        if (!deployed.contains(Platform.PERSISTENT_EMR)) {
            return Optional.empty();
        }
        try {
            String id = emr.permanentCluster(PermanentCluster.request(settings));
            LOG.info("The permanent cluster is {}", id);
            return Optional.of(id);
        } catch (IOException | TaskFailedException e) {
            LOG.warn("The permanent cluster was not made: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Leaves what they hold as it is for the next process. */
    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
