package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rule a Choice took. The machines compare one word, which {@code StringEquals} names, or ask whether a field is there. */
final class Choices {
    private static final String OTHERWISE = "otherwise";

    private static final String PRESENT = "IsPresent";

    private Choices() {}

    /** @return the rules of a Choice, in words */
    static List<String> rules(Place place) {
        JsonNode state = Case.stateOf(place);
        List<String> rules = new ArrayList<>();
        state.path("Choices").forEach(rule -> rules.add(words(rule)));
        rules.add(OTHERWISE);
        return rules;
    }

    /** @return the rule that a Choice takes for an input */
    static String ruleFor(Place place, JsonNode input) {
        for (JsonNode rule : Case.stateOf(place).path("Choices")) {
            String pointer = rule.path("Variable").asText().substring(1).replace('.', '/');
            JsonNode found = input.at(pointer);
            if (rule.has(PRESENT) ? !found.isMissingNode() : found.asText().equals(words(rule))) {
                return words(rule);
            }
        }
        return OTHERWISE;
    }

    private static String words(JsonNode rule) {
        return rule.has(PRESENT)
                ? rule.path("Variable").asText().substring(2)
                : rule.path("StringEquals").asText();
    }

    static boolean isChoice(Place place) {
        return Case.stateOf(place).path("Type").asText().equals("Choice");
    }

    /** @return for each Choice, the rules that were taken */
    static Map<Place, List<String>> taken(Map<Case, Story> stories) {
        Map<Place, Set<String>> taken = new LinkedHashMap<>();
        for (Place place : Case.places()) {
            if (isChoice(place)) {
                taken.put(place, new LinkedHashSet<>());
            }
        }
        stories.forEach((what, story) -> {
            if (taken.containsKey(what.place())) {
                taken.get(what.place()).add(takenIn(what, story));
            }
        });
        Map<Place, List<String>> lists = new LinkedHashMap<>();
        taken.forEach((place, rules) -> lists.put(place, List.copyOf(rules)));
        return lists;
    }

    /** @return the rule that the case's Choice took */
    static String takenIn(Case what, Story story) {
        return story.of(what.place().machine()).entered().stream()
                .filter(entered -> entered.state().equals(what.place().state()))
                .map(entered -> ruleFor(what.place(), entered.input()))
                .findFirst()
                .orElseThrow();
    }
}
