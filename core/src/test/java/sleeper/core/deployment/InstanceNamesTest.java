package sleeper.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.PropertyChecks;

class InstanceNamesTest {
    private static final List<String> IDS = List.of("a", "b", "a-b", "a-config", "a-ingest", "config", "errors");
    private static final List<String> BUCKETS = List.of("config", "data", "input", "jobs", "logs", "uploads");

    /** All names of the kind that S3, DynamoDB, Lambda, Step Functions, SNS, ECS and IAM give out. */
    private static Stream<String> names(String id) {
        InstanceNames names = new InstanceNames(id);
        return Stream.concat(
                BUCKETS.stream().map(names::bucket),
                Arrays.stream(JobQueue.values())
                        .flatMap(queue -> Stream.of(names.queue(queue), names.deadLetterQueue(queue))));
    }

    @Test
    void shouldShareNoNameBetweenInstancesNorBetweenTheThingsOfOne() {
        assertThat(IDS.stream().flatMap(InstanceNamesTest::names).toList()).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepClustersApartWhoseInstanceAndJobReadTheSameTogether() {
        assertThat(new InstanceNames("a").jobCluster("b-job-a1"))
                .isNotEqualTo(new InstanceNames("a-b").jobCluster("job-a1"));
    }

    @Test
    void shouldLetClientsPutFilesIntoNoBucketThatHoldsSomethingElse() {
        List<String> refused = IDS.stream()
                .map(InstanceNames::new)
                .flatMap(names -> BUCKETS.stream().map(names::bucket))
                .filter(bucket -> !PropertyChecks.instance("p", Map.of("sleeper.upload.bucket", bucket))
                        .isEmpty())
                .toList();

        assertThat(refused).hasSize(IDS.size() * (BUCKETS.size() - 1)).noneMatch(bucket -> bucket.endsWith("-uploads"));
    }

    @Test
    void shouldNameWhatTheGuideNames() {
        InstanceNames names = new InstanceNames("abc1234");

        assertThat(names.bucket("config")).isEqualTo("sleeper-abc1234-config");
        assertThat(names.ingestCluster()).isEqualTo("sleeper-abc1234-ingest-cluster");
        assertThat(names.queue(JobQueue.PERSISTENT_EMR)).isEqualTo("abc1234-BulkImportPersistentEMRQ");
        assertThat(names.eksNamespace()).isEqualTo("sleeper-abc1234-bulk-import");
    }

    @Test
    void shouldKeepTheJarsOfEachVersion() {
        assertThat(new InstanceNames("p").sparkJars("1.2"))
                .isEqualTo("s3://sleeper-p-config/jars/sleeper-spark-job-1.2");
    }
}
