package sleeper.statemachine.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The condition of a Choice's rule in words, short enough to stand beside an arrow. */
final class ConditionWords {
    private static final Set<String> NO_TEST =
            Set.of("Variable", "Next", "Comment", "Condition", "Assign", "Output", "And", "Or", "Not");

    private ConditionWords() {}

    /**
     * @param test a rule, or a test within one
     * @return the word that a field is compared with, the name of a field that has to be there, or else the test spelled out
     */
    static String of(JsonNode test) {
        if (test.has("Condition")) {
            return test.get("Condition").asText();
        }
        if (test.has("And")) {
            return joined(test.get("And"), " and ");
        }
        if (test.has("Or")) {
            return joined(test.get("Or"), " or ");
        }
        if (test.has("Not")) {
            return not(test.get("Not"));
        }
        if (test.path("IsPresent").asBoolean()) {
            return path(test);
        }
        if (test.has("StringEquals")) {
            return test.get("StringEquals").asText();
        }
        return comparison(test);
    }

    private static String joined(JsonNode tests, String between) {
        List<String> words = new ArrayList<>();
        tests.forEach(test -> words.add(of(test)));
        return String.join(between, words);
    }

    private static String not(JsonNode test) {
        return test.has("StringEquals") ? field(test) + " is not '" + of(test) + "'" : "not " + of(test);
    }

    /** Such as {@code rows numeric greater than 5}. */
    private static String comparison(JsonNode test) {
        for (Map.Entry<String, JsonNode> entry : test.properties()) {
            if (!NO_TEST.contains(entry.getKey())) {
                String operator =
                        entry.getKey().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
                return field(test) + " " + operator + " " + entry.getValue().asText();
            }
        }
        return field(test);
    }

    private static String path(JsonNode test) {
        String variable = test.path("Variable").asText();
        return variable.startsWith("$.") ? variable.substring("$.".length()) : variable;
    }

    private static String field(JsonNode test) {
        String path = path(test);
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
