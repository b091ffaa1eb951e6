package sleeper.stepfunctions.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.ExpressionSyntaxException;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.PathExpression;
import sleeper.stepfunctions.expression.PayloadTemplate;

/**
 * Reads the fields of one JSON object and notes what is wrong with them; a field that is wrong reads as absent, so that reading can go
 * on and find the other faults. {@link #refuseOthers} reports the fields that were not asked for.
 */
final class FieldReader {
    private final ObjectNode json;
    private final String pointer;
    private final FaultList faults;
    private final Set<String> known = new HashSet<>();

    FieldReader(ObjectNode json, String pointer, FaultList faults) {
        this.json = json;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** A reader of a value that should be an object; of an empty one, with a fault, if it is not. */
    static FieldReader of(JsonNode json, String pointer, FaultList faults) {
        if (json instanceof ObjectNode object) {
            return new FieldReader(object, pointer, faults);
        }
        faults.schema("Expected value of type Object", pointer);
        return new FieldReader(Json.object(), pointer, faults);
    }

    FaultList faults() {
        return faults;
    }

    String pointer() {
        return pointer;
    }

    String pointerTo(String field) {
        return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String field) {
        known.add(field);
        return json.has(field);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The raw value of a field, if it is there. */
    Optional<JsonNode> value(String field) {
        known.add(field);
        return Optional.ofNullable(json.get(field));
    }

    /** Marks fields that may stand here and that nothing depends on. */
    void ignore(String... fields) {
        known.addAll(List.of(fields));
    }

    void fault(String problem) {
        faults.schema(problem, pointer);
    }

    void faultAt(String field, String problem) {
        faults.schema(problem, pointerTo(field));
    }

    void missing(String field) {
        faults.schema("These fields are required: [" + field + "]", pointer);
    }

    Optional<String> text(String field) {
        return typed(field, JsonNode::isTextual, "String").map(JsonNode::textValue);
    }

    Optional<String> requiredText(String field) {
        Optional<String> text = text(field);
        if (!json.has(field)) {
            missing(field);
        }
        return text;
    }

    boolean flag(String field) {
        return typed(field, JsonNode::isBoolean, "Boolean")
                .map(JsonNode::booleanValue)
                .orElse(false);
    }

    Optional<FieldReader> object(String field) {
        return typed(field, JsonNode::isObject, "Object")
                .map(node -> new FieldReader((ObjectNode) node, pointerTo(field), faults));
    }

    Optional<FieldReader> requiredObject(String field) {
        if (!has(field)) {
            missing(field);
        }
        return object(field);
    }

    /** The objects of an array; empty if the field is absent. */
    List<FieldReader> objects(String field) {
        List<FieldReader> readers = new ArrayList<>();
        typed(field, JsonNode::isArray, "Array").ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                readers.add(of(array.get(i), pointerTo(field) + "/" + i, faults));
            }
        });
        return readers;
    }

    /** The texts of an array that must be there and must not be empty. */
    List<String> requiredTexts(String field) {
        if (!has(field)) {
            missing(field);
        }
        List<String> texts = new ArrayList<>();
        typed(field, JsonNode::isArray, "Array").ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    texts.add(array.get(i).textValue());
                } else {
                    faults.schema("Expected value of type String", pointerTo(field) + "/" + i);
                }
            }
            if (array.isEmpty()) {
                faultAt(field, "The array must not be empty");
            }
        });
        return texts;
    }

    OptionalLong integer(String field, long least, long most) {
        Optional<JsonNode> value = typed(field, JsonNode::isIntegralNumber, "Integer");
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().canConvertToLong()
                || value.get().longValue() < least
                || value.get().longValue() > most) {
            faultAt(field, "The value must be between " + least + " and " + most + ", but is " + value.get());
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.get().longValue());
    }

    Optional<BigDecimal> number(String field, long least, long most) {
        Optional<BigDecimal> value = typed(field, JsonNode::isNumber, "Number").map(JsonNode::decimalValue);
        if (value.isPresent()
                && (value.get().compareTo(BigDecimal.valueOf(least)) < 0
                        || value.get().compareTo(BigDecimal.valueOf(most)) > 0)) {
            faultAt(field, "The value must be between " + least + " and " + most + ", but is " + value.get());
            return Optional.empty();
        }
        return value;
    }

    /** A field that holds a path. */
    Optional<Expression> path(String field) {
        return text(field).flatMap(text -> parsed(field, text, PathExpression::parsePath));
    }

    /** A field that holds a path or an intrinsic function call. */
    Optional<Expression> pathOrIntrinsic(String field) {
        return text(field).flatMap(text -> parsed(field, text, Expression::parse));
    }

    /** A field that holds a payload template. */
    Optional<PayloadTemplate> template(String field) {
        return value(field)
                .map(json ->
                        PayloadTemplate.parse(json, pointerTo(field), (at, problem) -> faults.schema(problem, at)));
    }

    /** Parses the text of a field; a fault is noted at the field. */
    <T> Optional<T> parsed(String field, String text, Function<String, ? extends T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (ExpressionSyntaxException e) {
            faultAt(field, e.getMessage());
            return Optional.empty();
        }
    }

    /** Reports that two fields which exclude each other are both there. */
    void exclusive(String first, String second) {
        if (has(first) && has(second)) {
            fault("Only one of the fields '" + first + "' and '" + second + "' may be given");
        }
    }

    /** Reports each field that was not asked for, at the object that holds it: AWS gives the state's place, not the field's. */
    void refuseOthers() {
        for (String name : names()) {
            if (!known.contains(name)) {
                fault("Field '" + name + "' is not supported");
            }
        }
    }

    private Optional<JsonNode> typed(String field, Predicate<JsonNode> type, String typeName) {
        Optional<JsonNode> value = value(field);
        if (value.isPresent() && !type.test(value.get())) {
            faultAt(field, "Expected value of type " + typeName);
            return Optional.empty();
        }
        return value;
    }
}
