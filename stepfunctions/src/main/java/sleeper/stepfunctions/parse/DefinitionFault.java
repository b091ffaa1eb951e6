package sleeper.stepfunctions.parse;

import java.io.Serializable;

/**
 * One thing that is wrong with a definition.
 *
 * @param code    kind of fault, in Step Functions' words, such as {@code SCHEMA_VALIDATION_FAILED}
 * @param problem what is wrong, and what is allowed
 * @param pointer where, as a JSON pointer; the root is {@code /}, as Step Functions writes it; empty if it has no place
 */
public record DefinitionFault(String code, String problem, String pointer) implements Serializable {
    static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";
    static final String TARGET = "MISSING_TRANSITION_TARGET";
    static final String NO_END = "MISSING_END_STATE";
    static final String JSON = "INVALID_JSON_DESCRIPTION";
    static final String DUPLICATE = "DUPLICATE_STATE_NAME";
    static final String NOT_SUPPORTED = "NOT_SUPPORTED";

    /** As Step Functions writes it, which says {@code null} where there is no place. */
    @Override
    public String toString() {
        return code + ": " + problem + " at " + (pointer.isEmpty() ? "null" : pointer);
    }
}
