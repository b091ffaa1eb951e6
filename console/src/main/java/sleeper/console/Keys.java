package sleeper.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sleeper.core.util.Require;

/**
 * Who may ask. A program has a token that lasts as long as the root key does. A person opens an address with the token of a page, which is
 * good once and for a while; for it a browser gets a cookie, which pages cannot read, and a secret, which other pages cannot send. Both last
 * as long as the root key does, so that a page goes on when its server was started anew. Safe for use by many threads.
 */
public final class Keys {
    /** Length of a root key, and of what is made of it. */
    static final int BYTES = 32;

    private static final String MAC = "HmacSHA256";
    private static final Duration PAGE_TOKEN_LASTS = Duration.ofMinutes(10);
    private static final int MOST_PAGE_TOKENS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] root;
    private final InstantSource clock;
    private final Map<String, Instant> pageTokens = new LinkedHashMap<>();

    /** @param root of which all other keys are made; 32 bytes that nobody can guess */
    public Keys(byte[] root, InstantSource clock) {
        Require.that(root.length == BYTES, "a root key has " + BYTES + " bytes");
        this.root = root.clone();
        this.clock = clock;
    }

    /** @return bytes for a root key */
    public static byte[] newRoot() {
        byte[] root = new byte[BYTES];
        RANDOM.nextBytes(root);
        return root;
    }

    /** What a browser shows with each request. */
    public record Session(String cookie, String secret) {
        @Override
        public String toString() {
            return "a session";
        }
    }

    /** @return what programs send, as {@code Authorization: Bearer} */
    public String programToken() {
        return derived("program", "");
    }

    public boolean isProgram(String token) {
        return same(programToken(), token);
    }

    /** @return a text for an address that opens one page, once */
    public synchronized String newPageToken() {
        Instant now = clock.instant();
        pageTokens.values().removeIf(until -> until.isBefore(now));
        while (pageTokens.size() >= MOST_PAGE_TOKENS) {
            pageTokens.remove(pageTokens.keySet().iterator().next());
        }
        String pageToken = HexFormat.of().formatHex(newRoot());
        pageTokens.put(pageToken, now.plus(PAGE_TOKEN_LASTS));
        return pageToken;
    }

    /** @return a session for a token of a page, which is used up; empty if there is no such token any more */
    public Optional<Session> open(String pageToken) {
        synchronized (this) {
            Instant until = pageTokens.remove(pageToken);
            if (until == null || until.isBefore(clock.instant())) {
                return Optional.empty();
            }
        }
        String id = HexFormat.of().formatHex(newRoot());
        return Optional.of(new Session(id + derived("cookie", id), derived("secret", id)));
    }

    /** @return whether the two are of one session */
    public boolean isSession(String cookie, String secret) {
        if (cookie.length() != 4 * BYTES) {
            return false;
        }
        String id = cookie.substring(0, 2 * BYTES);
        boolean ours = same(derived("cookie", id), cookie.substring(2 * BYTES));
        return same(derived("secret", id), secret) && ours;
    }

    private String derived(String use, String about) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(root, MAC));
            return HexFormat.of().formatHex(mac.doFinal((use + ":" + about).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    private static boolean same(String expected, String found) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }
}
