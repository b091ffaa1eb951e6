package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.bulkimport.job.runner.Trouble.Kind;
import sleeper.bulkimport.job.runner.Trouble.Moment;
import sleeper.bulkimport.job.runner.columnar.ColumnarSort;
import sleeper.bulkimport.job.runner.dataframe.DataframeSort;
import sleeper.bulkimport.job.runner.rdd.RddSort;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.run.KernelEngine;
import sleeper.run.RunTimer;
import sleeper.run.StopSignal;
import sleeper.sort.SortProgress;
import sleeper.sort.SortProgress.Phase;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/** What may come upon the driver while tasks write: it stops, or another is first. In no case do files stay that none names. */
class DriverIT {
    private static final AttemptId ATTEMPT = JobHome.attempt("spark", 1);
    private static final PartitionTree TREE = DemoData.partitions(8);
    /** One task writes on and on, so that things happen while the job runs. */
    private static final Trouble SLOW = new Trouble(Moment.CREATE, "sleeper-tables", 3, Kind.SLOW);

    @TempDir
    private Path folder;

    private final StopSignal stop = new StopSignal();
    private final HandTimer timer = new HandTimer();
    private JobHome home;

    static Stream<Algorithm> algorithms() {
        return Stream.of(new ColumnarSort(), new DataframeSort(), new RddSort());
    }

    /** Does what is due when it is told. */
    private static final class HandTimer implements RunTimer {
        private final List<Runnable> looks = new ArrayList<>();
        private final List<Runnable> timeouts = new ArrayList<>();

        @Override
        public void every(Duration interval, Runnable task) {
            looks.add(task);
        }

        @Override
        public void after(Duration delay, Runnable task) {
            timeouts.add(task);
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void plan() throws IOException {
        home = new JobHome(folder, DemoData.SCHEMA, TREE);
        for (FilePath file :
                new DemoData(40_000, 4, 5_000, 1).write(home.instance().files(), new FilePath("in", "d"), 1)) {
            home.add(file);
        }
        home.plan(ATTEMPT);
    }

    /** @param event what happens once, when tasks have written files */
    private boolean run(Algorithm algorithm, Trouble trouble, Runnable event) {
        List<Phase> happened = new ArrayList<>();
        SortProgress progress = (phase, rows, total) -> {
            if (phase == Phase.WRITING && happened.isEmpty()) {
                happened.add(phase);
                event.run();
            }
        };
        SparkEngine engine = new SparkEngine(algorithm, FaultyInstance.environment(home.folder(), trouble), progress);
        boolean done = home.run(home.instance(), ATTEMPT, engine, stop, timer);
        assertThat(happened).hasSize(1);
        return done;
    }

    private void assertNothingLeft() throws IOException {
        assertThat(home.instance().jobs().manifest(ATTEMPT)).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
    }

    private List<String> faults() {
        return home.faults(ATTEMPT).stream().map(Fault::message).toList();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldStopWhenItIsAskedToAndLeaveNothing(Algorithm algorithm) throws IOException {
        assertThat(run(algorithm, SLOW, stop::raise)).isFalse();

        assertThat(home.instance().jobs().failure(ATTEMPT)).isEmpty();
        assertNothingLeft();
    }

    @Test
    void shouldStopWhenItsAttemptIsGivenUpAndLeaveNothing() throws IOException {
        boolean done = run(new ColumnarSort(), SLOW, () -> {
            assertThat(home.exclude(ATTEMPT)).isInstanceOf(Verdict.Excluded.class);
            timer.looks.forEach(Runnable::run);
        });

        assertThat(done).isFalse();
        assertThat(faults())
                .containsExactly("SUPERSEDED at attempt spark-a1: found the attempt was given up: a person stopped it;"
                        + " allowed: an attempt that may still commit. Nothing: the log holds the outcome.");
        assertNothingLeft();
    }

    @Test
    void shouldSayThatItTookLongerThanItMayAndLeaveNothing() throws IOException {
        boolean done = run(new ColumnarSort(), SLOW, () -> timer.timeouts.forEach(Runnable::run));

        assertThat(done).isFalse();
        assertThat(faults())
                .containsExactly("TIMED_OUT at the Spark job: found no end after 86400 seconds; allowed: the time that"
                        + " sleeper.ingest.task.timeout gives. Retry the job, or send it to a larger platform.");
        assertNothingLeft();
    }

    @Test
    void shouldTakeBackItsFilesWhenAnotherDriverOfTheAttemptWasFirst() throws IOException {
        // Given
        Trouble none = new Trouble(Moment.READ, "no-such-file", Trouble.ALWAYS, Kind.FORBIDDEN);
        List<Boolean> others = new ArrayList<>();
        // When
        boolean done =
                run(new ColumnarSort(), none, () -> others.add(home.run(ATTEMPT, new KernelEngine(SortProgress.NONE))));
        // Then
        assertThat(done).isTrue();
        assertThat(others).containsExactly(true);
        assertThat(home.dataFiles()).containsExactlyInAnyOrderElementsOf(home.filesOf(home.manifest(ATTEMPT)));
        assertThat(home.commit(ATTEMPT)).isInstanceOf(Verdict.Committed.class);
    }

    @Test
    void shouldGiveFilesThatTheLogTakesWhenALeafWasSplitMeanwhile() throws IOException {
        // Given
        Trouble none = new Trouble(Moment.READ, "no-such-file", Trouble.ALWAYS, Kind.FORBIDDEN);
        TableLog log = home.instance().tables().log(JobHome.TABLE);
        Partition leaf = TREE.leaves().get(0);
        // When
        boolean done = run(
                new ColumnarSort(),
                none,
                () -> assertThat(log.split(
                                log.state().table().orElseThrow().incarnation(),
                                List.of(new LeafCut(leaf.id(), 0, new KeyValue.OfString("b")))))
                        .isInstanceOf(Verdict.Done.class));
        // Then
        assertThat(done).isTrue();
        assertThat(home.commit(ATTEMPT)).isInstanceOf(Verdict.Committed.class);
        assertThat(log.verify(true).isOk()).isTrue();
        assertThat(log.state().rowCount()).isEqualTo(40_000);
    }
}
