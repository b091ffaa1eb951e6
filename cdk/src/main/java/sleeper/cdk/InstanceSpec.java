package sleeper.cdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import sleeper.core.deployment.DeploymentChecks;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.deployment.Schedule;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Setting;
import sleeper.core.settings.Settings;

/**
 * What a deployment is made of: the operator's properties, which have passed {@link DeploymentChecks}, and what is shipped.
 *
 * @param properties of the instance, as its operator wrote them
 * @param tables     properties of its tables, by the tables' names
 * @param assets     what is shipped
 * @param deployer   ARN of the role or user that makes what is within a cluster of Kubernetes; empty if none does
 */
public record InstanceSpec(
        Map<String, String> properties,
        Map<String, Map<String, String>> tables,
        Assets assets,
        Optional<String> deployer) {
    /**
     * What a deployment uploads.
     *
     * @param version        of all of it
     * @param functionsZip   what the functions run
     * @param ingestImage    folder with the Dockerfile of the ingest task's image
     * @param sparkImage     folder with the Dockerfile of the image that Spark's pods run
     */
    public record Assets(String version, Path functionsZip, Path ingestImage, Path sparkImage) {}

    /** @throws InvalidRequestException with all that is wrong with the properties */
    public InstanceSpec {
        properties = Map.copyOf(properties);
        tables = Map.copyOf(tables);
        List<Fault> faults = new ArrayList<>(DeploymentChecks.of("instance.properties", properties));
        new TreeMap<>(tables)
                .forEach((table, its) -> faults.addAll(PropertyChecks.table("tables/" + table + ".properties", its)));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance cannot be deployed.", faults);
        }
    }

    public InstanceNames names() {
        return new InstanceNames(get(InstanceSettings.ID));
    }

    public <T> T get(Setting<T> setting) {
        return settings().get(setting);
    }

    public Settings settings() {
        return Settings.ofInstance(properties);
    }

    public Set<Platform> platforms() {
        return InstanceSettings.deployedPlatforms(get(InstanceSettings.OPTIONAL_STACKS));
    }

    /** @return whether tables are published for other engines */
    public boolean publishesViews() {
        return InstanceSettings.publishesViews(get(InstanceSettings.OPTIONAL_STACKS));
    }

    /** @return the queues that are deployed: one for each platform, and the one whose jobs the suite chooses a platform for */
    public List<JobQueue> queues() {
        Set<Platform> platforms = platforms();
        return List.of(JobQueue.values()).stream()
                .filter(queue -> queue.platform().map(platforms::contains).orElse(true))
                .toList();
    }

    public List<Schedule> schedules() {
        return Schedule.in(properties);
    }

    /** @return the buckets that jobs read from: that of the instance, and those that tables allow; each once, ascending */
    public List<String> sourceBuckets() {
        Settings ofInstance = settings();
        Stream<String> all = Stream.concat(
                ofInstance.find(IngestSettings.SOURCE_BUCKET).stream(),
                Stream.concat(Stream.of(ofInstance), tables.values().stream().map(ofInstance::withTable))
                        .flatMap(settings -> settings.find(IngestSettings.ALLOWED_SOURCES).stream())
                        .flatMap(List::stream));
        return all.map(InstanceSpec::bucketOf).distinct().sorted().toList();
    }

    /** An allowed source is a bucket, or a prefix in one. */
    private static String bucketOf(String source) {
        String path = source.replaceFirst("^[a-z0-9]+://", "");
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** @return where clients put the files of their jobs */
    public String uploadBucket() {
        return names().uploadBucket(settings());
    }

    /** @return whether that bucket is the deployment's to make, and not the operator's own */
    public boolean makesUploadBucket() {
        return settings().find(InstanceSettings.UPLOAD_BUCKET).isEmpty();
    }

    public boolean retainsData() {
        return get(DeploymentSettings.RETAIN_DATA);
    }

    public boolean onDynamoDb() {
        return get(InstanceSettings.COMMIT_LOG_DRIVER).equals("dynamodb");
    }
}
