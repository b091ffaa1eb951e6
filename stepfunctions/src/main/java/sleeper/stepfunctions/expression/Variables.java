package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a state sees: its own scope's, then those of the scopes around it. A scope is the top level, a branch of a
 * Parallel or an iteration of a Map. Immutable: assigning gives a new value.
 */
public final class Variables {
    private static final Variables NONE = new Variables(Map.of(), Optional.empty());

    private final Map<String, JsonNode> own;
    private final Optional<Variables> outer;

    private Variables(Map<String, JsonNode> own, Optional<Variables> outer) {
        this.own = own;
        this.outer = outer;
    }

    /** The top level before anything is assigned. */
    public static Variables none() {
        return NONE;
    }

    /** A new scope within this one: it reads what is here and assigns only to itself. */
    public Variables innerScope() {
        return new Variables(Map.of(), Optional.of(this));
    }

    /** This scope as it is after the given assignments. */
    public Variables with(Map<String, JsonNode> assigned) {
        if (assigned.isEmpty()) {
            return this;
        }
        Map<String, JsonNode> all = new LinkedHashMap<>(own);
        all.putAll(assigned);
        return new Variables(Collections.unmodifiableMap(all), outer);
    }

    /** The value of a variable, from the innermost scope that has it. */
    public Optional<JsonNode> get(String name) {
        JsonNode value = own.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        return outer.flatMap(scope -> scope.get(name));
    }

    /** What was assigned in this scope itself. */
    public Map<String, JsonNode> own() {
        return own;
    }
}
