package sleeper.lambda.lives;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sleeper.core.error.ConflictException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.lambda.commit.CommitFiles;
import sleeper.lambda.launch.Launch;
import sleeper.lambda.launch.LaunchStep;
import sleeper.lambda.record.FailureRequest;
import sleeper.lambda.record.RecordFailure;
import sleeper.lambda.teardown.TearDown;
import sleeper.lambda.verdict.VerdictDto;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.instance.Executions.Status;

/** An execution of {@code ingest-job} on a platform, state by state as its definition has them. */
final class LifeMachine extends LifeExecution {
    private static final LaunchStep FIRST = new LaunchStep("", 0, "", 0, 0, 0, 0, "", Map.of(), Map.of(), Map.of());
    private static final Retry VALIDATE = new Retry(TransientFailureException.class::isInstance, 6, 2, 60);
    private static final Retry LOOK = new Retry(TransientFailureException.class::isInstance, 10, 5, 300);
    private static final Retry COMMIT = new Retry(
            failure -> failure instanceof TransientFailureException
                    || failure instanceof ConflictException
                    || failure instanceof OutcomeUnknownException,
            8,
            2,
            60);
    private static final Retry RECORD = Retry.of(8, 2, 60);
    private static final Retry TERMINATE = Retry.of(8, 15, 300);
    private static final Retry TEAR_DOWN = Retry.of(4, 5, 60);
    private static final Retry HAND_OVER = Retry.of(4, 2, 60);
    private static final long LONGEST_CLUSTER = 3_600;
    private static final long LONGEST_RUN = 86_400;

    private final Platform platform;
    private String cluster = LifePlatform.PERMANENT;

    LifeMachine(Life life, AttemptId attempt, Platform platform) {
        super(life, attempt);
        this.platform = platform;
    }

    void start() {
        if (life.clock().chance(life.platform().weather().abort())) {
            long seconds = life.clock().between(0, life.clock().chance(500) ? 600 : 7_200);
            after(seconds, () -> finish(Status.ABORTED));
        }
        after(0, () -> invoke(VALIDATE, () -> life.validate(attempt), plan -> launch(), this::recordFailure));
    }

    private void launch() {
        look(platform.description().creates().get(0), FIRST);
    }

    private void look(ResourceKind kind, LaunchStep before) {
        invoke(
                LOOK,
                () -> new Launch(life.ports()).next(kind, attempt, before, clusterOf(kind)),
                step -> decide(kind, step),
                this::recordFailure);
    }

    private Optional<String> clusterOf(ResourceKind kind) {
        return Optional.of(cluster).filter(id -> kind == ResourceKind.EMR_STEP);
    }

    private void decide(ResourceKind kind, LaunchStep step) {
        life.platform().thing(step.id()).ifPresent(thing -> thing.adopted = true);
        switch (step.next()) {
            case "create" -> request(kind, step);
            case "wait" -> after(step.seconds(), () -> look(kind, step));
            default -> ready(kind, step.id());
        }
    }

    private void ready(ResourceKind kind, String id) {
        if (kind == ResourceKind.EMR_CLUSTER) {
            cluster = id;
            look(ResourceKind.EMR_STEP, FIRST);
        } else {
            commit();
        }
    }

    private void request(ResourceKind kind, LaunchStep step) {
        boolean[] answered = new boolean[1];
        Consumer<Runnable> once = next -> {
            if (!isOver() && !answered[0]) {
                answered[0] = true;
                next.run();
            }
        };
        boolean isCluster = kind == ResourceKind.EMR_CLUSTER;
        after(isCluster ? LONGEST_CLUSTER : LONGEST_RUN, () -> once.accept(() -> recordFailure("States.Timeout", "")));
        life.platform()
                .request(
                        kind,
                        attempt,
                        kind == ResourceKind.EMR_STEP ? cluster : "",
                        answer -> once.accept(() -> {
                            if (!answer.error().isEmpty()) {
                                failed(kind, step, answer);
                            } else if (isCluster) {
                                look(kind, with(step, Map.of(), Map.of("id", answer.id())));
                            } else {
                                commit();
                            }
                        }));
    }

    private void failed(ResourceKind kind, LaunchStep step, LifeAnswer answer) {
        LaunchStep failed = with(step, Map.of("Error", answer.error(), "Cause", answer.cause()), Map.of());
        boolean throttled = answer.cause().contains("Rate exceeded");
        if (life.has(PlantedBug.NO_LOOK_BEFORE_REQUEST)
                || (throttled && life.has(PlantedBug.THROTTLED_IS_NOT_CREATED))) {
            after(30, () -> request(kind, step));
        } else if (life.has(PlantedBug.LOOK_ONCE)) {
            look(kind, with(step, Map.of(), Map.of()));
        } else {
            look(kind, failed);
        }
    }

    private static LaunchStep with(LaunchStep step, Map<String, String> failure, Map<String, String> made) {
        return new LaunchStep(
                step.next(),
                step.seconds(),
                step.id(),
                step.offer(),
                step.waits(),
                step.lookUntil(),
                step.since(),
                step.reason(),
                step.request(),
                failure,
                made);
    }

    private void commit() {
        invoke(COMMIT, () -> new CommitFiles(life.ports()).commit(attempt), this::decided, this::recordFailure);
    }

    private void recordFailure(RuntimeException failure) {
        recordFailure(failure.getClass().getName(), "{\"errorMessage\":\"it failed\"}");
    }

    private void recordFailure(String error, String cause) {
        Map<String, String> failure = Map.of("Error", error, "Cause", cause);
        FailureRequest request = new FailureRequest(attempt.jobId().value(), attempt.number(), "FAILED", failure);
        invoke(
                RECORD,
                () -> new RecordFailure(life.ports()).record(request),
                this::decided,
                unrecorded -> finish(Status.FAILED));
    }

    private void decided(VerdictDto verdict) {
        life.heard(attempt, verdict);
        if (platform.equals(Platform.EMR) && !verdict.cluster().isEmpty()) {
            terminate(verdict);
        } else {
            tearDown(verdict);
        }
    }

    private void terminate(VerdictDto verdict) {
        invoke(
                TERMINATE,
                () -> {
                    life.ports()
                            .resources()
                            .of(ResourceKind.EMR_CLUSTER)
                            .orElseThrow()
                            .end(verdict.cluster(), "it is over");
                    return verdict;
                },
                asked -> awaitEnd(verdict, 0),
                failure -> tearDown(verdict));
    }

    private void awaitEnd(VerdictDto verdict, long waited) {
        Optional<Thing> ending = life.platform().thing(verdict.cluster()).filter(thing -> !thing.ended());
        if (ending.isPresent() && waited < LONGEST_CLUSTER) {
            after(30, () -> awaitEnd(verdict, waited + 30));
        } else {
            tearDown(verdict);
        }
    }

    private void tearDown(VerdictDto verdict) {
        invoke(
                TEAR_DOWN,
                () -> new TearDown(life.ports()).tearDown(attempt),
                deleted -> tell(verdict),
                failure -> handOver(verdict));
    }

    private void handOver(VerdictDto verdict) {
        invoke(
                HAND_OVER,
                () -> {
                    life.startReaping(attempt);
                    return attempt;
                },
                started -> tell(verdict),
                failure -> tell(verdict));
    }

    private void tell(VerdictDto verdict) {
        boolean isTold = !life.clock().chance(life.platform().weather().lambda());
        if (isTold && !verdict.tell().equals("nobody")) {
            life.ports().stores().jobs().recordNotified(attempt, Verdicts.NOTIFIED);
        }
        finish(verdict.status().equals("COMMITTED") ? Status.SUCCEEDED : Status.FAILED);
    }

    private void finish(Status status) {
        stop();
        life.ended(attempt, status);
    }
}
