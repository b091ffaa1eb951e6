package sleeper.stepfunctions.parse;

import java.util.ArrayList;
import java.util.List;

/** Gathers faults while a definition is read. */
final class FaultList {
    private final List<DefinitionFault> faults = new ArrayList<>();

    void add(String code, String problem, String pointer) {
        faults.add(new DefinitionFault(code, problem, pointer.isEmpty() ? "/" : pointer));
    }

    void schema(String problem, String pointer) {
        add(DefinitionFault.SCHEMA, problem, pointer);
    }

    /** Adds a fault of the whole definition, which has no place in it. */
    void addWithoutPlace(String code, String problem) {
        faults.add(new DefinitionFault(code, problem, ""));
    }

    /** How many faults of the schema there are so far. */
    long schemaFaults() {
        return faults.stream()
                .filter(fault -> fault.code().equals(DefinitionFault.SCHEMA))
                .count();
    }

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidDefinitionException(faults);
        }
    }
}
