package sleeper.statemachine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people are told of an execution that is in a state, declared in {@code <machine>.phases.json} beside the machine's file. An
 * execution keeps the states of the version that started it, so that a name may be asked for that is not declared any more. Safe for
 * use by many threads.
 */
public final class Phases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> phases = new LinkedHashMap<>();
    private final Set<String> works = new LinkedHashSet<>();

    private Phases(JsonNode file) {
        file.path("Phases")
                .properties()
                .forEach(entry -> phases.put(entry.getKey(), entry.getValue().asText()));
        file.path("Works").forEach(state -> works.add(state.asText()));
    }

    public static Phases of(StateMachineFile machine) {
        String name = machine.machineName() + ".phases.json";
        try {
            return new Phases(JSON.readTree(StateMachineFile.resource(name)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " is not JSON", e);
        }
    }

    /** @return what is told of the state; empty if that is nothing */
    public Optional<String> find(String state) {
        return Optional.ofNullable(phases.get(state)).filter(phase -> !phase.isEmpty());
    }

    /** @return whether a task works while the execution is in the state, and tells how far it has come */
    public boolean isWork(String state) {
        return works.contains(state);
    }

    /** @return the states that are declared */
    Set<String> states() {
        return phases.keySet();
    }

    Set<String> works() {
        return works;
    }
}
