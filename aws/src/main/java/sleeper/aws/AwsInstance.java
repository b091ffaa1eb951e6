package sleeper.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import sleeper.aws.client.AwsClients;
import sleeper.aws.client.AwsService;
import sleeper.aws.dynamodb.DynamoCommitLog;
import sleeper.aws.dynamodb.DynamoObjectStore;
import sleeper.aws.s3.S3CommitLog;
import sleeper.aws.s3.S3FileStore;
import sleeper.aws.s3.S3ObjectStore;
import sleeper.aws.s3.S3Probe;
import sleeper.aws.s3.UploadProbe;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;
import sleeper.statestore.crash.CrashPoints;
import sleeper.statestore.instance.ObjectProperties;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.PropertyStore;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An instance on AWS, named by its id.
 *
 * <pre>
 * bucket sleeper-ID-config   instance.properties, tables/NAME.properties; commit-log-driver; version
 * bucket sleeper-ID-data     NAME/data/...; NAME/log/{bodies,inbox,snapshots}/... and, by the driver s3, NAME/log/slots/...
 * bucket sleeper-ID-input    input that commands make
 * bucket sleeper-ID-jobs     the job store; by the driver dynamodb, what of it may be large
 * table  sleeper-ID-log      the commit logs, by the driver dynamodb
 * table  sleeper-ID-state    the small records of jobs, by the driver dynamodb
 * </pre>
 *
 * <p>The driver is {@link InstanceSettings#COMMIT_LOG_DRIVER}, read once, when tables or jobs are first asked for; with faulty properties
 * neither is given, nor with another driver than the instance was made with, since the tables would not be there. Opening an instance
 * sends nothing. Many processes may have it open.
 */
public final class AwsInstance implements OwnedStores {
    private static final String DYNAMODB = "dynamodb";
    /** Where it is written with what driver the instance was made, once for all. */
    private static final String DRIVER_KEY = "commit-log-driver";

    /** Where a deployment writes of what version it is. */
    private static final String VERSION_KEY = "version";

    private static final Set<String> SMALL_RECORDS = Set.of(
            "attempts", "open", "open-resources", "notified", "indexes", "by-time", "history", "resources", "cursors");

    private final AwsPlace place;
    private final InstanceNames names;
    private final S3Client s3;
    private final DynamoDbClient dynamo;
    private final Surroundings surroundings;
    private final CrashPoints crashPoints = CrashPoints.ofThisProcess();
    private final FileStore files;
    private final UnfinishedFiles unfinished;
    private final ObjectStore config;
    private final PropertyStore properties;
    private Opened opened;

    /** What needs the driver. */
    private record Opened(String driver, TableStore tables, JobStore jobs) {}

    /**
     * @param s3     without retries of the SDK's, as of {@link AwsClients}
     * @param dynamo likewise
     */
    public AwsInstance(AwsPlace place, S3Client s3, DynamoDbClient dynamo, Surroundings surroundings) {
        this.place = place;
        this.names = new InstanceNames(place.id());
        this.s3 = s3;
        this.dynamo = dynamo;
        this.surroundings = surroundings;
        S3FileStore buckets = new S3FileStore(s3, surroundings);
        this.files = crashPoints.around(buckets);
        this.unfinished = buckets;
        this.config = new S3ObjectStore(s3, bucket("config"), "", surroundings);
        this.properties = new ObjectProperties(config, "s3://" + bucket("config"), surroundings);
    }

    /** @return the instance, over clients of its region's or its own servers, with the credentials of the process */
    public static AwsInstance open(AwsPlace place, Surroundings surroundings) {
        AwsClients clients = new AwsClients(place.endpoints()::get, List.of()).in(Region.of(place.region()));
        return new AwsInstance(place, clients.s3(), clients.dynamoDb(), surroundings);
    }

    private String bucket(String what) {
        return names.bucket(what);
    }

    private synchronized Opened opened() {
        if (opened == null) {
            opened = open(expectMadeWith(driver()));
        }
        return opened;
    }

    /** Faulty properties count as empty elsewhere, but not here: by another driver the tables would not be there. */
    private String driver() {
        Map<String, String> written = properties.ofInstance();
        List<Fault> faults = PropertyChecks.instance("s3://" + bucket("config") + "/instance.properties", written);
        if (!faults.isEmpty()) {
            throw notOpened(faults);
        }
        return Settings.ofInstance(written, defaultProperties()).get(InstanceSettings.COMMIT_LOG_DRIVER);
    }

    /** By another driver its tables would seem to be gone. */
    private String expectMadeWith(String driver) {
        String first = config.get(DRIVER_KEY)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> AwsResources.notThere("s3://" + bucket("config") + "/" + DRIVER_KEY));
        if (!first.equals(driver)) {
            throw notOpened(List.of(new Fault(
                    ErrorCode.VALUE_OUT_OF_RANGE,
                    InstanceSettings.COMMIT_LOG_DRIVER.name(),
                    driver,
                    first,
                    "Set it to what the instance was made with: the logs of its tables are there.")));
        }
        return driver;
    }

    private InvalidRequestException notOpened(List<Fault> faults) {
        return new InvalidRequestException("The instance " + place.id() + " was not opened.", faults);
    }

    private Opened open(String driver) {
        ObjectStore tableRoots = new S3ObjectStore(s3, bucket("data"), "", surroundings);
        ObjectStore large = new S3ObjectStore(s3, bucket("jobs"), "", surroundings);
        boolean isDynamo = driver.equals(DYNAMODB);
        ObjectStore records = isDynamo
                ? new RoutedObjectStore(
                        SMALL_RECORDS, new DynamoObjectStore(dynamo, names.table("state"), surroundings), large)
                : large;
        Function<TableName, CommitLog> logs = isDynamo
                ? table -> new DynamoCommitLog(dynamo, names.table("log"), table.value(), surroundings)
                : table -> new S3CommitLog(s3, bucket("data"), table + "/log/slots", surroundings);
        TableStore tables = new TableStore(
                () -> tableRoots.children("").stream()
                        .filter(TableName::isValid)
                        .map(TableName::new)
                        .toList(),
                table -> storage(table, logs.apply(table)),
                surroundings);
        return new Opened(driver, tables, new JobStore(crashPoints.around("jobs", records), surroundings));
    }

    private TableStorage storage(TableName table, CommitLog log) {
        return new TableStorage(
                new TableLocation(bucket("data"), table),
                crashPoints.around(log),
                crashPoints.around("table", new S3ObjectStore(s3, bucket("data"), table + "/log", surroundings)),
                new S3ObjectStore(s3, bucket("data"), table + "/metadata", surroundings),
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
    public Optional<String> folderOfBuckets() {
        return Optional.empty();
    }

    @Override
    public TableStore tables() {
        return opened().tables();
    }

    @Override
    public JobStore jobs() {
        return opened().jobs();
    }

    @Override
    public PropertyStore properties() {
        return properties;
    }

    /**
     * Makes the instance, if it is not there: buckets, driver, properties and tables. On AWS itself a deployment does, and nothing is
     * made.
     *
     * @param driver as {@link InstanceSettings#COMMIT_LOG_DRIVER} has it
     * @throws InvalidRequestException if the instance is there with another driver, lies on AWS itself and is not deployed, or only
     *                                 one of the services that it needs is on a server of one's own
     */
    public void make(String driver) {
        if (!place.isOnOwnServer(AwsService.S3)) {
            expect(driver);
            return;
        }
        expectServerOfTables(driver);
        AwsResources resources = resources(true);
        resources.buckets(buckets());
        PutResult unused = config.putIfAbsent(DRIVER_KEY, driver.getBytes(StandardCharsets.UTF_8));
        String unusedDriver = expectMadeWith(driver);
        Map<String, String> written = new TreeMap<>(properties.ofInstance());
        boolean isNew = written.putIfAbsent(InstanceSettings.ID.name(), place.id()) == null;
        isNew |= written.putIfAbsent(InstanceSettings.COMMIT_LOG_DRIVER.name(), driver) == null;
        if (isNew) {
            properties.putOfInstance(written);
        }
        tryOut(resources);
    }

    private List<String> buckets() {
        return Stream.of("config", "data", "input", "jobs").map(this::bucket).toList();
    }

    private void expectServerOfTables(String driver) {
        if (driver.equals(DYNAMODB) && !place.isOnOwnServer(AwsService.DYNAMODB)) {
            throw new InvalidRequestException(
                    "The instance " + place.id() + " was not made.",
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            AwsService.DYNAMODB.endpointVariable(),
                            "no server of one's own for DynamoDB, and one for S3",
                            "servers of one's own for both, or for none",
                            "Set it to DynamoDB's server, or " + AwsService.ENDPOINT_OF_ALL
                                    + " to one for both; or keep the logs on S3, too.")));
        }
    }

    /**
     * Tries the instance as it is, as {@link #prepare} does; makes nothing.
     *
     * @param driver as of {@link #make}
     * @throws InvalidRequestException if the instance is not there, or has another driver
     */
    public void expect(String driver) {
        AwsResources resources = resources(false);
        resources.buckets(buckets());
        String unused = expectMadeWith(driver);
        tryOut(resources);
    }

    /** {@inheritDoc} Nothing is made: what is missing was lost. */
    @Override
    public void prepare() {
        AwsResources resources = resources(false);
        resources.buckets(buckets());
        tryOut(resources);
    }

    /**
     * Looks what of the stores is there; tries nothing.
     *
     * @return what is missing, for people, such as {@code bucket sleeper-abc-data}
     * @throws InvalidRequestException   if the properties are faulty
     * @throws TransientFailureException if it could not be looked
     */
    public List<String> missing() {
        List<String> tables = driver().equals(DYNAMODB) ? List.of(bucket("log"), bucket("state")) : List.of();
        List<String> missing = new ArrayList<>(resources(false).missing(buckets(), tables));
        if (config.get(DRIVER_KEY).isEmpty()) {
            missing.add("s3://" + bucket("config") + "/" + DRIVER_KEY);
        }
        return missing;
    }

    private void tryOut(AwsResources resources) {
        if (opened().driver().equals(DYNAMODB)) {
            resources.logTable(names.table("log"));
            resources.stateTable(names.table("state"));
        }
        for (String bucket : List.of(bucket("jobs"), bucket("data"))) {
            S3Probe.check(s3, bucket, S3Probe.FOLDER, surroundings);
        }
        UploadProbe.check(s3, bucket("data"), S3Probe.FOLDER, surroundings);
    }

    private AwsResources resources(boolean makes) {
        return new AwsResources(s3, dynamo, makes, surroundings);
    }

    /**
     * @return the version of the suite that was deployed last, as that wrote it; empty if it wrote none
     * @throws TransientFailureException if the bucket of the properties is not there or could not be read
     */
    public Optional<String> version() {
        return config.get(VERSION_KEY).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    }

    @Override
    public Map<String, String> variables() {
        return place.variables();
    }

    @Override
    public String inputBucket() {
        return bucket("input");
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
