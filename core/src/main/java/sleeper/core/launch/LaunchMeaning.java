package sleeper.core.launch;

/** What a platform's answer to a request, or the reason that it gives for an end, means for what is done next. */
public enum LaunchMeaning {
    /** The service takes no more requests for now. The same is asked for again later. */
    THROTTLED,
    /** There is no more room for now, of a kind that others give back. The same is asked for again later. */
    FULL,
    /** There are no such machines to be had. Others are asked for. */
    NO_CAPACITY,
    /** The request is one that the service will never take, or it is not allowed. Nobody asks again. */
    REFUSED,
    /** It was granted and is there no more: somebody deleted it. Nobody asks again. */
    TAKEN_AWAY,
    /** It may have been done. Nobody asks again before it was looked for. */
    UNKNOWN
}
