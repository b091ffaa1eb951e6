package sleeper.statestore.bucket;

import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * A pair by which requests are signed. Its text leaves the secret out.
 *
 * @param id     which pair it is; no secret
 * @param secret what signs
 */
public record AccessKey(String id, String secret) {
    /** Of no letter that a shell, a URL or a header would take for more than itself. */
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final String SECRET_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** So nobody takes it for a key of AWS, whose ids begin with AKIA or ASIA. */
    private static final String PREFIX = "SLEEPER";

    private static final int ID_LENGTH = 20;
    private static final int SECRET_LENGTH = 40;

    public AccessKey {
        Require.notBlank("id", id);
        Require.notBlank("secret", secret);
    }

    /** @param random cannot be foreseen, where anybody else may send requests */
    public static AccessKey made(RandomGenerator random) {
        return new AccessKey(
                PREFIX + letters(random, ID_LETTERS, ID_LENGTH - PREFIX.length()),
                letters(random, SECRET_LETTERS, SECRET_LENGTH));
    }

    private static String letters(RandomGenerator random, String from, int count) {
        return random.ints(count, 0, from.length())
                .mapToObj(i -> from.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
