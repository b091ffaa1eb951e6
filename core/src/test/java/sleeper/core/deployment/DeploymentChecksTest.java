package sleeper.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;

class DeploymentChecksTest {
    private static final String JOB = "{\"tableName\":\"orders\",\"files\":[\"b/in/\"]}";

    private static List<Fault> faults(String... namesAndValues) {
        Map<String, String> properties = new TreeMap<>(Map.of("sleeper.id", "prod"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return DeploymentChecks.of("p", properties);
    }

    @Test
    void shouldTakeWhatCanBeDeployed() {
        assertThat(faults()).isEmpty();
        assertThat(faults("sleeper.optional.stacks", "")).isEmpty();
        assertThat(faults(
                        "sleeper.vpc.id",
                        "vpc-0123456789abcdef0",
                        "sleeper.subnets",
                        "subnet-00000001,subnet-00000002"))
                .isEmpty();
        assertThat(faults(
                        "sleeper.schedule.nightly.expression",
                        "cron(0 3 * * ? *)",
                        "sleeper.schedule.nightly.job",
                        JOB))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleeper.id | Prod | VALUE_OUT_OF_RANGE",
                "sleeper.id | -prod | BAD_ID",
                "sleeper.id | prod- | BAD_ID",
                "sleeper.id | an-id-of-more-than-twenty | VALUE_OUT_OF_RANGE",
                "sleeper.optional.stacks | IngestStack,CompactionStack | VALUE_OUT_OF_RANGE",
                "sleeper.errors.email | nobody | VALUE_OUT_OF_RANGE",
                "sleeper.ingest.job.queue.url | https://sqs.eu-west-2.amazonaws.com/1/q | VALUE_OUT_OF_RANGE",
                "sleeper.vpc.id | vpc-0123456789abcdef0 | MISSING_FIELD",
                "sleeper.vpc.id | myvpc | VALUE_OUT_OF_RANGE",
                "sleeper.subnets | subnet-00000001,subnet-00000002 | MISSING_FIELD",
                "sleeper.subnets | subnet-00000001 | VALUE_OUT_OF_RANGE",
                "sleeper.subnets | subnet-00000001,subnet-00000001 | VALUE_OUT_OF_RANGE",
                "sleeper.network.egress | proxy | WRONG_TYPE",
                "sleeper.log.retention | 2 | VALUE_OUT_OF_RANGE",
                "sleeper.ingest.task.disk | 300g | VALUE_OUT_OF_RANGE",
                "sleeper.bulk.import.persistent.emr.release.label | emr-7.13.0 | PLATFORM_NOT_DEPLOYED",
                "sleeper.bulk.import.emr.keypair.name | my-key | PLATFORM_NOT_DEPLOYED",
                "sleeper.default.bulk.import.emr.executor.max.instances | 5 | PLATFORM_NOT_DEPLOYED",
                "sleeper.default.bulk.import.eks.executor.instances | 5 | PLATFORM_NOT_DEPLOYED",
                "sleeper.bulk.import.emr.serverless.max.vcpus | 5 | PLATFORM_NOT_DEPLOYED",
                "sleeper.schedule.nightly.expression | every day | VALUE_OUT_OF_RANGE",
                "sleeper.schedule.nightly.expression | rate(1 hour) | MISSING_FIELD",
                "sleeper.schedule.nightly.queues | emr | UNKNOWN_PROPERTY",
                "sleeper.schedule.<name>.queue | emr | UNKNOWN_PROPERTY"
            })
    void shouldRefuseWhatCannotBeDeployedByItsProperty(String property, String value, String code) {
        assertThat(faults(property, value))
                .anySatisfy(fault -> assertThat(fault.code().name()).isEqualTo(code))
                .allSatisfy(fault -> assertThat(fault.where()).contains("sleeper."));
    }

    @Test
    void shouldWantAnId() {
        assertThat(DeploymentChecks.of("p", Map.of()))
                .extracting(Fault::message)
                .containsExactly(
                        "MISSING_FIELD at p (sleeper.id): found nothing; allowed: an id such as prod. Set it: it names"
                                + " all that the instance owns.");
    }

    @Test
    void shouldNameTheStackThatAPropertyNeeds() {
        assertThat(faults("sleeper.bulk.import.emr.keypair.name", "my-key"))
                .extracting(Fault::message)
                .containsExactly(
                        "PLATFORM_NOT_DEPLOYED at p (sleeper.bulk.import.emr.keypair.name): found 'my-key'; allowed: a"
                                + " property of a stack that is deployed. Add EmrBulkImportStack or PersistentEmrBulkImportStack to"
                                + " sleeper.optional.stacks, or remove the property.");
        assertThat(faults(
                        "sleeper.bulk.import.emr.keypair.name",
                        "my-key",
                        "sleeper.optional.stacks",
                        "PersistentEmrBulkImportStack"))
                .isEmpty();
    }

    @Test
    void shouldRefuseAnEgressBesideAVpcOfOnesOwn() {
        assertThat(faults(
                        "sleeper.vpc.id",
                        "vpc-0123456789abcdef0",
                        "sleeper.subnets",
                        "subnet-00000001,subnet-00000002",
                        "sleeper.network.egress",
                        "nat"))
                .extracting(Fault::where)
                .containsExactly("p (sleeper.network.egress)");
    }

    @Test
    void shouldRefuseAPermanentClusterWhoseLeastIsAboveItsMost() {
        assertThat(faults(
                        "sleeper.optional.stacks",
                        "PersistentEmrBulkImportStack",
                        "sleeper.bulk.import.persistent.emr.min.instances",
                        "20"))
                .extracting(Fault::where)
                .containsExactly("p (sleeper.bulk.import.persistent.emr.min.instances)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tableName\":\"orders\",\"files\":[\"b/in/\"]",
                "{\"tableName\":\"orders\",\"file\":[\"b/in/\"]}",
                "{\"id\":\"j\",\"tableName\":\"orders\",\"files\":[\"b/in/\"]}"
            })
    void shouldRefuseAScheduleOfAJobThatWouldBeRefusedOrRunOnce(String job) {
        assertThat(faults("sleeper.schedule.s.expression", "rate(1 hour)", "sleeper.schedule.s.job", job))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.where()).startsWith("sleeper.schedule.s.job"));
    }

    @Test
    void shouldRefuseAScheduleToAQueueThatIsNotDeployed() {
        assertThat(faults(
                        "sleeper.schedule.s.expression",
                        "rate(1 hour)",
                        "sleeper.schedule.s.job",
                        JOB,
                        "sleeper.schedule.s.queue",
                        "emr"))
                .extracting(Fault::where)
                .containsExactly("p (sleeper.schedule.s.queue)");
    }

    @Test
    void shouldKnowThePlatformsOfEachPropertyOfAPlatform() {
        assertThat(PlatformProperties.of("sleeper.bulk.import.persistent.emr.min.instances"))
                .containsExactly(Platform.PERSISTENT_EMR);
        assertThat(PlatformProperties.of("sleeper.bulk.import.emr.spark.driver.cores"))
                .containsExactly(Platform.EMR, Platform.PERSISTENT_EMR);
        assertThat(PlatformProperties.of("sleeper.bulk.import.class.name")).isEmpty();
    }
}
