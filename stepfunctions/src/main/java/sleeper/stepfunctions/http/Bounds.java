package sleeper.stepfunctions.http;

import java.time.Duration;

/**
 * What clients may take of an endpoint, all together and each.
 *
 * @param connections open at once. One more takes the place of the one that has longest neither sent a whole request nor read its
 *                    answer, so that those who only wait cannot keep others out
 * @param headBytes   of a request line and its headers
 * @param bodyBytes   of a request's body
 * @param idle        how long a connection may stay open without a request
 * @param head        how long a head may take from its first byte
 * @param body        how long a body may take
 * @param answer      how long a client may take to read an answer
 */
public record Bounds(
        int connections, int headBytes, int bodyBytes, Duration idle, Duration head, Duration body, Duration answer) {
    /** For a machine's own programs, of which the slowest is a person's debugger. */
    public static final Bounds USUAL = new Bounds(
            128,
            32 * 1024,
            4 * 1024 * 1024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));

    public Bounds withConnections(int most) {
        return new Bounds(most, headBytes, bodyBytes, idle, head, body, answer);
    }

    /** @return the same with this time for whatever a client can be slow at */
    public Bounds withTimeOut(Duration timeOut) {
        return new Bounds(connections, headBytes, bodyBytes, timeOut, timeOut, timeOut, timeOut);
    }
}
