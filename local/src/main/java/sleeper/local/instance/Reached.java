package sleeper.local.instance;

import java.util.List;
import java.util.function.Supplier;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.local.client.AwsJsonClient.NoAnswerException;
import sleeper.local.client.AwsJsonClient.ServiceFailedException;
import sleeper.statestore.instance.UnreachableException;

/** Calls of services that may have gone meanwhile. */
final class Reached {
    private Reached() {}

    /**
     * @throws UnreachableException if nobody answers; whether the call had its effect is not known
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

    /** As {@link #call(Supplier)}, for a call without an answer. */
    static void run(Runnable call) {
        Object unused = call(() -> {
            call.run();
            return true;
        });
    }
}
