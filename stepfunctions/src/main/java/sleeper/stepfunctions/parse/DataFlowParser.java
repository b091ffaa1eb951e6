package sleeper.stepfunctions.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import sleeper.stepfunctions.definition.DataFlow;
import sleeper.stepfunctions.definition.ResultPlace;
import sleeper.stepfunctions.definition.Selection;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.PathExpression;
import sleeper.stepfunctions.expression.PayloadTemplate;
import sleeper.stepfunctions.expression.ReferencePath;
import sleeper.stepfunctions.expression.VariableName;

/** Reads the input and output fields of a state; each kind of state asks for those that it may have. */
final class DataFlowParser {
    private static final Expression ROOT = PathExpression.parsePath("$");
    private static final ResultPlace WHOLE = new ResultPlace.At(ReferencePath.parse("$"));

    private final FieldReader fields;
    private final VariableScopes scope;
    private Selection input = new Selection.At(ROOT);
    private Selection output = new Selection.At(ROOT);
    private Optional<PayloadTemplate> parameters = Optional.empty();
    private Optional<PayloadTemplate> resultSelector = Optional.empty();
    private ResultPlace resultPlace = WHOLE;
    private Optional<PayloadTemplate.Fields> assignments = Optional.empty();

    DataFlowParser(FieldReader fields, VariableScopes scope) {
        this.fields = fields;
        this.scope = scope;
    }

    /** The flow of a state without any of the fields. */
    static DataFlow none() {
        return new DataFlow(
                new Selection.At(ROOT),
                Optional.empty(),
                Optional.empty(),
                WHOLE,
                new Selection.At(ROOT),
                Optional.empty());
    }

    DataFlowParser paths() {
        input = selection("InputPath");
        output = selection("OutputPath");
        return this;
    }

    DataFlowParser parameters() {
        parameters = fields.template("Parameters");
        return this;
    }

    DataFlowParser resultSelector() {
        resultSelector = fields.template("ResultSelector");
        return this;
    }

    DataFlowParser resultPath() {
        resultPlace = resultPlace(fields);
        return this;
    }

    DataFlowParser assign() {
        assignments = assign(fields);
        return this;
    }

    DataFlow build() {
        return new DataFlow(input, parameters, resultSelector, resultPlace, output, assignments);
    }

    private Selection selection(String field) {
        if (isNull(fields, field)) {
            return new Selection.Nothing();
        }
        return new Selection.At(fields.path(field).orElse(ROOT));
    }

    static ResultPlace resultPlace(FieldReader fields) {
        if (isNull(fields, "ResultPath")) {
            return new ResultPlace.Discard();
        }
        return fields.text("ResultPath")
                .flatMap(text -> fields.parsed("ResultPath", text, ReferencePath::parse))
                .map(path -> (ResultPlace) new ResultPlace.At(path))
                .orElse(WHOLE);
    }

    /** Reads the Assign field of the state, of one of its rules or of one of its catchers. */
    Optional<PayloadTemplate.Fields> assign(FieldReader holder) {
        if (holder.object("Assign").isEmpty()) {
            return Optional.empty();
        }
        Optional<PayloadTemplate.Fields> assigned = holder.template("Assign").map(PayloadTemplate.Fields.class::cast);
        assigned.orElseThrow().fields().keySet().forEach(name -> {
            if (!VariableName.isValid(name)) {
                holder.faultAt(
                        "Assign",
                        "'" + name + "' is not a variable name: a Unicode identifier of at most 80 characters other"
                                + " than 'states' is wanted");
            }
            scope.assigned(name, holder.pointerTo("Assign"));
        });
        return assigned;
    }

    private static boolean isNull(FieldReader fields, String field) {
        return fields.value(field).filter(JsonNode::isNull).isPresent();
    }
}
