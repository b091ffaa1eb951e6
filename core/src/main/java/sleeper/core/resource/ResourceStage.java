package sleeper.core.resource;

/** Where a resource stands, as far as anyone decides by it; its service has finer words. */
public enum ResourceStage {
    /** It was asked for and cannot be used, or does not work, yet; it costs already, or will. */
    STARTING(false),
    /** It works, or can be used. */
    RUNNING(false),
    /** It comes to its end and has not ended: it takes no more work, costs still, and cannot be had back. */
    ENDING(false),
    /** It did what it was made for and is over: a run that succeeded, a cluster that was terminated when it was asked to. */
    SUCCEEDED(true),
    /** It is over otherwise: it failed, was cancelled, or ended of itself while it was to be there. */
    FAILED(true);

    private final boolean ended;

    ResourceStage(boolean ended) {
        this.ended = ended;
    }

    /** @return whether it does nothing and costs nothing any more */
    public boolean isEnded() {
        return ended;
    }
}
