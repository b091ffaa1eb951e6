package sleeper.function;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.api.function.ApiFunction;
import sleeper.lambda.DeployedFunction;
import sleeper.lambda.FunctionDescription;
import sleeper.lambdaruntime.UnpackedZip;

/** The functions as Lambda runs them: each in a process that has the zip and Lambda's own jars, and no class path of Maven's. */
class FunctionsIT {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static UnpackedZip zip;

    @FunctionalInterface
    private interface Check {
        void of(UnpackedZip zip) throws IOException;
    }

    @BeforeAll
    static void unpack() throws IOException {
        zip = UnpackedZip.ofBuild(shared.resolve("zip"));
    }

    @ParameterizedTest
    @EnumSource(FunctionDescription.class)
    @EnumSource(ApiFunction.class)
    void shouldSendNothingUntilItsFirstCallAndAnswerThat(DeployedFunction function) throws IOException {
        FunctionChecks.answers(zip, function);
    }

    @Test
    void shouldAnswerWhenRestoredFromASnapshot() throws IOException {
        FunctionChecks.answersRestored(zip, FunctionDescription.STARTER);
    }

    @Test
    void shouldAnswerProgramsWhenRestoredFromASnapshot() throws IOException {
        FunctionChecks.answersRestored(zip, ApiFunction.API);
    }

    @Test
    void shouldLogJsonThatNamesTheFunction() throws IOException {
        FunctionChecks.logs(zip);
    }

    @Test
    void shouldLoadTheNativeLibrariesOfTheCodecs() throws IOException {
        FunctionChecks.codecs(UnpackedZip.ofBuild(folder.resolve("zip")));
    }

    static Stream<Arguments> faults() {
        Check answers = zip -> FunctionChecks.answers(zip, FunctionDescription.COMMIT_FILES);
        Check codecs = FunctionChecks::codecs;
        Check logs = FunctionChecks::logs;
        return Stream.of(
                arguments(
                        "the provider",
                        "sleeper-deployed-",
                        "sleeper/deployed/DeployedPortsProvider.class",
                        answers,
                        "Provider sleeper.deployed.DeployedPortsProvider not found"),
                arguments(
                        "the provider of instances",
                        "sleeper-deployed-",
                        "sleeper/deployed/instance/DeployedInstanceProvider.class",
                        (Check) zip -> FunctionChecks.answers(zip, ApiFunction.API),
                        "DeployedInstanceProvider"),
                arguments(
                        "the provider's service entry",
                        "sleeper-deployed-",
                        "META-INF/services/",
                        answers,
                        "Provider is on the class path"),
                arguments(
                        "the service entry of the requests' JSON",
                        "sleeper-lambdas-",
                        "META-INF/services/",
                        answers,
                        "java.lang.RuntimeException"),
                arguments(
                        "what is loaded before a snapshot",
                        "aspectjrt-",
                        "org/aspectj/",
                        (Check) zip -> FunctionChecks.answersRestored(zip, FunctionDescription.STARTER),
                        "the function's process ended"),
                arguments("zstd's library", "zstd-jni-", "linux/", codecs, "libzstd-jni"),
                arguments("snappy's library", "snappy-java-", "org/xerial/snappy/native/", codecs, "snappy"),
                arguments(
                        "the plugins of log4j's JSON",
                        "log4j-layout-template-json-",
                        "META-INF/org/apache/logging/log4j/core/config/plugins/",
                        logs,
                        "JsonTemplateLayout"),
                arguments(
                        "Powertools' plugin of log4j",
                        "powertools-logging-log4j-",
                        "META-INF/org/apache/logging/log4j/core/config/plugins/",
                        logs,
                        "powertools"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldNoticeAZipThatLacks(String what, String jar, String entry, Check check, String message)
            throws IOException {
        UnpackedZip faulty = UnpackedZip.ofBuild(folder.resolve("zip"));
        faulty.remove(jar, entry);

        assertThatThrownBy(() -> check.of(faulty))
                .as(what)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }
}
