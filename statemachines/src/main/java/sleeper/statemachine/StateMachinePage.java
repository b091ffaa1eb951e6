package sleeper.statemachine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphEdge.Kind;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.graph.MachineGraph;

/** Shows a machine as a picture (Mermaid) and as the table of its states, resources, errors and where they lead. */
public final class StateMachinePage {
    private static final String OTHERWISE = "otherwise";

    private StateMachinePage() {}

    /** @return the section of a machine, in Markdown */
    public static String of(StateMachineFile file) {
        MachineGraph machine = MachineGraph.parse(file.text());
        return "## " + file.machineName() + "\n\n" + machine.comment() + "\n\n" + picture(machine) + "\n"
                + table(machine);
    }

    /**
     * @return the picture of what happens to jobs of one platform, from {@code Which platform?} to the end, as a deployment that has
     *     no other runs them
     */
    public static String branchOf(Platform platform) {
        ObjectNode definition = StateMachineFile.INGEST_JOB.json();
        definition.put("StartAt", "Which platform?");
        new PlatformBranches(Set.of(platform)).removeFrom(definition);
        return picture(MachineGraph.parse(definition.toString()));
    }

    private static String picture(MachineGraph machine) {
        Map<String, String> ids = new LinkedHashMap<>();
        machine.allStates().forEach(state -> ids.put(state.name(), "s" + ids.size()));
        StringBuilder out = new StringBuilder("```mermaid\nflowchart TD\n");
        boxes(out, "    ", machine, ids);
        for (GraphState state : machine.allStates()) {
            for (GraphEdge edge : state.edges(Kind.CHOICE, Kind.DEFAULT, Kind.NEXT, Kind.CATCH)) {
                out.append("    ")
                        .append(ids.get(state.name()))
                        .append(arrow(edge))
                        .append(ids.get(edge.to()))
                        .append('\n');
            }
        }
        return out.append("```\n").toString();
    }

    /** A state that runs graphs is a frame around theirs. */
    private static void boxes(StringBuilder out, String indent, MachineGraph graph, Map<String, String> ids) {
        for (GraphState state : graph.states()) {
            String id = ids.get(state.name());
            if (state.machines().isEmpty()) {
                out.append(indent).append(id).append(shape(state)).append('\n');
            } else {
                out.append(indent)
                        .append("subgraph ")
                        .append(id)
                        .append("[\"")
                        .append(state.name())
                        .append("\"]\n");
                state.machines().forEach(branch -> boxes(out, indent + "    ", branch, ids));
                out.append(indent).append("end\n");
            }
        }
    }

    private static String shape(GraphState state) {
        return switch (state.kind()) {
            case "Choice" -> "{\"" + state.name() + "\"}";
            case "Succeed", "Fail" -> "([\"" + state.name() + "\"])";
            default -> "[\"" + state.name() + "\"]";
        };
    }

    private static String arrow(GraphEdge edge) {
        return switch (edge.kind()) {
            case CHOICE -> " -- " + edge.words() + " --> ";
            case DEFAULT -> " -- " + OTHERWISE + " --> ";
            case CATCH -> " -. " + edge.shortErrors() + " .-> ";
            case NEXT, RETRY -> " --> ";
        };
    }

    private static String table(MachineGraph machine) {
        StringBuilder out =
                new StringBuilder("| state | resource | error | retried? | goes to |\n|---|---|---|---|---|\n");
        for (GraphState state : machine.allStates()) {
            row(out, state.name(), state.resource().isEmpty() ? state.kind() : state.resource(), "-", "-", next(state));
            for (GraphEdge retry : state.edges(Kind.RETRY)) {
                row(out, "", "", names(retry), retry.words(), "the same state");
            }
            for (GraphEdge rule : state.edges(Kind.CATCH)) {
                row(out, "", "", names(rule), "no", rule.to());
            }
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String next(GraphState state) {
        List<String> ways = new ArrayList<>();
        for (GraphEdge edge : state.edges(Kind.CHOICE, Kind.DEFAULT, Kind.NEXT)) {
            ways.add(
                    switch (edge.kind()) {
                        case CHOICE -> edge.words() + ": " + edge.to();
                        case DEFAULT -> OTHERWISE + ": " + edge.to();
                        default -> edge.to();
                    });
        }
        return ways.isEmpty() ? "the end" : String.join("; ", ways);
    }

    private static String names(GraphEdge rule) {
        return rule.errors().stream().collect(Collectors.joining("`, `", "`", "`"));
    }
}
