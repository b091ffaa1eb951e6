package sleeper.stepfunctions.definition;

/** Ends its graph with success. */
public record SucceedState(String name, DataFlow data) implements State {
    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.succeed(this);
    }
}
