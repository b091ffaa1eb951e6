package sleeper.run;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import sleeper.sort.SortProgress;

/**
 * Prints the progress of a run in lines {@code phase=reading rows=1200000 of=10000000 rows_per_s=812345 done=12% left_s=11}: one when
 * a phase begins, one a second at the most, one when it has all rows. Rate, share done and seconds left are the phase's; what is not
 * known yet is left out.
 */
public final class ProgressLines implements SortProgress {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private Phase phase;
    private long phaseStart;
    private long lastLine;

    ProgressLines(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** @param out receives the lines */
    public static ProgressLines to(PrintStream out) {
        return new ProgressLines(out, System::nanoTime);
    }

    @Override
    public synchronized void progressed(Phase now, long rows, long totalRows) {
        long time = nanoTime.getAsLong();
        boolean begins = now != phase;
        if (begins) {
            phase = now;
            phaseStart = time;
        }
        if (begins || rows == totalRows || time - lastLine >= INTERVAL_NANOS) {
            lastLine = time;
            double seconds = (time - phaseStart) / 1e9;
            out.println("phase=" + now.name().toLowerCase(Locale.ROOT) + " rows=" + rows + " of=" + totalRows
                    + (seconds > 0 ? rate(rows, totalRows, seconds) : ""));
        }
    }

    private static String rate(long rows, long totalRows, double seconds) {
        String rate = " rows_per_s=" + Math.round(rows / seconds);
        if (rows == 0) {
            return rate;
        }
        long left = Math.max(0, totalRows - rows);
        return rate + " done=" + (long) (100.0 * rows / Math.max(rows, totalRows)) + "% left_s="
                + (long) Math.ceil(left * seconds / rows);
    }
}
