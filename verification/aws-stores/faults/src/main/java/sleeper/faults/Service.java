package sleeper.faults;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/** How a service says that it failed, by its API reference: "Error responses" of S3, "Error handling" of DynamoDB. */
public enum Service {
    S3(
            "s3",
            Map.of(
                    Fault.SERVER_ERROR, new Failure(500, "InternalError"),
                    Fault.SERVER_ERROR_DONE, new Failure(500, "InternalError"),
                    Fault.ERROR_IN_SUCCESS, new Failure(200, "InternalError"),
                    Fault.UNAVAILABLE, new Failure(503, "ServiceUnavailable"),
                    Fault.THROTTLED, new Failure(503, "SlowDown"),
                    Fault.EXPIRED, new Failure(400, "ExpiredToken"),
                    Fault.DENIED, new Failure(403, "AccessDenied"))) {
        @Override
        byte[] body(Failure failure) {
            return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + failure.code()
                            + "</Code><Message>A fault that a test made.</Message><RequestId>fault</RequestId></Error>")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        String headers(byte[] body) {
            return "Content-Type: application/xml\r\n";
        }

        @Override
        public String operationOf(HttpMessage request) {
            return OperationsOfS3.operationOf(request);
        }
    },
    DYNAMODB(
            "dynamodb",
            Map.of(
                    Fault.SERVER_ERROR, new Failure(500, "InternalServerError"),
                    Fault.SERVER_ERROR_DONE, new Failure(500, "InternalServerError"),
                    Fault.UNAVAILABLE, new Failure(503, "ServiceUnavailable"),
                    Fault.THROTTLED, new Failure(400, "ThrottlingException"),
                    Fault.CAPACITY_EXCEEDED, new Failure(400, "ProvisionedThroughputExceededException"),
                    Fault.EXPIRED, new Failure(400, "ExpiredTokenException"),
                    Fault.DENIED, new Failure(400, "AccessDeniedException"))) {
        @Override
        byte[] body(Failure failure) {
            return ("{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + failure.code()
                            + "\",\"message\":\"A fault that a test made.\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        String headers(byte[] body) {
            CRC32 sum = new CRC32();
            sum.update(body);
            return "Content-Type: application/x-amz-json-1.0\r\nx-amz-crc32: " + sum.getValue() + "\r\n";
        }

        @Override
        public String operationOf(HttpMessage request) {
            String target = request.header("X-Amz-Target").orElse("none");
            return target.substring(target.indexOf('.') + 1);
        }
    };

    private record Failure(int status, String code) {}

    private static final Set<Fault> WITHOUT_ANSWER = EnumSet.of(
            Fault.REQUEST_LOST,
            Fault.REPLY_LOST,
            Fault.RESET,
            Fault.TIMED_OUT,
            Fault.CUT_SHORT,
            Fault.LANDS_AFTER_REPEAT,
            Fault.LANDS_AFTER_ANOTHER);

    private final String prefix;

    @SuppressWarnings("ImmutableEnumChecker") // A copy that nobody changes.
    private final Map<Fault, Failure> failures;

    Service(String prefix, Map<Fault, Failure> failures) {
        this.prefix = prefix;
        this.failures = Map.copyOf(failures);
    }

    abstract byte[] body(Failure failure);

    /** @return the operation that a request asks for, by its name in the API reference, such as {@code PutItem} */
    public abstract String operationOf(HttpMessage request);

    abstract String headers(byte[] body);

    /** @return what may befall a request to the service */
    public Set<Fault> faults() {
        Set<Fault> all = EnumSet.copyOf(WITHOUT_ANSWER);
        all.addAll(failures.keySet());
        return all;
    }

    /** @return the word that the names of its actions begin with, as in {@code s3:GetObject} */
    public String prefix() {
        return prefix;
    }

    /**
     * @param fault  has an answer
     * @param asHead whether the request was a HEAD, whose answer has no body
     */
    HttpMessage answer(Fault fault, boolean asHead) {
        Failure failure = failures.get(fault);
        byte[] body = body(failure);
        String head = "HTTP/1.1 " + failure.status() + " Fault\r\n" + headers(body) + "x-amz-request-id: fault\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        return new HttpMessage(head, asHead ? new byte[0] : body);
    }
}
