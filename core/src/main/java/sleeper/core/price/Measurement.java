package sleeper.core.price;

import sleeper.core.util.Require;

/**
 * A run of an engine that was measured, of rows that are small; not on AWS.
 *
 * @param engine     what ran
 * @param rows       rows that it took in; one or more
 * @param cpuSeconds processor seconds that these took, as written where they stand
 * @param source     where the figure stands
 */
public record Measurement(Engine engine, long rows, String cpuSeconds, String source) {
    public Measurement {
        Require.notNull("engine", engine);
        Require.atLeast("rows", rows, 1);
        Require.that(Double.parseDouble(cpuSeconds) > 0, "cpuSeconds is not above 0");
        Require.notBlank("source", source);
    }

    /** @return rows for each second of one core */
    public double rowsPerSecond() {
        return rows / Double.parseDouble(cpuSeconds);
    }
}
