package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sleeper.stepfunctions.definition.Retrier;

/** Counts the retries of a state since it was entered; each Retry entry has its own count. */
final class RetryCounter {
    private static final long MAX_PAUSE_SECONDS = 99_999_999;

    private final List<Retrier> retriers;
    private final int[] used;

    RetryCounter(List<Retrier> retriers) {
        this.retriers = retriers;
        this.used = new int[retriers.size()];
    }

    /** Retries so far, by any entry: {@code $$.State.RetryCount}. */
    int count() {
        int sum = 0;
        for (int uses : used) {
            sum += uses;
        }
        return sum;
    }

    /** The pause before the next retry, which is counted; empty if there is none. Only the first entry that matches is asked. */
    Optional<Duration> next(StateError error, RandomGenerator random) {
        for (int i = 0; i < used.length; i++) {
            Retrier retrier = retriers.get(i);
            if (!error.isRuntime() && error.matches(retrier.errorEquals())) {
                if (used[i] >= retrier.maxAttempts()) {
                    return Optional.empty();
                }
                used[i]++;
                return Optional.of(pause(retrier, used[i], random));
            }
        }
        return Optional.empty();
    }

    private static Duration pause(Retrier retrier, int attempt, RandomGenerator random) {
        double seconds = (double) retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), attempt - 1.0);
        double bounded = Math.min(seconds, (double) retrier.maxDelaySeconds().orElse(MAX_PAUSE_SECONDS));
        double drawn = retrier.fullJitter() ? bounded * random.nextDouble() : bounded;
        return Duration.ofMillis(Math.round(drawn * 1000));
    }

    JsonNode snapshot() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (int uses : used) {
            json.add(uses);
        }
        return json;
    }

    void restore(JsonNode json) {
        for (int i = 0; i < used.length; i++) {
            used[i] = json.path(i).intValue();
        }
    }
}
