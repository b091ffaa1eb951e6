package sleeper.local.sqs;

/** Whether messages may be received: one that is received in vain counts as received, and goes to the dead letters in the end. */
@FunctionalInterface
public interface QueueGate {
    /** A gate that is always open. */
    QueueGate OPEN = failed -> true;

    /** @param failed whether a message of the last batch failed */
    boolean isOpen(boolean failed);
}
