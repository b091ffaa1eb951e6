package sleeper.faults;

/** What goes wrong with one request between a client and its server. */
public enum Fault {
    REQUEST_LOST("request lost"),
    REPLY_LOST("reply lost"),
    RESET("connection reset"),
    TIMED_OUT("no reply in time"),
    CUT_SHORT("reply cut short"),
    SERVER_ERROR("500"),
    SERVER_ERROR_DONE("500 after it was done"),
    UNAVAILABLE("503"),
    ERROR_IN_SUCCESS("200 with an error in it"),
    THROTTLED("throttled"),
    CAPACITY_EXCEEDED("capacity exceeded"),
    EXPIRED("credentials expired"),
    DENIED("access denied"),
    LANDS_AFTER_REPEAT("lands after the same was sent again"),
    LANDS_AFTER_ANOTHER("lands after another's");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** @return the fault as the pages name it */
    public String words() {
        return words;
    }

    /** @return whether the server gets the request once the client has given it up */
    public boolean isHeld() {
        return this == LANDS_AFTER_REPEAT || this == LANDS_AFTER_ANOTHER;
    }

    /** @return whether the answer says that the same is to be sent again, so that the caller need not hear of it */
    public boolean isWaitedFor() {
        return this == THROTTLED || this == CAPACITY_EXCEEDED || this == EXPIRED;
    }

    boolean isDone() {
        return this == REPLY_LOST || this == TIMED_OUT || this == CUT_SHORT || this == SERVER_ERROR_DONE;
    }
}
