package sleeper.faults;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileOutcomeUnknownException;

/**
 * How one try of a scenario ended.
 *
 * @param words of the failure; empty if there was none
 */
record Ending(Outcome outcome, String words) {
    /** @throws IllegalStateException if the port let something through that it does not speak of */
    static Ending of(Scenario scenario) throws Exception {
        try {
            return new Ending(scenario.act(), "");
        } catch (FileAlreadyExistsException e) {
            return new Ending(Outcome.REFUSED, e.toString());
        } catch (FileOutcomeUnknownException e) {
            return new Ending(Outcome.UNKNOWN, e.toString());
        } catch (AccessDeniedException e) {
            return new Ending(Outcome.DENIED, e.toString());
        } catch (IOException e) {
            return new Ending(Outcome.FAILED, e.toString());
        } catch (TransientFailureException e) {
            boolean denied = e.faults().stream().anyMatch(fault -> fault.code() == ErrorCode.FILE_FORBIDDEN);
            return new Ending(denied ? Outcome.DENIED : Outcome.FAILED, e.getMessage());
        } catch (RuntimeException e) {
            throw new IllegalStateException("The port let through " + e, e);
        }
    }
}
