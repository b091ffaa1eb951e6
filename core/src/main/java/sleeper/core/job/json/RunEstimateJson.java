package sleeper.core.job.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import sleeper.core.job.RunEstimate;
import sleeper.core.job.RunEstimate.Cost;
import sleeper.core.job.RunEstimate.SizeAdvice;
import sleeper.core.json.StoredJson;

/** An estimate, as plans are stored with it and as commands show it. Amounts of money are texts, so that nobody rounds them. */
public final class RunEstimateJson {
    private RunEstimateJson() {}

    public static ObjectNode toJson(RunEstimate estimate) {
        ObjectNode json = StoredJson.object()
                .put("secondsLeast", estimate.least().toSeconds())
                .put("secondsMost", estimate.most().toSeconds());
        estimate.cost()
                .ifPresent(cost -> json.put("costLeast", cost.least().toPlainString())
                        .put("costMost", cost.most().toPlainString())
                        .put("currency", cost.currency()));
        json.put("machines", estimate.machines());
        estimate.advice()
                .ifPresent(advice -> json.putObject("advice")
                        .put("executors", advice.executors())
                        .put("cores", advice.cores())
                        .put("memoryMib", advice.memoryMib())
                        .put("instances", advice.machines()));
        return json.put("restsOn", estimate.restsOn());
    }

    /** @throws IllegalArgumentException if it is no estimate */
    static RunEstimate fromJson(JsonNode json) {
        return new RunEstimate(
                Duration.ofSeconds(StoredJson.longValue(json, "secondsLeast")),
                Duration.ofSeconds(StoredJson.longValue(json, "secondsMost")),
                json.has("costLeast") ? Optional.of(cost(json)) : Optional.empty(),
                StoredJson.text(json, "machines"),
                json.has("advice") ? Optional.of(advice(StoredJson.require(json, "advice"))) : Optional.empty(),
                StoredJson.text(json, "restsOn"));
    }

    private static Cost cost(JsonNode json) {
        return new Cost(
                new BigDecimal(StoredJson.text(json, "costLeast")),
                new BigDecimal(StoredJson.text(json, "costMost")),
                StoredJson.text(json, "currency"));
    }

    private static SizeAdvice advice(JsonNode json) {
        return new SizeAdvice(
                StoredJson.intValue(json, "executors"),
                StoredJson.intValue(json, "cores"),
                StoredJson.intValue(json, "memoryMib"),
                StoredJson.intValue(json, "instances"));
    }
}
