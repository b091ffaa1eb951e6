package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.table.TableName;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.CountingObjectStore.Call;

/** Which jobs read which files: of jobs that register at once each sees the other, or one does. */
class InputRegistryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final TableName TABLE = new TableName("t");
    private static final InputFile FILE = file("a.parquet");

    /** Registrations after which the next one merges them. */
    private static final int MANY = 101;

    /** Calls of a registration that merges, up to the first few of those that delete what was merged. */
    private static final int CALLS_THAT_DIFFER = 25;

    private final AtomicInteger lastId = new AtomicInteger();
    private InMemoryObjectStore objects = new InMemoryObjectStore();

    private JobStore jobs(ObjectStore over) {
        return new JobStore(
                over, new Surroundings(() -> NOW, () -> "id" + lastId.incrementAndGet(), new Random(1), wait -> {}));
    }

    private static InputFile file(String name) {
        return new InputFile(new FilePath("in", name), new FileVersion(10, "tag"), 1, 1);
    }

    private static List<InputFile> files(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> file("f" + i)).toList();
    }

    private Map<InputFile, List<JobId>> register(ObjectStore over, String job, List<InputFile> files) {
        return jobs(over).registerInputs(TABLE, files, new JobId(job));
    }

    private Map<InputFile, List<JobId>> find(ObjectStore over, List<InputFile> files) {
        return jobs(over).jobsWithInputs(TABLE, files, new JobId("who-asks"));
    }

    private static List<JobId> ids(String... jobs) {
        return Stream.of(jobs).map(JobId::new).toList();
    }

    private static String name(int job) {
        return "job%04d".formatted(job);
    }

    private static List<InputFile> filesOf(int job) {
        return List.of(FILE, file(name(job)));
    }

    /** Each of many jobs reads a file of its own, and all read one more. */
    private void registerMany(int from, int to) {
        for (int job = from; job < to; job++) {
            register(objects, name(job), filesOf(job));
        }
    }

    private static List<JobId> many(int from, int to) {
        return IntStream.range(from, to).mapToObj(job -> new JobId(name(job))).toList();
    }

    private void expectAll(int jobs, String as, Object... arguments) {
        assertThat(find(objects, List.of(FILE)).get(FILE)).as(as, arguments).isEqualTo(many(0, jobs));
        InputFile last = file(name(jobs - 1));
        assertThat(find(objects, List.of(last))).as(as, arguments).isEqualTo(Map.of(last, many(jobs - 1, jobs)));
    }

    @Test
    void shouldTellWhichJobsReadAFileBefore() {
        // Given
        InputFile replaced = new InputFile(FILE.path(), new FileVersion(10, "other"), 1, 1);
        // When / Then
        assertThat(register(objects, "first", List.of(FILE))).isEmpty();
        assertThat(register(objects, "first", List.of(FILE))).isEmpty();
        assertThat(register(objects, "second", List.of(FILE, file("b")))).isEqualTo(Map.of(FILE, ids("first")));
        assertThat(register(objects, "third", List.of(replaced))).isEmpty();
        assertThat(find(objects, List.of(FILE, replaced, file("b"))))
                .isEqualTo(Map.of(FILE, ids("first", "second"), replaced, ids("third"), file("b"), ids("second")));
        assertThat(jobs(objects).jobsWithInputs(new TableName("other"), List.of(FILE), new JobId("x")))
                .isEmpty();
    }

    @Test
    void shouldWriteNothingForOneWhoOnlyLooks() {
        // Given more than is left unmerged
        registerMany(0, MANY - 1);
        register(objects, "many", files(0, 100_001));
        CountingObjectStore counting = new CountingObjectStore(objects);
        // When
        var unused = find(counting, List.of(FILE));
        // Then
        assertThat(counting.calls()).doesNotContainKeys(Call.PUT, Call.DELETE, Call.REPLACE);
    }

    @Test
    void shouldShowOneOfTwoJobsTheOtherWhenBothRegisterAFileAtOnce() {
        // Given another job that registers the file just before ours is written down
        List<JobId> seenByTheirs = new ArrayList<>();
        ObjectStore overtaken = new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                register(objects, "theirs", List.of(FILE)).values().forEach(seenByTheirs::addAll);
                return super.putIfAbsent(key, bytes);
            }
        };
        // When
        Map<InputFile, List<JobId>> seenByOurs = register(overtaken, "ours", List.of(FILE));
        // Then
        assertThat(seenByTheirs).isEmpty();
        assertThat(seenByOurs).isEqualTo(Map.of(FILE, ids("theirs")));
    }

    @Nested
    class ALookCostsAFewCalls {
        @Test
        void shouldRegisterTenThousandFilesInAFewCalls() {
            // Given
            CountingObjectStore counting = new CountingObjectStore(objects);
            // When two jobs read the same ten thousand files
            assertThat(register(counting, "first", files(0, 10_000))).isEmpty();
            int first = counting.total();
            counting.reset();
            Map<InputFile, List<JobId>> seen = register(counting, "second", files(0, 10_000));
            // Then
            assertThat(seen).hasSize(10_000).containsEntry(file("f9999"), ids("first"));
            assertThat(first).isLessThanOrEqualTo(6);
            assertThat(counting.total()).isLessThanOrEqualTo(6);
        }

        @Tag("long")
        @Test
        void shouldReadNoMoreHoweverManyJobsWereThereBefore() {
            // Given two thousand jobs
            registerMany(0, 2_000);
            CountingObjectStore counting = new CountingObjectStore(objects);
            // When
            var unused = find(counting, List.of(FILE, file(name(7))));
            // Then
            assertThat(counting.total()).isLessThanOrEqualTo(6);
            assertThat(counting.objectsRead()).isLessThanOrEqualTo(MANY + 2);
            expectAll(2_000, "after merges");
        }

        @Test
        void shouldReadTheShardsOfItsFilesAlone() {
            // Given so many files that the index has many shards
            for (int job = 0; job < 5; job++) {
                register(objects, name(job), files(job * 30_000, job * 30_000 + 30_000));
            }
            assertThat(objects.list("sources/t/shards")).hasSize(16);
            CountingObjectStore counting = new CountingObjectStore(objects);
            // When
            Map<InputFile, List<JobId>> found = find(counting, List.of(file("f60001")));
            // Then of the shards it reads one
            assertThat(found).isEqualTo(Map.of(file("f60001"), ids(name(2))));
            assertThat(counting.objectsRead())
                    .isEqualTo(objects.list("sources/t/recent").size() + 2);
        }
    }

    @Nested
    class NothingIsLost {
        @Test
        void shouldLoseNoRegistrationWhereverAMergeIsKilled() {
            for (int kill = 0; kill < CALLS_THAT_DIFFER * 2; kill++) {
                // Given
                objects = new InMemoryObjectStore();
                registerMany(0, MANY - 1);
                ObjectStore killed = at(kill / 2, kill % 2 == 1, () -> {
                    throw new Killed();
                });
                // When
                var unused = catchThrowable(() -> register(killed, name(MANY - 1), filesOf(MANY - 1)));
                register(objects, name(MANY - 1), filesOf(MANY - 1));
                // Then
                expectAll(MANY, "kill %d", kill);
                assertThat(objects.list("sources/t/recent")).as("kill %d", kill).hasSizeLessThan(MANY);
            }
        }

        @Tag("long")
        @Test
        void shouldLoseNoRegistrationWhenOthersMergeWhileAMergeStalls() {
            for (int stall = 0; stall < CALLS_THAT_DIFFER; stall++) {
                // Given one that stalls in its merge, while others come to merge twice
                objects = new InMemoryObjectStore();
                registerMany(0, MANY - 1);
                ObjectStore stalled = at(stall, false, () -> registerMany(MANY, MANY * 3));
                // When
                Map<InputFile, List<JobId>> seen = register(stalled, name(MANY - 1), filesOf(MANY - 1));
                registerMany(MANY, MANY * 3);
                // Then
                assertThat(seen.get(FILE)).as("stall %d", stall).containsSequence(many(0, MANY - 1));
                expectAll(MANY * 3, "stall %d", stall);
            }
        }

        /** The objects, where something happens just before one of the calls, or just after it. */
        private ObjectStore at(int call, boolean after, Runnable action) {
            int[] calls = new int[1];
            return new ForwardingObjectStore(objects) {
                private <T> T around(Supplier<T> effect) {
                    boolean now = calls[0]++ == call;
                    if (now && !after) {
                        action.run();
                    }
                    T result = effect.get();
                    if (now && after) {
                        action.run();
                    }
                    return result;
                }

                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    return around(() -> super.putIfAbsent(key, bytes));
                }

                @Override
                public Optional<byte[]> get(String key) {
                    return around(() -> super.get(key));
                }

                @Override
                public Map<String, byte[]> getAll(Collection<String> keys) {
                    return around(() -> super.getAll(keys));
                }

                @Override
                public List<String> children(String prefix) {
                    return around(() -> super.children(prefix));
                }

                @Override
                public boolean delete(String key) {
                    return around(() -> super.delete(key));
                }
            };
        }
    }

    private static final class Killed extends Error {}

    @Nested
    class TheVersionBeforeKeptAnObjectForEachFileAndJob {
        private void leaveOlder() {
            objects.putIfAbsent(
                    "inputs/t/ae2988ffea592520a326e823df72e752a22c4a0766adcc1d38fff4cfa909e04a/older",
                    "{\"format\":1,\"at\":\"1970-01-01T00:00:00Z\"}".getBytes(StandardCharsets.UTF_8));
            objects.putIfAbsent("inputs/t/README", new byte[] {'x'});
        }

        @Test
        void shouldFindWhatItRegistered() {
            // Given
            leaveOlder();
            // When / Then
            assertThat(find(objects, List.of(FILE))).isEqualTo(Map.of(FILE, ids("older")));
            assertThat(register(objects, "ours", List.of(FILE))).isEqualTo(Map.of(FILE, ids("older")));
            assertThat(find(objects, List.of(FILE))).isEqualTo(Map.of(FILE, ids("older", "ours")));
        }

        @Test
        void shouldListItsObjectsOnce() {
            // Given one that registers, and so takes them in
            leaveOlder();
            register(objects, "ours", List.of(FILE));
            CountingObjectStore counting = new CountingObjectStore(objects);
            // When
            Map<InputFile, List<JobId>> seen = register(counting, "next", List.of(FILE));
            // Then
            assertThat(seen).isEqualTo(Map.of(FILE, ids("older", "ours")));
            assertThat(counting.calls()).doesNotContainKey(Call.LIST);
        }
    }
}
