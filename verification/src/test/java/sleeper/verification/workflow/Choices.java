package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
            if (holds(rule, input)) {
                return words(rule);
            }
        }
        return OTHERWISE;
    }

    private static boolean holds(JsonNode rule, JsonNode input) {
        if (rule.has("And")) {
            for (JsonNode part : rule.get("And")) {
                if (!holds(part, input)) {
                    return false;
                }
            }
            return true;
        }
        if (rule.has("Not")) {
            return !holds(rule.get("Not"), input);
        }
        JsonNode found = input.at(rule.path("Variable").asText().substring(1).replace('.', '/'));
        return rule.has(PRESENT) ? !found.isMissingNode() : found.asText().equals(words(rule));
    }

    private static String words(JsonNode rule) {
        if (rule.has("And")) {
            List<String> words = new ArrayList<>();
            rule.get("And").forEach(part -> words.add(words(part)));
            return String.join(" and ", words);
        }
        if (rule.has("Not")) {
            return "not '" + words(rule.get("Not")) + "'";
        }
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
                taken.get(what.place()).addAll(allTakenIn(what, story));
            }
        });
        Map<Place, List<String>> lists = new LinkedHashMap<>();
        taken.forEach((place, rules) -> lists.put(place, List.copyOf(rules)));
        return lists;
    }

    /** @return the rule that the case's Choice took */
    static String takenIn(Case what, Story story) {
        return allTakenIn(what, story).iterator().next();
    }

    private static Set<String> allTakenIn(Case what, Story story) {
        return story.of(what.place().machine()).entered().stream()
                .filter(entered -> entered.state().equals(what.place().state()))
                .map(entered -> ruleFor(what.place(), entered.input()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
