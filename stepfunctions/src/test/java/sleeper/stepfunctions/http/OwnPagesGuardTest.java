package sleeper.stepfunctions.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.stepfunctions.http.Refusal.Reason;

/** What an endpoint with pages of its own takes from them, and from others. */
class OwnPagesGuardTest {
    private static final int PORT = 4711;
    private static final PageGuard GUARD = PageGuard.ofOwnPages(PORT, Set.of("tunnel.example:9000"));

    /** @param headers name, value, name, value and so on */
    private static Optional<Refusal> refuse(String method, String... headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.merge(
                    headers[i],
                    List.of(headers[i + 1]),
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
        }
        return GUARD.refuse(new RequestHead(method, "/", "HTTP/1.1", all));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4711", "localhost:4711", "[::1]:4711", "tunnel.example:9000"})
    void shouldTakeWhatItsOwnPageSends(String host) {
        assertThat(refuse("GET", "host", host, "sec-fetch-site", "same-origin")).isEmpty();
        assertThat(refuse("POST", "host", host, "sec-fetch-site", "same-origin", "origin", "http://" + host))
                .isEmpty();
    }

    @Test
    void shouldTakeWhatAProgramOrAPersonSends() {
        assertThat(refuse("POST", "host", "127.0.0.1:4711")).isEmpty();
        assertThat(refuse("GET", "host", "127.0.0.1:4711", "sec-fetch-site", "none"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "",
                "http://127.0.0.1",
                "http://127.0.0.1:4712",
                "http://localhost:4711",
                "https://127.0.0.1:4711",
                "http://127.0.0.1:4711/",
                "http://127.0.0.1:4711.evil.example"
            })
    void shouldRefuseAnotherOrigin(String origin) {
        for (String method : List.of("GET", "POST", "OPTIONS", "HEAD")) {
            assertThat(refuse(method, "host", "127.0.0.1:4711", "origin", origin))
                    .hasValueSatisfying(refusal -> {
                        assertThat(refusal.reason()).isEqualTo(Reason.NOT_FROM_HERE);
                        assertThat(refusal.message())
                                .isEqualTo(
                                        "A web page sent this: the header Origin is '" + origin + "'. Only pages of"
                                                + " this endpoint may use it. Open one of them, or send the request from a program.");
                    });
        }
    }

    @Test
    void shouldRefuseTwoOriginsOfWhichOneIsAnother() {
        assertThat(refuse(
                        "GET",
                        "host",
                        "127.0.0.1:4711",
                        "origin",
                        "http://127.0.0.1:4711",
                        "origin",
                        "https://evil.example"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "", "SAME-ORIGIN"})
    void shouldRefuseWhatAPageOfAnotherSiteFetches(String site) {
        for (String mode : List.of("cors", "no-cors", "websocket")) {
            assertThat(refuse("GET", "host", "127.0.0.1:4711", "sec-fetch-site", site, "sec-fetch-mode", mode))
                    .hasValueSatisfying(refusal ->
                            assertThat(refusal.message()).contains("the header Sec-Fetch-Site is '" + site + "'"));
        }
    }

    @Test
    void shouldRefuseTwoSitesOfWhichOneIsAnother() {
        assertThat(refuse(
                        "GET",
                        "host",
                        "127.0.0.1:4711",
                        "sec-fetch-site",
                        "same-origin",
                        "sec-fetch-site",
                        "cross-site"))
                .isPresent();
    }

    private static String[] link(String site, String mode, String destination) {
        return new String[] {
            "host", "127.0.0.1:4711", "sec-fetch-site", site, "sec-fetch-mode", mode, "sec-fetch-dest", destination
        };
    }

    @Test
    void shouldLetAnotherPageLinkHere() {
        assertThat(refuse("GET", link("cross-site", "navigate", "document"))).isEmpty();
        assertThat(refuse("GET", link("same-site", "navigate", "document"))).isEmpty();
    }

    static Stream<String> destinations() {
        return Stream.of("iframe", "frame", "object", "embed", "script", "image", "worker", "empty", "");
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void shouldRefuseToBeAPartOfAnotherPage(String destination) {
        assertThat(refuse("GET", link("cross-site", "navigate", destination))).isPresent();
        assertThat(refuse("GET", link("cross-site", "no-cors", destination))).isPresent();
    }

    @Test
    void shouldRefuseAFormOfAnotherPage() {
        assertThat(refuse("POST", link("cross-site", "navigate", "document"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.test:4711", "127.0.0.1.evil.example:4711", "localhost:4712", ""})
    void shouldRefuseAPageWhoseNameLeadsHere(String host) {
        // A browser says then that the page asks its own origin.
        assertThat(refuse("GET", "host", host, "sec-fetch-site", "same-origin", "origin", "http://" + host))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.message()).startsWith("The header Host is '" + host + "'"));
    }
}
