package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.JobStatus;
import sleeper.ingest.IngestTask;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.local.task.ChildJvm;
import sleeper.run.RealSurroundings;
import sleeper.statestore.crash.CrashPoints;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.AttemptResources;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/**
 * Kills real processes just before and just after every write of a port: first the services with all their handlers, then the ingest
 * task alone. The moments are those that a run under the trace passes. Subclasses say where the stores of a home are.
 */
abstract class CrashTests {
    @TempDir
    private static Path folder;

    private static final AtomicInteger HOMES = new AtomicInteger();

    private static ExecutorService atOnce;

    /** For each subclass: the one before has ended its own. */
    @BeforeAll
    static void begin() {
        atOnce = Executors.newFixedThreadPool(2);
    }

    @TestFactory
    Stream<DynamicTest> shouldCommitOnceWhenTheServicesDieAtAnyWrite() throws Exception {
        return each(momentsOfServices(Way.LOADS), moment -> killServices(Way.LOADS, moment, JobStatus.COMMITTED));
    }

    @TestFactory
    Stream<DynamicTest> shouldLeaveNothingOfAFailedJobWhenTheServicesDieAtAnyWrite() throws Exception {
        return each(momentsOnlyOf(Way.FAILS), moment -> killServices(Way.FAILS, moment, JobStatus.FAILED));
    }

    @TestFactory
    Stream<DynamicTest> shouldLeaveNothingOfARefusedJobWhenTheServicesDieAtAnyWrite() throws Exception {
        return each(momentsOnlyOf(Way.REFUSED), moment -> killServices(Way.REFUSED, moment, JobStatus.REJECTED));
    }

    @TestFactory
    Stream<DynamicTest> shouldLeaveNothingOfAnAbortedJobWhenTheServicesDieAtAnyWrite() throws Exception {
        return each(momentsOnlyOf(Way.ABORTED), moment -> killServices(Way.ABORTED, moment, JobStatus.ABORTED));
    }

    @TestFactory
    Stream<DynamicTest> shouldLeaveNothingOfATaskThatDiesAtAnyWrite() throws Exception {
        return each(momentsOfTask(), moment -> {
            // Given a task that dies, after which none is placed again
            try (VirtualInstance instance = VirtualInstance.fresh(home(), false, Map.of(), dyingOnce(moment))) {
                // When
                instance.load("in");
                // Then nothing of it is visible
                assertEnd(instance, JobStatus.FAILED, 1);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldCommitOnceWhenATaskThatDiedIsPlacedAgain() throws Exception {
        Map<Place, Disturbance> placedAgain =
                Map.of(Place.ingest("Run ingest task"), Disturbance.loseReply("AmazonECS.Unknown", 1));
        return each(momentsOfTask(), moment -> {
            // Given a task that dies, and is then asked for again
            try (VirtualInstance instance = VirtualInstance.fresh(home(), false, placedAgain, dyingOnce(moment))) {
                // When
                instance.load("in");
                // Then one of the two runs has its files in the table
                assertEnd(instance, JobStatus.COMMITTED, 0);
            }
        });
    }

    /** A test of each moment that is tried; two processes at a time, since each is idle for much of its life. */
    private Stream<DynamicTest> each(List<String> moments, Check check) {
        List<String> tried = moments.stream()
                .filter(moment -> Boolean.getBoolean("crash.every") || isTried(moment))
                .toList();
        assertThat(tried).isNotEmpty();
        return tried.stream()
                .map(moment -> {
                    Future<?> run = atOnce.submit(() -> {
                        check.at(moment);
                        return true;
                    });
                    return dynamicTest(moment, () -> {
                        try {
                            run.get();
                        } catch (ExecutionException e) {
                            throw e.getCause();
                        }
                    });
                })
                .toList()
                .stream();
    }

    /** What is to hold after a death at a moment. */
    private interface Check {
        void at(String moment) throws Exception;
    }

    @AfterAll
    static void end() {
        atOnce.shutdownNow();
    }

    private void killServices(Way way, String moment, JobStatus end) throws Exception {
        // Given the services died
        Path home = home();
        assertThat(runServices(home, way, "-D" + CrashPoints.CRASH_PROPERTY + "=" + moment))
                .isEqualTo(CrashPoints.EXIT_CODE);
        // When they are started again on the same home; the message was not acknowledged, so it comes again
        try (VirtualInstance instance = VirtualInstance.lasting(home, way.scriptAfterWork(), 2)) {
            instance.load(way.inputFile());
            // Then
            assertEnd(instance, end, end == JobStatus.COMMITTED ? 0 : 1);
        }
    }

    /** @param mails the least; a process that dies between telling and remembering tells again */
    private static void assertEnd(VirtualInstance instance, JobStatus end, long mails) throws IOException {
        instance.sweep();
        assertThat(instance.job().status()).isEqualTo(end);
        assertThat(instance.rows()).isEqualTo(end == JobStatus.COMMITTED ? VirtualInstance.ROWS : 0);
        assertThat(instance.mails()).isBetween(mails, 2 * mails);
        var unused = instance.collectGarbage();
        assertThat(instance.log().verify(true).faults()).isEmpty();
        assertThat(instance.filesLeft()).isEmpty();
        assertThat(instance.collectGarbage().removed()).isEmpty();
        assertThat(instance.collectGarbage().undecided()).isEmpty();
        AttemptResources created = instance.instance().jobs().resources().of(VirtualInstance.ATTEMPT);
        assertThat(created.unknown()).isEmpty();
        assertThat(created.tornDown()).isEqualTo(created.created());
        assertThat(instance.instance().jobs().resources().open()).isEmpty();
    }

    /** The first run in a process that dies, any other within this one. */
    private IngestWork dyingOnce(String moment) {
        boolean[] died = new boolean[1];
        return IngestWork.inProcess((instance, attempt) -> {
            if (died[0]) {
                return IngestTask.run(attempt, instance.instance(), instance.surroundings());
            }
            died[0] = true;
            assertThat(runTask(instance, "-D" + CrashPoints.CRASH_PROPERTY + "=" + moment))
                    .isEqualTo(CrashPoints.EXIT_CODE);
            return false;
        });
    }

    private List<String> momentsOfTask() throws Exception {
        Path trace = folder.resolve("trace-task-" + HOMES.incrementAndGet());
        IngestWork traced = IngestWork.inProcess(
                (instance, attempt) -> runTask(instance, "-D" + CrashPoints.TRACE_PROPERTY + "=" + trace) == 0);
        try (VirtualInstance instance = VirtualInstance.fresh(home(), false, Map.of(), traced)) {
            instance.load("in");
            assertEnd(instance, JobStatus.COMMITTED, 0);
        }
        return Files.readAllLines(trace);
    }

    private List<String> momentsOfServices(Way way) throws Exception {
        Path trace = folder.resolve("trace-" + way);
        if (!Files.exists(trace)) {
            assertThat(runServices(home(), way, "-D" + CrashPoints.TRACE_PROPERTY + "=" + trace))
                    .isZero();
        }
        return Files.readAllLines(trace);
    }

    /** What a way has in common with a job that loads, up to where they part, is that job's to test. */
    private List<String> momentsOnlyOf(Way way) throws Exception {
        List<String> loads = momentsOfServices(Way.LOADS);
        List<String> own = momentsOfServices(way);
        int common = 0;
        while (common < Math.min(loads.size(), own.size()) && loads.get(common).equals(own.get(common))) {
            common++;
        }
        return own.subList(common, own.size());
    }

    private int runTask(VirtualInstance instance, String property) throws Exception {
        return run(instance.home(), property, IngestTask.class.getName(), List.of(VirtualInstance.JOB.value(), "1"));
    }

    private int runServices(Path home, Way way, String property) throws Exception {
        VirtualInstance.prepare(home, way.tellsSuccess());
        return run(home, property, CrashingServices.class.getName(), List.of(home.toString(), way.name()));
    }

    private int run(Path home, String property, String main, List<String> arguments) throws Exception {
        Path temporary = Files.createDirectories(home.resolve("tmp"));
        List<String> options = List.of(
                property,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dproject.root=" + System.getProperty("project.root"),
                "-Djava.io.tmpdir=" + temporary);
        Map<String, String> named =
                HomeStores.open(new LocalHome(home), RealSurroundings.get()).variables();
        try (ChildJvm jvm = new ChildJvm(options, InstanceStores.alone(named))) {
            return jvm.start(main, arguments, home.resolve("logs").resolve("child.log"))
                    .waitFor();
        }
    }

    /** @return whether it is tried here; every moment is, with {@code -Dcrash.every=true} */
    boolean isTried(String moment) {
        return true;
    }

    /** Chooses where the stores of a home are that has nothing yet. */
    abstract void chooseStores(Path home) throws IOException;

    private Path home() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home-" + HOMES.incrementAndGet()));
        chooseStores(home);
        return home;
    }
}
