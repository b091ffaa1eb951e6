package sleeper.statemachine.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sleeper.core.settings.InstanceSettings;

/** Reads grants, and writes down what is wrong with their form. */
final class GrantReader {
    private static final Set<String> KEYS =
            Set.of("sid", "actions", "resources", "conditions", "source", "wildcard", "driver", "stacks", "unrecorded");

    private static final Set<String> DRIVERS = Set.of("dynamodb", "s3");

    private final JsonNode sources;
    private final List<String> faults;
    private final Set<String> usedSources = new LinkedHashSet<>();

    /**
     * @param sources titles by short name
     * @param faults  receives what is wrong
     */
    GrantReader(JsonNode sources, List<String> faults) {
        this.sources = sources;
        this.faults = faults;
    }

    /** @param where they stand, for people */
    List<Grant> read(JsonNode array, String where) {
        List<Grant> grants = new ArrayList<>();
        for (JsonNode json : array) {
            String sid = json.path("sid").asText();
            String place = where + ", " + (sid.isEmpty() ? "a grant without a sid" : sid);
            Set<String> unknown = new TreeSet<>();
            json.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(KEYS);
            if (!unknown.isEmpty()) {
                faults.add(place + ": unknown keys " + unknown + "; allowed are " + new TreeSet<>(KEYS));
            }
            if (!sid.isEmpty()) {
                grants.add(new Grant(
                        sid,
                        texts(json.path("actions")),
                        texts(json.path("resources")),
                        conditions(json.path("conditions")),
                        source(json, place),
                        text(json, "wildcard"),
                        driver(json, place),
                        stacks(json, place),
                        text(json, "unrecorded")));
            } else {
                faults.add(place + ": each has one, in letters and digits");
            }
        }
        return grants;
    }

    /** @return the texts of an array */
    List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.of(json.path(key).asText()).filter(text -> !text.isBlank());
    }

    private Map<String, Map<String, List<String>>> conditions(JsonNode json) {
        Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
        json.properties().forEach(operator -> {
            Map<String, List<String>> keys = new LinkedHashMap<>();
            operator.getValue().properties().forEach(key -> keys.put(key.getKey(), texts(key.getValue())));
            conditions.put(operator.getKey(), keys);
        });
        return conditions;
    }

    private String source(JsonNode json, String place) {
        String key = json.path("source").asText();
        if (!sources.has(key)) {
            faults.add(place + ": the source '" + key + "' is not among sources");
            return "?";
        }
        usedSources.add(key);
        return sources.path(key).asText();
    }

    private Optional<String> driver(JsonNode json, String place) {
        Optional<String> driver = text(json, "driver");
        driver.filter(word -> !DRIVERS.contains(word))
                .ifPresent(
                        word -> faults.add(place + ": the driver '" + word + "' is none of " + new TreeSet<>(DRIVERS)));
        return driver;
    }

    /** @return the stacks that something is for */
    List<String> stacks(JsonNode json, String place) {
        List<String> known = InstanceSettings.allStacks();
        List<String> stacks = texts(json.path("stacks"));
        stacks.stream()
                .filter(stack -> !known.contains(stack))
                .forEach(stack -> faults.add(place + ": the stack '" + stack + "' is none of " + known));
        return stacks;
    }

    void checkSourcesAreUsed() {
        sources.fieldNames().forEachRemaining(key -> {
            if (!usedSources.contains(key)) {
                faults.add("no grant names the source '" + key + "'; take it out");
            }
        });
    }
}
