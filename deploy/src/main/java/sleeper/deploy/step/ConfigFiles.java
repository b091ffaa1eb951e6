package sleeper.deploy.step;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.aws.s3.S3ObjectStore;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.core.util.SuiteVersion;
import sleeper.statestore.instance.ObjectProperties;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;

/** The files of an instance's config bucket that a deployment writes, as {@link sleeper.aws.AwsInstance} lays them out. */
public final class ConfigFiles {
    private static final String DRIVER = "commit-log-driver";
    private static final String VERSION = "version";

    private final DeploymentFolder folder;
    private final String place;
    private final ObjectStore config;
    private final ObjectProperties properties;

    public ConfigFiles(DeploymentFolder folder, S3Client s3, Surroundings surroundings) {
        this.folder = folder;
        String bucket = folder.names().bucket("config");
        this.place = "s3://" + bucket;
        this.config = new S3ObjectStore(s3, bucket, "", surroundings);
        this.properties = new ObjectProperties(config, place, surroundings);
    }

    /**
     * Says, once for all, with what driver the logs of the tables are written.
     *
     * @throws InvalidRequestException if they are written with another
     */
    public void writeDriver() {
        String driver = folder.settings().get(InstanceSettings.COMMIT_LOG_DRIVER);
        if (config.putIfAbsent(DRIVER, bytes(driver)) == PutResult.STORED) {
            return;
        }
        String first = config.get(DRIVER).map(ConfigFiles::text).orElse("");
        if (!first.strip().equals(driver)) {
            throw new InvalidRequestException(
                    "The instance was not deployed to its end.",
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            InstanceSettings.COMMIT_LOG_DRIVER.name(),
                            "'" + driver + "'",
                            "'" + first + "', by which " + place + "/" + DRIVER + " says that the logs are written",
                            "Set it to that, and deploy again.")));
        }
    }

    /** Properties of tables that the folder does not name stay as they are. */
    public void writeTables() {
        folder.tables().forEach((table, its) -> properties.putOfTable(new TableName(table), its));
    }

    /** @param more what only the deployment knows, beside what the operator wrote */
    public void writeInstance(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(folder.properties());
        all.putAll(more);
        properties.putOfInstance(all);
    }

    /** Says that the deployment has come to its end, and by what version of the suite. */
    public void writeVersion() {
        byte[] version = bytes(SuiteVersion.CURRENT + "\n");
        if (holds(version)) {
            return;
        }
        Optional<byte[]> former = config.get(VERSION);
        PutResult result = former.isPresent()
                ? config.replace(VERSION, former.get(), version)
                : config.putIfAbsent(VERSION, version);
        if (result != PutResult.STORED && !holds(version)) {
            throw new TransientFailureException(
                    "The instance was not deployed to its end.",
                    List.of(new Fault(
                            ErrorCode.UNAVAILABLE,
                            place + "/" + VERSION,
                            "another deployment that writes it",
                            "one deployment at a time",
                            "Wait until the other has ended, and deploy again.")),
                    null);
        }
    }

    private boolean holds(byte[] version) {
        return config.get(VERSION)
                .filter(there -> Arrays.equals(there, version))
                .isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
