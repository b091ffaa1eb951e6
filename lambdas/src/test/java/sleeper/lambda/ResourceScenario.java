package sleeper.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceStage;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.job.ResourceStore;
import sleeper.testkit.resource.InMemoryResources;

/** The part of a {@link Scenario} that is about what attempts create. */
final class ResourceScenario {
    private final TestInstance instance;

    ResourceScenario(TestInstance instance) {
        this.instance = instance;
    }

    void given(JsonNode line) {
        String what = line.fieldNames().next();
        switch (what) {
            case "created" -> create(line);
            case "opened" -> records().ask(Scenario.attempt(line, what), List.of());
            case "closed" -> records().close(Scenario.attempt(line, what), kind(line.get("kind")));
            case "finished" -> service(line.get("kind")).finish(line.get(what).textValue());
            case "held" -> service(line.get("kind")).hold(line.get(what).textValue());
            case "letGo" -> service(line.get("kind")).letGo(line.get(what).textValue());
            case "placed" -> place(line);
            case "listedLate" ->
                service(line.get("kind")).listLate(line.get(what).intValue());
            case "forgotten" -> service(line.get("kind")).forget(line.get(what).textValue());
            case "throttled" -> service(line.get(what)).breakDown();
            case "notThrottled" -> service(line.get(what)).mend();
            default -> throw new IllegalArgumentException("a test event cannot begin with " + line);
        }
    }

    private void create(JsonNode line) {
        String unused = service(line.get("kind")).create(Scenario.attempt(line, "created"));
    }

    private void place(JsonNode line) {
        service(line.get("kind"))
                .place(
                        line.get("placed").textValue(),
                        ResourceStage.valueOf(line.get("stage").textValue()),
                        line.get("state").textValue(),
                        line.path("reason").asText());
    }

    private InMemoryResources service(JsonNode kind) {
        return instance.resources(kind(kind));
    }

    private static ResourceKind kind(JsonNode word) {
        return ResourceKind.ofWord(word.textValue()).orElseThrow();
    }

    private ResourceStore records() {
        return instance.stores().jobs().resources();
    }

    /** @param attempts all that there are */
    List<String> look(String field, List<AttemptId> attempts) {
        return switch (field) {
            case "created" -> of(attempts, AttemptResources::created);
            case "tornDown" -> of(attempts, AttemptResources::tornDown);
            case "unknown" -> of(attempts, AttemptResources::unknown);
            case "open" -> records().open().stream().map(AttemptId::toString).toList();
            case "askedToEnd" ->
                Arrays.stream(ResourceKind.values())
                        .flatMap(kind -> instance.resources(kind).askedToEnd().stream())
                        .toList();
            case "runOn" ->
                Arrays.stream(ResourceKind.values())
                        .flatMap(kind -> instance.resources(kind).open().stream())
                        .toList();
            default -> throw new IllegalArgumentException("a test event cannot ask about " + field);
        };
    }

    private List<String> of(List<AttemptId> attempts, Function<AttemptResources, List<String>> what) {
        return attempts.stream()
                .flatMap(attempt -> what.apply(records().of(attempt)).stream())
                .toList();
    }
}
