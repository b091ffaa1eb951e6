package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/**
 * Writes each way of {@code test-events/execution} down as our interpreter goes it, for {@code .ci/interpreters}, which lets
 * interpreters of other people go it too.
 *
 * <p>Usage: {@code WaysForInterpreters FOLDER}, with the project's folder as the system property {@code project.root}. FOLDER is to be
 * empty or absent. It gets {@code definitions/<machine>.json}, as prepared, and {@code ways/<name>.json}: what it {@code shows}, and
 * its {@code executions} as {@link ExecutionRecord} has them.
 */
final class WaysForInterpreters {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path definitions;
    private final Path ways;

    private WaysForInterpreters(Path folder) throws IOException {
        this.definitions = Files.createDirectories(folder.resolve("definitions"));
        this.ways = Files.createDirectories(folder.resolve("ways"));
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        WaysForInterpreters writer = new WaysForInterpreters(folder);
        for (Way way : Way.values()) {
            writer.write(way, folder.resolve("homes").resolve(way.eventName()));
        }
    }

    private void write(Way way, Path home) throws IOException {
        Files.createDirectories(home);
        try (VirtualInstance instance =
                VirtualInstance.fresh(home, way.tellsSuccess(), way.script(), IngestWork.ingestTask())) {
            instance.load(way.queue(), way.inputFile());
            if (way.maintains()) {
                instance.maintain();
            }
            List<ExecutionDescription> executions = executions(instance);
            ObjectNode written = JSON.createObjectNode();
            written.put("shows", way.words());
            ArrayNode records = written.putArray("executions");
            for (ExecutionDescription execution : executions) {
                writeDefinition(execution);
                records.add(ExecutionRecord.of(execution, instance.history(execution)));
            }
            assertThat(executions.stream()
                            .map(each -> new ExecutionEvent.Execution(
                                    machineOf(each),
                                    instance.trace(each).states(),
                                    each.status().name())))
                    .as("the executions of %s.json", way.eventName())
                    .isEqualTo(way.outcome().executions());
            writeJson(ways.resolve(way.eventName() + ".json"), written);
        }
    }

    /** @return those that a file of {@code test-events/execution} names, in its order */
    private static List<ExecutionDescription> executions(VirtualInstance instance) {
        List<ExecutionDescription> executions = new ArrayList<>();
        executions.add(instance.executions(StateMachineFile.INGEST_JOB).get(0));
        instance.executions(StateMachineFile.REAP_JOB).stream().limit(1).forEach(executions::add);
        executions.addAll(instance.executions(StateMachineFile.MAINTAIN_TABLE));
        return executions;
    }

    private static StateMachineFile machineOf(ExecutionDescription execution) {
        return Arrays.stream(StateMachineFile.values())
                .filter(file -> file.machineName().equals(execution.start().stateMachineName()))
                .findFirst()
                .orElseThrow();
    }

    private void writeDefinition(ExecutionDescription execution) throws IOException {
        Path file = definitions.resolve(execution.start().stateMachineName() + ".json");
        String definition = execution.start().definition();
        if (Files.exists(file)) {
            assertThat(file).as("the definition of each way").hasContent(definition);
        } else {
            Files.writeString(file, definition);
        }
    }

    private static void writeJson(Path file, ObjectNode written) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n");
    }
}
