package sleeper.local.task.emr;

import sleeper.core.resource.ResourceStage;

/** EMR's words for where a cluster stands. */
enum ClusterState {
    STARTING(ResourceStage.STARTING),
    BOOTSTRAPPING(ResourceStage.STARTING),
    /** It has no step to run. */
    WAITING(ResourceStage.RUNNING),
    RUNNING(ResourceStage.RUNNING),
    TERMINATING(ResourceStage.ENDING),
    TERMINATED(ResourceStage.SUCCEEDED),
    TERMINATED_WITH_ERRORS(ResourceStage.FAILED);

    private final ResourceStage stage;

    ClusterState(ResourceStage stage) {
        this.stage = stage;
    }

    ResourceStage stage() {
        return stage;
    }

    boolean isStarting() {
        return stage == ResourceStage.STARTING;
    }

    boolean isReady() {
        return this == WAITING || this == RUNNING;
    }

    /** @return whether it takes no more steps */
    boolean isOver() {
        return this == TERMINATING || stage.isEnded();
    }
}
