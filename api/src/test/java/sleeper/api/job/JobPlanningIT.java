package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.api.Answering;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.JobDocument;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.RunSite;
import sleeper.statestore.util.Surroundings;

/** Plans of two hundred files, each of which has a fault. */
class JobPlanningIT {
    private static final int FILES = 200;
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());

    @TempDir
    Path folder;

    private final AtomicInteger opened = new AtomicInteger();
    private Instance instance;

    @BeforeEach
    void fill() throws IOException {
        AtomicInteger ids = new AtomicInteger();
        FileInstance home = FileInstance.open(
                folder,
                new Surroundings(
                        InstantSource.system(), () -> "id" + ids.incrementAndGet(), new Random(1), wait -> {}));
        var unused = home.tables().log(new TableName("t")).create(SCHEMA, PartitionTree.single(1));
        Path in = Files.createDirectories(folder.resolve("buckets/b/in"));
        for (int file = 0; file < FILES; file++) {
            Files.writeString(in.resolve(file + ".parquet"), "no Parquet");
        }
        FileStore counted = new ForwardingFileStore(home.files()) {
            @Override
            public ReadableFile open(FilePath path, FileVersion version) throws IOException {
                opened.incrementAndGet();
                return super.open(path, version);
            }
        };
        OwnedStores stores = (OwnedStores) Proxy.newProxyInstance(
                OwnedStores.class.getClassLoader(),
                new Class<?>[] {OwnedStores.class},
                (self, method, given) -> method.getName().equals("files") ? counted : method.invoke(home, given));
        RunSite site =
                Answering.port(RunSite.class, Map.of("freeBytes", OptionalLong.empty(), "anySourceByDefault", true));
        instance = Answering.port(Instance.class, Map.of("stores", stores, "site", site));
    }

    private static JobDocument document(List<String> files) {
        return new JobDocument(Optional.empty(), "t", files, Map.of(), Map.of(), Optional.empty());
    }

    private Fault givenUp(List<String> files, BooleanSupplier isAwaited) {
        TransientFailureException failure = catchThrowableOfType(
                TransientFailureException.class,
                () -> JobPlanning.of(instance, document(files), JobQueue.STANDARD, isAwaited));
        return failure.faults().get(0);
    }

    @Test
    void shouldLookAtEachFileForWhoeverWaits() {
        JobPlanning planning = JobPlanning.of(instance, document(List.of("b/in")), JobQueue.STANDARD);

        assertThat(planning.faults()).hasSize(Faults.MAX_KEPT);
        assertThat(opened).hasValue(FILES);
    }

    @Test
    void shouldOpenNoFurtherFileWhenNobodyWaitsForThePlan() {
        // When nobody does after the third was opened, at which time others are about to be
        Fault fault = givenUp(List.of("b/in"), () -> opened.get() < 3);
        // Then
        assertThat(fault.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(fault.found()).isEqualTo("nobody who waits for the answer");
        assertThat(opened).hasValueLessThan(3 + JobPlanning.FILES_AT_ONCE);
    }

    @Test
    void shouldLookForNoFurtherFileWhenNobodyWaitsForThePlan() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        List<String> names = IntStream.range(0, FILES)
                .mapToObj(file -> "b/in/" + file + ".parquet")
                .toList();
        // When
        Fault fault = givenUp(names, () -> asked.incrementAndGet() <= 5);
        // Then
        assertThat(fault.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(asked).hasValue(6);
        assertThat(opened).hasValue(0);
    }
}
