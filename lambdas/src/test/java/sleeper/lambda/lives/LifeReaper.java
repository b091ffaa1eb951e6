package sleeper.lambda.lives;

import static sleeper.lambda.lives.LifeViolation.check;

import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.lambda.reap.ReapAttempt;
import sleeper.lambda.teardown.TearDown;
import sleeper.lambda.verdict.VerdictDto;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.instance.Executions.Execution;

/** An execution of {@code reap-job}: decides, tells, tears down. */
final class LifeReaper extends LifeExecution {
    private static final Retry REAP = Retry.of(8, 5, 300);

    private final Optional<Execution> told;

    /** @param told how the attempt's execution ended, if an event says so */
    LifeReaper(Life life, AttemptId attempt, Optional<Execution> told) {
        super(life, attempt);
        this.told = told;
    }

    void start() {
        if (life.clock().chance(life.platform().weather().abort() / 5)) {
            after(life.clock().between(0, 600), this::stop);
        }
        after(life.clock().between(0, 5), () -> invoke(REAP, this::reap, this::tell, failure -> stop()));
    }

    private VerdictDto reap() {
        boolean decided = new Verdicts(life.ports().stores()).find(attempt).isPresent();
        VerdictDto verdict = new ReapAttempt(life.ports()).reap(attempt, told);
        check(decided || !life.runs(attempt), attempt + " was decided about by a reaper while its execution ran");
        return verdict;
    }

    private void tell(VerdictDto verdict) {
        life.heard(attempt, verdict);
        if (!verdict.tell().equals("nobody")) {
            life.ports().stores().jobs().recordNotified(attempt, Verdicts.NOTIFIED);
        }
        invoke(
                REAP,
                () -> new TearDown(life.ports()).tearDown(attempt),
                deleted -> {
                    stop();
                    life.isNothingForgotten();
                },
                failure -> stop());
    }
}
