package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Unicode;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.StoredExecution;
import sleeper.stepfunctions.time.EventLoop;

/**
 * Tells the listener that executions have ended, again and again until it has taken each. On the event loop.
 *
 * <p>Source of the event's shape: Step Functions developer guide, "Automating Step Functions event delivery with EventBridge".
 */
final class StatusReports {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_DATA_BYTES = 248 * 1024;

    private final EventLoop loop;
    private final ExecutionStatusListener listener;
    private final Chance chance;
    private final Consumer<StoredExecution> delivered;

    /** @param delivered is called, on the event loop, with the execution as it ended, when the listener has taken the event */
    StatusReports(
            EventLoop loop, ExecutionStatusListener listener, Chance chance, Consumer<StoredExecution> delivered) {
        this.loop = loop;
        this.listener = listener;
        this.chance = chance;
        this.delivered = delivered;
    }

    /** @param notRedrivable why the execution cannot be redriven; empty if it can */
    void report(ExecutionStart start, ExecutionState state, Optional<String> notRedrivable) {
        deliver(new StoredExecution(start, state), event(start, state, notRedrivable), FIRST_PAUSE);
    }

    private void deliver(StoredExecution ended, ObjectNode event, Duration pause) {
        CompletionStage<?> taken;
        try {
            taken = listener.ended(event.deepCopy());
        } catch (RuntimeException e) {
            again(ended, event, pause, e);
            return;
        }
        taken.whenComplete((nothing, failure) -> loop.execute(() -> {
            if (failure == null) {
                delivered.accept(ended);
            } else {
                again(ended, event, pause, failure);
            }
        }));
    }

    private void again(StoredExecution ended, ObjectNode event, Duration pause, Throwable failure) {
        LOG.warn(
                "The end of {} was not taken by its listener and is reported again",
                ended.start().arn(),
                failure);
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        loop.schedule(loop.clock().instant().plus(pause), () -> deliver(ended, event, next));
    }

    private ObjectNode event(ExecutionStart start, ExecutionState state, Optional<String> notRedrivable) {
        Instant stop = state.stopDate().orElseThrow();
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", chance.uuids().get().toString())
                .put("detail-type", "Step Functions Execution Status Change")
                .put("source", "aws.states")
                .put("account", Arns.ACCOUNT)
                .put("time", stop.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", Arns.REGION);
        event.putArray("resources").add(start.arn());
        ObjectNode detail = event.putObject("detail")
                .put("executionArn", start.arn())
                .put("stateMachineArn", start.stateMachineArn())
                .put("name", start.name())
                .put("status", state.status().name())
                .put("startDate", start.startDate().toEpochMilli())
                .put("stopDate", stop.toEpochMilli());
        putData(detail, "input", Optional.of(start.input()));
        putData(detail, "output", state.output());
        detail.put("error", state.error().map(Unicode::shown).orElse(null))
                .put("cause", state.cause().map(Unicode::shown).orElse(null))
                .put("redriveCount", state.redrives().count())
                .put(
                        "redriveDate",
                        state.redrives().last().map(Instant::toEpochMilli).orElse(null));
        ResponseJson.putRedriveStatus(detail, notRedrivable);
        return event;
    }

    private static void putData(ObjectNode detail, String field, Optional<String> data) {
        boolean included = data.isPresent() && data.get().getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_BYTES;
        detail.put(field, included ? Unicode.shown(data.get()) : null);
        if (data.isPresent()) {
            detail.putObject(field + "Details").put("included", included);
        } else {
            detail.putNull(field + "Details");
        }
    }
}
