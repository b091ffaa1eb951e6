package sleeper.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Job runs of EMR Serverless. Lists have pages of two, the newest first; one that is cancelled has ended after the next look at it. */
final class ServerlessDouble extends ServiceDouble {
    static final String APPLICATION = "00application";
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final int PAGE = 2;
    private static final Pattern REQUEST =
            Pattern.compile("(GET|DELETE) /applications/" + APPLICATION + "/jobruns(?:/(\\w+))?(?:\\?(.*))?");
    private static final Pattern TOKEN = Pattern.compile("nextToken=(\\d+)");

    private final List<ObjectNode> runs = new ArrayList<>();

    ServerlessDouble() throws IOException {
        super("");
    }

    synchronized String create(String name) {
        String id = "00run" + (1_000 + runs.size());
        ObjectNode run = JSON.createObjectNode()
                .put("applicationId", APPLICATION)
                .put("id", id)
                .put("jobRunId", id)
                .put("name", name)
                .put("state", "RUNNING")
                .put("stateDetails", "");
        runs.add(run);
        return id;
    }

    synchronized void set(String id, String state, String details) {
        find(id).put("state", state).put("stateDetails", details);
    }

    private ObjectNode find(String id) {
        return runs.stream()
                .filter(run -> run.path("id").asText().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Override
    ObjectNode answer(String operation, JsonNode request) throws RefusedException {
        Matcher parts = REQUEST.matcher(operation);
        if (!parts.matches()) {
            throw new IllegalArgumentException(operation);
        }
        if (parts.group(2) == null) {
            return page(parts.group(3));
        }
        ObjectNode run = find(parts.group(2));
        if (run == null) {
            throw new RefusedException("ResourceNotFoundException", "Job run " + parts.group(2) + " does not exist");
        }
        return parts.group(1).equals("DELETE") ? cancel(run) : describe(run);
    }

    private static ObjectNode cancel(ObjectNode run) throws RefusedException {
        if (!List.of("SUBMITTED", "PENDING", "SCHEDULED", "QUEUED", "RUNNING", "CANCELLING")
                .contains(run.path("state").asText())) {
            throw new RefusedException("ValidationException", "Job run is in a final state");
        }
        run.put("state", "CANCELLING");
        return JSON.createObjectNode()
                .put("applicationId", APPLICATION)
                .put("jobRunId", run.path("id").asText());
    }

    private static ObjectNode describe(ObjectNode run) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("jobRun", run.deepCopy());
        if (run.path("state").asText().equals("CANCELLING")) {
            run.put("state", "CANCELLED");
        }
        return answer;
    }

    private ObjectNode page(String query) {
        List<ObjectNode> newest = new ArrayList<>(runs);
        Collections.reverse(newest);
        Matcher token = TOKEN.matcher(query == null ? "" : query);
        int from = token.find() ? Integer.parseInt(token.group(1)) : 0;
        int end = Math.min(from + PAGE, newest.size());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("jobRuns");
        newest.subList(from, end).forEach(found::add);
        if (end < newest.size()) {
            answer.put("nextToken", Integer.toString(end));
        }
        return answer;
    }
}
