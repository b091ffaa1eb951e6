package sleeper.sort.sample;

import sleeper.core.util.Require;

/**
 * Part of a sample that several processes take, a file each.
 *
 * @param number its place among all parts, so that they do not all read at the same places; 0 or more
 * @param share  of what the whole sample may read; more than 0, at most 1
 */
public record SamplePart(int number, double share) {
    static final SamplePart ALL = new SamplePart(0, 1);

    public SamplePart {
        Require.atLeast("number", number, 0);
        Require.that(share > 0 && share <= 1, "share is " + share + ", and may be more than 0 and at most 1");
    }

    /** @return its share of something, one at least */
    long of(long whole) {
        return Math.max(1, Math.round(share * whole));
    }
}
