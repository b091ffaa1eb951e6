package sleeper.stepfunctions.parse;

import java.util.List;
import java.util.stream.Collectors;

/** A definition was refused; it carries all faults that were found. */
public final class InvalidDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DefinitionFault[] faults;

    /** @param faults at least one */
    public InvalidDefinitionException(List<DefinitionFault> faults) {
        super("Invalid State Machine Definition: '"
                + faults.stream().map(DefinitionFault::toString).collect(Collectors.joining(", ")) + "'");
        this.faults = faults.toArray(DefinitionFault[]::new);
    }

    /** What is wrong, in the order of the definition. */
    public List<DefinitionFault> faults() {
        return List.of(faults);
    }
}
