package sleeper.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StartOutcome;

/** The rule of the event bus: executions of {@code ingest-job} that ended otherwise than well start {@code reap-job}. */
final class ReapingRule implements ExecutionStatusListener {
    private static final Set<String> STATUSES = Set.of("ABORTED", "TIMED_OUT", "FAILED");

    private final Supplier<LocalStepFunctions> service;

    ReapingRule(Supplier<LocalStepFunctions> service) {
        this.service = service;
    }

    /** The name of the execution is that of the end, so an event delivered twice reaps once; a redriven one ends more than once. */
    @Override
    public CompletionStage<?> ended(JsonNode event) {
        JsonNode detail = event.path("detail");
        String machine = detail.path("stateMachineArn").asText();
        String status = detail.path("status").asText();
        if (machine.equals(EmbeddedDeployment.stateMachineArn(StateMachineFile.INGEST_JOB))
                && STATUSES.contains(status)) {
            int redrives = detail.path("redriveCount").asInt();
            String end = redrives == 0 ? status.toLowerCase(Locale.ROOT) : "r" + redrives;
            String name = detail.path("name").asText() + "-" + end;
            StartOutcome unused = service.get()
                    .onLoop()
                    .startExecution(
                            EmbeddedDeployment.stateMachineArn(StateMachineFile.REAP_JOB),
                            Optional.of(name),
                            event.toString());
        }
        return CompletableFuture.completedFuture(null);
    }
}
