package sleeper.core.error;

/** Who has to act on an error. */
public enum ErrorFamily {
    /** The request or its input is wrong: the sender mends it; never retried. */
    REQUEST,
    /** The instance lacks something or forbids it: its operator acts. */
    INSTANCE,
    /** The run was disturbed: the job may be retried as it is. */
    RUN,
    /** Stored data is not what was stored: nothing goes on before someone has looked. */
    DATA
}
