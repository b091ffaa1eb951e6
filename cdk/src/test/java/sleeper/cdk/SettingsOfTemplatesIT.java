package sleeper.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.deployment.DeploymentChecks;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.ScheduleSettings;
import sleeper.core.settings.Setting;
import sleeper.core.settings.SettingsCatalogue;

/** What a deployment reads is what the catalogue says it does: another value makes another template, and of nothing else. */
@Tag("long")
class SettingsOfTemplatesIT {
    /** Values of all types and ranges that there are; of each setting the first is taken that is another and allowed. */
    private static final List<String> CANDIDATES = List.of(
            "false",
            "true",
            "7",
            "3",
            "120",
            "2.5",
            "0.5",
            "90s",
            "2m",
            "2h",
            "600",
            "5000",
            "48m",
            "96g",
            "2g",
            "100g",
            "emr-7.12.0",
            "m5.2xlarge",
            "s3",
            "nat",
            "reject",
            "ignore",
            "null",
            "snappy",
            "spot",
            "other",
            "other@example.com",
            "http://localhost/q",
            "sg-0123456789abcdef0",
            "sleeper.bulkimport.job.runner.rdd.BulkImportJobRDDRunner",
            "DISK_ONLY",
            "spark.ui.port",
            "IngestStack",
            "-XX:+UseParallelGC",
            "us-east-1",
            "localhost",
            "hdfs",
            "m5.xlarge,m5.2xlarge");

    /** What makes sense together with others only. */
    private static final Map<String, Map<String, String>> TOGETHER = Map.of(
            DeploymentSettings.VPC.name(), own("1"),
            DeploymentSettings.SUBNETS.name(), own("2"),
            ScheduleSettings.EXPRESSION.name(), schedule("expression", "rate(2 hours)"),
            ScheduleSettings.TIME_ZONE.name(), schedule("timezone", "Europe/London"),
            ScheduleSettings.QUEUE.name(), schedule("queue", "standard"),
            ScheduleSettings.JOB.name(), schedule("job", "{\"tableName\":\"u\",\"files\":[\"b/f/\"]}"));

    private static String usual;

    @TempDir
    private Path folder;

    private static Map<String, String> own(String digit) {
        return Map.of(
                "sleeper.vpc.id",
                "vpc-0000000" + digit,
                "sleeper.subnets",
                "subnet-0000000" + digit + ",subnet-0000000a");
    }

    private static Map<String, String> schedule(String property, String value) {
        Map<String, String> all = new HashMap<>(Map.of(
                "sleeper.schedule.s.expression",
                "rate(1 hour)",
                "sleeper.schedule.s.job",
                "{\"tableName\":\"t\",\"files\":[\"b/f/\"]}"));
        all.put("sleeper.schedule.s." + property, value);
        return all;
    }

    @BeforeAll
    static void makeTheUsual(@TempDir Path folder) {
        usual = text(folder, Map.of());
    }

    private static String text(Path folder, Map<String, String> more) {
        return Templates.text(Templates.stack(folder, String.join(",", InstanceSettings.allStacks()), more));
    }

    static Stream<Setting<?>> read() {
        return settings().filter(Setting::needsRedeploy);
    }

    private static Stream<Setting<?>> settings() {
        return SettingsCatalogue.ofInstance().values().stream().filter(setting -> !setting.isSetByDeployment());
    }

    @ParameterizedTest
    @MethodSource("read")
    void shouldMakeAnotherTemplateOfAnotherValue(Setting<?> setting) {
        String made = setting == InstanceSettings.OPTIONAL_STACKS
                ? Templates.text(Templates.stack(folder, "IngestStack", Map.of()))
                : text(folder, changed(setting));

        assertThat(made).isNotEqualTo(usual);
    }

    @Test
    void shouldMakeTheSameTemplateWhateverElseIsSet() {
        Map<String, String> others = new HashMap<>();
        settings().filter(setting -> !setting.needsRedeploy()).forEach(setting -> others.putAll(changed(setting)));

        assertThat(others).hasSizeGreaterThan(60);
        assertThat(text(folder, others)).isEqualTo(usual);
    }

    private static Map<String, String> changed(Setting<?> setting) {
        Map<String, String> together = TOGETHER.get(setting.name());
        if (together != null) {
            return together;
        }
        String name = setting.instanceName().orElseThrow();
        Optional<Map<String, String>> another = CANDIDATES.stream()
                .filter(value -> !value.equals(setting.defaultText()))
                .map(value -> Map.of(name, value))
                .filter(properties -> isAllowed(properties))
                .findFirst();
        return another.orElseThrow(
                () -> new AssertionError("no candidate is another value of " + name + ": " + setting.allowed()));
    }

    private static boolean isAllowed(Map<String, String> changed) {
        Map<String, String> properties = new HashMap<>(changed);
        properties.putIfAbsent("sleeper.id", "prod");
        properties.put("sleeper.optional.stacks", String.join(",", InstanceSettings.allStacks()));
        return DeploymentChecks.of("p", properties).isEmpty();
    }
}
