package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.console.Keys.Session;

class KeysTest {
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final Keys keys = keys((byte) 1);

    private Keys keys(byte of) {
        byte[] root = new byte[Keys.BYTES];
        Arrays.fill(root, of);
        return new Keys(root, () -> now);
    }

    private Session session() {
        return keys.open(keys.newPageToken()).orElseThrow();
    }

    @Test
    void shouldOpenASessionForATokenOfAPageOnce() {
        // Given
        String pageToken = keys.newPageToken();
        // When
        Session session = keys.open(pageToken).orElseThrow();
        // Then
        assertThat(keys.isSession(session.cookie(), session.secret())).isTrue();
        assertThat(keys.open(pageToken)).isEmpty();
    }

    @Test
    void shouldOpenNothingForATokenOfAPageThatIsTooOld() {
        // Given
        String last = keys.newPageToken();
        String late = keys.newPageToken();
        // When / Then
        now = now.plus(Duration.ofMinutes(10));
        assertThat(keys.open(last)).isPresent();
        now = now.plusMillis(1);
        assertThat(keys.open(late)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "null", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
    void shouldOpenNothingForWhatIsNoTokenOfAPage(String guess) {
        assertThat(keys.open(guess)).isEmpty();
    }

    @Test
    void shouldKeepTheLatestHundredTokensOfPages() {
        // Given
        List<String> pageTokens = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            pageTokens.add(keys.newPageToken());
        }
        // When / Then
        assertThat(keys.open(pageTokens.get(0))).isEmpty();
        assertThat(pageTokens.subList(1, 101))
                .allSatisfy(pageToken -> assertThat(keys.open(pageToken)).isPresent());
    }

    @Test
    void shouldNotLetTokensOfPagesThatAreTooOldTakeThePlaceOfOthers() {
        // Given
        for (int i = 0; i < 99; i++) {
            String unused = keys.newPageToken();
        }
        now = now.plus(Duration.ofMinutes(5));
        String young = keys.newPageToken();
        now = now.plus(Duration.ofMinutes(6));
        // When
        for (int i = 0; i < 99; i++) {
            String unused = keys.newPageToken();
        }
        // Then
        assertThat(keys.open(young)).isPresent();
    }

    @Test
    void shouldKeepSessionsAndTheProgramsTokenWhenItIsMadeAnewOfTheSameRoot() {
        Session session = session();
        Keys again = keys((byte) 1);

        assertThat(again.isSession(session.cookie(), session.secret())).isTrue();
        assertThat(again.isProgram(keys.programToken())).isTrue();
    }

    @Test
    void shouldKnowNothingOfAnotherRoot() {
        Session session = session();
        Keys other = keys((byte) 2);

        assertThat(other.isSession(session.cookie(), session.secret())).isFalse();
        assertThat(other.isProgram(keys.programToken())).isFalse();
        assertThat(other.open(keys.newPageToken())).isEmpty();
    }

    @Test
    void shouldNotTakeTheCookieOfOneSessionWithTheSecretOfAnother() {
        Session one = session();
        Session other = session();

        assertThat(keys.isSession(one.cookie(), other.secret())).isFalse();
        assertThat(keys.isSession(other.cookie(), one.secret())).isFalse();
    }

    @Test
    void shouldNotTakeASessionThatIsMadeUp() {
        Session session = session();
        String id = session.cookie().substring(0, 64);
        String mac = session.cookie().substring(64);
        // With the cookie alone neither the secret nor another session can be made
        for (String secret : List.of("", id, mac, session.cookie(), keys.programToken())) {
            assertThat(keys.isSession(session.cookie(), secret)).as(secret).isFalse();
        }
        for (String cookie : List.of(
                "",
                id,
                id + id,
                mac + mac,
                mac + id,
                id + session.secret(),
                session.cookie() + "0",
                "x".repeat(128),
                "é".repeat(128))) {
            assertThat(keys.isSession(cookie, session.secret())).as(cookie).isFalse();
        }
    }

    @Test
    void shouldKnowTheProgramsTokenAlone() {
        String token = keys.programToken();

        assertThat(keys.isProgram(token)).isTrue();
        for (String other :
                List.of("", token + "0", token.substring(1), session().secret(), keys.newPageToken())) {
            assertThat(keys.isProgram(other)).isFalse();
        }
    }

    @Test
    void shouldShowNothingOfASessionInALog() {
        Session session = session();

        assertThat(session.toString()).isEqualTo("a session");
    }

    @Test
    void shouldRefuseARootOfAnotherLength() {
        assertThatThrownBy(() -> new Keys(new byte[16], () -> now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes");
    }
}
