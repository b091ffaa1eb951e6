package sleeper.local.task.serverless;

import sleeper.core.resource.ResourceStage;

/** EMR Serverless's words for where a job run stands. */
enum JobRunState {
    SUBMITTED(ResourceStage.STARTING),
    PENDING(ResourceStage.STARTING),
    /** The application has no capacity left for it. */
    QUEUED(ResourceStage.STARTING),
    /** It has capacity, and its workers start. */
    SCHEDULED(ResourceStage.STARTING),
    RUNNING(ResourceStage.RUNNING),
    SUCCESS(ResourceStage.SUCCEEDED),
    FAILED(ResourceStage.FAILED),
    /** It is asked to end and has not ended. */
    CANCELLING(ResourceStage.ENDING),
    CANCELLED(ResourceStage.FAILED);

    private final ResourceStage stage;

    JobRunState(ResourceStage stage) {
        this.stage = stage;
    }

    ResourceStage stage() {
        return stage;
    }

    boolean isEnded() {
        return stage.isEnded();
    }

    /** @return whether it has capacity of the application */
    boolean hasCapacity() {
        return this == SCHEDULED || this == RUNNING || this == CANCELLING;
    }
}
