package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.console.Keys.Session;

class CredentialsTest {
    private static final int PORT = 4711;

    private final Keys keys = new Keys(new byte[Keys.BYTES], () -> Instant.EPOCH);
    private final Session session = session();

    private Session session() {
        return keys.open(keys.newPageToken()).orElseThrow();
    }

    private Credentials of(String... headers) {
        return Credentials.of(Heads.of("POST", "/api/v1/jobs", headers), PORT, keys);
    }

    private String cookie() {
        return "sleeper-4711=" + session.cookie();
    }

    @Test
    void shouldLetAProgramAskAndChange() {
        for (String scheme : new String[] {"Bearer ", "bearer "}) {
            Credentials program = of("Authorization", scheme + keys.programToken());

            assertThat(program.isProgram()).isTrue();
            assertThat(program.mayAsk()).isTrue();
            assertThat(program.mayChange()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer  "})
    void shouldLetNobodyAskWithAnotherAuthorization(String authorization) {
        assertThat(of("Authorization", authorization)).isEqualTo(new Credentials(false, false, false));
    }

    @Test
    void shouldTakeTheTokenInNoOtherForm() {
        String token = keys.programToken();

        assertThat(of("Authorization", token).mayAsk()).isFalse();
        assertThat(of("Authorization", "Basic " + token).mayAsk()).isFalse();
        assertThat(of("Authorization", "Bearer " + token + " ").mayAsk()).isFalse();
        assertThat(of("Authorization", "Bearer " + token, "Authorization", "Bearer " + token)
                        .mayAsk())
                .isFalse();
        assertThat(of("Cookie", cookie(), "X-Sleeper-Secret", token).mayAsk()).isFalse();
    }

    @Test
    void shouldLetAPageAskWithItsCookieAndSecretAndChangeWithTheConsolesHeader() {
        Credentials asks = of("Cookie", cookie(), "X-Sleeper-Secret", session.secret());
        Credentials changes = of("Cookie", cookie(), "X-Sleeper-Secret", session.secret(), "X-Sleeper-Console", "1");

        assertThat(asks.mayAsk()).isTrue();
        assertThat(asks.mayChange()).isFalse();
        assertThat(changes.mayChange()).isTrue();
        assertThat(changes.isProgram()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "true", "1,1"})
    void shouldTakeNothingElseForTheConsolesHeader(String value) {
        assertThat(of("Cookie", cookie(), "X-Sleeper-Secret", session.secret(), "X-Sleeper-Console", value)
                        .mayChange())
                .isFalse();
        assertThat(of("X-Sleeper-Console", "1").mayChange()).isFalse();
    }

    @Test
    void shouldWantBothCookieAndSecret() {
        assertThat(of("Cookie", cookie()).mayAsk()).isFalse();
        assertThat(of("X-Sleeper-Secret", session.secret()).mayAsk()).isFalse();
        assertThat(of("Cookie", cookie(), "X-Sleeper-Secret", "").mayAsk()).isFalse();
    }

    @Test
    void shouldNotTakeTheSecretOfAnotherSession() {
        assertThat(of("Cookie", cookie(), "X-Sleeper-Secret", session().secret())
                        .mayAsk())
                .isFalse();
        assertThat(of(
                                "Cookie",
                                cookie(),
                                "X-Sleeper-Secret",
                                session.secret(),
                                "X-Sleeper-Secret",
                                session().secret())
                        .mayAsk())
                .isFalse();
    }

    @Test
    void shouldNotTakeTheCookieOfAnotherPort() {
        for (String name : new String[] {"sleeper-4712", "sleeper-471", "sleeper", "xsleeper-4711", "SLEEPER-4711"}) {
            assertThat(of("Cookie", name + "=" + session.cookie(), "X-Sleeper-Secret", session.secret())
                            .mayAsk())
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void shouldFindItsCookieAmongOthers() {
        String others = "a=b; sleeper-4712=" + session().cookie() + ";" + cookie() + "; c";

        assertThat(of("Cookie", others, "X-Sleeper-Secret", session.secret()).mayAsk())
                .isTrue();
    }

    @Test
    void shouldFindItsCookieBehindOneOfItsNameThatAnotherPortHasSet() {
        String secret = session.secret();

        assertThat(of("Cookie", "sleeper-4711=planted; " + cookie(), "X-Sleeper-Secret", secret)
                        .mayAsk())
                .isTrue();
        assertThat(of("Cookie", "sleeper-4711=planted", "Cookie", cookie(), "X-Sleeper-Secret", secret)
                        .mayAsk())
                .isTrue();
    }
}
