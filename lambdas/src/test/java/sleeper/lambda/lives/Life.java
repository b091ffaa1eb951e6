package sleeper.lambda.lives;

import static sleeper.lambda.lives.LifeViolation.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.reap.Sweep;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.verdict.VerdictDto;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.job.ResourceStore;

/**
 * The life of a job and of all that its attempts create, from its first message until the sweep has nothing more to do: a schedule
 * that hangs on its seed alone. What may never be is looked for all the while, and at the end.
 */
final class Life implements Executions {
    private static final long HOUR = 3_600;
    private static final int MOST_CALM_SWEEPS = 40;

    private final LifeClock clock;
    private final LifePlatform platform;
    private final LifeJob job;
    private final Optional<PlantedBug> bug;
    private final LambdaPorts ports;
    private final Map<String, LifeMachine> machines = new LinkedHashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final List<LifeReaper> reapers = new ArrayList<>();
    private final Map<String, JobStatus> verdicts = new LinkedHashMap<>();
    private int messages;
    private int calmSweeps;
    private boolean over;

    private Life(long seed, LifeJob job, Optional<PlantedBug> bug) {
        SplittableRandom random = new SplittableRandom(seed);
        this.clock = new LifeClock(random);
        this.job = job;
        this.bug = bug;
        LifeInstance instance = new LifeInstance(clock, job.table(), bug);
        this.platform = new LifePlatform(
                clock, LifeWeather.draw(clock), thing -> instance.jobs().putManifest(job.manifest(thing)));
        this.ports = instance.ports(clock, this, platform);
    }

    /**
     * @return what it showed
     * @throws LifeViolation if something was that may never be
     */
    static Set<LifeSight> live(long seed, LifeJob job, Optional<PlantedBug> bug) {
        Life life = new Life(seed, job, bug);
        life.begin();
        while (!life.over && life.clock.next()) {
            // The next event runs.
        }
        life.isAllGone();
        return life.platform.sights();
    }

    private void begin() {
        job.createTable(ports.stores().tables());
        // An attempt at a job whose id begins with the name of one of this job's.
        platform.place(
                job.platform().description().creates().get(0),
                new AttemptId(new JobId(job.attempt(1).executionName()), 1));
        send();
        clock.after(clock.between(0, 5 * HOUR), this::send);
        clock.after(clock.between(0, 9 * HOUR), this::send);
        clock.after(clock.between(1, HOUR), this::sweep);
        if (has(PlantedBug.REAPED_WHILE_IT_RUNS)) {
            Execution told = new Execution(Status.FAILED, Optional.empty(), "");
            clock.after(clock.between(0, HOUR), () -> reap(job.attempt(1), Optional.of(told)));
        }
    }

    private void send() {
        messages++;
        var unused = new StartJob(ports).start(job.message("message-" + messages));
    }

    private void sweep() {
        var unused = new Sweep(ports).sweep();
        isNothingForgotten();
        boolean quiet = messages >= 3
                && machines.values().stream().allMatch(LifeExecution::isOver)
                && reapers.stream().allMatch(LifeExecution::isOver);
        if (quiet) {
            platform.calm();
            calmSweeps++;
            // A commit that an execution was stopped before it could tell of stays open while it is news.
            over = records().open().isEmpty()
                    && (ports.stores().jobs().openAttempts().isEmpty()
                            || job.committed(ports.stores().tables()).isPresent());
            check(over || calmSweeps < MOST_CALM_SWEEPS, "the sweep does not come to an end: " + open());
        }
        clock.after(HOUR, this::sweep);
    }

    private String open() {
        return records().open() + " " + ports.stores().jobs().openAttempts();
    }

    boolean has(PlantedBug one) {
        return bug.filter(one::equals).isPresent();
    }

    LifeClock clock() {
        return clock;
    }

    LifePlatform platform() {
        return platform;
    }

    LambdaPorts ports() {
        return ports;
    }

    private ResourceStore records() {
        return ports.stores().jobs().resources();
    }

    /** As validation does once it has a plan. */
    JobPlan validate(AttemptId attempt) {
        JobPlan plan = ports.stores()
                .jobs()
                .decide(job.plan(attempt, ports.stores().tables()))
                .plan()
                .orElseThrow();
        records().ask(attempt, plan.platform().description().creates());
        ports.stores().jobs().reportRunning(attempt);
        return plan;
    }

    boolean runs(AttemptId attempt) {
        return Optional.ofNullable(machines.get(attempt.executionName()))
                .filter(machine -> !machine.isOver())
                .isPresent();
    }

    /** Somebody was told how an attempt ended, which stands for ever. */
    void heard(AttemptId attempt, VerdictDto verdict) {
        JobStatus status = JobStatus.valueOf(verdict.status());
        JobStatus before = verdicts.putIfAbsent(attempt.executionName(), status);
        // Another attempt may have committed since; the job is then committed, whoever asks.
        check(
                before == null || before == status || status == JobStatus.COMMITTED,
                attempt + " was " + before + " and is " + status);
    }

    void ended(AttemptId attempt, Status status) {
        executions.put(attempt.executionName(), new Execution(status, Optional.of(clock.instant()), ""));
        isNothingForgotten();
        if (status == Status.ABORTED) {
            platform.sees(LifeSight.ABORTED);
        } else if (status == Status.SUCCEEDED) {
            platform.sees(LifeSight.COMMITTED);
        }
        boolean isToldOf =
                status != Status.SUCCEEDED && !clock.chance(platform.weather().lambda() * 3);
        if (isToldOf) {
            reap(attempt, Optional.of(new Execution(status, Optional.empty(), "")));
        }
    }

    private void reap(AttemptId attempt, Optional<Execution> told) {
        if (reapers.stream().anyMatch(other -> !other.isOver() && other.attempt.equals(attempt))) {
            platform.sees(LifeSight.TWO_REAPERS_OF_ONE_ATTEMPT);
        }
        LifeReaper reaper = new LifeReaper(this, attempt, told);
        reapers.add(reaper);
        reaper.start();
    }

    @Override
    public Start start(String name, String input) {
        if (executions.containsKey(name)) {
            return Start.ALREADY_EXISTS;
        }
        AttemptId attempt = job.attempt(Integer.parseInt(name.substring(name.lastIndexOf("-a") + 2)));
        LifeMachine machine = new LifeMachine(this, attempt, job.platform());
        if (!machines.isEmpty()) {
            platform.sees(LifeSight.SECOND_ATTEMPT);
        }
        if (reapers.stream().anyMatch(reaper -> !reaper.isOver())) {
            platform.sees(LifeSight.REAPER_BESIDE_THE_NEXT_ATTEMPT);
        }
        machines.put(name, machine);
        executions.put(name, new Execution(Status.RUNNING, Optional.empty(), ""));
        machine.start();
        return Start.STARTED;
    }

    @Override
    public Optional<Execution> describe(AttemptId attempt) {
        return Optional.ofNullable(executions.get(attempt.executionName()));
    }

    @Override
    public void startReaping(AttemptId attempt) {
        reap(attempt, Optional.empty());
    }

    @Override
    public boolean stop(AttemptId attempt, String error, String cause) {
        throw new IllegalStateException("nobody stops an execution by name here");
    }

    /** What nobody will look for any more is not there, and will not come. */
    void isNothingForgotten() {
        List<AttemptId> open = records().open();
        for (LifeMachine machine : machines.values()) {
            AttemptId attempt = machine.attempt;
            for (String gone : records().of(attempt).tornDown()) {
                check(
                        platform.thing(gone).filter(Thing::ended).isPresent(),
                        gone + " of " + attempt + " is on record as gone, and is not");
            }
            if (machine.isOver() && !open.contains(attempt)) {
                check(!platform.isAwaited(attempt), "something of " + attempt + " is to come, and nobody looks for it");
                for (Thing thing : platform.things()) {
                    check(
                            thing.ended() || !thing.attempt.equals(attempt),
                            thing + " runs on, and nobody looks for it: seen "
                                    + records().of(attempt).seen());
                }
            }
        }
    }

    private void isAllGone() {
        isNothingForgotten();
        machines.values().forEach(machine -> isOnRecord(machine.attempt));
        Optional<Integer> committed = job.committed(ports.stores().tables());
        verdicts.forEach((name, status) -> check(
                status != JobStatus.COMMITTED || committed.isPresent(),
                name + " was told of as committed, and is not"));
        check(
                committed.isPresent() == verdicts.containsValue(JobStatus.COMMITTED),
                "the log says " + committed + ", and people were told " + verdicts);
    }

    private void isOnRecord(AttemptId attempt) {
        List<String> created = records().of(attempt).created();
        List<String> tornDown = records().of(attempt).tornDown();
        check(created.equals(tornDown), attempt + " created " + created + " and of that is gone " + tornDown);
        for (Thing thing : platform.things()) {
            boolean own = thing.attempt.equals(attempt);
            check(own || !created.contains(thing.id), thing + " is on record of " + attempt);
            check(!own || !thing.asked || created.contains(thing.id), thing + " is not on record, and was ended");
        }
    }
}
