package sleeper.lambda.lives;

/** Something that a life may show, and that the lives together must. */
enum LifeSight {
    REPLY_LOST,
    CREATED_LATE,
    CREATED_TWICE,
    CREATED_THOUGH_THROTTLED,
    NEVER_ANSWERED,
    NO_ROOM,
    CLUSTER_LOST,
    ABORTED,
    SECOND_ATTEMPT,
    COMMITTED,
    REAPER_BESIDE_THE_NEXT_ATTEMPT,
    TWO_REAPERS_OF_ONE_ATTEMPT
}
