package sleeper.stepfunctions.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which scope assigns which variables: an inner scope must not assign to a name that a scope around it assigns to. */
final class VariableScopes {
    private final VariableScopes outer;
    private final List<VariableScopes> inner = new ArrayList<>();
    private final Map<String, List<String>> pointersByName = new LinkedHashMap<>();

    private VariableScopes(VariableScopes outer) {
        this.outer = outer;
    }

    static VariableScopes topLevel() {
        return new VariableScopes(null);
    }

    VariableScopes newInner() {
        VariableScopes scope = new VariableScopes(this);
        inner.add(scope);
        return scope;
    }

    void assigned(String name, String pointer) {
        pointersByName.computeIfAbsent(name, key -> new ArrayList<>()).add(pointer);
    }

    void check(FaultList faults) {
        pointersByName.forEach((name, pointers) -> {
            if (outer != null && outer.sees(name)) {
                pointers.forEach(pointer -> faults.schema(
                        "The variable '" + name + "' is assigned in an outer scope and cannot be assigned here",
                        pointer));
            }
        });
        inner.forEach(scope -> scope.check(faults));
    }

    private boolean sees(String name) {
        return pointersByName.containsKey(name) || (outer != null && outer.sees(name));
    }
}
