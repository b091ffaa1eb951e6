package sleeper.stepfunctions.parse;

import java.util.Optional;

/** The QueryLanguage field, of a definition or a state: only JSONPath is interpreted. */
final class QueryLanguage {
    private static final String FIELD = "QueryLanguage";

    private QueryLanguage() {}

    /** Notes a fault if the object asks for JSONata, whose other fields are then not worth looking at. */
    static boolean isRefused(FieldReader fields) {
        Optional<String> language = fields.text(FIELD);
        if (language.isEmpty() || language.get().equals("JSONPath")) {
            return false;
        }
        if (language.get().equals("JSONata")) {
            fields.faults()
                    .add(
                            DefinitionFault.NOT_SUPPORTED,
                            "The query language JSONata is not supported here. Use JSONPath",
                            fields.pointerTo(FIELD));
            return true;
        }
        fields.faultAt(FIELD, "The value must be one of [JSONPath, JSONata], but is '" + language.get() + "'");
        return false;
    }
}
