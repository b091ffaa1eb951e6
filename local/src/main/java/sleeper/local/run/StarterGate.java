package sleeper.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sleeper.local.sqs.QueueGate;
import sleeper.local.sqs.Room;
import sleeper.statestore.file.OwnerOnly;

/**
 * Keeps messages in their queues while the home has no room for the jobs that they ask for, or may not be written. That may not hold
 * before a message fails, so it is tried then.
 *
 * @param room on the home's disk
 */
record StarterGate(Room room, LocalHome home) implements QueueGate {
    private static final int TRIAL_BYTES = 1 << 16;

    @Override
    public boolean isOpen(boolean failed) {
        return room.isThere()
                && (!failed
                        || List.of(home.jobs(), home.stepFunctions()).stream().allMatch(this::takes));
    }

    private boolean takes(Path folder) {
        try {
            Path trial = Files.createTempFile(OwnerOnly.createDirectories(folder), ".trial-", ".tmp");
            try {
                Files.write(trial, new byte[TRIAL_BYTES]);
            } finally {
                Files.delete(trial);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
