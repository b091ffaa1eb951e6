package sleeper.aws.dynamodb;

/** What is done in the way that it must not be done, by a driver or a client. */
enum DynamoFault {
    /** The SDK's own retry is left on for puts, so that the last answer is taken for that of all tries. */
    PUT_REPEATED,
    /** The same for deletions. */
    DELETE_REPEATED,
    /** A condition that did not hold is taken for a failure, and not for the word that something is there. */
    CONDITION_AS_FAILURE,
    /** That another request was under way is taken for the word that something is there. */
    CONFLICT_AS_CONDITION,
    /** Puts are sent without their condition. */
    CONDITION_LEFT_OUT,
    /** Single items are read without {@code consistentRead}. */
    GET_STALE,
    /** Queries are sent without {@code consistentRead}. */
    QUERY_STALE,
    /** Batches of items are read without {@code consistentRead}. */
    BATCH_STALE,
    /** A slot is deleted and not made a tombstone. */
    SLOT_DELETED
}
