package sleeper.lambda.lives;

/** A mistake that the lives must show, planted between the use cases and what they stand on. */
enum PlantedBug {
    /** A request that failed is made again at once. */
    NO_LOOK_BEFORE_REQUEST,
    /** What was not answered is looked for once, and not until a list must show it. */
    LOOK_ONCE,
    /** A request that was throttled is taken for one that was not granted. */
    THROTTLED_IS_NOT_CREATED,
    /** A list that could not be had is taken for an empty one. */
    THROTTLED_LIST_IS_EMPTY,
    /** Of two the later is taken, and the earlier is left alone. */
    EARLIER_IS_LEFT,
    /** What an attempt created is found by the beginning of its name. */
    FOUND_BY_PREFIX,
    /** What belongs to other attempts at the job is found too. */
    FOUND_BY_JOB,
    /** What was asked to end is taken for ended. */
    ASKED_IS_GONE,
    /** What is not listed is not looked for by its id. */
    NEVER_DESCRIBED,
    /** A refused request for an end is taken for granted, and what was to end for gone. */
    REFUSED_END_IS_GONE,
    /** A tear-down does not know that something was requested, and closes what a list does not show yet. */
    REQUESTS_NOT_ON_RECORD,
    /** The sweep does not see what is open. */
    SWEEP_FORGETS_OPEN,
    /** A reaper is told that an execution has ended which runs. */
    REAPED_WHILE_IT_RUNS
}
