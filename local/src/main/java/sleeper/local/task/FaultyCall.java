package sleeper.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskProgress;

/** Calls of a service's actions, from state machines and from the port, with what {@link ServiceFaults} has befall them. */
public final class FaultyCall {
    private static final TaskProgress UNHEARD = new TaskProgress() {
        @Override
        public void submitted(JsonNode output) {}

        @Override
        public void waits() {}

        @Override
        public void begins() {}

        @Override
        public void heartbeat() {}
    };

    private FaultyCall() {}

    /** @return what hears of the work: whoever gets no reply hears nothing either, though the work is done */
    public static TaskProgress heard(Optional<ServiceFaults.Fault> fault, TaskProgress progress) {
        return fault.filter(befalls -> befalls instanceof ServiceFaults.LoseReply
                                || befalls instanceof ServiceFaults.WorkAndHang)
                        .isPresent()
                ? UNHEARD
                : progress;
    }

    /**
     * Does what a Task asks for.
     *
     * @param fault what befalls the call
     * @param work  begins it; throws TaskFailedException if the service refuses it
     * @return what the Task waits for
     * @throws TaskFailedException if the service refuses it, or its reply is lost
     */
    public static RunningTask task(Optional<ServiceFaults.Fault> fault, Supplier<RunningTask> work) {
        if (fault.isEmpty()) {
            return work.get();
        }
        ServiceFaults.Fault befalls = fault.get();
        if (befalls instanceof ServiceFaults.Refuse refused) {
            throw new TaskFailedException(refused.error(), refused.cause());
        } else if (befalls instanceof ServiceFaults.Hang) {
            return nothingComesBack();
        }
        RunningTask begun = work.get();
        if (befalls instanceof ServiceFaults.LoseReply lost) {
            throw new TaskFailedException(lost.error(), lost.cause());
        }
        return befalls instanceof ServiceFaults.WorkAndHang ? nothingComesBack() : begun;
    }

    private static RunningTask nothingComesBack() {
        return RunningTask.inVirtualTime(new CompletableFuture<>(), () -> {});
    }

    /**
     * Answers a call of the port {@link sleeper.core.resource.ResourceService}.
     *
     * @throws TransientFailureException if the service refuses it, or nothing comes back
     */
    public static <T> T port(String service, Optional<ServiceFaults.Fault> fault, Supplier<T> work) {
        if (fault.isEmpty()) {
            return work.get();
        }
        ServiceFaults.Fault befalls = fault.get();
        if (befalls instanceof ServiceFaults.Refuse refused) {
            throw noAnswer(service, refused.cause());
        } else if (befalls instanceof ServiceFaults.Hang) {
            throw noAnswer(service, "nothing came back");
        }
        T done = work.get();
        if (befalls instanceof ServiceFaults.LoseReply lost) {
            throw noAnswer(service, lost.cause());
        } else if (befalls instanceof ServiceFaults.WorkAndHang) {
            throw noAnswer(service, "nothing came back");
        }
        return done;
    }

    private static TransientFailureException noAnswer(String service, String found) {
        return new TransientFailureException(
                service + " did not answer.", List.of(Fault.of(ErrorCode.UNAVAILABLE, service, found, "")));
    }
}
