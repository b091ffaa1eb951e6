package sleeper.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.Platform;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;
import sleeper.statemachine.Substitutions;

/** Both public validators of Amazon States Language, which need Node and the npm registry. */
class AslValidatorsIT {
    private static final String NODE_NEEDED = "Node and npm are needed for 'mvn verify' (./sleeper demo does without):"
            + " install Node 20 or later and put it on the PATH.";

    @TempDir
    static Path folder;

    @BeforeAll
    static void installValidators() throws Exception {
        for (String file : List.of("package.json", "package-lock.json", "validate.js")) {
            Files.copy(ProjectTree.root().resolve("verification/src/test/npm/" + file), folder.resolve(file));
        }
        Result install = run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        assertThat(install.exitCode()).as(install.output()).isZero();
    }

    @Test
    void shouldAcceptEveryPreparedDefinition() throws Exception {
        // Given
        Map<String, String> values = new HashMap<>();
        Substitutions.meanings().keySet().forEach(name -> values.put(name, valueOf(name)));
        List<String> command = new ArrayList<>(List.of("node", "validate.js"));
        for (StateMachineFile file : StateMachineFile.all()) {
            Path prepared = folder.resolve(file.machineName() + ".json");
            Files.writeString(prepared, file.prepare(new Deployment(Set.of(Platform.STANDARD), values)));
            command.add(prepared.toString());
        }
        // When
        Result result = run(command.toArray(String[]::new));
        // Then
        assertThat(result.output()).endsWith(StateMachineFile.all().size() + " definitions, 0 faults\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void shouldRefuseABrokenDefinition() throws Exception {
        // Given
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"}}}");
        // When
        Result result = run("node", "validate.js", broken.toString());
        // Then both say so
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("asl-validator:", "amazon-states-language-service:");
    }

    private static String valueOf(String name) {
        return name.equals("AwsPartition") ? "aws" : name.endsWith("Arn") ? arn(name) : "value-of-" + name;
    }

    private static String arn(String name) {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + name;
    }

    private record Result(int exitCode, String output) {}

    private static Result run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(NODE_NEEDED, e);
        }
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as("%s ended", List.of(command))
                .isTrue();
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
