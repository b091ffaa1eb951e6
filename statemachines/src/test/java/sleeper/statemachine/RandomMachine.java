package sleeper.statemachine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import sleeper.core.platform.Platform;
import sleeper.statemachine.graph.StateGraphs;

/** Machines with Choices over the platform, Parallels and Maps, made from a seed. States lead forward only, so that runs end. */
final class RandomMachine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_STATES = 7;
    private static final int MOST_DEPTH = 2;

    private final Random random;
    private int graphs;

    RandomMachine(long seed) {
        this.random = new Random(seed);
    }

    /** @return what the Choices look at */
    static String input(String platform, int rows) {
        return "{\"plan\":{\"platform\":\"" + platform + "\"},\"rows\":" + rows + ",\"items\":[1,2]}";
    }

    ObjectNode make() {
        return graph(0);
    }

    private ObjectNode graph(int depth) {
        String prefix = "g" + graphs++ + "-";
        int states = 2 + random.nextInt(MOST_STATES);
        ObjectNode graph = JSON.createObjectNode().put("StartAt", prefix + 0);
        ObjectNode all = graph.putObject("States");
        for (int i = 0; i < states - 1; i++) {
            all.set(prefix + i, state(prefix, i, states, depth));
        }
        all.putObject(prefix + (states - 1)).put("Type", "Succeed");
        all.retain(StateGraphs.reached(graph));
        return graph;
    }

    private ObjectNode state(String prefix, int at, int states, int depth) {
        int kind = random.nextInt(depth < MOST_DEPTH ? 5 : 3);
        ObjectNode state = JSON.createObjectNode();
        switch (kind) {
            case 0 -> state.put("Type", "Pass").put("Next", later(prefix, at, states));
            case 1, 2 -> {
                state.put("Type", "Choice").put("Default", later(prefix, at, states));
                ArrayNode rules = state.putArray("Choices");
                for (int i = random.nextInt(4); i >= 0; i--) {
                    rules.add(test(2).put("Next", later(prefix, at, states)));
                }
            }
            case 3 -> {
                state.put("Type", "Parallel").putNull("ResultPath").put("Next", later(prefix, at, states));
                state.putArray("Branches").add(graph(depth + 1)).add(graph(depth + 1));
                caught(state, prefix, at, states);
            }
            default -> {
                state.put("Type", "Map").put("ItemsPath", "$.items").putNull("ResultPath");
                state.put("MaxConcurrency", 1).put("Next", later(prefix, at, states));
                state.putObject("ItemSelector")
                        .put("plan.$", "$.plan")
                        .put("rows.$", "$.rows")
                        .put("items.$", "$.items");
                state.set("ItemProcessor", graph(depth + 1));
                caught(state, prefix, at, states);
            }
        }
        return state;
    }

    private void caught(ObjectNode state, String prefix, int at, int states) {
        ObjectNode rule = state.putArray("Catch").addObject();
        rule.putArray("ErrorEquals").add("States.ALL");
        rule.putNull("ResultPath").put("Next", later(prefix, at, states));
    }

    private String later(String prefix, int at, int states) {
        return prefix + (at + 1 + random.nextInt(states - at - 1));
    }

    private ObjectNode test(int depth) {
        ObjectNode test = JSON.createObjectNode();
        switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0 -> test.put("Variable", "$.rows").put("NumericGreaterThan", 5);
            case 1, 2 -> {
                List<Platform> platforms = List.of(Platform.values());
                Platform platform = platforms.get(random.nextInt(platforms.size()));
                test.put("Variable", PlatformRules.WORD_PATH).put("StringEquals", platform.word());
            }
            case 3 -> test.set("Not", test(depth - 1));
            case 4 -> test.putArray("And").add(test(depth - 1)).add(test(depth - 1));
            default -> test.putArray("Or").add(test(depth - 1)).add(test(depth - 1));
        }
        return test;
    }
}
