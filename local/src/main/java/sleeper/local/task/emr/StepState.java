package sleeper.local.task.emr;

import sleeper.core.resource.ResourceStage;

/** EMR's words for where a step stands. */
enum StepState {
    PENDING(ResourceStage.STARTING),
    /** It is asked to end and has not ended. */
    CANCEL_PENDING(ResourceStage.ENDING),
    RUNNING(ResourceStage.RUNNING),
    COMPLETED(ResourceStage.SUCCEEDED),
    CANCELLED(ResourceStage.FAILED),
    FAILED(ResourceStage.FAILED),
    /** Its cluster was terminated while it ran. */
    INTERRUPTED(ResourceStage.FAILED);

    private final ResourceStage stage;

    StepState(ResourceStage stage) {
        this.stage = stage;
    }

    ResourceStage stage() {
        return stage;
    }

    boolean isEnded() {
        return stage.isEnded();
    }
}
