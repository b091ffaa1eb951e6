package sleeper.statestore.instance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.core.util.FailureWords;
import sleeper.statestore.crash.CrashPoints;
import sleeper.statestore.file.FileCommitLog;
import sleeper.statestore.file.FileObjectStore;
import sleeper.statestore.file.HardLinks;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.file.OwnerOnly;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.util.Surroundings;

/**
 * The embedded instance: everything below one folder, its home.
 *
 * <pre>
 * instance.properties           settings of the instance
 * tables/NAME.properties        settings of a table
 * buckets/BUCKET/KEY            files; a table's lie in the bucket sleeper-tables
 * buckets/sleeper-tables/NAME/log/{slots,bodies,inbox,snapshots}
 * jobs/                         the job store
 * </pre>
 *
 * <p>Opening one looks whether its home can be one, and takes from others what an earlier version has left open to them. Many processes
 * may have it open.
 */
public final class FileInstance implements OwnedStores {
    /** The bucket of the tables. */
    public static final String TABLE_BUCKET = "sleeper-tables";

    private static final String UPLOADS = "uploads";
    private static final String INPUT_BUCKET = "demo";

    private final Path home;
    private final LocalFileStore localFiles;
    private final FileStore files;
    private final CrashPoints crashPoints;
    private final TableStore tables;
    private final JobStore jobs;
    private final PropertyStore properties;

    private FileInstance(Path home, Surroundings surroundings) {
        this.home = home;
        this.properties = new StoredProperties(home);
        this.crashPoints = CrashPoints.ofThisProcess();
        this.localFiles = new LocalFileStore(home.resolve("buckets"));
        this.files = crashPoints.around(localFiles);
        FileObjectStore tableRoots = new FileObjectStore(tableBucket());
        this.tables = new TableStore(
                () -> tableRoots.children("").stream()
                        .filter(TableName::isValid)
                        .map(TableName::new)
                        .toList(),
                this::storage,
                surroundings);
        this.jobs = new JobStore(crashPoints.around("jobs", new FileObjectStore(home.resolve("jobs"))), surroundings);
    }

    /**
     * @param home the folder; made when something is first written
     * @throws UnreachableException if there can be no such folder
     */
    public static FileInstance open(Path home, Surroundings surroundings) {
        Path absolute = home.toAbsolutePath().normalize();
        HomeFolder.expectPossible(absolute);
        OwnerOnly.protect(absolute);
        return new FileInstance(absolute, surroundings);
    }

    /**
     * Tries what the log rests on, and clears away what a killed process had begun to write into the job store.
     *
     * @throws RunFailedException if the file system of the home has no hard links
     */
    @Override
    public void prepare() {
        try {
            HardLinks.probe(home);
        } catch (IOException e) {
            throw new RunFailedException(
                    "The instance at " + home + " was not opened.",
                    List.of(new Fault(
                            ErrorCode.INTERNAL,
                            home.toString(),
                            FailureWords.of(e),
                            "a file system with hard links",
                            "Set SLEEPER_HOME to a folder on another file system.")),
                    e);
        }
        new FileObjectStore(home.resolve("jobs")).deleteAbandoned();
    }

    private Path tableBucket() {
        return home.resolve("buckets").resolve(TABLE_BUCKET);
    }

    private TableStorage storage(TableName table) {
        Path log = tableBucket().resolve(table.value()).resolve("log");
        return new TableStorage(
                new TableLocation(TABLE_BUCKET, table),
                crashPoints.around(new FileCommitLog(log.resolve("slots"))),
                crashPoints.around("table", new FileObjectStore(log)),
                new FileObjectStore(log.resolveSibling("metadata")),
                files,
                localFiles);
    }

    public Path home() {
        return home;
    }

    /** @return the folder whose folders are the buckets */
    public Path buckets() {
        return home.resolve("buckets");
    }

    @Override
    public FileStore files() {
        return files;
    }

    @Override
    public Set<String> ownBuckets() {
        return Set.of(TABLE_BUCKET);
    }

    @Override
    public Optional<String> folderOfBuckets() {
        return Optional.of(buckets().toString());
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
    public Map<String, String> variables() {
        return Map.of(FileInstanceProvider.HOME_VARIABLE, home.toString());
    }

    @Override
    public String inputBucket() {
        return INPUT_BUCKET;
    }

    @Override
    public PropertyStore properties() {
        return properties;
    }

    @Override
    public Map<String, String> instanceProperties() {
        return properties.ofInstance();
    }

    /** @return what holds where services run on this machine, wherever the stores are: nothing has to be deployed for a platform */
    public static Map<String, String> defaultsOfThisMachine() {
        return Map.of(InstanceSettings.OPTIONAL_STACKS.name(), String.join(",", InstanceSettings.allStacks()));
    }

    /** {@inheritDoc} A bucket is a folder here, so that clients have one without anybody's making it. */
    @Override
    public Map<String, String> defaultProperties() {
        Map<String, String> defaults = new HashMap<>(defaultsOfThisMachine());
        defaults.put(InstanceSettings.UPLOAD_BUCKET.name(), UPLOADS);
        return defaults;
    }

    @Override
    public Map<String, String> tableProperties(TableName table) {
        return properties.ofTable(table);
    }
}
