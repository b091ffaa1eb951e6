package sleeper.stepfunctions.http;

/**
 * Why an endpoint does not take a request.
 *
 * @param reason  for the client's program
 * @param message for the person: what was found, what is allowed, what to do
 */
public record Refusal(Reason reason, String message) {
    /** AWS's names of errors that all its services have in common, and the status that goes with each here. */
    public enum Reason {
        NOT_HTTP(400, "ValidationException"),
        NOT_FROM_HERE(403, "AccessDeniedException"),
        NOT_SIGNED(403, "MissingAuthenticationToken"),
        NOT_SIGNED_AS_AWS_DOES(403, "IncompleteSignature"),
        METHOD(405, "AccessDeniedException"),
        TOO_SLOW(408, "RequestTimeoutException"),
        TOO_LARGE(413, "ValidationException"),
        CONTENT_TYPE(415, "ValidationException"),
        TOO_MANY(503, "ServiceUnavailable");

        private final int status;
        private final String errorName;

        Reason(int status, String errorName) {
            this.status = status;
            this.errorName = errorName;
        }

        public int status() {
            return status;
        }

        /** @return the error's name in AWS's protocols */
        public String errorName() {
            return errorName;
        }
    }
}
