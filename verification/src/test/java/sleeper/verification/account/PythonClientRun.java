package sleeper.verification.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sleeper.verification.ProjectTree;
import sleeper.verification.servers.AwsServers;

/**
 * The tests of the Python client against an instance as its template deploys it, in an account that test code plays: what they call is the
 * API's function from its zip. {@code .ci/python} runs it, with the Python that has the client as the property {@code client.python}; the
 * build of Maven has none.
 */
class PythonClientRun {
    @RegisterExtension
    static final NoProcessLeft NO_PROCESS_LEFT = new NoProcessLeft();

    @TempDir
    private Path folder;

    @Test
    void shouldServeTheTestsOfThePythonClient() throws Exception {
        String python = Optional.ofNullable(System.getProperty("client.python")).orElseThrow();
        DeployedTemplate template = DeployedTemplate.synthesise(folder.resolve("template"), PlayedAccount.PROPERTIES);
        try (AwsServers servers = AwsServers.start();
                PlayedAccount account =
                        PlayedAccount.create(template, PlayedAccount.PROPERTIES, servers, folder.resolve("account"));
                PlayedInvoke lambda = new PlayedInvoke(account.functions())) {
            assertThat(runTests(python, account, lambda)).isZero();
        }
    }

    private static int runTests(String python, PlayedAccount account, PlayedInvoke lambda)
            throws IOException, InterruptedException {
        ProcessBuilder tests = new ProcessBuilder(List.of(python, "-m", "pytest", "tests/local"))
                .directory(ProjectTree.root().resolve("python").toFile())
                .redirectErrorStream(true);
        tests.environment().putAll(account.environment());
        tests.environment().put("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint());
        tests.environment().put("SLEEPER_TEST_INSTANCE", "prod");
        tests.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        Process running = tests.start();
        try (BufferedReader said = running.inputReader(StandardCharsets.UTF_8)) {
            said.lines().forEach(System.out::println);
        }
        return running.waitFor();
    }
}
