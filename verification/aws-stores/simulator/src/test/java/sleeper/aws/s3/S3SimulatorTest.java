package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.sim.LosingToItself;
import sleeper.aws.sim.Schedules;
import sleeper.testkit.sim.Service;
import sleeper.testkit.sim.Simulator;

/** The simulator's schedules, with the drivers of S3 before a model of it that loses, delays and refuses requests. */
class S3SimulatorTest {
    private static final int SCHEDULES_SEEN = 600;

    private static Service right() {
        return new S3Model(UnaryOperator.identity(), UnaryOperator.identity(), false);
    }

    @Test
    void shouldKeepEveryPromiseInEverySchedule() {
        Schedules.assertNothingFound(S3SimulatorTest::right);
    }

    @Test
    void shouldMeetWhatTheServiceMayAnswer() {
        // Given
        Answers answers = new Answers();
        // When
        List<Simulator.Finding> found = Simulator.findingsOn(
                () -> new S3Model(answers::noting, UnaryOperator.identity(), false), 0, SCHEDULES_SEEN, 1);
        // Then
        assertThat(found).isEmpty();
        assertThat(answers.seen())
                .contains(
                        "PutObject done",
                        "PutObject unknown",
                        "PutObject 403 AccessDenied",
                        "PutObject 409 ConditionalRequestConflict",
                        "PutObject 412 PreconditionFailed",
                        "PutObject 503 SlowDown",
                        "GetObject done",
                        "GetObject 404 NoSuchKey",
                        "HeadObject done",
                        "HeadObject 404",
                        "ListObjectsV2 done",
                        "DeleteObject done",
                        "DeleteObject unknown",
                        "CreateMultipartUpload done",
                        "CreateMultipartUpload unknown",
                        "UploadPart done",
                        "UploadPart 404 NoSuchUpload",
                        "CompleteMultipartUpload done",
                        "CompleteMultipartUpload unknown",
                        "CompleteMultipartUpload 200 InternalError",
                        "CompleteMultipartUpload 404 NoSuchUpload",
                        "CompleteMultipartUpload 409 ConditionalRequestConflict",
                        "CompleteMultipartUpload 412 PreconditionFailed",
                        "CompleteMultipartUpload 503 SlowDown",
                        "ListMultipartUploads done",
                        "AbortMultipartUpload done",
                        "AbortMultipartUpload 404 NoSuchUpload");
    }

    /**
     * What is not here does no harm: a log that takes a condition that failed for a failure, or a conflict for a condition that failed,
     * says of its append that nothing was changed, and nothing was. A file has one writer, so that a condition fails by nothing but a
     * try of its own before, whose answer was lost: the driver looks then, whatever it hears of the last try.
     */
    @ParameterizedTest
    @CsvSource({
        "PUT_REPEATED,          SLOTS,   50",
        "PUT_REPEATED,          OBJECTS, 50",
        "PUT_REPEATED,          FILES,   300",
        "CONDITION_AS_FAILURE,  OBJECTS, 50",
        "CONFLICT_AS_CONDITION, OBJECTS, 50",
        "CONFLICT_AS_CONDITION, FILES,   50",
        "CONDITION_LEFT_OUT,    SLOTS,   50",
        "CONDITION_LEFT_OUT,    OBJECTS, 50",
        "CONDITION_LEFT_OUT,    LIST,    50",
        "CONDITION_LEFT_OUT,    FILES,   200",
        "SLOT_DELETED,          SLOTS,   50",
        "UPLOAD_ABORTED_BY_AGE, FILES,   50",
    })
    void shouldFindWhatAClientMustNotDo(S3Fault fault, Place place, int seeds) {
        Schedules.assertFound(
                () -> new S3Model(
                        client -> new FaultyS3Client(client, fault, place.part), UnaryOperator.identity(), false),
                S3SimulatorTest::right,
                seeds);
    }

    @Test
    void shouldFindADriverThatTakesItsOwnEarlierTryForAnothers() {
        Schedules.assertFound(
                () -> new S3Model(UnaryOperator.identity(), LosingToItself::new, false), S3SimulatorTest::right, 300);
    }

    @Test
    void shouldFindAStoreThatLagsBehind() {
        Schedules.assertFound(
                () -> new S3Model(UnaryOperator.identity(), UnaryOperator.identity(), true),
                S3SimulatorTest::right,
                10);
    }

    /** The objects to which it is done, by what their keys contain. */
    enum Place {
        SLOTS("log/slots/"),
        OBJECTS(""),
        LIST("lists/"),
        FILES("/data/");

        private final String part;

        Place(String part) {
            this.part = part;
        }
    }
}
