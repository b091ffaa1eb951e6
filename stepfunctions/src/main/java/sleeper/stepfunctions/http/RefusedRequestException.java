package sleeper.stepfunctions.http;

/** A request that is not read to its end. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedRequestException(Refusal.Reason reason, String message) {
        super(message);
        this.refusal = new Refusal(reason, message);
    }

    Refusal refusal() {
        return refusal;
    }
}
