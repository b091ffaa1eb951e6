package sleeper.verification.deployed;

/** Is told of requests to a service that tells its operations by the header {@code X-Amz-Target}. */
@FunctionalInterface
public interface RequestListener {
    /**
     * @param agent  what the request says of the program that sends it
     * @param target service and operation, such as {@code AmazonSQS.SendMessage}
     * @param body   JSON, under the names that a deployment gives
     */
    void take(String agent, String target, String body);
}
