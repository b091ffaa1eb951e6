package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.aws.s3.S3Probe;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The conditions of writes and reads that the stores on S3 rest on, with the answers that tell them apart. The rules are those of the S3
 * User Guide, "How to prevent object overwrites with conditional writes", and of the API reference of each operation.
 */
@ExtendWith(Places.class)
class S3ConditionsKit {
    static final Reply FAILED = new Reply(412, "PreconditionFailed");
    static final Reply CONFLICT = new Reply(409, "ConditionalRequestConflict");
    static final Reply NO_KEY = new Reply(404, "NoSuchKey");
    private static final int AT_ONCE = 6;
    private static final int ROUNDS = 10;

    private final Place place;
    private final S3Client s3;
    private final String bucket;
    private final String key;

    S3ConditionsKit(Place place) {
        this.place = place;
        this.s3 = place.server().s3();
        this.bucket = place.server().bucket();
        this.key = place.key("object");
    }

    private PutObjectResponse put(String text, Consumer<PutObjectRequest.Builder> condition) {
        return s3.putObject(
                request -> {
                    request.bucket(bucket).key(key);
                    condition.accept(request);
                },
                RequestBody.fromString(text));
    }

    private String there() {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }

    @Test
    void shouldBeTakenByTheProbeWhichLeavesNothing() {
        assertThatCode(() ->
                        S3Probe.check(s3, bucket, place.name(), place.server().surroundings()))
                .doesNotThrowAnyException();
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket).prefix(place.key("")))
                        .contents())
                .isEmpty();
    }

    @Test
    void shouldPutIfNoneMatchOnlyWhereNothingIs() throws Exception {
        assertThat(Reply.of(() -> put("first", request -> request.ifNoneMatch("*"))))
                .isEqualTo(Reply.OK);
        assertThat(Reply.of(() -> put("second", request -> request.ifNoneMatch("*"))))
                .isEqualTo(FAILED);
        assertThat(there()).isEqualTo("first");
    }

    @Test
    void shouldPutIfNoneMatchAgainWhereAnObjectWasDeleted() throws Exception {
        // Given
        put("first", request -> {});
        s3.deleteObject(request -> request.bucket(bucket).key(key));
        // When / Then
        assertThat(Reply.of(() -> put("second", request -> request.ifNoneMatch("*"))))
                .isEqualTo(Reply.OK);
        assertThat(there()).isEqualTo("second");
    }

    @Test
    void shouldPutIfMatchOnlyOverTheObjectNamed() throws Exception {
        // Given
        String first = put("first", request -> {}).eTag();
        // When / Then
        assertThat(Reply.of(() -> put("second", request -> request.ifMatch(first))))
                .isEqualTo(Reply.OK);
        assertThat(Reply.of(() -> put("third", request -> request.ifMatch(first))))
                .isEqualTo(FAILED);
        assertThat(there()).isEqualTo("second");
    }

    @Test
    void shouldRefuseAPutIfMatchWhereNothingIs() throws Exception {
        assertThat(Reply.of(() -> put("first", request -> request.ifMatch("\"0123456789abcdef0123456789abcdef\""))))
                .isEqualTo(NO_KEY);
        assertThat(Reply.of(this::there)).isEqualTo(NO_KEY);
    }

    @Test
    void shouldReadIfMatchOnlyTheObjectNamed() throws Exception {
        // Given
        String first = put("first", request -> {}).eTag();
        String second = put("second", request -> {}).eTag();
        // When / Then
        assertThat(Reply.of(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key(key).ifMatch(second))))
                .isEqualTo(Reply.OK);
        assertThat(Reply.of(() -> s3.getObjectAsBytes(request ->
                        request.bucket(bucket).key(key).ifMatch(first).range("bytes=0-1"))))
                .isEqualTo(FAILED);
    }

    @Test
    void shouldLetOneOfManyPutsIfNoneMatchWin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(s3.deleteObject(request -> request.bucket(bucket).key(key)))
                    .isNotNull();
            assertOneWins(request -> request.ifNoneMatch("*"));
        }
    }

    @Test
    void shouldLetOneOfManyPutsIfMatchWin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String before = put("before", request -> {}).eTag();
            assertOneWins(request -> request.ifMatch(before));
        }
    }

    private void assertOneWins(Consumer<PutObjectRequest.Builder> condition) throws Exception {
        List<Callable<?>> puts = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String text = "of " + i;
            puts.add(() -> put(text, condition));
        }
        List<Reply> replies = Reply.ofAll(puts);
        assertThat(replies).containsOnlyOnce(Reply.OK);
        assertThat(replies).isSubsetOf(Reply.OK, FAILED, CONFLICT);
        assertThat(there()).isEqualTo("of " + replies.indexOf(Reply.OK));
    }

    /** Whoever wins, what a reader sees afterwards is one of the two outcomes in some order, and never a put that was refused. */
    @Test
    void shouldSettlePutsIfNoneMatchThatMeetADelete() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            put("before", request -> {});
            // When
            List<Reply> replies = Reply.ofAll(List.of(
                    () -> s3.deleteObject(request -> request.bucket(bucket).key(key)),
                    () -> put("after", request -> request.ifNoneMatch("*"))));
            // Then
            assertThat(replies.get(0)).isEqualTo(Reply.OK);
            assertThat(replies.get(1)).isIn(Reply.OK, FAILED, CONFLICT);
            assertThat(Reply.of(this::there)).isEqualTo(replies.get(1).equals(Reply.OK) ? Reply.OK : NO_KEY);
        }
    }

    @Test
    void shouldShowAPutAndADeleteToEveryReaderAtOnce() throws Exception {
        try (S3Client other = place.server().s3Again()) {
            for (int round = 0; round < ROUNDS; round++) {
                String text = "round " + round;
                // When
                put(text, request -> {});
                // Then
                assertThat(other.getObjectAsBytes(
                                        request -> request.bucket(bucket).key(key))
                                .asString(StandardCharsets.UTF_8))
                        .isEqualTo(text);
                assertThat(keys(other)).containsExactly(key);
                // And when
                s3.deleteObject(request -> request.bucket(bucket).key(key));
                // Then
                assertThat(Reply.of(() -> other.getObjectAsBytes(
                                request -> request.bucket(bucket).key(key))))
                        .isEqualTo(NO_KEY);
                assertThat(keys(other)).isEmpty();
            }
        }
    }

    private List<String> keys(S3Client client) {
        return client.listObjectsV2(request -> request.bucket(bucket).prefix(place.key(""))).contents().stream()
                .map(object -> object.key())
                .toList();
    }
}
