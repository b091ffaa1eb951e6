package sleeper.stepfunctions.parse;

import java.util.List;
import java.util.stream.Collectors;

/** A definition was refused; it carries all faults that were found. */
public final class InvalidDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<DefinitionFault> faults;

    /** @param faults at least one */
    public InvalidDefinitionException(List<DefinitionFault> faults) {
        super("Invalid State Machine Definition: '"
                + faults.stream().map(DefinitionFault::toString).collect(Collectors.joining(", ")) + "'");
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in the order of the definition. */
    public List<DefinitionFault> faults() {
        return faults;
    }
}
