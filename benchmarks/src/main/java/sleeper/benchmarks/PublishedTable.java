package sleeper.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.ValueBounds;
import sleeper.core.table.WrittenFile;
import sleeper.iceberg.IcebergView.Published;
import sleeper.lambda.view.TableViews;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Surroundings;

/** A table of 16 leaves with the demo's three columns, whose commits are names alone: a publication opens no file of them. */
final class PublishedTable implements AutoCloseable {
    private static final TableName TABLE = new TableName("t");
    private static final int LEAVES = 16;
    private static final String DIGEST = "d".repeat(64);

    private final Path home;
    private final FileInstance instance;
    private final TableLog log;
    private final String incarnation;
    private final List<Partition> leaves;
    private int jobs;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    PublishedTable() throws IOException {
        home = TemporaryFolder.create();
        AtomicLong ids = new AtomicLong();
        Surroundings surroundings = new Surroundings(
                (InstantSource) () -> now, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
        instance = FileInstance.open(home, surroundings);
        log = instance.tables().log(TABLE);
        expect(log.create(DemoData.SCHEMA, DemoData.partitions(LEAVES)) instanceof Verdict.Done);
        incarnation = log.state().table().orElseThrow().incarnation();
        leaves = log.state().table().orElseThrow().partitions().leaves();
    }

    private static void expect(boolean held) {
        if (!held) {
            throw new IllegalStateException("the table was not made, or a commit was refused");
        }
    }

    /** Commits so many files, whose run told of their columns, six minutes after the commit before. */
    void commit(int count) {
        now = now.plus(Duration.ofMinutes(6));
        AttemptId attempt = new AttemptId(new JobId("job" + jobs++), 1);
        List<WrittenFile> written = new ArrayList<>(count);
        for (int file = 0; file < count; file++) {
            Partition leaf = leaves.get(file % LEAVES);
            written.add(new WrittenFile(
                    new DataFile(
                            TableLocation.dataFile(leaf.id(), attempt, "run", file / LEAVES),
                            leaf.region(),
                            1_000 + file,
                            20_000 + file,
                            "%064x".formatted(file)),
                    List.of(column(1, text(file)), column(2, number(file)), column(3, text(file)))));
        }
        Manifest manifest = new Manifest(attempt, "run", WrittenFile.files(written));
        log.putMetrics(manifest, written);
        expect(log.commit(attempt, DIGEST, incarnation, manifest) instanceof Verdict.Committed);
    }

    private static ColumnMetrics column(int id, byte[] bound) {
        return new ColumnMetrics(id, 7_000, 1_000, 0, Optional.of(new ValueBounds(bound, bound)));
    }

    private static byte[] text(int file) {
        return "%010d".formatted(file).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(int file) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(file)
                .array();
    }

    /** Has the view catch up. */
    Published publish() {
        return TableViews.of(instance).of(TABLE).publish();
    }

    @Override
    public void close() throws IOException {
        TemporaryFolder.delete(home);
    }
}
