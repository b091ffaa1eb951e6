package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.Platform;

class PropertyChecksTest {
    private static final String FILE = "instance.properties";

    @Nested
    class OfFiles {
        @Test
        void shouldReadJavaProperties() {
            assertThat(PropertyFile.read(FILE, "# a remark\nsleeper.ingest.threads = 2\nsleeper.id:x1\n"))
                    .isEqualTo(Map.of("sleeper.ingest.threads", "2", "sleeper.id", "x1"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "10 # The maximum number of EC2 instances.|10",
                    "my-key\t#\tA key pair.|my-key",
                    "# Nothing is set here.|''",
                    "10 #|10",
                    "pass#word|pass#word",
                    "room #7|room #7"
                })
        void shouldLeaveTheGuidesTrailingRemarksOutOfValues(String written, String meant) {
            assertThat(PropertyFile.read(FILE, "name=" + written + "\n")).isEqualTo(Map.of("name", meant));
        }

        @Test
        void shouldTellEveryFaultAndTheNearestName() {
            List<Fault> faults = PropertyChecks.instance(FILE, PropertyFile.read(FILE, """
                            sleeper.ingest.memory.bugdet=1g
                            sleeper.ingest.threads=many
                            sleeper.ingest.memory.budget=1m
                            sleeper.table.allowed.sources=b
                            """));

            assertThat(faults)
                    .extracting(Fault::message)
                    .containsExactly(
                            "VALUE_OUT_OF_RANGE at instance.properties (sleeper.ingest.memory.budget): found '1m'; allowed: 64m"
                                    + " to 1t. Give a value inside the range named.",
                            "UNKNOWN_PROPERTY at instance.properties (sleeper.ingest.memory.bugdet): found"
                                    + " 'sleeper.ingest.memory.bugdet'; allowed: a property of docs/reference/settings.md that"
                                    + " may stand here. Use 'sleeper.ingest.memory.budget', or remove the property.",
                            "WRONG_TYPE at instance.properties (sleeper.ingest.threads): found 'many'; allowed: a whole number."
                                    + " Give a value of the type named.",
                            "UNKNOWN_PROPERTY at instance.properties (sleeper.table.allowed.sources): found"
                                    + " 'sleeper.table.allowed.sources'; allowed: a property of docs/reference/settings.md that"
                                    + " may stand here. Move it: it is a property of the table.");
        }

        @Test
        void shouldNameThePropertyOfTheOtherLayer() {
            assertThat(PropertyChecks.instance(FILE, Map.of("sleeper.table.max.file.rows", "1000")))
                    .extracting(Fault::action)
                    .containsExactly("Its name here is 'sleeper.default.max.file.rows'.");
            assertThat(PropertyChecks.table("t.properties", Map.of("sleeper.default.max.file.rows", "1000")))
                    .extracting(Fault::action)
                    .containsExactly("Its name here is 'sleeper.table.max.file.rows'.");
            assertThat(PropertyChecks.table("t.properties", Map.of("sleeper.ingest.threads", "2")))
                    .extracting(Fault::action)
                    .containsExactly("Move it: it is a property of the instance.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "host.docker.internal",
                    "my-laptop, 192.168.1.20:8083",
                    "localhost:9000",
                    "[fe80::1]:8083",
                    ""
                })
        void shouldTakeNamesOfThisMachine(String hosts) {
            assertThat(PropertyChecks.instance(FILE, Map.of("sleeper.local.hosts", hosts)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"*", "*.example", "http://a", "a/b", "user@a", "a b", "a:", "a:b", "a:0"})
        void shouldRefuseWhatIsNoNameOfAMachine(String hosts) {
            assertThat(PropertyChecks.instance(FILE, Map.of("sleeper.local.hosts", hosts)))
                    .extracting(Fault::code)
                    .containsExactly(ErrorCode.VALUE_OUT_OF_RANGE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"uploads", "sleeper-prod-uploads", "my-data", "sleeper-data", "sleeper-prod-data.in"})
        void shouldTakeABucketForUploadsInWhichNothingElseIs(String bucket) {
            assertThat(PropertyChecks.instance(FILE, Map.of("sleeper.upload.bucket", bucket)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"sleeper-prod-data", "sleeper-a-b-config", "sleeper-tables", "Uploads", "a/b"})
        void shouldRefuseABucketForUploadsThatHoldsSomethingElse(String bucket) {
            assertThat(PropertyChecks.instance(FILE, Map.of("sleeper.upload.bucket", bucket)))
                    .extracting(Fault::message)
                    .containsExactly(
                            "VALUE_OUT_OF_RANGE at instance.properties (sleeper.upload.bucket): found '" + bucket
                                    + "'; allowed: the name of a bucket in which an instance keeps nothing else. Give a value inside"
                                    + " the range named.");
        }

        @Test
        void shouldRefuseAPropertyGivenTwice() {
            InvalidRequestException thrown = catchThrowableOfType(
                    InvalidRequestException.class,
                    () -> PropertyFile.read(
                            "t.properties", "sleeper.table.max.file.rows=1000\nsleeper.table.max.file.rows=2000"));

            assertThat(thrown.faults())
                    .containsExactly(Fault.of(
                                    ErrorCode.DUPLICATE_FIELD,
                                    "t.properties",
                                    "'sleeper.table.max.file.rows' again",
                                    "each property once")
                            .at(FaultLocation.ofFile("t.properties")));
        }

        @Test
        void shouldRefuseABrokenEscape() {
            InvalidRequestException thrown = catchThrowableOfType(
                    InvalidRequestException.class, () -> PropertyFile.read("t.properties", "a=\\u12"));

            assertThat(thrown.code()).isEqualTo(ErrorCode.WRONG_TYPE);
        }

        @Test
        void shouldKeepASecretOutOfTheMessage() {
            Setting<Integer> secret = SettingBuilder.ofInstance("s", SettingType.INT)
                    .secret()
                    .readBy(SettingReader.COMMAND)
                    .meaning("A secret number.");

            assertThat(secret.check("here", "hush"))
                    .contains(Fault.of(ErrorCode.WRONG_TYPE, "here", "a secret", "a whole number"));
        }
    }

    @Nested
    class OfJobs {
        @Test
        void shouldTakeWhatMeansSomethingOnThePlatform() {
            assertThat(PropertyChecks.job(
                            Map.of("sleeper.table.bulk.import.emr.executor.max.instances", "20"), Platform.EMR))
                    .isEmpty();
            assertThat(PropertyChecks.job(Map.of("sleeper.table.parquet.compression.level", "9"), Platform.STANDARD))
                    .isEmpty();
        }

        @Test
        void shouldRefuseWhatMeansNothingOnThePlatform() {
            assertThat(messages("sleeper.table.bulk.import.emr.executor.max.instances", "20", Platform.PERSISTENT_EMR))
                    .containsExactly(
                            "UNKNOWN_PROPERTY at platformSpec (sleeper.table.bulk.import.emr.executor.max.instances): found"
                                    + " 'sleeper.table.bulk.import.emr.executor.max.instances' for a job on the platform"
                                    + " persistent-emr; allowed: a property of jobs on emr. Remove the property, or send the job to a"
                                    + " queue of a platform that it means something on.");
        }

        @Test
        void shouldRefuseWhatOnlyTheInstanceOrTheTableMaySet() {
            assertThat(messages("sleeper.ingest.memory.budget", "2g", Platform.STANDARD))
                    .containsExactly("UNKNOWN_PROPERTY at platformSpec (sleeper.ingest.memory.budget): found"
                            + " 'sleeper.ingest.memory.budget'; allowed: a property that a job may set. Remove it; it is set"
                            + " for the instance.");
            assertThat(messages("sleeper.table.allowed.sources", "b", Platform.STANDARD))
                    .singleElement()
                    .asString()
                    .endsWith("Remove it; it is set for the table.");
        }

        @Test
        void shouldNameTheNearestThatTheJobMayUse() {
            assertThat(messages("sleeper.table.bulk.import.emr.executor.max.instanses", "2", Platform.EMR))
                    .singleElement()
                    .asString()
                    .endsWith("Use 'sleeper.table.bulk.import.emr.executor.max.instances', or remove the property.");
        }

        @Test
        void shouldHoldValuesAgainstTheirRange() {
            assertThat(PropertyChecks.job(
                            Map.of("sleeper.table.bulk.import.emr.executor.max.instances", "0"), Platform.EMR))
                    .extracting(Fault::code)
                    .containsExactly(ErrorCode.VALUE_OUT_OF_RANGE);
        }

        private List<String> messages(String name, String value, Platform platform) {
            return PropertyChecks.job(Map.of(name, value), platform).stream()
                    .map(Fault::message)
                    .toList();
        }
    }
}
