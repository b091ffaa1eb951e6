package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobScan;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

/** Jobs by the time they were received, the latest first. */
class JobOrderTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final int WRITES = 8;
    private static final String DOCUMENT = "{\"tableName\":\"t\",\"files\":[\"b/f\"]}";

    private InMemoryObjectStore objects = new InMemoryObjectStore();

    private static JobStore jobs(ObjectStore over) {
        return new JobStore(over, new Surroundings(() -> START, () -> "id", new Random(1), wait -> {}));
    }

    private static StoredJob job(String id, Instant receivedAt) {
        return new StoredJob(new JobId(id), DOCUMENT, "digest-" + id, "standard", "m", receivedAt);
    }

    private static Instant after(long hours) {
        return START.plus(Duration.ofHours(hours));
    }

    private void put(String id, long hours) {
        jobs(objects).putJob(job(id, after(hours)));
    }

    /** A job as the version before stores it. */
    private void putBefore(String id, long hours) {
        String record =
                "{\"format\":1,\"id\":\"%s\",\"document\":\"{}\",\"digest\":\"digest-%s\",\"queue\":\"standard\","
                        + "\"messageId\":\"m\",\"receivedAt\":\"%s\"}";
        objects.putIfAbsent(
                "documents/" + id, record.formatted(id, id, after(hours)).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> all(ObjectStore over, int page) {
        List<String> ids = new ArrayList<>();
        Optional<StoredJob> last = Optional.empty();
        List<StoredJob> found;
        do {
            found = jobs(over).jobsBefore(last, page);
            found.forEach(job -> ids.add(job.id().value()));
            last = found.isEmpty() ? last : Optional.of(found.get(found.size() - 1));
        } while (found.size() == page);
        return ids;
    }

    @Test
    void shouldGiveTheLatestFirstPageByPage() {
        // Given jobs of several days, two of the same time, one from before all clocks
        put("b", 1);
        put("a", 1);
        put("late", 100);
        put("early", 0);
        put("middle", 30);
        put("ancient", -600_000);
        // When / Then
        for (int page = 1; page <= 7; page++) {
            assertThat(all(objects, page))
                    .as("pages of %d", page)
                    .containsExactly("late", "middle", "a", "b", "early", "ancient");
        }
        assertThat(jobs(objects).jobsBefore(Optional.empty(), 1)).containsExactly(job("late", after(100)));
        assertThat(all(new InMemoryObjectStore(), 5)).isEmpty();
    }

    @Test
    void shouldReadTheJobsOfThePageAlone() {
        // Given three hundred jobs of three hundred days
        for (int day = 0; day < 300; day++) {
            put("job" + day, day * 24L);
        }
        CountingObjectStore counting = new CountingObjectStore(objects);
        JobStore jobs = jobs(counting);
        jobs.jobsBefore(Optional.empty(), 1);
        counting.reset();
        // When
        List<StoredJob> latest = jobs.jobsBefore(Optional.empty(), 3);
        // Then of each of three days the entries were listed and the jobs read
        assertThat(latest).extracting(job -> job.id().value()).containsExactly("job299", "job298", "job297");
        assertThat(counting.total()).isLessThanOrEqualTo(2 + 3 * 3);
        assertThat(counting.objectsRead()).isLessThanOrEqualTo(2 * 3);
    }

    @Test
    void shouldListEachDayOnceToGiveAllJobs() {
        // Given a day of many jobs, and one of few
        for (int job = 0; job < 2_500; job++) {
            put("job" + job, 1);
        }
        put("late", 30);
        Map<String, Integer> listed = new TreeMap<>();
        ObjectStore counting = new ForwardingObjectStore(objects) {
            @Override
            public List<String> children(String prefix) {
                listed.merge(prefix, 1, Integer::sum);
                return super.children(prefix);
            }
        };
        jobs(counting).jobsBefore(Optional.empty(), 1);
        listed.clear();
        // When
        List<JobView> all =
                new JobHistory(jobs(counting), new TableFixture().tables()).page(Optional.empty(), Integer.MAX_VALUE);
        // Then
        assertThat(all)
                .extracting(JobView::job)
                .hasSize(2_501)
                .doesNotHaveDuplicates()
                .startsWith(job("late", after(30)));
        assertThat(listed)
                .hasSize(4)
                .allSatisfy((folder, times) -> assertThat(times).as(folder).isEqualTo(1));
    }

    @Test
    void shouldListEachDayOnceAndAskEachTableOnceHoweverOftenAScanGoesOn() {
        // Given a day of many jobs, and one of few
        for (int job = 0; job < 250; job++) {
            put("job" + job, 1);
        }
        put("late", 30);
        Map<String, Integer> asked = new TreeMap<>();
        ObjectStore counting = new ForwardingObjectStore(objects) {
            @Override
            public List<String> children(String prefix) {
                asked.merge(prefix, 1, Integer::sum);
                return super.children(prefix);
            }

            @Override
            public Optional<byte[]> get(String key) {
                asked.merge(key, 1, Integer::sum);
                return super.get(key);
            }
        };
        jobs(counting).jobsBefore(Optional.empty(), 1);
        asked.clear();
        // When
        JobScan scan = new JobHistory(jobs(counting), new TableFixture().tables()).scan(Optional.empty());
        List<StoredJob> read = new ArrayList<>();
        for (List<StoredJob> next = scan.next(20); !next.isEmpty(); next = scan.next(20)) {
            read.addAll(next);
            assertThat(scan.statuses(next)).containsOnly(JobStatus.ACCEPTED);
        }
        // Then
        assertThat(read).hasSize(251).doesNotHaveDuplicates().startsWith(job("late", after(30)));
        assertThat(asked)
                .containsEntry("cursors/t", 1)
                .allSatisfy((place, times) -> assertThat(times).as(place).isEqualTo(1));
    }

    @Test
    void shouldReadWhereJobsStandTogether() {
        // Given
        for (int job = 0; job < 50; job++) {
            put("job" + job, job);
            AttemptId attempt = new AttemptId(new JobId("job" + job), 1);
            jobs(objects).putAttempt(new AttemptRecord(attempt, "m", START));
            jobs(objects).reportRunning(attempt);
        }
        CountingObjectStore counting = new CountingObjectStore(objects);
        JobScan scan = new JobHistory(jobs(counting), new TableFixture().tables()).scan(Optional.empty());
        List<StoredJob> all = scan.next(50);
        counting.reset();
        // When
        List<JobStatus> statuses = scan.statuses(all);
        // Then their table's cursor was read, and of all together: two attempts, the outcome, what was decided (of this
        // version
        // and of the one before), and since when they run
        assertThat(statuses).hasSize(50).containsOnly(JobStatus.RUNNING);
        assertThat(counting.calls())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(CountingObjectStore.Call.GET, 1, CountingObjectStore.Call.GET_ALL, 6));
    }

    @Test
    void shouldReadNoJobToFindOutThatAllAreInOrder() {
        // Given a home that this version made, and nobody asked for its jobs before
        for (int job = 0; job < 50; job++) {
            put("job" + job, job);
        }
        CountingObjectStore counting = new CountingObjectStore(objects);
        // When
        jobs(counting).jobsBefore(Optional.empty(), 1);
        // Then
        assertThat(counting.objectsRead()).isLessThanOrEqualTo(4);
    }

    @Test
    void shouldKnowAJobByTheTimeThatIsStored() {
        // Given a job that another stored first, and one that two store at once
        put("job", 1);
        put("job", 90);
        ObjectStore overtaken = new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                put("raced", 2);
                return super.putIfAbsent(key, bytes);
            }
        };
        StoredJob stored = jobs(overtaken).putJob(job("raced", after(200)));
        // When / Then
        assertThat(stored).isEqualTo(job("raced", after(2)));
        assertThat(all(objects, 10)).containsExactly("raced", "job");
    }

    @Test
    void shouldListEachJobThatIsStoredWhereverItsWriterIsKilled() {
        for (int kill = 0; kill < WRITES; kill++) {
            // Given
            objects = new InMemoryObjectStore();
            JobStore killed = jobs(killedAt(kill));
            // When
            var unused = catchThrowable(() -> killed.putJob(job("job", after(1))));
            // Then
            boolean stored = jobs(objects).job(new JobId("job")).isPresent();
            assertThat(all(objects, 10)).as("kill %d", kill).isEqualTo(stored ? List.of("job") : List.of());
            // and its message, delivered again later, makes it one
            put("job", 30);
            assertThat(all(objects, 10)).as("kill %d", kill).containsExactly("job");
        }
    }

    private ObjectStore killedAt(int kill) {
        int[] writes = new int[1];
        return new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                int write = writes[0]++;
                if (write * 2 == kill) {
                    throw new Killed();
                }
                PutResult result = super.putIfAbsent(key, bytes);
                if (write * 2 + 1 == kill) {
                    throw new Killed();
                }
                return result;
            }
        };
    }

    private static final class Killed extends Error {}

    @Test
    void shouldListTheJobsOfAnOlderHomeAmongTheOthers() {
        // Given jobs of the version before, and of this one, on the same days and on others
        putBefore("older1", 1);
        putBefore("older3", 3);
        put("newer2", 2);
        putBefore("older50", 50);
        put("newer51", 51);
        // When / Then
        for (int page = 1; page <= 6; page++) {
            assertThat(all(objects, page)).containsExactly("newer51", "older50", "older3", "newer2", "older1");
        }
        // and the older ones are read through once
        CountingObjectStore counting = new CountingObjectStore(objects);
        jobs(counting).jobsBefore(Optional.empty(), 1);
        assertThat(counting.objectsRead()).isLessThanOrEqualTo(5);
    }

    @Test
    void shouldLoseNoJobOfAnOlderHomeWhenItsOrderIsMadeByTwoAtOnceOrByOneThatIsKilled() {
        for (int at = 0; at < WRITES; at++) {
            // Given
            objects = new InMemoryObjectStore();
            putBefore("older1", 1);
            putBefore("older50", 50);
            int stall = at;
            int[] writes = new int[1];
            ObjectStore stalled = new ForwardingObjectStore(objects) {
                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    if (writes[0]++ == stall) {
                        put("newer", 60);
                        assertThat(all(objects, 10)).contains("older1", "older50");
                    }
                    return super.putIfAbsent(key, bytes);
                }
            };
            // When
            var unusedKilled = catchThrowable(() -> all(killedAt(stall), 10));
            List<String> seen = all(stalled, 10);
            put("newer", 60);
            // Then
            assertThat(seen).as("at %d", at).contains("older50", "older1");
            assertThat(all(objects, 10)).as("at %d", at).containsExactly("newer", "older50", "older1");
        }
    }

    @Test
    void shouldPassOverWhatAStrangerPutBesideThem() {
        // Given
        put("job", 1);
        for (String key : List.of("documents/README.md", "by-time/README", "by-time/79000/README")) {
            objects.putIfAbsent(key, new byte[] {'x'});
        }
        // When / Then
        assertThat(all(objects, 10)).containsExactly("job");
    }
}
