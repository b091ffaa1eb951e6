package sleeper.lambda.lives;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;
import sleeper.core.table.TableName;
import sleeper.lambda.port.JobMetrics;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.PlatformResources;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.InMemoryCommitLog;
import sleeper.testkit.log.InMemoryObjectStore;

/** An instance in memory, with one table and no files. */
final class LifeInstance implements InstanceStores {
    private final FileStore files = new LocalFileStore(Path.of("no-files-here"));
    private final TableStore tables;
    private final JobStore jobs;
    private final Optional<PlantedBug> bug;

    LifeInstance(LifeClock clock, TableName table, Optional<PlantedBug> bug) {
        this.bug = bug;
        AtomicLong ids = new AtomicLong();
        Surroundings surroundings =
                new Surroundings(clock, () -> "id" + ids.incrementAndGet(), new Random(1), (Duration time) -> {});
        TableStorage storage = new TableStorage(
                new TableLocation("tables", table),
                new InMemoryCommitLog(),
                new InMemoryObjectStore(),
                new InMemoryObjectStore(),
                files,
                UnfinishedFiles.NONE);
        this.tables = new TableStore(() -> List.of(table), name -> storage, surroundings);
        this.jobs = new JobStore(new Objects(new InMemoryObjectStore()), surroundings);
    }

    /** The objects of the job store, with the mistake that one makes. */
    private final class Objects extends ForwardingObjectStore {
        Objects(ObjectStore objects) {
            super(objects);
        }

        @Override
        public List<String> list(String prefix) {
            return forgets(prefix) ? List.of() : super.list(prefix);
        }

        @Override
        public List<String> children(String prefix) {
            return forgets(prefix) ? List.of() : super.children(prefix);
        }

        @Override
        public PutResult putIfAbsent(String key, byte[] bytes) {
            boolean drops = key.contains("/requested.")
                    && bug.filter(PlantedBug.REQUESTS_NOT_ON_RECORD::equals).isPresent();
            return drops ? PutResult.STORED : super.putIfAbsent(key, bytes);
        }

        private boolean forgets(String prefix) {
            return prefix.equals("open-resources")
                    && bug.filter(PlantedBug.SWEEP_FORGETS_OPEN::equals).isPresent();
        }
    }

    LambdaPorts ports(LifeClock clock, Executions executions, LifePlatform platform) {
        List<ResourceService> services = Arrays.stream(ResourceKind.values())
                .<ResourceService>map(kind -> new LifeService(kind, platform, clock, bug))
                .toList();
        return new LambdaPorts(
                this,
                clock,
                executions,
                (subject, message, attributes) -> {},
                (queue, messageId, body, reason) -> {},
                new PlatformResources(services),
                ViewCatalog.NONE,
                JobMetrics.NONE,
                OptionalLong::empty,
                Map.of(),
                SparkSite.of("s3://sleeper-jars/sleeper-spark-job"),
                true);
    }

    @Override
    public FileStore files() {
        return files;
    }

    @Override
    public Set<String> ownBuckets() {
        return Set.of();
    }

    @Override
    public Optional<String> folderOfBuckets() {
        return Optional.empty();
    }

    @Override
    public TableStore tables() {
        return tables;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public Map<String, String> instanceProperties() {
        return Map.of();
    }

    @Override
    public Map<String, String> defaultProperties() {
        return Map.of();
    }

    @Override
    public Map<String, String> tableProperties(TableName table) {
        return Map.of();
    }
}
