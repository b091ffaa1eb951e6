package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sleeper.lambda.FunctionDescription;
import sleeper.statemachine.StateMachineFile;

/** A function may work as long as the Tasks that call it wait, and no longer. */
class FunctionTimeoutsTest {
    /** Called by a queue and by a schedule. */
    private static final Set<FunctionDescription> CALLED_BY_NO_MACHINE =
            Set.of(FunctionDescription.STARTER, FunctionDescription.SWEEP, FunctionDescription.PUBLISH_VIEW);

    /** @return seconds of the Tasks that call each function, by its word */
    private static Map<String, Collection<Integer>> secondsOfTasks() {
        Map<String, Collection<Integer>> seconds = new TreeMap<>();
        for (StateMachineFile file : StateMachineFile.values()) {
            file.json().findParents("Parameters").stream()
                    .filter(task -> task.get("Parameters").has("FunctionName"))
                    .forEach(task -> seconds.computeIfAbsent(
                                    word(task.get("Parameters")
                                            .get("FunctionName")
                                            .textValue()),
                                    word -> new TreeSet<>())
                            .add(task.get("TimeoutSeconds").intValue()));
        }
        return seconds;
    }

    private static String word(String substitution) {
        return substitution
                .replaceAll("^\\$\\{|FunctionArn}$", "")
                .replaceAll("(?<!^)([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void shouldGiveEachFunctionTheLongestTimeOfItsTasks() {
        Map<String, Integer> longest = secondsOfTasks().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        task -> task.getValue().stream().max(Integer::compare).orElseThrow()));

        assertThat(Arrays.stream(FunctionDescription.values())
                        .filter(function -> !CALLED_BY_NO_MACHINE.contains(function))
                        .collect(Collectors.toMap(FunctionDescription::word, FunctionDescription::timeoutSeconds)))
                .isEqualTo(longest);
    }
}
