package sleeper.aws.s3;

/** What is done in the way that it must not be done, by a driver, a client or a store. */
enum S3Fault {
    /** The SDK's own retry is left on, so that the last answer is taken for that of all tries. */
    PUT_REPEATED,
    /** 412 is taken for a failure, and not for the word that something is there. */
    CONDITION_AS_FAILURE,
    /** 409 is taken for the word that something is there. */
    CONFLICT_AS_CONDITION,
    /** Writes are sent without their condition. */
    CONDITION_LEFT_OUT,
    /** A slot is deleted and not made a tombstone. */
    SLOT_DELETED,
    /** Uploads are aborted by their age, and the log is not asked. */
    UPLOAD_ABORTED_BY_AGE
}
