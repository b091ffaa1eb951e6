package sleeper.console;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.stepfunctions.http.RequestHead;

/**
 * What a request shows of who sent it.
 *
 * @param isProgram   whether it brings the token of {@code local.json}
 * @param isBrowser   whether it brings the cookie and the secret of one session
 * @param fromConsole whether it brings the header that no other page can send
 */
record Credentials(boolean isProgram, boolean isBrowser, boolean fromConsole) {
    private static final String BEARER = "Bearer ";
    private static final String SECRET = "X-Sleeper-Secret";
    private static final String CONSOLE = "X-Sleeper-Console";

    static Credentials of(RequestHead head, int port, Keys keys) {
        Optional<String> token = head.only("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()));
        Optional<String> secret = head.only(SECRET);
        return new Credentials(
                token.filter(keys::isProgram).isPresent(),
                secret.isPresent()
                        && cookies(head, cookieName(port)).anyMatch(cookie -> keys.isSession(cookie, secret.get())),
                isFromConsole(head));
    }

    static boolean isFromConsole(RequestHead head) {
        return head.only(CONSOLE).filter("1"::equals).isPresent();
    }

    static String cookieName(int port) {
        return "sleeper-" + port;
    }

    /** Whoever serves another port of the host can set a cookie of this name beside ours, and have it sent first. */
    private static Stream<String> cookies(RequestHead head, String name) {
        return head.all("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1));
    }

    boolean mayAsk() {
        return isProgram || isBrowser;
    }

    boolean mayChange() {
        return isProgram || (isBrowser && fromConsole);
    }
}
