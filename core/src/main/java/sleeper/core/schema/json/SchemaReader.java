package sleeper.core.schema.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Faults;
import sleeper.core.json.LocatedJson;
import sleeper.core.json.LocatedJson.JsonArray;
import sleeper.core.json.LocatedJson.JsonNumber;
import sleeper.core.json.LocatedJson.JsonObject;
import sleeper.core.json.LocatedJson.JsonText;
import sleeper.core.json.ObjectReader;
import sleeper.core.json.Position;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

/** Reads one schema and gathers its faults. For one text. */
final class SchemaReader {
    static final String SUMMARY = "The schema was not accepted.";
    static final String FIELD_SUMMARY = "The field was not accepted.";
    private static final Optional<ErrorCode> CODE = Optional.of(ErrorCode.BAD_SCHEMA);
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");
    private static final String WORDS = Stream.concat(
                    Arrays.stream(PrimitiveType.values()).map(FieldType::describe),
                    Stream.of("timestamp", "decimal(P,S)", "or an object for timestamp, decimal, list, map, struct"))
            .collect(Collectors.joining(", "));

    private final Faults faults = new Faults();
    private final Set<String> names = new HashSet<>();

    Schema read(LocatedJson document) {
        if (!(document instanceof JsonObject object)) {
            faults.add(
                    ErrorCode.BAD_SCHEMA,
                    document.position().toString(),
                    document.describe(),
                    "an object with rowKeyFields");
            faults.throwIfAny(SUMMARY);
            throw new IllegalStateException("unreachable: a fault was added");
        }
        ObjectReader reader = reader(object, "", List.of("rowKeyFields", "sortKeyFields", "valueFields"));
        List<Field> rowKeys = fields(reader, "rowKeyFields", reader.require("rowKeyFields"), true, names);
        List<Field> sortKeys = fields(reader, "sortKeyFields", reader.find("sortKeyFields"), true, names);
        List<Field> values = fields(reader, "valueFields", reader.find("valueFields"), false, names);
        reader.find("rowKeyFields")
                .filter(found ->
                        found instanceof JsonArray array && array.elements().isEmpty())
                .ifPresent(found -> report(
                        reader, found.position(), "rowKeyFields", "no field", "one or more", "Name a row key field."));
        faults.throwIfAny(SUMMARY);
        return new Schema(rowKeys, sortKeys, values);
    }

    /** @return a value field that stands alone */
    Field readField(LocatedJson document) {
        Optional<Field> field = Optional.empty();
        if (document instanceof JsonObject object) {
            field = field(object, "", false, names);
        } else {
            faults.add(
                    ErrorCode.BAD_SCHEMA,
                    document.position().toString(),
                    document.describe(),
                    "an object with name and type");
        }
        faults.throwIfAny(FIELD_SUMMARY);
        return field.orElseThrow();
    }

    private List<Field> fields(
            ObjectReader parent, String name, Optional<LocatedJson> value, boolean keys, Set<String> taken) {
        List<Field> fields = new ArrayList<>();
        List<LocatedJson> elements =
                parent.array(name, value).map(JsonArray::elements).orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            String path = parent.pathOf(name) + "[" + i + "]";
            if (elements.get(i) instanceof JsonObject object) {
                field(object, path, keys, taken).ifPresent(fields::add);
            } else {
                parent.reportWrongType(elements.get(i), path, "an object with name and type");
            }
        }
        return fields;
    }

    private Optional<Field> field(JsonObject object, String path, boolean key, Set<String> taken) {
        ObjectReader reader = reader(object, path, List.of("name", "type", "nullable"));
        Optional<String> name = name(reader, taken);
        Optional<LocatedJson> written = reader.require("type");
        Optional<FieldType> type = written.flatMap(value -> type(reader, "type", value));
        boolean nullable = reader.flag("nullable", false);
        if (key && nullable) {
            report(
                    reader,
                    object.position(),
                    reader.pathOf("nullable"),
                    "true",
                    "false for a key field",
                    "Leave nullable out.");
        }
        type.filter(found -> key && !(found instanceof PrimitiveType primitive && primitive.isKeyType()))
                .ifPresent(found -> report(
                        reader,
                        written.orElseThrow().position(),
                        reader.pathOf("type"),
                        found.describe(),
                        "int, long, string, bytearray for a key field",
                        "Make it a value field, or choose one of these types."));
        return name.flatMap(found -> type.map(of -> new Field(found, of, nullable)));
    }

    private Optional<String> name(ObjectReader reader, Set<String> taken) {
        Optional<JsonText> name = reader.text("name", reader.require("name"));
        name.filter(text -> text.value().isBlank())
                .ifPresent(text -> report(
                        reader, text.position(), reader.pathOf("name"), "an empty name", "a name", "Name the field."));
        name.filter(text -> !taken.add(text.value()))
                .ifPresent(text -> report(
                        reader,
                        text.position(),
                        reader.pathOf("name"),
                        "the name '" + text.value() + "' again",
                        "distinct names",
                        "Give each field a name of its own."));
        return name.map(JsonText::value).filter(Predicate.not(String::isBlank));
    }

    private Optional<FieldType> type(ObjectReader reader, String name, LocatedJson value) {
        if (value instanceof JsonText text) {
            return word(reader, reader.pathOf(name), text);
        } else if (value instanceof JsonObject object) {
            return typeObject(object, reader.pathOf(name));
        }
        reader.reportWrongType(value, reader.pathOf(name), WORDS);
        return Optional.empty();
    }

    private Optional<FieldType> word(ObjectReader reader, String path, JsonText text) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (type.describe().equals(text.value())) {
                return Optional.of(type);
            }
        }
        if (text.value().equals("timestamp")) {
            return Optional.of(TimestampType.DEFAULT);
        }
        Matcher decimal = DECIMAL.matcher(text.value());
        if (decimal.matches()) {
            return decimal(
                    reader,
                    text.position(),
                    path,
                    Integer.parseInt(decimal.group(1)),
                    Integer.parseInt(decimal.group(2)));
        }
        report(reader, text.position(), path, text.describe(), WORDS, "Use one of the types named.");
        return Optional.empty();
    }

    private Optional<FieldType> typeObject(JsonObject object, String path) {
        Optional<String> kind = object.members().stream()
                .filter(member -> member.name().equals("type"))
                .findFirst()
                .map(member -> member.value() instanceof JsonText text ? text.value() : "");
        return switch (kind.orElse("")) {
            case "timestamp" -> timestamp(reader(object, path, List.of("type", "unit", "utc")));
            case "decimal" -> decimal(object, reader(object, path, List.of("type", "precision", "scale")));
            case "list" -> {
                ObjectReader reader = reader(object, path, List.of("type", "element", "elementNullable"));
                boolean nullable = reader.flag("elementNullable", false);
                yield inner(reader, "element").map(element -> new ListType(element, nullable));
            }
            case "map" -> {
                ObjectReader reader = reader(object, path, List.of("type", "key", "value", "valueNullable"));
                boolean nullable = reader.flag("valueNullable", false);
                Optional<FieldType> value = inner(reader, "value");
                yield inner(reader, "key").flatMap(key -> value.map(of -> new MapType(key, of, nullable)));
            }
            case "struct" -> struct(object, reader(object, path, List.of("type", "fields")));
            default -> {
                ObjectReader reader = reader(
                        object,
                        path,
                        object.members().stream().map(LocatedJson.Member::name).toList());
                report(
                        reader,
                        object.position(),
                        path,
                        kind.map(word -> "the type '" + word + "'").orElse("an object without type"),
                        "timestamp, decimal, list, map, struct",
                        "Name one of these as the object's type.");
                yield Optional.empty();
            }
        };
    }

    private Optional<FieldType> inner(ObjectReader reader, String name) {
        return reader.require(name).flatMap(value -> type(reader, name, value));
    }

    private Optional<FieldType> timestamp(ObjectReader reader) {
        boolean utc = reader.flag("utc", TimestampType.DEFAULT.utc());
        Optional<LocatedJson> written = reader.find("unit");
        if (written.isEmpty()) {
            return Optional.of(new TimestampType(TimestampType.DEFAULT.unit(), utc));
        }
        Optional<JsonText> unit = reader.text("unit", written);
        for (TimestampType.Unit candidate : TimestampType.Unit.values()) {
            if (unit.isPresent()
                    && candidate
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .equals(unit.get().value())) {
                return Optional.of(new TimestampType(candidate, utc));
            }
        }
        unit.ifPresent(text -> report(
                reader,
                text.position(),
                reader.pathOf("unit"),
                text.describe(),
                "millis, micros, nanos",
                "Use one of these units."));
        return Optional.empty();
    }

    private Optional<FieldType> decimal(JsonObject object, ObjectReader reader) {
        Optional<Integer> precision = integer(reader, "precision", reader.require("precision"));
        Optional<Integer> scale = integer(reader, "scale", reader.require("scale"));
        return precision.flatMap(
                digits -> scale.flatMap(of -> decimal(reader, object.position(), reader.pathOf("type"), digits, of)));
    }

    private Optional<Integer> integer(ObjectReader reader, String name, Optional<LocatedJson> value) {
        Optional<LocatedJson> wrong = value.filter(found ->
                !(found instanceof JsonNumber number && number.literal().matches("\\d{1,3}")));
        wrong.ifPresent(found -> reader.reportWrongType(found, reader.pathOf(name), "a whole number"));
        return wrong.isPresent()
                ? Optional.empty()
                : value.map(found -> Integer.valueOf(((JsonNumber) found).literal()));
    }

    private Optional<FieldType> decimal(ObjectReader reader, Position at, String path, int precision, int scale) {
        try {
            return Optional.of(new DecimalType(precision, scale));
        } catch (IllegalArgumentException e) {
            report(
                    reader,
                    at,
                    path,
                    "decimal(" + precision + "," + scale + ")",
                    "precision 1 to " + DecimalType.MAX_PRECISION + ", scale 0 to the precision",
                    "Correct precision and scale.");
            return Optional.empty();
        }
    }

    private Optional<FieldType> struct(JsonObject object, ObjectReader reader) {
        Set<String> taken = new HashSet<>();
        Optional<LocatedJson> written = reader.require("fields");
        List<Field> fields = fields(reader, "fields", written, false, taken);
        if (written.filter(found ->
                        found instanceof JsonArray array && array.elements().isEmpty())
                .isPresent()) {
            report(
                    reader,
                    object.position(),
                    reader.pathOf("fields"),
                    "no field",
                    "one or more",
                    "Name the struct's fields.");
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(new StructType(distinct(fields)));
    }

    /** Keeps the first of fields that share a name: the fault is reported, and reading goes on to find others. */
    private static List<Field> distinct(List<Field> fields) {
        Set<String> seen = new HashSet<>();
        return fields.stream().filter(field -> seen.add(field.name())).toList();
    }

    private ObjectReader reader(JsonObject object, String path, List<String> known) {
        return new ObjectReader(object, path, known, CODE, faults);
    }

    private static void report(
            ObjectReader reader, Position at, String path, String found, String allowed, String action) {
        reader.report(ErrorCode.BAD_SCHEMA, at, path, found, allowed, action);
    }
}
