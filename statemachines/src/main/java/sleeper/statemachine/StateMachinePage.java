package sleeper.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;

/** Shows a machine as a picture (Mermaid) and as the table of its states, resources, errors and where they lead. */
public final class StateMachinePage {
    private StateMachinePage() {}

    /** @return the section of a machine, in Markdown */
    public static String of(StateMachineFile file) {
        JsonNode definition = file.json();
        return "## " + file.machineName() + "\n\n" + definition.get("Comment").asText() + "\n\n" + picture(definition)
                + "\n" + table(definition);
    }

    /**
     * @return the picture of what happens to jobs of one platform, from {@code Which platform?} to the end, as a deployment that has
     *     no other runs them
     */
    public static String branchOf(Platform platform) {
        ObjectNode definition = StateMachineFile.INGEST_JOB.json();
        definition.put("StartAt", "Which platform?");
        new PlatformBranches(Set.of(platform)).removeFrom(definition);
        return picture(definition);
    }

    private static String picture(JsonNode definition) {
        Map<String, String> ids = new LinkedHashMap<>();
        Map<String, JsonNode> states = StateGraphs.allStates(definition);
        states.keySet().forEach(name -> ids.put(name, "s" + ids.size()));
        StringBuilder out = new StringBuilder("```mermaid\nflowchart TD\n");
        boxes(out, "    ", definition, ids);
        ids.forEach((name, id) -> {
            JsonNode state = states.get(name);
            for (JsonNode choice : state.path("Choices")) {
                arrow(
                        out,
                        id,
                        " -- " + word(choice) + " --> ",
                        ids.get(choice.get("Next").asText()));
            }
            if (state.has("Default")) {
                arrow(
                        out,
                        id,
                        " -- otherwise --> ",
                        ids.get(state.get("Default").asText()));
            }
            if (state.has("Next")) {
                arrow(out, id, " --> ", ids.get(state.get("Next").asText()));
            }
            for (JsonNode rule : state.path("Catch")) {
                arrow(
                        out,
                        id,
                        " -. " + shortNames(rule) + " .-> ",
                        ids.get(rule.get("Next").asText()));
            }
        });
        return out.append("```\n").toString();
    }

    /** A state that runs graphs is a frame around theirs. */
    private static void boxes(StringBuilder out, String indent, JsonNode graph, Map<String, String> ids) {
        graph.get("States").properties().forEach(entry -> {
            String id = ids.get(entry.getKey());
            JsonNode state = entry.getValue();
            List<ObjectNode> within = StateGraphs.within(state);
            if (within.isEmpty()) {
                out.append(indent)
                        .append(id)
                        .append(shape(state.get("Type").asText(), entry.getKey()))
                        .append('\n');
            } else {
                out.append(indent)
                        .append("subgraph ")
                        .append(id)
                        .append("[\"")
                        .append(entry.getKey())
                        .append("\"]\n");
                within.forEach(branch -> boxes(out, indent + "    ", branch, ids));
                out.append(indent).append("end\n");
            }
        });
    }

    private static String shape(String type, String name) {
        return switch (type) {
            case "Choice" -> "{\"" + name + "\"}";
            case "Succeed", "Fail" -> "([\"" + name + "\"])";
            default -> "[\"" + name + "\"]";
        };
    }

    private static void arrow(StringBuilder out, String from, String arrow, String to) {
        out.append("    ").append(from).append(arrow).append(to).append('\n');
    }

    /** A rule compares one word, or asks whether a field is there. */
    private static String word(JsonNode choice) {
        if (choice.has("IsPresent")) {
            return choice.get("Variable").asText().substring("$.".length());
        }
        if (choice.has("And")) {
            List<String> words = new ArrayList<>();
            choice.get("And").forEach(test -> words.add(word(test)));
            return String.join(" and ", words);
        }
        if (choice.has("Not")) {
            String variable = choice.at("/Not/Variable").asText();
            return variable.substring(variable.lastIndexOf('.') + 1) + " is not '" + word(choice.get("Not")) + "'";
        }
        return choice.path("StringEquals").asText();
    }

    private static String table(JsonNode definition) {
        StringBuilder out =
                new StringBuilder("| state | resource | error | retried? | goes to |\n|---|---|---|---|---|\n");
        StateGraphs.allStates(definition).entrySet().forEach(entry -> {
            JsonNode state = entry.getValue();
            row(out, entry.getKey(), resource(state), "-", "-", next(state));
            for (JsonNode retry : state.path("Retry")) {
                row(out, "", "", names(retry), retryText(retry), "the same state");
            }
            for (JsonNode rule : state.path("Catch")) {
                row(out, "", "", names(rule), "no", rule.get("Next").asText());
            }
        });
        return out.toString();
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String resource(JsonNode state) {
        if (!state.has("Resource")) {
            return state.get("Type").asText();
        }
        String arn = state.get("Resource").asText();
        String service = arn.substring(arn.indexOf(":states:::") + ":states:::".length());
        String function = state.at("/Parameters/FunctionName").asText();
        return function.isEmpty() ? service : service + " " + function;
    }

    private static String next(JsonNode state) {
        if (state.has("Choices")) {
            List<String> ways = new ArrayList<>();
            state.get("Choices")
                    .forEach(choice ->
                            ways.add(word(choice) + ": " + choice.get("Next").asText()));
            ways.add("otherwise: " + state.path("Default").asText());
            return String.join("; ", ways);
        }
        return state.has("Next") ? state.get("Next").asText() : "the end";
    }

    private static String retryText(JsonNode retry) {
        return retry.get("MaxAttempts").asInt() + " times, from "
                + retry.get("IntervalSeconds").asInt() + " s, at most "
                + retry.get("MaxDelaySeconds").asInt() + " s";
    }

    private static String names(JsonNode rule) {
        return errorNames(rule).stream().collect(Collectors.joining("`, `", "`", "`"));
    }

    private static String shortNames(JsonNode rule) {
        return errorNames(rule).stream()
                .map(name -> name.startsWith("sleeper.") ? name.substring(name.lastIndexOf('.') + 1) : name)
                .collect(Collectors.joining(", "));
    }

    private static List<String> errorNames(JsonNode rule) {
        List<String> names = new ArrayList<>();
        rule.get("ErrorEquals").forEach(name -> names.add(name.asText()));
        return names;
    }
}
