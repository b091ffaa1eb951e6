package sleeper.lambda.reap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.InstanceSettings;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;

class UploadSweepIT {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path home;

    private TestInstance instance;
    private UploadSweep sweep;

    @BeforeEach
    void openInstance() {
        instance = new TestInstance(home);
        sweep = new UploadSweep(instance.stores(), instance.ports().clock());
    }

    private Path upload(String key) throws IOException {
        Path file = home.resolve("buckets/uploads").resolve(key);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "rows");
    }

    private void send(String id) {
        send(id, "message-" + id);
    }

    private void send(String id, String messageId) {
        var unused = new StartJob(instance.ports())
                .start(new Message(
                        messageId,
                        "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"uploads/" + id + "/f\"]}",
                        JobQueue.STANDARD));
    }

    /** Refuses an attempt at the job {@code refused}. */
    private void refuse(int attempt) {
        var unused = instance.stores()
                .jobs()
                .reject(
                        TestInstance.attempt("refused", attempt),
                        List.of(Fault.of(ErrorCode.NO_FILES, "files", "", "")));
    }

    @Test
    void shouldKeepWhatNoJobNamesForSevenDays() throws IOException {
        // Given
        Path file = upload("nobody/a.parquet");
        Path atTheTop = upload("stray");
        assertThat(sweep.sweep()).isZero();
        // When
        instance.pass(DAY.multipliedBy(7));
        assertThat(sweep.sweep()).isZero();
        instance.pass(Duration.ofSeconds(2));
        // Then
        assertThat(sweep.sweep()).isEqualTo(2);
        assertThat(file).doesNotExist();
        assertThat(atTheTop).doesNotExist();
    }

    @Test
    void shouldCountAnewForWhatIsUploadedOnceThePrefixWasTakenAway() throws IOException {
        // Given
        upload("nobody/a.parquet");
        sweep.sweep();
        instance.pass(DAY.multipliedBy(8));
        sweep.sweep();
        // When
        Path file = upload("nobody/b.parquet");
        sweep.sweep();
        instance.pass(DAY);
        // Then
        assertThat(sweep.sweep()).isZero();
        assertThat(file).exists();
    }

    @Test
    void shouldKeepTheFilesOfAJobThatRunsHoweverLongItDoes() throws IOException {
        // Given
        Path file = upload("running/f");
        send("running");
        sweep.sweep();
        // When
        instance.pass(DAY.multipliedBy(30));
        // Then
        assertThat(sweep.sweep()).isZero();
        assertThat(file).exists();
    }

    @Test
    void shouldKeepTheFilesOfAJobThatWasRefusedForSevenDaysSoThatItCanBeRetried() throws IOException {
        // Given
        Path file = upload("refused/f");
        send("refused");
        refuse(1);
        sweep.sweep();
        instance.pass(DAY.multipliedBy(6));
        assertThat(sweep.sweep()).isZero();
        assertThat(file).exists();
        // When
        instance.pass(DAY.multipliedBy(2));
        // Then
        assertThat(sweep.sweep()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldCountFromTheEndOfTheLastAttempt() throws IOException {
        // Given a job that was refused, and on the sixth day is sent again
        Path file = upload("refused/f");
        send("refused");
        refuse(1);
        sweep.sweep();
        instance.pass(DAY.multipliedBy(6));
        send("refused", "again");
        // When it is refused again on the eighth
        instance.pass(DAY.multipliedBy(2));
        refuse(2);
        // Then
        assertThat(sweep.sweep()).isZero();
        instance.pass(DAY.multipliedBy(7));
        assertThat(sweep.sweep()).isZero();
        assertThat(file).exists();
        instance.pass(Duration.ofSeconds(2));
        assertThat(sweep.sweep()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldKeepTheFilesOfAJobThatIsSentAgainWhileItDecides() throws IOException {
        // Given
        Path file = upload("refused/f");
        send("refused");
        refuse(1);
        sweep.sweep();
        instance.pass(DAY.multipliedBy(8));
        // When
        UploadSweep slow = new UploadSweep(instance.stores(), () -> {
            send("refused", "again");
            return instance.instant();
        });
        // Then
        assertThat(slow.sweep()).isZero();
        assertThat(file).exists();
    }

    @Test
    void shouldCountAnewForWhatIsUploadedOnceSomebodyTookThePrefixAway() throws IOException {
        // Given
        Path before = upload("nobody/a.parquet");
        sweep.sweep();
        Files.delete(before);
        instance.pass(DAY.multipliedBy(8));
        sweep.sweep();
        // When
        Path file = upload("nobody/b.parquet");
        // Then
        assertThat(sweep.sweep()).isZero();
        assertThat(file).exists();
    }

    @Test
    void shouldSweepNoBucketOfTheInstanceItself() throws IOException {
        // Given somebody who names the bucket of the tables
        String tables = instance.stores().ownBuckets().iterator().next();
        Path file = home.resolve("buckets").resolve(tables).resolve("t/data/a.parquet");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "rows");
        instance.stores().properties().putOfInstance(Map.of(InstanceSettings.UPLOAD_BUCKET.name(), tables));
        sweep.sweep();
        // When
        instance.pass(DAY.multipliedBy(8));
        // Then
        assertThat(sweep.sweep()).isZero();
        assertThat(file).exists();
    }

    @Test
    void shouldDoNothingWhereThereIsNoBucket() {
        assertThat(sweep.sweep()).isZero();
    }
}
