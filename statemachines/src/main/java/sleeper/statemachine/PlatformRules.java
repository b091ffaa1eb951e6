package sleeper.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import sleeper.core.platform.Platform;

/** Reads the tests of Choices that compare the word of the platform; of all others it knows nothing. */
final class PlatformRules {
    /** Where every machine has the word of the platform that validation decided. */
    static final String WORD_PATH = "$.plan.platform";

    private static final String OPERATOR = "StringEquals";

    private PlatformRules() {}

    /** @return whether a test compares the word of the platform, and holds for none of these words */
    static boolean cannotHold(JsonNode test, Set<String> words) {
        return !wordsIn(test).isEmpty() && words.stream().noneMatch(word -> mayCome(test, word, true));
    }

    /**
     * @return whether a test may come out as wanted for this word, whatever other values are; it may be said to when the tests
     *     within it exclude each other
     */
    private static boolean mayCome(JsonNode test, String word, boolean wanted) {
        if (test.has("Not")) {
            return mayCome(test.get("Not"), word, !wanted);
        }
        if (test.has("And")) {
            return mayComeAmong(test.get("And"), word, wanted, wanted);
        }
        if (test.has("Or")) {
            return mayComeAmong(test.get("Or"), word, wanted, !wanted);
        }
        return !isOfPlatform(test) || test.get(OPERATOR).asText().equals(word) == wanted;
    }

    /** @param all whether all must come out as wanted, not just one */
    private static boolean mayComeAmong(JsonNode tests, String word, boolean wanted, boolean all) {
        for (JsonNode test : tests) {
            if (mayCome(test, word, wanted) != all) {
                return !all;
            }
        }
        return all;
    }

    /**
     * @return the words that the tests anywhere in a definition, or part of one, compare the platform with
     * @throws IllegalArgumentException if one is no platform's word, or the platform is compared in another way than by equality
     */
    static Set<String> wordsIn(JsonNode part) {
        Set<String> words = new TreeSet<>();
        addWords(part, words);
        return words;
    }

    private static void addWords(JsonNode part, Set<String> words) {
        if (isOfPlatform(part)) {
            words.add(wordOf(part));
        }
        part.forEach(child -> addWords(child, words));
    }

    private static boolean isOfPlatform(JsonNode test) {
        return test.path("Variable").asText().equals(WORD_PATH);
    }

    private static String wordOf(JsonNode test) {
        if (!test.has(OPERATOR)) {
            throw new IllegalArgumentException("A Choice tests " + WORD_PATH + " by " + operators(test) + ", and only "
                    + OPERATOR + " can be fitted to a deployment. Write a rule for each platform.");
        }
        String word = test.get(OPERATOR).asText();
        if (Platform.ofWord(word).isEmpty()) {
            throw new IllegalArgumentException("A Choice compares " + WORD_PATH + " with '" + word
                    + "', which is no platform's word. Platform has the words.");
        }
        return word;
    }

    private static Set<String> operators(JsonNode test) {
        Set<String> operators = new TreeSet<>();
        test.fieldNames().forEachRemaining(operators::add);
        operators.removeAll(Set.of("Variable", "Next", "Comment", "Assign"));
        return operators;
    }
}
