package sleeper.sort.fault;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FilePath;
import sleeper.core.util.FailureWords;

/** Turns what was thrown while a file was read into an error with a code and a place. */
public final class InputFaults {
    private InputFaults() {}

    /** @return {@code file, row group 3, column 'key'} */
    private static String where(FilePath file, int rowGroup, String column) {
        return file + ", row group " + rowGroup + ", column '" + column + "'";
    }

    /** The error for something thrown while a column of a row group was read. */
    public static SleeperException explain(FilePath file, int rowGroup, String column, Exception thrown) {
        FaultLocation place =
                FaultLocation.ofFile(file.toString()).inRowGroup(rowGroup).inColumn(column);
        return explain(file, where(file, rowGroup, column), place, thrown);
    }

    /**
     * The error for something thrown while {@code where} was read. Decoders run over bytes that nobody vouches for, so that
     * whatever else they throw means that the bytes are wrong.
     */
    public static SleeperException explain(FilePath file, String where, Exception thrown) {
        return explain(file, where, FaultLocation.ofFile(file.toString()), thrown);
    }

    private static SleeperException explain(FilePath file, String where, FaultLocation place, Exception thrown) {
        if (thrown instanceof SleeperException already) {
            return already;
        }
        Fault fault = fault(where, thrown).at(atRow(place, thrown));
        String summary = "File " + file + " was not read.";
        return switch (fault.code()) {
            case INPUT_CHANGED -> new RunFailedException(summary, List.of(fault), thrown);
            case UNAVAILABLE -> new TransientFailureException(summary, List.of(fault), thrown);
            default -> new InvalidRequestException(summary, List.of(fault), thrown);
        };
    }

    private static FaultLocation atRow(FaultLocation place, Exception thrown) {
        return thrown instanceof BadInputException bad ? place.atRow(bad.row()) : place;
    }

    private static Fault fault(String where, Exception thrown) {
        if (thrown instanceof BadInputException bad) {
            return Fault.of(bad.code(), where, bad.found(), bad.allowed());
        }
        if (thrown instanceof FileChangedException changed) {
            return Fault.of(ErrorCode.INPUT_CHANGED, where, changed.difference(), "the content that was validated");
        }
        if (thrown instanceof NoSuchFileException) {
            return Fault.of(ErrorCode.INPUT_CHANGED, where, "no file any more", "the content that was validated");
        }
        if (thrown instanceof ActionDeniedException denied) {
            return new Fault(
                    ErrorCode.FILE_FORBIDDEN,
                    where,
                    "no read access (" + denied.getReason() + ")",
                    "",
                    denied.advice());
        }
        if (thrown instanceof AccessDeniedException) {
            return Fault.of(ErrorCode.FILE_FORBIDDEN, where, "no read access", "");
        }
        if (thrown instanceof EOFException) {
            return Fault.of(ErrorCode.CORRUPT_FILE, where, "the end of the file, too early", "");
        }
        if (thrown instanceof IOException) {
            return Fault.of(ErrorCode.UNAVAILABLE, where, FailureWords.of(thrown), "");
        }
        return Fault.of(
                ErrorCode.CORRUPT_FILE, where, "bytes that cannot be decoded (" + FailureWords.of(thrown) + ")", "");
    }
}
