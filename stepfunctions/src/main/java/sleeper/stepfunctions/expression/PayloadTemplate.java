package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A payload template: JSON in which the value of a field whose name ends in {@code .$} is an expression, at any depth, and the rest
 * stands for itself. Used by Parameters, ItemSelector, ResultSelector and Assign.
 */
public sealed interface PayloadTemplate {
    /**
     * The value with all expressions evaluated.
     *
     * @throws FieldFailedException if an expression fails; it names the field
     */
    JsonNode evaluate(Scope scope);

    /**
     * Reads a template.
     *
     * @param pointer where it stands in the definition, as a JSON pointer
     * @param faults  receives each field whose expression is wrong, with its pointer
     */
    static PayloadTemplate parse(JsonNode json, String pointer, Faults faults) {
        if (json.isObject()) {
            return Fields.parseFields((ObjectNode) json, pointer, faults);
        }
        if (json.isArray()) {
            List<PayloadTemplate> elements = new ArrayList<>(json.size());
            for (int i = 0; i < json.size(); i++) {
                elements.add(parse(json.get(i), pointer + "/" + i, faults));
            }
            return new Elements(elements);
        }
        return new Constant(json);
    }

    /** Receives what is wrong with a template. */
    @FunctionalInterface
    interface Faults {
        /** Notes one fault. */
        void add(String pointer, String problem);
    }

    /** A value that stands for itself. */
    record Constant(JsonNode value) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(Scope scope) {
            return value;
        }
    }

    /** A field whose value is computed; the name is the one in the definition, {@code .$} included. */
    record Computed(String fieldName, Expression expression) implements PayloadTemplate {
        @Override
        public JsonNode evaluate(Scope scope) {
            try {
                return expression.evaluate(scope);
            } catch (NoSuchValueException e) {
                throw new FieldFailedException("The JSONPath '" + e.path() + "' specified for the field '" + fieldName
                        + "' could not be found in the input '" + Json.write(scope.root()) + "'");
            } catch (IntrinsicFailedException e) {
                throw new FieldFailedException(e.getMessage());
            }
        }
    }

    /** An array. */
    record Elements(List<PayloadTemplate> elements) implements PayloadTemplate {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
            elements.forEach(element -> array.add(element.evaluate(scope)));
            return array;
        }
    }

    /** An object; the names are those of the result. */
    record Fields(Map<String, PayloadTemplate> fields) implements PayloadTemplate {
        private static final String COMPUTED = ".$";

        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        private static Fields parseFields(ObjectNode json, String pointer, Faults faults) {
            Map<String, PayloadTemplate> fields = new LinkedHashMap<>();
            json.properties().forEach(entry -> {
                String name = entry.getKey();
                String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
                boolean computed = name.endsWith(COMPUTED);
                String resultName = computed ? name.substring(0, name.length() - COMPUTED.length()) : name;
                PayloadTemplate value =
                        computed ? computed(name, entry.getValue(), at, faults) : parse(entry.getValue(), at, faults);
                if (fields.put(resultName, value) != null) {
                    faults.add(at, "the field '" + resultName + "' is given twice, with and without '.$'");
                }
            });
            return new Fields(fields);
        }

        private static PayloadTemplate computed(String name, JsonNode value, String pointer, Faults faults) {
            String wanted = "The value for the field '" + name
                    + "' must be a valid JSONPath or a valid intrinsic function call";
            if (!value.isTextual()) {
                faults.add(pointer, wanted);
                return new Constant(value);
            }
            try {
                return new Computed(name, Expression.parse(value.textValue()));
            } catch (ExpressionSyntaxException e) {
                faults.add(pointer, wanted + ": " + e.getMessage());
                return new Constant(value);
            }
        }

        @Override
        public ObjectNode evaluate(Scope scope) {
            ObjectNode object = Json.object();
            fields.forEach((name, template) -> object.set(name, template.evaluate(scope)));
            return object;
        }
    }
}
