package sleeper.core.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import sleeper.core.job.AttemptId;

/**
 * What an attempt's things are called on Kubernetes. They bear the name of the attempt's execution where that can be, so that people find
 * them; otherwise as much of it as can be, and a hash of the whole. Two attempts never share a name: one that was changed ends in
 * {@code -x} and the hash, and no other does, since executions end in {@code -a} and a number.
 *
 * <p>Rules: names of Jobs and pods are DNS labels of at most 63 characters here, since a Job's name is also a label of its pods, and a pod's
 * name is its host's (Kubernetes, "Object Names and IDs"); Spark takes prefixes of at most 47 characters.
 */
public final class KubernetesNames {
    /** The label by which all that an attempt created is found. */
    public static final String ATTEMPT_LABEL = "sleeper-attempt";

    /** Most characters of a Job's name: its pod's name has a hyphen and five more, and some room is left. */
    public static final int LONGEST_JOB_NAME = 52;

    /** Most characters of the prefix of executors' names, so that these have 63 at the most (Spark's own check). */
    public static final int LONGEST_EXECUTOR_PREFIX = 47;

    /** Most characters of a label's value. */
    public static final int LONGEST_LABEL_VALUE = 63;

    /** The state of a Job for which Kubernetes has made no pod yet, since the namespace's quota has no room: it may take hours. */
    public static final String JOB_WITHOUT_POD = "NoPod";

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?");
    private static final String BEFORE_HASH = "-x";
    private static final int HASH_LENGTH = 16;

    private KubernetesNames() {}

    /** @return the name of the attempt's Job: 1 to 52 characters of {@code a-z 0-9 -}, no hyphen at either end */
    public static String jobName(AttemptId attempt) {
        return dnsLabel(attempt, LONGEST_JOB_NAME);
    }

    /** @return what names of the attempt's executors begin with: 1 to 47 characters of {@code a-z 0-9 -}, no hyphen at either end */
    public static String executorPrefix(AttemptId attempt) {
        return dnsLabel(attempt, LONGEST_EXECUTOR_PREFIX);
    }

    /** @return the value of {@link #ATTEMPT_LABEL} on all that the attempt created: 1 to 63 characters */
    public static String labelValue(AttemptId attempt) {
        String name = attempt.executionName();
        return name.length() <= LONGEST_LABEL_VALUE && LABEL_VALUE.matcher(name).matches()
                ? name
                : changed(name, name, LONGEST_LABEL_VALUE);
    }

    private static String dnsLabel(AttemptId attempt, int longest) {
        String name = attempt.executionName();
        return name.length() <= longest && DNS_LABEL.matcher(name).matches()
                ? name
                : changed(name, name.toLowerCase(Locale.ROOT).replace('_', '-'), longest);
    }

    private static String changed(String name, String readable, int longest) {
        int room = longest - BEFORE_HASH.length() - HASH_LENGTH;
        String begin = readable.substring(0, Math.min(readable.length(), room));
        String trimmed = begin.replaceAll("^[-_]+|[-_]+$", "");
        return (trimmed.isEmpty() ? "job" : trimmed) + BEFORE_HASH + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
