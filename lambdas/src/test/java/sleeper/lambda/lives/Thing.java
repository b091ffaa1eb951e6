package sleeper.lambda.lives;

import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;

/** A cluster, a step, a job run or a Job of the simulated platform, from its creation on. */
final class Thing {
    final ResourceKind kind;
    final String id;
    final String name;
    final AttemptId attempt;
    final long listedFrom;
    /** Until then one list may show it, and the next not. */
    final long settledFrom;
    /** Made by a request that the platform granted twice, and not the one that it answered with. */
    final boolean twin;

    ResourceStage stage = ResourceStage.STARTING;
    String reason = "";
    boolean asked;
    boolean forgotten;
    boolean adopted;
    /** Of a step: what it runs on; empty otherwise. */
    final String cluster;

    Thing(
            ResourceKind kind,
            String id,
            AttemptId attempt,
            String cluster,
            long listedFrom,
            long settledFrom,
            boolean twin) {
        this.kind = kind;
        this.id = id;
        this.name = attempt.executionName();
        this.attempt = attempt;
        this.cluster = cluster;
        this.listedFrom = listedFrom;
        this.settledFrom = settledFrom;
        this.twin = twin;
    }

    boolean ended() {
        return stage.isEnded();
    }

    /** @return whether it has ended or comes to its end, and takes no more work */
    boolean isOver() {
        return ended() || stage == ResourceStage.ENDING;
    }

    Resource seen() {
        String state = asked && !ended() ? "ENDING" : stage.name();
        return new Resource(kind, id, stage, state, reason);
    }

    @Override
    public String toString() {
        return kind.word() + " " + id + " of " + name + " (" + stage + ")";
    }
}
