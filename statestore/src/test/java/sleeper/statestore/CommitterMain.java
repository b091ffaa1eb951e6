package sleeper.statestore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionId;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;

/** What a test runs in processes of its own: jobs that write files, put manifests and commit. */
public final class CommitterMain {
    private CommitterMain() {}

    /** Arguments: {@code commit HOME PREFIX JOBS} or {@code life HOME FILES}. */
    public static void main(String[] arguments) throws IOException {
        FileInstance instance = open(Path.of(arguments[1]));
        if (arguments[0].equals("commit")) {
            for (int job = 0; job < Integer.parseInt(arguments[3]); job++) {
                runJob(instance, arguments[2] + job, 1);
            }
        } else {
            live(instance, Integer.parseInt(arguments[2]));
        }
    }

    public static FileInstance open(Path home) {
        Surroundings surroundings = new Surroundings(
                InstantSource.system(),
                () -> UUID.randomUUID().toString().replace("-", ""),
                new Random(),
                CommitterMain::sleep);
        return FileInstance.open(home, surroundings);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything a table's store does in its life, such that doing it again after being killed anywhere in it comes to the same. */
    public static void live(FileInstance instance, int files) throws IOException {
        TableLog log = instance.tables().log(TestTable.NAME);
        if (log.state().table().isEmpty()) {
            log.create(wideSchema(), TestTable.ONE_LEAF);
        }
        runJob(instance, "first", files);
        log.snapshot();
        runJob(instance, "second", 1);
        log.snapshot();
        log.exclude(TestTable.attempt("third", 1), "digest", TestTable.FAILURE);
        log.collect(instance.jobs(), false, Duration.ZERO);
    }

    /** So wide that the entry which creates the table needs a body. */
    private static Schema wideSchema() {
        List<Field> values = IntStream.range(0, 1_000)
                .mapToObj(i -> Field.nullable("a_value_field_of_some_length_" + i, PrimitiveType.STRING))
                .toList();
        return new Schema(TestTable.SCHEMA.rowKeyFields(), List.of(), values);
    }

    private static void runJob(FileInstance instance, String job, int files) throws IOException {
        TableLog log = instance.tables().log(TestTable.NAME);
        AttemptId attempt = TestTable.attempt(job, 1);
        if (log.verdictOf(attempt, "digest").isPresent()) {
            return;
        }
        TableState.LiveTable table = log.state().table().orElseThrow();
        String run = UUID.randomUUID().toString().replace("-", "");
        List<DataFile> written = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            String path = TableLocation.dataFile(PartitionId.ROOT, attempt, run, i);
            byte[] content = ("rows of " + path).getBytes(StandardCharsets.UTF_8);
            FilePath file = log.storage().location().file(path);
            try (WritableFile out = instance.files().create(file)) {
                out.write(ByteBuffer.wrap(content));
                out.commit();
            }
            written.add(new DataFile(path, Region.all(1), 1, content.length, Sha256.hex(content)));
        }
        Manifest manifest = instance.jobs().putManifest(new Manifest(attempt, run, written));
        Verdict verdict = commit(log, attempt, table.incarnation(), manifest);
        if (!(verdict instanceof Verdict.Committed)) {
            throw new IllegalStateException(attempt + " was not committed: " + verdict);
        }
    }

    private static Verdict commit(TableLog log, AttemptId attempt, String incarnation, Manifest manifest) {
        while (true) {
            try {
                return log.commit(attempt, "digest", incarnation, manifest);
            } catch (OutcomeUnknownException e) {
                // Asking again is how to learn it.
            }
        }
    }
}
