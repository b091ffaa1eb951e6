package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.verification.ProjectTree;

/** The functions that the Tasks of a state machine name in the project's file of it, by which those of a template are judged. */
final class WrittenTasks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILES = Path.of("statemachines", "src", "main", "asl");
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)FunctionArn}");

    private WrittenTasks() {}

    /**
     * @param machine such as {@code ingest-job}
     * @return words of functions, such as {@code validate-job}, by the states' names
     */
    static Map<String, String> functions(String machine) throws IOException {
        Path file = ProjectTree.root().resolve(FILES).resolve(machine + ".asl.json");
        Map<String, String> words = new TreeMap<>();
        functions(JSON.readTree(file.toFile())).forEach((state, function) -> {
            Matcher name = NAME.matcher(function);
            if (!name.matches()) {
                throw new IllegalArgumentException(state + " of " + file + " calls the function " + function);
            }
            words.put(state, word(name.group(1)));
        });
        return words;
    }

    /** @return what the Tasks of a definition that call functions have for the function's name, by the states' names */
    static Map<String, String> functions(JsonNode definition) {
        Map<String, String> found = new TreeMap<>();
        collect(definition, found);
        return found;
    }

    private static void collect(JsonNode node, Map<String, String> found) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode state = field.getValue();
            if (state.path("Resource").asText().contains(":lambda:invoke")) {
                found.put(field.getKey(), state.at("/Parameters/FunctionName").asText());
            }
        }
        node.forEach(child -> collect(child, found));
    }

    /** @return {@code validate-job} for {@code ValidateJob} */
    private static String word(String name) {
        return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
