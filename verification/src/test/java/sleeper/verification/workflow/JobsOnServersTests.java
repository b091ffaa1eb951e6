package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.JobStatus;
import sleeper.core.platform.JobQueue;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.local.task.ChildJvm;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.verification.servers.AwsServers;
import sleeper.verification.servers.CommittingProcess;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** The main job over stores on servers: each job's rows are there once, and nothing else is. Subclasses say which stores. */
abstract class JobsOnServersTests {
    private static final int COMMITTERS = 4;
    private static final int JOBS_EACH = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_NANOS = 50_000_000;
    private static final AtomicInteger HOMES = new AtomicInteger();

    private static AwsServers servers;

    @TempDir
    private static Path folder;

    private final String stores;

    JobsOnServersTests(String stores) {
        this.stores = stores;
    }

    @BeforeAll
    static void startServers() throws IOException {
        servers = AwsServers.start();
    }

    @AfterAll
    static void endServers() throws IOException {
        servers.close();
    }

    private Path home() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home-" + HOMES.incrementAndGet()));
        String unusedId = servers.choose(home, stores);
        return home;
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "emr-serverless"})
    void shouldLoadOnceWhatIsSentTwiceThroughTheServices(String queue) throws Exception {
        Path home = home();
        VirtualInstance.prepare(home, false);
        try (EmbeddedRun run = EmbeddedRun.tryStart(new LocalHome(home)).orElseThrow()) {
            // Given a job for a task or a Spark job in a process of its own
            String body = VirtualInstance.document(run.instance().inputBucket(), "in");
            // When its message comes twice
            String first = run.send(JobQueue.ofWord(queue).orElseThrow(), body);
            String second = run.send(JobQueue.ofWord(queue).orElseThrow(), body);
            assertThat(first).isNotEqualTo(second);
            JobView job = ended(run);
            // Then
            assertThat(job.status()).isEqualTo(JobStatus.COMMITTED);
            assertThat(job.attempts()).hasSize(1);
        }
        assertLoadedOnce(home);
    }

    private static JobView ended(EmbeddedRun run) {
        JobHistory history =
                new JobHistory(run.instance().jobs(), run.instance().tables());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var found = history.find(VirtualInstance.JOB)
                    .filter(job -> job.status() == JobStatus.COMMITTED || job.status() == JobStatus.FAILED);
            if (found.isPresent() && run.settle(PATIENCE)) {
                return history.find(VirtualInstance.JOB).orElseThrow();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError("the job did not end within " + PATIENCE);
    }

    @TestFactory
    Stream<DynamicTest> shouldCommitOnceWhenTheReplyOfAnyConditionalWriteIsLost() throws Exception {
        int writes = loadLosingReplyOf(0);
        assertThat(writes).isGreaterThan(10);
        return IntStream.rangeClosed(1, writes)
                .mapToObj(number -> dynamicTest("write " + number + " of " + writes, () -> {
                    int seen = loadLosingReplyOf(number);
                    assertThat(seen).isGreaterThanOrEqualTo(number);
                }));
    }

    /** @return how many conditional writes there were */
    private int loadLosingReplyOf(int number) throws Exception {
        Path home = home();
        VirtualInstance.prepare(home, false);
        servers.conditionalWrites().loseReplyOf(number);
        int seen;
        try (VirtualInstance instance = VirtualInstance.prepared(home, Map.of(), IngestWork.ingestTask())) {
            instance.load("in");
            seen = servers.conditionalWrites().seen();
            assertThat(instance.job().status()).isEqualTo(JobStatus.COMMITTED);
        } finally {
            servers.conditionalWrites().loseReplyOf(0);
        }
        assertLoadedOnce(home);
        return seen;
    }

    @Test
    void shouldTakeOneManifestWhenTwoRunsOfAnAttemptRace() throws Exception {
        // Given two tasks of one attempt that start at the same moment
        IngestWork twice = IngestWork.twoAtOnce();
        Path home = home();
        // When
        try (VirtualInstance instance = VirtualInstance.fresh(home, false, Map.of(), twice)) {
            instance.load("in");
            assertThat(instance.job().status()).isEqualTo(JobStatus.COMMITTED);
        }
        // Then
        assertLoadedOnce(home);
    }

    @Test
    void shouldCommitEachJobOnceWhenProcessesRace() throws Exception {
        // Given
        Path home = home();
        OwnedStores instance = CommittingProcess.open(home);
        CommittingProcess.createTable(instance);
        // When
        try (ChildJvm children = new ChildJvm(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"), InstanceStores.alone(Map.of()))) {
            List<Process> processes = new ArrayList<>();
            for (int process = 0; process < COMMITTERS; process++) {
                processes.add(children.start(
                        CommittingProcess.class.getName(),
                        List.of(home.toString(), "p" + process + "-", Integer.toString(JOBS_EACH)),
                        home.resolve("p" + process + ".log")));
            }
            for (int process = 0; process < COMMITTERS; process++) {
                Path log = home.resolve("p" + process + ".log");
                assertThat(processes.get(process).waitFor()).as(() -> read(log)).isZero();
            }
        }
        // Then
        TableLog log = instance.tables().log(CommittingProcess.TABLE);
        TableState state = log.state();
        assertThat(state.jobs().values())
                .hasSize(COMMITTERS * JOBS_EACH)
                .allMatch(job -> job.committed().isPresent());
        assertThat(state.fileCount()).isEqualTo(COMMITTERS * JOBS_EACH);
        assertThat(log.verify(true).faults()).isEmpty();
        assertThat(log.storage().objects().children("inbox")).isEmpty();
        assertThat(log.storage()
                        .unfinished()
                        .unfinished(log.storage().location().data()))
                .isEmpty();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Whatever happened, what no rule keeps is gone after a collection. */
    private static void assertLoadedOnce(Path home) throws IOException {
        try (VirtualInstance instance = VirtualInstance.prepared(home, Map.of(), IngestWork.ingestTask())) {
            instance.sweep();
            assertThat(instance.rows()).isEqualTo(VirtualInstance.ROWS);
            var unused = instance.collectGarbage();
            assertThat(instance.log().verify(true).faults()).isEmpty();
            assertThat(instance.filesLeft()).isEmpty();
            assertThat(instance.collectGarbage().removed()).isEmpty();
            assertThat(instance.collectGarbage().undecided()).isEmpty();
            assertThat(instance.instance().jobs().resources().open()).isEmpty();
        }
    }
}
