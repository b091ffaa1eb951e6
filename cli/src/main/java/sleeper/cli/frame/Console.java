package sleeper.cli.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import sleeper.api.error.ErrorReport;
import sleeper.core.util.Require;

/**
 * Where a command speaks: results to standard output, as one JSON object where {@code --json} was given and in words
 * otherwise; progress, logs and errors in words to standard error. Words may hold what others wrote (messages, names of files and
 * columns): nothing in them reaches the terminal as a command.
 */
public final class Console {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final PrintStream err;

    public Console(PrintStream out, PrintStream err) {
        this.out = Require.notNull("out", out);
        this.err = Require.notNull("err", err);
    }

    /** Prints a result in words. */
    public void result(String text) {
        row(text);
        out.flush();
    }

    /** Prints a result as JSON on a line of its own. */
    public void result(JsonNode json) {
        row(json);
        out.flush();
    }

    /** Prints one of many lines of a result; they may wait in a buffer until {@link #flush}. */
    public void row(String text) {
        out.println(Words.harmless(text));
    }

    /** As {@link #row(String)}, as JSON. */
    public void row(JsonNode json) {
        try {
            out.println(JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Hands over what waits.
     *
     * @return whether somebody still reads; not so after {@code | head} has ended
     */
    public boolean flush() {
        return !out.checkError();
    }

    /** Says what is going on. */
    public void progress(String text) {
        err.println(Words.harmless(text));
    }

    /** Tells an error: as JSON on standard output, or in words on standard error. */
    public void error(ErrorReport report, boolean json) {
        if (json) {
            result(report.json());
        } else {
            err.print(Words.harmless(report.words()));
            err.flush();
        }
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }
}
