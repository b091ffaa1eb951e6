package sleeper.deploy.end;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.Talk;
import sleeper.deploy.end.Destroy.Jobs;
import sleeper.deploy.end.RunningJobs.Look;
import sleeper.deploy.end.RunningJobs.Run;
import sleeper.statestore.util.Surroundings;

/** Sees to it that no job runs or waits. */
final class JobsEnd {
    private static final Duration PAUSE = Duration.ofSeconds(15);
    /**
     * So long it must be quiet: counts of a queue are right a minute after the last message was sent (SQS API reference,
     * "GetQueueAttributes"), and what cleans up after an execution is started some seconds after its end.
     */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final InstanceNames names;
    private final RunningJobs running;
    private final Surroundings surroundings;
    private final Talk talk;

    JobsEnd(InstanceNames names, RunningJobs running, Surroundings surroundings, Talk talk) {
        this.names = names;
        this.running = running;
        this.surroundings = surroundings;
        this.talk = talk;
    }

    /**
     * Nobody's work is lost unless it was asked for.
     *
     * @throws InvalidRequestException WRONG_STATUS with how many dead letters there are, which nothing here could have done; and, if jobs
     *                                 are to be refused, with each that runs and with how many wait
     */
    void expectAllowed(Jobs jobs) {
        List<Fault> faults = new ArrayList<>();
        if (jobs == Jobs.REFUSE) {
            faults.addAll(atWork());
        }
        long deadLetters = running.deadLetters();
        if (jobs == Jobs.ABORT && deadLetters > 0) {
            talk.say(deadLetters + " dead letters are thrown away with the instance");
        } else if (deadLetters > 0) {
            faults.add(new Fault(
                    ErrorCode.WRONG_STATUS,
                    "the dead-letter queues of " + names.id(),
                    deadLetters + " dead letters",
                    "no dead letters",
                    "Look at them with 'sleeper dead-letters', send them again or delete them; or throw them away with"
                            + " --abort."));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance " + names.id() + " was not destroyed.", faults);
        }
    }

    private List<Fault> atWork() {
        Look look = running.look();
        List<Fault> faults = new ArrayList<>();
        look.runs()
                .forEach(run -> faults.add(new Fault(
                        ErrorCode.WRONG_STATUS,
                        where(run),
                        "RUNNING",
                        "no job that runs",
                        "Wait for it with --drain, or end it with --abort.")));
        if (look.waiting() > 0) {
            faults.add(new Fault(
                    ErrorCode.WRONG_STATUS,
                    queues(),
                    look.waiting() + " messages that wait",
                    "empty queues",
                    "Have them done with --drain, or throw them away with --abort."));
        }
        return faults;
    }

    /**
     * Waits until all has been quiet for a while.
     *
     * @throws TransientFailureException TIMED_OUT with each job that still runs when the time is over
     */
    void await(Jobs jobs, Duration limit) {
        Instant end = surroundings.clock().instant().plus(limit);
        Optional<Instant> quietSince = Optional.empty();
        String told = "";
        while (true) {
            Look look = running.look();
            Instant now = surroundings.clock().instant();
            if (!look.isThere()) {
                return;
            }
            if (look.isQuiet()) {
                Instant since = quietSince.orElse(now);
                if (!now.isBefore(since.plus(QUIET))) {
                    return;
                }
                quietSince = Optional.of(since);
            } else {
                quietSince = Optional.empty();
                if (!now.isBefore(end)) {
                    throw timedOut(look, jobs, limit);
                }
                if (jobs == Jobs.ABORT) {
                    abort(look);
                }
            }
            String seen = look.runs().size() + " executions run, " + look.waiting() + " messages wait";
            if (!seen.equals(told)) {
                talk.say(seen);
                told = seen;
            }
            surroundings.pause().sleep(PAUSE);
        }
    }

    /** What cleans up after a job is let come to its end. */
    private void abort(Look look) {
        running.purge();
        look.runs().stream().filter(run -> !isCleaningUp(run)).forEach(running::stop);
    }

    private static boolean isCleaningUp(Run run) {
        return run.machine().equals(RunningJobs.REAP_JOB);
    }

    private TransientFailureException timedOut(Look look, Jobs jobs, Duration limit) {
        List<Fault> faults = new ArrayList<>();
        look.runs()
                .forEach(run -> faults.add(new Fault(
                        ErrorCode.TIMED_OUT,
                        where(run),
                        "RUNNING after " + limit.toMinutes() + " min",
                        "",
                        isCleaningUp(run) || jobs == Jobs.ABORT
                                ? "Look at it in the console, or give it more --time."
                                : "Give it more --time, or end it with --abort.")));
        if (look.waiting() > 0) {
            faults.add(new Fault(
                    ErrorCode.TIMED_OUT,
                    queues(),
                    look.waiting() + " messages that wait after " + limit.toMinutes() + " min",
                    "",
                    jobs == Jobs.ABORT
                            ? "Give them more --time."
                            : "Give them more --time, or throw them away with --abort."));
        }
        return new TransientFailureException(
                "The instance " + names.id() + " was not destroyed, and its schedules are stopped: each must be enabled"
                        + " again by hand if it is to be kept.",
                faults,
                null);
    }

    private static String where(Run run) {
        return "execution " + run.name() + " of " + run.machine();
    }

    private String queues() {
        return "the queues of " + names.id();
    }
}
