package sleeper.sort.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.util.Nearest;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.Vector;
import sleeper.sort.decode.CellBuilder;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.TableLayout;

/** Appends rows of Java values, as the package says, to a batch of a table's columns. For one thread. */
public final class RowAppender {
    private final List<Field> fields;
    private final Set<String> names;
    private final TableLayout layout;
    private final ExtraColumns extra;
    private final List<CellBuilder> cells = new ArrayList<>();
    private final List<Vector> scratch = new ArrayList<>();
    private long row;
    private int leaf;

    /** As below, where a row has no other fields than the table. */
    public RowAppender(Schema schema, TableLayout layout) {
        this(schema, layout, ExtraColumns.REFUSE);
    }

    /** @param extra what is done about fields that the table lacks */
    public RowAppender(Schema schema, TableLayout layout, ExtraColumns extra) {
        this.extra = extra;
        this.fields = schema.allFields();
        this.names = Set.copyOf(fields.stream().map(Field::name).toList());
        this.layout = layout;
        for (LeafColumn column : layout.columns()) {
            cells.add(new CellBuilder());
            scratch.add(column.type().storage().newVector());
        }
    }

    /**
     * Appends a row; a nullable field may be left out.
     *
     * @throws InvalidRequestException with all that is wrong with the row: {@code MISSING_FIELD}, {@code NULL_VALUE},
     *     {@code WRONG_TYPE}, {@code UNKNOWN_FIELD} or {@code VALUE_OUT_OF_RANGE}; the batch is uneven then and cannot be used
     */
    public void append(Map<String, Object> values, Batch batch) {
        Faults faults = new Faults();
        if (extra == ExtraColumns.REFUSE && !names.containsAll(values.keySet())) {
            addUnknown(values, faults);
        }
        leaf = 0;
        for (Field field : fields) {
            int first = leaf;
            try {
                append(field, values, batch);
            } catch (InvalidRequestException e) {
                faults.addAll(e.faults());
                leaf = first + CellAssembler.leafCount(field.type());
            }
        }
        faults.throwIfAny("A row was not taken.");
        row++;
    }

    private void addUnknown(Map<String, Object> values, Faults into) {
        List<String> known = fields.stream().map(Field::name).toList();
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                into.add(new Fault(
                        ErrorCode.UNKNOWN_FIELD,
                        where(name),
                        "a field that the table lacks",
                        String.join(", ", known),
                        Nearest.to(String.valueOf(name), known)
                                .map(nearest -> "Use '" + nearest + "', or leave the field out.")
                                .orElse("Leave the field out."),
                        place(name)));
            }
        }
    }

    private void append(Field field, Map<String, Object> values, Batch batch) {
        Object value = values.get(field.name());
        if (value == null && !field.nullable() && !values.containsKey(field.name())) {
            throw refused(
                    ErrorCode.MISSING_FIELD,
                    field.name(),
                    "no value",
                    "a " + field.type().describe());
        } else if (layout.columns().get(leaf).isNested()) {
            appendNested(field, value, batch);
        } else {
            appendFlat(field, value, batch.column(leaf++));
        }
    }

    private void appendFlat(Field field, Object value, Vector column) {
        if (value != null) {
            appendValue(field.name(), field.type(), value, column);
        } else if (field.nullable()) {
            column.appendNull();
        } else {
            throw refused(
                    ErrorCode.NULL_VALUE,
                    field.name(),
                    "null",
                    "a " + field.type().describe());
        }
    }

    private void appendValue(String name, FieldType type, Object value, Vector to) {
        try {
            JavaValues.append(type, value, to);
        } catch (ClassCastException e) {
            throw refused(ErrorCode.WRONG_TYPE, name, "a " + value.getClass().getSimpleName(), "a " + type.describe());
        } catch (ArithmeticException e) {
            throw refused(ErrorCode.VALUE_OUT_OF_RANGE, name, value.toString(), "a " + type.describe());
        }
    }

    private InvalidRequestException refused(ErrorCode code, String field, String found, String allowed) {
        return new InvalidRequestException(
                "A row was not taken.",
                List.of(Fault.of(code, where(field), found, allowed).at(place(field))));
    }

    private FaultLocation place(String field) {
        return FaultLocation.NONE.inColumn(String.valueOf(field)).atRow(row);
    }

    private String where(String field) {
        return "row " + row + " (counted from 0), field '" + field + "'";
    }

    private void appendNested(Field field, Object value, Batch batch) {
        int first = leaf;
        Place place = new Place(field.name(), 0, 0, 0);
        addNullable(field.type(), field.nullable(), value, place);
        for (int i = first; i < leaf; i++) {
            cells.get(i).finish((BytesVector) batch.column(i));
        }
    }

    /**
     * Where in a nested value we are.
     *
     * @param definition levels that are defined by now
     * @param repetition level at which the next entry repeats; 0 for the first of a row
     * @param depth      repeated nodes above
     */
    private record Place(String name, int definition, int repetition, int depth) {
        Place defined() {
            return new Place(name, definition + 1, repetition, depth);
        }

        Place inside(boolean first) {
            return new Place(name, definition + 1, first ? repetition : depth + 1, depth + 1);
        }
    }

    /** Adds an entry or more to each leaf of the type, and passes over the leaves. */
    private void addNullable(FieldType type, boolean nullable, Object value, Place place) {
        if (value == null) {
            if (!nullable) {
                throw refused(ErrorCode.NULL_VALUE, place.name(), "null", "a " + type.describe());
            }
            addEmpty(type, place);
        } else {
            add(type, value, nullable ? place.defined() : place);
        }
    }

    private void addEmpty(FieldType type, Place place) {
        int count = CellAssembler.leafCount(type);
        for (int i = 0; i < count; i++) {
            cells.get(leaf++).entry(place.repetition(), place.definition());
        }
    }

    private void add(FieldType type, Object value, Place place) {
        if (type instanceof ListType list) {
            addAll(List.of(list.element()), List.of(list.elementNullable()), split(list, value, place), type, place);
        } else if (type instanceof MapType map) {
            addAll(
                    List.of(map.key(), map.value()),
                    List.of(false, map.valueNullable()),
                    split(map, value, place),
                    type,
                    place);
        } else if (type instanceof StructType struct) {
            Map<?, ?> values = cast(Map.class, type, value, place);
            for (Field field : struct.fields()) {
                addNullable(field.type(), field.nullable(), values.get(field.name()), place);
            }
        } else {
            Vector one = scratch.get(leaf);
            one.clear();
            appendValue(place.name(), type, value, one);
            cells.get(leaf).entry(place.repetition(), place.definition());
            cells.get(leaf).value(one, 0);
            leaf++;
        }
    }

    private List<List<Object>> split(ListType type, Object value, Place place) {
        List<List<Object>> elements = new ArrayList<>();
        for (Object element : cast(List.class, type, value, place)) {
            List<Object> one = new ArrayList<>();
            one.add(element);
            elements.add(one);
        }
        return elements;
    }

    private List<List<Object>> split(MapType type, Object value, Place place) {
        List<List<Object>> entries = new ArrayList<>();
        Map<?, ?> map = cast(Map.class, type, value, place);
        map.forEach((key, mapped) -> {
            List<Object> entry = new ArrayList<>();
            entry.add(key);
            entry.add(mapped);
            entries.add(entry);
        });
        return entries;
    }

    private <T> T cast(Class<T> wanted, FieldType type, Object value, Place place) {
        if (!wanted.isInstance(value)) {
            throw refused(
                    ErrorCode.WRONG_TYPE,
                    place.name(),
                    "a " + value.getClass().getSimpleName(),
                    "a " + wanted.getSimpleName() + " for " + type.describe());
        }
        return wanted.cast(value);
    }

    /** Adds the elements of a list, or the keys and values of a map: for each, its parts. */
    private void addAll(
            List<FieldType> types, List<Boolean> nullable, List<List<Object>> elements, FieldType whole, Place place) {
        if (elements.isEmpty()) {
            addEmpty(whole, place);
            return;
        }
        int first = leaf;
        for (int i = 0; i < elements.size(); i++) {
            leaf = first;
            for (int part = 0; part < types.size(); part++) {
                addNullable(types.get(part), nullable.get(part), elements.get(i).get(part), place.inside(i == 0));
            }
        }
    }
}
