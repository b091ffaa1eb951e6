package sleeper.sort.fault;

import sleeper.core.error.ErrorCode;
import sleeper.core.error.FaultLocation;

/**
 * A part of an input file is not what it must be. Thrown where the bytes are read, which knows no file name, and told with
 * file, row group and column by {@link InputFaults}.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String found;
    private final String allowed;
    private final long row;

    /**
     * @param found   what was found
     * @param allowed what may stand there
     */
    public BadInputException(ErrorCode code, String found, String allowed) {
        this(code, found, allowed, FaultLocation.UNKNOWN);
    }

    /** @param row the row of the row group, counted from 0; {@link FaultLocation#UNKNOWN} if it is not known */
    public BadInputException(ErrorCode code, String found, String allowed, long row) {
        super(code + ": " + found + "; allowed: " + allowed);
        this.row = row;
        this.code = code;
        this.found = found;
        this.allowed = allowed;
    }

    public static BadInputException corrupt(String found, String allowed) {
        return new BadInputException(ErrorCode.CORRUPT_FILE, found, allowed);
    }

    public static BadInputException limit(String found, String allowed) {
        return new BadInputException(ErrorCode.LIMIT_EXCEEDED, found, allowed);
    }

    public ErrorCode code() {
        return code;
    }

    public String found() {
        return found;
    }

    public String allowed() {
        return allowed;
    }

    /** @return the row of the row group, counted from 0; {@link FaultLocation#UNKNOWN} if it is not known */
    public long row() {
        return row;
    }
}
