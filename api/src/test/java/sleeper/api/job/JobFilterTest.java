package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.core.job.JobStatus;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.object.ForwardingObjectStore;

class JobFilterTest {
    private final StoredJobs jobs = new StoredJobs();

    private static boolean always() {
        return true;
    }

    private static boolean never() {
        return false;
    }

    private static JobFilter filter(
            Set<JobStatus> statuses, Optional<String> table, Optional<Instant> since, int most) {
        return new JobFilter(statuses, table, since, most);
    }

    private static List<String> ids(FoundJobs found) {
        return found.jobs().stream().map(job -> job.job().id().value()).toList();
    }

    private FoundJobs found(JobFilter filter) {
        return filter.of(jobs.history(jobs.objects), Optional.empty(), JobFilterTest::always);
    }

    @Test
    void shouldGoOnFromWhereASearchWasGivenUp() {
        // Given three hundred jobs, of which few were refused, and a search that is given up as soon as it asks
        List<String> refused = new ArrayList<>();
        for (int job = 0; job < 300; job++) {
            if (job % 50 == 7) {
                jobs.reject("job" + job, "t");
                refused.add(0, "job" + job);
            } else {
                jobs.accept("job" + job, "t");
            }
        }
        JobFilter filter = filter(Set.of(JobStatus.REJECTED), Optional.empty(), Optional.empty(), 10);
        JobHistory history = jobs.history(jobs.objects);
        // When
        List<String> read = new ArrayList<>();
        int pages = 1;
        FoundJobs page = filter.of(history, Optional.empty(), JobFilterTest::never);
        while (page.searchedTo().isPresent()) {
            read.addAll(ids(page));
            page = filter.of(history, history.find(page.searchedTo().get().id()), JobFilterTest::never);
            pages++;
        }
        read.addAll(ids(page));
        // Then none is there twice, and none is left out
        assertThat(read).isEqualTo(refused);
        assertThat(pages).isGreaterThan(2);
    }

    @Test
    void shouldNotSayThatASearchWasGivenUpThatHasAllThatWereWanted() {
        for (int job = 0; job < 100; job++) {
            jobs.reject("job" + job, "t");
        }

        FoundJobs found = filter(Set.of(JobStatus.REJECTED), Optional.empty(), Optional.empty(), 3)
                .of(jobs.history(jobs.objects), Optional.empty(), JobFilterTest::never);

        assertThat(ids(found)).containsExactly("job99", "job98", "job97");
        assertThat(found.searchedTo()).isEmpty();
    }

    @Test
    void shouldListAPageOfAllJobsThoughNoSearchMayGoOn() {
        for (int job = 0; job < 200; job++) {
            jobs.accept("job" + job, "t");
        }

        FoundJobs found = filter(Set.of(), Optional.empty(), Optional.empty(), 150)
                .of(jobs.history(jobs.objects), Optional.empty(), JobFilterTest::never);

        assertThat(found.jobs()).hasSize(150);
        assertThat(found.searchedTo()).isEmpty();
    }

    @Test
    void shouldListTheJobsThatAllOfItHoldsOf() {
        // Given
        jobs.reject("early", "t");
        jobs.reject("other", "u");
        jobs.accept("waits", "t");
        jobs.reject("late", "t");
        // When / Then
        assertThat(ids(found(filter(Set.of(JobStatus.REJECTED), Optional.empty(), Optional.empty(), 10))))
                .containsExactly("late", "other", "early");
        assertThat(ids(found(filter(Set.of(JobStatus.REJECTED), Optional.of("t"), Optional.empty(), 10))))
                .containsExactly("late", "early");
        assertThat(ids(found(filter(Set.of(), Optional.of("t"), Optional.of(StoredJobs.START.plusSeconds(1)), 10))))
                .containsExactly("late", "waits");
        assertThat(ids(found(
                        filter(Set.of(JobStatus.ACCEPTED, JobStatus.REJECTED), Optional.empty(), Optional.empty(), 2))))
                .containsExactly("late", "waits");
        assertThat(ids(found(filter(Set.of(JobStatus.FAILED), Optional.empty(), Optional.empty(), 10))))
                .isEmpty();
    }

    @Test
    void shouldReadOfJobsThatAreLeftOutByTheirDocumentNothingElse() {
        // Given jobs of another table, and jobs that are too old, whose other records must not be read
        jobs.reject("old", "t");
        jobs.reject("other", "u");
        jobs.reject("meant", "t");
        JobHistory history = jobs.history(new ForwardingObjectStore(jobs.objects) {
            @Override
            public Optional<byte[]> get(String key) {
                expectMeant(key);
                return super.get(key);
            }

            @Override
            public Map<String, byte[]> getAll(Collection<String> keys) {
                keys.forEach(this::expectMeant);
                return super.getAll(keys);
            }

            @Override
            public List<String> list(String prefix) {
                expectMeant(prefix);
                return super.list(prefix);
            }

            private void expectMeant(String key) {
                assertThat(key.startsWith("documents/") || (!key.contains("old") && !key.contains("other")))
                        .as(key)
                        .isTrue();
            }
        });
        JobFilter filter =
                filter(Set.of(JobStatus.REJECTED), Optional.of("t"), Optional.of(StoredJobs.START.plusSeconds(1)), 10);
        // When
        List<JobView> found =
                filter.of(history, Optional.empty(), JobFilterTest::always).jobs();
        // Then
        assertThat(found).extracting(job -> job.job().id().value()).containsExactly("meant");
    }
}
