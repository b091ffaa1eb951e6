package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.platform.Platform;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.parse.DefinitionParser;

/** What holds of every machine, prepared for every set of platforms. */
class PreparedMachinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    static List<Set<Platform>> deployments() {
        List<Set<Platform>> sets = new ArrayList<>(List.of(Set.of()));
        for (Platform platform : Platform.values()) {
            for (Set<Platform> without : List.copyOf(sets)) {
                Set<Platform> with = EnumSet.of(platform);
                with.addAll(without);
                sets.add(with);
            }
        }
        return sets;
    }

    @Test
    void shouldTryEverySubsetOfThePlatforms() {
        assertThat(deployments()).hasSize(32).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldBeTakenByStepFunctionsWithEveryStateReached(long seed) {
        ObjectNode machine = new RandomMachine(seed).make();
        for (Set<Platform> deployed : deployments()) {
            // When
            ObjectNode prepared = prepare(machine, deployed);
            // Then
            var unused = DefinitionParser.parse(prepared.toString());
            assertEveryStateReached(prepared);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGoForEveryDeployedPlatformAsTheWholeMachineGoes(long seed) {
        ObjectNode machine = new RandomMachine(seed).make();
        for (Platform platform : Platform.values()) {
            for (int rows : List.of(1, 9)) {
                String input = RandomMachine.input(platform.word(), rows);
                List<String> whole = statesEntered(machine, input);
                for (Set<Platform> others : deployments()) {
                    Set<Platform> deployed = EnumSet.of(platform);
                    deployed.addAll(others);
                    // When / Then
                    assertThat(statesEntered(prepare(machine, deployed), input))
                            .as("platform %s of %s", platform, deployed)
                            .isEqualTo(whole);
                }
            }
        }
    }

    private static ObjectNode prepare(ObjectNode machine, Set<Platform> deployed) {
        return new DefinitionPreparer(new Deployment(deployed, Map.of())).prepare(machine.deepCopy());
    }

    /** By another way than the code's: what is named is added until nothing new is. */
    private static void assertEveryStateReached(JsonNode graph) {
        Set<String> reached = new HashSet<>(Set.of(graph.get("StartAt").asText()));
        int before;
        do {
            before = reached.size();
            graph.get("States").properties().forEach(state -> {
                if (reached.contains(state.getKey())) {
                    JsonNode body =
                            ((ObjectNode) state.getValue().deepCopy()).remove(List.of("Branches", "ItemProcessor"));
                    reached.addAll(body.findValuesAsText("Next"));
                    reached.addAll(body.findValuesAsText("Default"));
                }
            });
        } while (reached.size() > before);
        assertThat(graph.get("States").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(reached);
        graph.get("States").forEach(state -> {
            state.path("Branches").forEach(PreparedMachinesTest::assertEveryStateReached);
            if (state.has("ItemProcessor")) {
                assertEveryStateReached(state.get("ItemProcessor"));
            }
        });
    }

    private static List<String> statesEntered(ObjectNode machine, String input) {
        try (VirtualStepFunctions aws = VirtualStepFunctions.open()) {
            ExecutionDescription ended = aws.runDefinition(machine.toString(), input);
            assertThat(ended.status().name()).isEqualTo("SUCCEEDED");
            return aws.functions().history(ended.start().arn()).stream()
                    .filter(event -> event.type().wireName().endsWith("StateEntered"))
                    .map(event -> event.stateName())
                    .toList();
        }
    }

    @Test
    void shouldBeTakenByStepFunctionsAsTheyAreShipped() throws JsonProcessingException {
        Map<String, String> values = new HashMap<>();
        Substitutions.meanings().keySet().forEach(name -> values.put(name, "value-of-" + name));
        for (Set<Platform> deployed : deployments()) {
            for (StateMachineFile file : StateMachineFile.all()) {
                // When
                String prepared = file.prepare(new Deployment(deployed, values));
                // Then
                var unused = DefinitionParser.parse(prepared);
                assertEveryStateReached(JSON.readTree(prepared));
            }
        }
    }
}
