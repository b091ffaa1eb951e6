package sleeper.core.util;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A stream of lines for people, such as a log, in which {@link Secrets} are masked. A line is passed on when it has ended. */
public final class MaskedLines extends OutputStream {
    /** A line that is longer is passed on in parts. */
    private static final int LONGEST_LINE = 1 << 16;

    private final OutputStream to;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private MaskedLines(OutputStream to) {
        this.to = to;
    }

    /** @return a stream in UTF-8 that masks what it passes on to another */
    public static PrintStream to(OutputStream stream) {
        return new PrintStream(new MaskedLines(stream), true, StandardCharsets.UTF_8);
    }

    /** Has this process's standard error masked from now on. */
    public static void maskStandardError() {
        System.setErr(to(System.err));
    }

    @Override
    public void write(int b) throws IOException {
        line.write(b);
        if (b == '\n' || line.size() >= LONGEST_LINE) {
            passOn();
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    private void passOn() throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        String masked = Secrets.masked(text);
        to.write(masked.equals(text) ? line.toByteArray() : masked.getBytes(StandardCharsets.UTF_8));
        line.reset();
        to.flush();
    }

    @Override
    public void close() throws IOException {
        passOn();
        to.close();
    }
}
