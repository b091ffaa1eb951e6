package sleeper.lambda.port;

import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.Require;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;

/**
 * Everything that the steps reach beyond themselves. Safe for use by many threads if its parts are.
 *
 * @param stores             the instance's data
 * @param clock              the time
 * @param executions         the state machines
 * @param notifications      where people are told
 * @param deadLetters        where messages go that nobody can act on
 * @param resources          what attempts create on the platforms
 * @param views              where other engines look for the views of tables
 * @param metrics            what dashboards and alarms count
 * @param disk               the disk that runs spill to
 * @param queues             the instance's queues, by name: the last part of an event source's ARN
 * @param spark              what the deployment has for runs on Spark
 * @param anySourceByDefault whether a table without allowed sources may be loaded from any bucket, as on the embedded run
 */
public record LambdaPorts(
        InstanceStores stores,
        InstantSource clock,
        Executions executions,
        Notifications notifications,
        DeadLetters deadLetters,
        PlatformResources resources,
        ViewCatalog views,
        JobMetrics metrics,
        RunDisk disk,
        Map<String, JobQueue> queues,
        SparkSite spark,
        boolean anySourceByDefault) {
    public LambdaPorts {
        Require.notNull("stores", stores);
        Require.notNull("clock", clock);
        Require.notNull("executions", executions);
        Require.notNull("notifications", notifications);
        Require.notNull("deadLetters", deadLetters);
        Require.notNull("resources", resources);
        Require.notNull("views", views);
        Require.notNull("metrics", metrics);
        Require.notNull("disk", disk);
        Require.notNull("spark", spark);
        queues = Map.copyOf(queues);
    }

    /** Made by the deployment's own module, which {@link ServiceLoader} finds. */
    @FunctionalInterface
    public interface Provider {
        LambdaPorts fromEnvironment();
    }

    /**
     * @return the ports of the deployment that this process runs in; made once
     * @throws IllegalStateException if no deployment's module is on the class path
     */
    public static LambdaPorts fromEnvironment() {
        return Deployed.ports();
    }

    /** Not made by the class's initialiser, whose errors the Lambda runtime reports without their message. */
    private static final class Deployed {
        private static LambdaPorts made;

        static synchronized LambdaPorts ports() {
            if (made == null) {
                made = ServiceLoader.load(Provider.class)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no " + Provider.class.getName()
                                + " is on the class path; add the deployment's module to the function"))
                        .fromEnvironment();
            }
            return made;
        }
    }
}
