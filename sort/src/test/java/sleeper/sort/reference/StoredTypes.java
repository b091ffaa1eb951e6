package sleeper.sort.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

/** Parquet schemas for a table's fields as various writers would store them: optional or required, decimals in any form, columns in any order. */
public final class StoredTypes {
    private final Random random;

    public StoredTypes(Random random) {
        this.random = random;
    }

    public MessageType of(Schema schema) {
        return of(schema.allFields());
    }

    public MessageType of(List<Field> fields) {
        List<Type> columns = new ArrayList<>();
        for (Field field : fields) {
            columns.add(of(field));
        }
        Collections.shuffle(columns, random);
        return new MessageType("written", columns);
    }

    private Type of(Field field) {
        boolean optional = field.nullable() || random.nextBoolean();
        return of(field.name(), field.type(), optional ? Repetition.OPTIONAL : Repetition.REQUIRED);
    }

    private Type of(String name, FieldType type, Repetition repetition) {
        if (type instanceof ListType list) {
            return list(name, list, repetition);
        }
        if (type instanceof MapType map) {
            Type key = of("key", map.key(), Repetition.REQUIRED);
            Type value = of(new Field("value", map.value(), map.valueNullable()));
            return Types.map(repetition).key(key).value(value).named(name);
        }
        if (type instanceof StructType struct) {
            List<Type> fields =
                    new ArrayList<>(struct.fields().stream().map(this::of).toList());
            Collections.shuffle(fields, random);
            return Types.buildGroup(repetition)
                    .addFields(fields.toArray(new Type[0]))
                    .named(name);
        }
        return leaf(name, type, repetition);
    }

    private Type list(String name, ListType list, Repetition repetition) {
        boolean leaf = !(list.element() instanceof ListType
                || list.element() instanceof MapType
                || list.element() instanceof StructType);
        if (leaf && !list.elementNullable() && random.nextInt(3) == 0) {
            Type repeated = leaf("array", list.element(), Repetition.REPEATED);
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.listType())
                    .addField(repeated)
                    .named(name);
        }
        Type element = of(new Field("item", list.element(), list.elementNullable()));
        Type repeated = Types.repeatedGroup().addField(element).named(random.nextBoolean() ? "list" : "bag");
        return Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.listType())
                .addField(repeated)
                .named(name);
    }

    private Type leaf(String name, FieldType type, Repetition repetition) {
        if (type instanceof TimestampType timestamp) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition)
                    .as(LogicalTypeAnnotation.timestampType(
                            timestamp.utc(), TimeUnit.valueOf(timestamp.unit().name())))
                    .named(name);
        }
        if (type instanceof DecimalType decimal) {
            return decimal(name, decimal, repetition);
        }
        return switch ((PrimitiveType) type) {
            case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case STRING ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case BYTEARRAY ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case DATE ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
        };
    }

    private Type decimal(String name, DecimalType decimal, Repetition repetition) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision());
        int choice = random.nextInt(4);
        if (choice == 0 && decimal.precision() <= 9) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition)
                    .as(annotation)
                    .named(name);
        }
        if (choice <= 1 && decimal.precision() <= 18) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition)
                    .as(annotation)
                    .named(name);
        }
        if (choice == 2) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                    .as(annotation)
                    .named(name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(16 + random.nextInt(4))
                .as(annotation)
                .named(name);
    }
}
