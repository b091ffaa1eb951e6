package sleeper.core.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import sleeper.core.error.Fault;
import sleeper.core.job.RunEstimate.SizeAdvice;
import sleeper.core.platform.ContainerSize;
import sleeper.core.price.Assumption;
import sleeper.core.price.Span;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;

/** A driver and executors in containers of their own, which a service makes, rounds up to a size that it has, and bills. */
final class ContainerAssessor implements Assessor {
    private static final int MILLI = 1_000;
    private static final int MIB_OF_GIB = 1_024;
    private static final long GIB = 1L << 30;

    /** What differs from one service to the other. */
    interface Service {
        /** @return the size that is billed, of cores and MiB; empty if there is none so large */
        Optional<ContainerSize> fitting(int milliCpu, int memoryMib);

        /** @return the fault of asking for what is larger than all */
        Optional<Fault> refusal(String where, int milliCpu, int memoryMib);

        double perHour(ContainerSize size, int diskGib);

        /** @return disk of an executor, in GiB */
        int diskGib(SparkSize size);

        /** @return executors of a size that there is room for beside a driver; zero or more */
        int mostExecutors(ContainerSize driver, ContainerSize executor, Settings settings);

        /** @return what bounds them, in words */
        String bound(Settings settings);

        /** @return what is around the work */
        Assumption overhead(Site site);

        /** @return what containers are called, in the plural */
        String containers();

        /** @return what is billed whether there is work or not, as a clause; empty if nothing is */
        String standing();
    }

    private final Figures figures;
    private final Service service;
    private final int executorsByItself;
    private final boolean growsItself;

    /**
     * @param executorsByItself that a run has if it asks for none
     * @param growsItself       whether executors are added by the work there is if a run does not say
     */
    ContainerAssessor(Figures figures, Service service, int executorsByItself, boolean growsItself) {
        this.figures = figures;
        this.service = service;
        this.executorsByItself = executorsByItself;
        this.growsItself = growsItself;
    }

    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        SparkSize size = SparkSize.of(candidate.sparkConf(), executorsByItself, growsItself);
        BiFunction<Integer, Integer, Optional<ContainerSize>> fitting =
                (cores, mib) -> service.fitting(cores * MILLI, mib);
        Optional<ContainerSize> driver = fitting.apply(size.driverCores(), size.driverMib());
        Optional<ContainerSize> executor = fitting.apply(size.cores(), size.executorMib());
        int roomFor = driver.flatMap(
                        ofDriver -> executor.map(found -> service.mostExecutors(ofDriver, found, site.settings())))
                .orElse(Integer.MAX_VALUE);
        SparkAdvice advice = new SparkAdvice(figures.prices());
        int wanted =
                Math.min(size.mostExecutors(), Math.max(size.executors(), advice.executors(work, candidate, size)));
        int executors = Math.max(1, Math.min(wanted, roomFor));
        SparkShare share = new SparkShare(work, candidate, size);
        SparkRoom room =
                new SparkRoom(executors, (double) executors * size.cores(), GIB * executors * service.diskGib(size));
        Span working = figures.workSeconds(candidate.engine(), work, Span.of(room.vcpus()));
        Span seconds = figures.assumed(service.overhead(site)).plus(working);
        Optional<Span> cost = driver.flatMap(ofDriver -> executor.map(ofExecutor -> {
            double perHour =
                    service.perHour(ofDriver, 0) + executors * service.perHour(ofExecutor, service.diskGib(size));
            return Figures.during(seconds, perHour).plus(figures.around(work, candidate));
        }));
        return new Assessment(
                candidate.platform(),
                seconds,
                cost,
                machines(size, executors, driver, executor),
                Optional.of(advice(advice, work, candidate, size)),
                faults(size),
                obstacles(share.diskObstacles(room), roomFor, site.settings()),
                warnings(share.warnings(executors, mostMemoryMib(size)), size, roomFor, site.settings()));
    }

    private List<String> obstacles(List<String> ofDisks, int roomFor, Settings settings) {
        List<String> obstacles = new ArrayList<>(ofDisks);
        if (roomFor < 1) {
            obstacles.add("Of " + service.bound(settings) + ", a driver leaves no room for an executor.");
        }
        return obstacles;
    }

    private List<String> warnings(List<String> ofShare, SparkSize size, int roomFor, Settings settings) {
        List<String> warnings = new ArrayList<>(ofShare);
        if (roomFor > 0 && roomFor < size.executors()) {
            warnings.add(Amounts.count(size.executors(), "executor")
                    + " are asked for, and beside the driver there is room for "
                    + roomFor + " in " + service.bound(settings)
                    + ": the rest never start. Raise it, or ask for fewer or smaller executors.");
        }
        return warnings;
    }

    private SizeAdvice advice(SparkAdvice advice, Work work, Candidate candidate, SparkSize size) {
        return advice.of(work, candidate, size, mostMemoryMib(size), (executors, memory) -> 0);
    }

    /** @return heap of the largest executor with as many cores and as much overhead; its own if there is none larger */
    private int mostMemoryMib(SparkSize size) {
        int most = size.memoryMib();
        while (service.fitting(size.cores() * MILLI, most + MIB_OF_GIB + size.overheadMib())
                .isPresent()) {
            most += MIB_OF_GIB;
        }
        return most;
    }

    private String machines(
            SparkSize size, int executors, Optional<ContainerSize> driver, Optional<ContainerSize> executor) {
        List<String> parts = new ArrayList<>();
        parts.add(service.containers() + " for " + Amounts.count(executors, "executor") + " of " + size.executorWords()
                + " and a driver");
        executor.ifPresent(found -> parts.add("each executor's is billed as " + found.words()));
        driver.ifPresent(found -> parts.add("the driver's as " + found.words()));
        return String.join(", ", parts) + service.standing();
    }

    private List<Fault> faults(SparkSize size) {
        return Stream.of(
                        service.refusal(
                                "spark.driver.cores, spark.driver.memory and spark.driver.memoryOverhead",
                                size.driverCores() * MILLI,
                                size.driverMib()),
                        service.refusal(
                                "spark.executor.cores, spark.executor.memory and spark.executor.memoryOverhead",
                                size.cores() * MILLI,
                                size.executorMib()))
                .flatMap(Optional::stream)
                .toList();
    }
}
