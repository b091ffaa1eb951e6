package sleeper.lambda.runtime;

import java.util.List;
import sleeper.core.error.ConflictException;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.util.UnicodeText;

/**
 * Errors as executions carry them: each message begins with its code, as {@link CodedMessage} has it. A state takes 256 KiB and an overrun cannot be caught, so a long error is cut to its first
 * faults; all of them are in the job store.
 */
public final class BriefErrors {
    /** Longest message that passes with all its faults, in characters; the code comes on top. */
    public static final int MAX_LENGTH = 2_048;

    private static final int MOST_FAULTS = 3;
    private static final int MOST_CHARACTERS = 120;

    private BriefErrors() {}

    /** @return an error of the same class and stack, whose message begins with the code and is short */
    public static SleeperException of(SleeperException error) {
        SleeperException brief = brief(error);
        brief.setStackTrace(error.getStackTrace());
        return brief;
    }

    private static SleeperException brief(SleeperException error) {
        if (error.getMessage().length() <= MAX_LENGTH) {
            return ofClass(error, CodedMessage.write(error.code(), error.summary()), error.faults());
        }
        int count = error.faults().size();
        List<Fault> first = error.faults().stream()
                .limit(MOST_FAULTS)
                .map(BriefErrors::shorten)
                .toList();
        return ofClass(
                error,
                CodedMessage.write(
                        error.code(),
                        "The step failed with " + count + (count == 1 ? " fault:" : " faults, of which the first:")),
                first);
    }

    private static SleeperException ofClass(SleeperException error, String summary, List<Fault> faults) {
        if (error instanceof InvalidRequestException) {
            return new InvalidRequestException(summary, faults, error);
        } else if (error instanceof ConflictException) {
            return new ConflictException(summary, faults, error);
        } else if (error instanceof TransientFailureException) {
            return new TransientFailureException(summary, faults, error);
        } else if (error instanceof OutcomeUnknownException) {
            return new OutcomeUnknownException(summary, faults, error);
        } else if (error instanceof CorruptDataException) {
            return new CorruptDataException(summary, faults, error);
        } else if (error instanceof VersionTooOldException) {
            return new VersionTooOldException(summary, faults, error);
        }
        return new RunFailedException(summary, faults, error);
    }

    private static Fault shorten(Fault fault) {
        return new Fault(
                fault.code(),
                shorten(fault.where()),
                shorten(fault.found()),
                shorten(fault.allowed()),
                shorten(fault.action()),
                fault.location());
    }

    private static String shorten(String text) {
        return text.length() <= MOST_CHARACTERS ? text : UnicodeText.cut(text, MOST_CHARACTERS) + "…";
    }
}
