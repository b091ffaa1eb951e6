package sleeper.local.instance;

import java.util.List;
import java.util.function.Supplier;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.local.client.AwsJsonClient.NoAnswerException;
import sleeper.local.client.AwsJsonClient.ServiceFailedException;
import sleeper.statestore.instance.UnknownOutcome;
import sleeper.statestore.instance.UnreachableException;

/** Calls of services that may have gone meanwhile. */
final class Reached {
    private Reached() {}

    /**
     * @throws UnreachableException if nobody answers
     * @throws RunFailedException   DISK_FULL
     */
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (ServiceFailedException e) {
            if (DiskSpace.saysSo(e.getMessage())) {
                throw new RunFailedException(
                        "The services did not do it.",
                        List.of(new Fault(
                                ErrorCode.DISK_FULL,
                                "the disk of the home",
                                e.getMessage(),
                                "",
                                "Free some space, and try again.")),
                        e);
            }
            throw new UnreachableException(
                    "the services",
                    e.getMessage(),
                    "Mend what it says, and try again: nothing that was accepted is lost. Their log says more.",
                    e);
        } catch (NoAnswerException e) {
            throw new UnreachableException(
                    "the services",
                    e.getMessage(),
                    "Start 'sleeper local' again: nothing that was sent is lost. 'sleeper jobs' shows where the jobs stand.",
                    e);
        }
    }

    /**
     * As {@link #call(Supplier)}, for a call that does not the same when it is made twice.
     *
     * @param unknown what to throw if it may have had its effect
     */
    static <T> T once(UnknownOutcome unknown, Supplier<T> call) {
        return call(() -> {
            try {
                return call.get();
            } catch (NoAnswerException e) {
                if (e.mayHaveArrived() && !DiskSpace.saysSo(e.getMessage())) {
                    throw unknown.of("the services", e.getMessage(), e);
                }
                throw e;
            }
        });
    }

    /** As {@link #call(Supplier)}, for a call without an answer. */
    static void run(Runnable call) {
        Object unused = call(() -> {
            call.run();
            return true;
        });
    }
}
