package sleeper.core.partition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import sleeper.core.util.Require;

/**
 * Names a partition within its table, for ever: ids never change when other partitions are split, and none is used twice. The
 * root is {@code p}; a child's id is its parent's with {@code 0} (below the cut) or {@code 1} (at or above it) added, so that it
 * shows the way down. Where that would be longer than {@link #LONGEST_WAY}, as it becomes when one edge is split again and again,
 * the child is named by a hash of the parent's id and the digit instead: {@code q} and 40 hexadecimal digits, whatever the depth.
 *
 * @param value safe in a path
 */
public record PartitionId(String value) {
    /** Most characters of an id that shows the way down. */
    public static final int LONGEST_WAY = 200;

    private static final int HASH_DIGITS = 40;

    /** Stands before {@link #ROOT}, whose constructor needs it. */
    private static final Pattern FORM =
            Pattern.compile("p[01]{0," + (LONGEST_WAY - 1) + "}|q[0-9a-f]{" + HASH_DIGITS + "}");

    public static final PartitionId ROOT = new PartitionId("p");

    public PartitionId {
        Require.that(FORM.matcher(value).matches(), "not a partition id: " + value);
    }

    public PartitionId lower() {
        return child('0');
    }

    public PartitionId upper() {
        return child('1');
    }

    private PartitionId child(char side) {
        String way = value + side;
        boolean shown = value.startsWith(ROOT.value) && way.length() <= LONGEST_WAY;
        return new PartitionId(shown ? way : "q" + hash(way).substring(0, HASH_DIGITS));
    }

    private static String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
