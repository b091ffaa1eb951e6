package sleeper.verification.permission;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a bucket that a key lies in: what of a key does not depend on tables and jobs. */
final class StoreArea {
    private static final Pattern OF_TABLE = Pattern.compile("[^/]+/(log/[^/]+|data|metadata)/.+");
    private static final List<String> WHOLE_KEYS = List.of("instance.properties", "commit-log-driver");

    private StoreArea() {}

    static String of(String bucket, String key) {
        if (bucket.equals("data")) {
            Matcher table = OF_TABLE.matcher(key);
            if (!table.matches()) {
                throw new IllegalStateException("no object of a table: " + key);
            }
            return "*/" + table.group(1) + "/*";
        }
        int slash = key.indexOf('/');
        return bucket.equals("input") || bucket.equals("uploads")
                ? "*"
                : WHOLE_KEYS.contains(key) || slash < 0 ? key : key.substring(0, slash) + "/*";
    }
}
