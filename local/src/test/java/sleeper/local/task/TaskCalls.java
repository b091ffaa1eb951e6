package sleeper.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/** Calls integrations as the interpreter does, and keeps what they report. */
public final class TaskCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, TaskIntegration> integrations;

    public TaskCalls(Map<String, TaskIntegration> integrations) {
        this.integrations = integrations;
    }

    /** @return JSON that is written with single quotes */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call, with what was reported of it so far. */
    public record Call(RunningTask task, List<String> reported) {
        public boolean isOver() {
            return task.outcome().toCompletableFuture().isDone();
        }

        /** @return the outcome, which is there */
        public TaskOutcome outcome() {
            if (!isOver()) {
                throw new AssertionError("the Task goes on");
            }
            return task.outcome().toCompletableFuture().join();
        }

        public JsonNode output() {
            if (outcome() instanceof TaskOutcome.Succeeded succeeded) {
                return succeeded.output();
            }
            throw new AssertionError(outcome());
        }

        public JsonNode failedCause() {
            TaskOutcome.Failed failed = (TaskOutcome.Failed) outcome();
            return json(failed.cause().orElseThrow());
        }
    }

    public Call call(String action, JsonNode parameters) {
        List<String> reported = new ArrayList<>();
        TaskRequest request = new TaskRequest(
                "arn:execution",
                "A state",
                "arn:aws:states:::" + action,
                parameters,
                0,
                "token",
                OptionalLong.empty(),
                OptionalLong.empty());
        return new Call(integrations.get(action).start(request, progress(reported)), reported);
    }

    private static TaskProgress progress(List<String> reported) {
        return new TaskProgress() {
            @Override
            public void submitted(JsonNode output) {
                reported.add("submitted " + output);
            }

            @Override
            public void waits() {
                reported.add("waits");
            }

            @Override
            public void begins() {
                reported.add("begins");
            }

            @Override
            public void heartbeat() {
                reported.add("heartbeat");
            }
        };
    }
}
