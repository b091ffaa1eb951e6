package sleeper.lambda.view;

/**
 * The event that an execution of {@code ingest-job} ended well, of which the input is needed. Source: AWS Step Functions Developer Guide,
 * "Automating Step Functions event delivery with EventBridge".
 *
 * @param detail of the event
 */
public record PublishViewRequest(Detail detail) {
    /**
     * What the event says of the execution.
     *
     * @param input the execution's, as text
     */
    public record Detail(String input) {}
}
