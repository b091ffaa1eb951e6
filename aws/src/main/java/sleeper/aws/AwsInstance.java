package sleeper.aws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sleeper.aws.dynamodb.DynamoCommitLog;
import sleeper.aws.dynamodb.DynamoObjectStore;
import sleeper.aws.s3.S3CommitLog;
import sleeper.aws.s3.S3ObjectStore;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;
import sleeper.statestore.crash.CrashPoints;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ObjectProperties;
import sleeper.statestore.instance.PropertyStore;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An instance on AWS, named by its id.
 *
 * <pre>
 * bucket sleeper-ID-config   instance.properties, tables/NAME.properties
 * bucket sleeper-ID-data     NAME/data/...; NAME/log/{bodies,inbox,snapshots}/... and, by the driver s3, NAME/log/slots/...
 * bucket sleeper-ID-jobs     the job store; by the driver dynamodb, what of it may be large
 * table  sleeper-ID-log      the commit logs, by the driver dynamodb
 * table  sleeper-ID-state    the small records of jobs, by the driver dynamodb
 * </pre>
 *
 * <p>The driver is {@link InstanceSettings#COMMIT_LOG_DRIVER}, read once, when tables or jobs are first asked for; with faulty properties
 * neither is given. Opening an instance sends nothing. Many processes may have it open.
 */
public final class AwsInstance implements InstanceStores {
    private static final Set<String> SMALL_RECORDS = Set.of(
            "attempts", "open", "open-resources", "notified", "indexes", "by-time", "history", "resources", "cursors");

    private final String id;
    private final S3Client s3;
    private final DynamoDbClient dynamo;
    private final Surroundings surroundings;
    private final CrashPoints crashPoints = CrashPoints.ofThisProcess();
    private final FileStore files;
    private final UnfinishedFiles unfinished;
    private final PropertyStore properties;
    private Opened opened;

    /** What needs the driver. */
    private record Opened(TableStore tables, JobStore jobs) {}

    /**
     * @param id         of the instance, as {@link InstanceSettings#ID} has it
     * @param s3         without retries of the SDK's, as of {@link sleeper.aws.client.AwsClients}
     * @param dynamo     likewise
     * @param files      all buckets
     * @param unfinished uploads to all buckets
     */
    public AwsInstance(
            String id,
            S3Client s3,
            DynamoDbClient dynamo,
            FileStore files,
            UnfinishedFiles unfinished,
            Surroundings surroundings) {
        this.id = id;
        this.s3 = s3;
        this.dynamo = dynamo;
        this.surroundings = surroundings;
        this.files = crashPoints.around(files);
        this.unfinished = unfinished;
        String config = bucket("config");
        this.properties =
                new ObjectProperties(new S3ObjectStore(s3, config, "", surroundings), "s3://" + config, surroundings);
    }

    private String bucket(String what) {
        return "sleeper-" + id + "-" + what;
    }

    private synchronized Opened opened() {
        if (opened == null) {
            opened = open(driver());
        }
        return opened;
    }

    /** Faulty properties count as empty elsewhere, but not here: by another driver the tables would not be there. */
    private String driver() {
        Map<String, String> written = properties.ofInstance();
        List<Fault> faults = PropertyChecks.instance("s3://" + bucket("config") + "/instance.properties", written);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance " + id + " was not opened.", faults);
        }
        return Settings.ofInstance(written, defaultProperties()).get(InstanceSettings.COMMIT_LOG_DRIVER);
    }

    private Opened open(String driver) {
        ObjectStore tableRoots = new S3ObjectStore(s3, bucket("data"), "", surroundings);
        ObjectStore large = new S3ObjectStore(s3, bucket("jobs"), "", surroundings);
        boolean isDynamo = driver.equals("dynamodb");
        ObjectStore records = isDynamo
                ? new RoutedObjectStore(
                        SMALL_RECORDS, new DynamoObjectStore(dynamo, bucket("state"), surroundings), large)
                : large;
        Function<TableName, CommitLog> logs = isDynamo
                ? table -> new DynamoCommitLog(dynamo, bucket("log"), table.value(), surroundings)
                : table -> new S3CommitLog(s3, bucket("data"), table + "/log/slots", surroundings);
        TableStore tables = new TableStore(
                () -> tableRoots.children("").stream()
                        .filter(TableName::isValid)
                        .map(TableName::new)
                        .toList(),
                table -> storage(table, logs.apply(table)),
                surroundings);
        return new Opened(tables, new JobStore(crashPoints.around("jobs", records), surroundings));
    }

    private TableStorage storage(TableName table, CommitLog log) {
        return new TableStorage(
                new TableLocation(bucket("data"), table),
                crashPoints.around(log),
                crashPoints.around("table", new S3ObjectStore(s3, bucket("data"), table + "/log", surroundings)),
                files,
                unfinished);
    }

    @Override
    public FileStore files() {
        return files;
    }

    @Override
    public Set<String> ownBuckets() {
        return Set.of(bucket("data"), bucket("config"), bucket("jobs"));
    }

    @Override
    public TableStore tables() {
        return opened().tables();
    }

    @Override
    public JobStore jobs() {
        return opened().jobs();
    }

    /** @return the properties in the instance's bucket */
    public PropertyStore properties() {
        return properties;
    }

    @Override
    public Map<String, String> instanceProperties() {
        return properties.ofInstance();
    }

    @Override
    public Map<String, String> defaultProperties() {
        return Map.of();
    }

    @Override
    public Map<String, String> tableProperties(TableName table) {
        return properties.ofTable(table);
    }
}
