package sleeper.sort.extent;

import java.io.IOException;

/** Bytes that were sent as an extent are not one: damaged, cut, of another version, or of a table with other columns. */
public final class BadExtentException extends IOException {
    private static final long serialVersionUID = 1L;

    BadExtentException(String found, String allowed) {
        super("An extent was not read: " + found + "; " + allowed + ". Have it sent again, by the same version.");
    }
}
