package sleeper.core.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import sleeper.core.job.AttemptId;

/**
 * Names of what an attempt has on Kubernetes. An attempt's own name is used where Kubernetes takes it; otherwise what is left of it is
 * followed by a hash of the whole, so that two attempts never share a name.
 */
public final class KubernetesNames {
    /** The label that the objects of an attempt bear. */
    public static final String ATTEMPT_LABEL = "sleeper-attempt";

    /** A pod's name is the Job's with a suffix of 6 characters, and is a label's value of at most 63. */
    private static final int LONGEST_JOB = 52;

    /** Spark adds {@code -exec-<number>}, and takes 47. */
    private static final int LONGEST_PREFIX = 47;

    private static final int LONGEST_LABEL = 63;
    private static final int HASH_LENGTH = 10;

    /** Ends a name with a hash, so that it is never that of an attempt, which ends with its number. */
    private static final String NO_NUMBER = "z";

    private KubernetesNames() {}

    public static String jobName(AttemptId attempt) {
        return fitting(attempt, LONGEST_JOB);
    }

    public static String executorPrefix(AttemptId attempt) {
        return fitting(attempt, LONGEST_PREFIX);
    }

    public static String labelValue(AttemptId attempt) {
        return fitting(attempt, LONGEST_LABEL);
    }

    private static String fitting(AttemptId attempt, int longest) {
        String name = attempt.executionName();
        if (name.length() <= longest && name.matches("[a-z]([a-z0-9-]*[a-z0-9])?")) {
            return name;
        }
        String readable =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^[^a-z]+", "");
        int room = longest - HASH_LENGTH - 2;
        String cut = readable.substring(0, Math.min(readable.length(), room));
        return (cut.isEmpty() ? "j" : cut) + "-" + hash(name) + NO_NUMBER;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
