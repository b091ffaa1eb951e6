package sleeper.core.launch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.launch.SparkSite;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.settings.SparkConfAllowList;
import sleeper.core.table.TableName;

/** What requests set over a job's own properties is what no job may set, however far the operator widens the list. */
class PropertiesOfRunsTest {
    private static final Pattern PROPERTY = Pattern.compile("(spark\\.[A-Za-z0-9._-]+)=");

    static Stream<Platform> spark() {
        return Arrays.stream(Platform.values()).filter(Platform::isSpark);
    }

    /** @return the properties of the requests of a job that sets none */
    private static SortedSet<String> setByRequests(Platform platform) {
        JobPlan plan = new JobPlan(
                new AttemptId(new JobId("j"), 1),
                "digest",
                new TableName("t"),
                "i",
                new Schema(List.of(Field.required("k", PrimitiveType.INT)), List.of(), List.of()),
                new PartitionTree(1, new PartitionTree.Leaf()),
                platform,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Settings.ofInstance(Map.of()).toMap(),
                Map.of(),
                Optional.of(BulkImportSettings.CLASS_NAMES.get(0)),
                Optional.empty());
        ObjectNode requests =
                LaunchRequests.first(plan, new SparkSite("s3://jars/job", Map.of("SLEEPER_INSTANCE_ID", "p")));
        SortedSet<String> set = new TreeSet<>();
        Matcher found = PROPERTY.matcher(requests.toString());
        while (found.find()) {
            set.add(found.group(1));
        }
        // What a run begins with where the job says nothing, and not what it insists on.
        set.remove("spark.dynamicAllocation.enabled");
        return set;
    }

    @ParameterizedTest
    @MethodSource("spark")
    void shouldRefuseWhatTheRunSetsWhateverTheOperatorAllows(Platform platform) {
        SparkConfAllowList widened = new SparkConfAllowList(
                List.of("spark.yarn.*", "spark.kubernetes.*", "spark.jars.*", "spark.emr-serverless.*"));

        assertThat(setByRequests(platform))
                .allSatisfy(key -> assertThat(widened.check(Map.of(key, "x"), platform))
                        .as(key)
                        .extracting(Fault::code, Fault::allowed)
                        .containsExactly(tuple(
                                ErrorCode.SPARK_CONF_NOT_ALLOWED, "properties that the run does not set itself")));
    }

    /** Drivers on pods have it from their pod's environment, which the deployment sets. */
    @Test
    void shouldNameTheInstanceToDriversThatNothingElseNamesItTo() {
        assertThat(setByRequests(Platform.EMR)).contains("spark.yarn.appMasterEnv.SLEEPER_INSTANCE_ID");
        assertThat(setByRequests(Platform.PERSISTENT_EMR)).contains("spark.yarn.appMasterEnv.SLEEPER_INSTANCE_ID");
        assertThat(setByRequests(Platform.EMR_SERVERLESS))
                .contains("spark.emr-serverless.driverEnv.SLEEPER_INSTANCE_ID");
    }

    @Test
    void shouldLookAtRequestsThatSetSomething() {
        assertThat(setByRequests(Platform.EMR)).hasSizeGreaterThan(1);
        assertThat(setByRequests(Platform.EKS)).hasSizeGreaterThan(6);
    }
}
