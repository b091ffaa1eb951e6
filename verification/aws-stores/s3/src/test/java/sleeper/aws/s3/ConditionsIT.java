package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.aws.s3.S3Objects.Outcome;
import sleeper.statestore.object.PutResult;

/** That the server of the tests keeps the conditions of S3's documentation, on which the stores rely. */
class ConditionsIT {
    private static final Outcome STORED = new Outcome(PutResult.STORED, "");
    private static final Outcome REFUSED = new Outcome(PutResult.REFUSED, "");
    private static final byte[] BYTES = {1, 2, 3};

    private static S3Server server;
    private final S3Objects objects = new S3Objects(server.client(), server.newBucket(), S3Server.surroundings());

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatTheStoresRelyOn(S3Condition condition) {
        assertThat(condition.isKeptBy(server.client(), server.newBucket()))
                .as(condition.text())
                .isTrue();
    }

    @Test
    void shouldPutIfNoneMatchOnlyWhereNothingIs() {
        assertThat(objects.putIfAbsent("a", BYTES)).isEqualTo(STORED);
        assertThat(objects.putIfAbsent("a", new byte[1 << 20])).isEqualTo(REFUSED);
        assertThat(objects.get("a").orElseThrow().bytes()).isEqualTo(BYTES);
    }

    @Test
    void shouldPutIfMatchOnlyOverTheObjectNamed() {
        // Given
        objects.putIfAbsent("a", BYTES);
        String first = objects.get("a").orElseThrow().tag();
        // When / Then
        assertThat(objects.putIfMatch("a", first, new byte[] {4})).isEqualTo(STORED);
        assertThat(objects.putIfMatch("a", first, new byte[] {5})).isEqualTo(REFUSED);
        assertThat(objects.putIfMatch("a", first, new byte[1 << 20])).isEqualTo(REFUSED);
        assertThat(objects.get("a").orElseThrow().bytes()).isEqualTo(new byte[] {4});
    }

    @Test
    void shouldRefuseIfMatchWhereNothingIs() {
        assertThat(objects.putIfMatch("a", "\"0123\"", BYTES)).isEqualTo(REFUSED);
        assertThat(objects.get("a")).isEmpty();
    }
}
