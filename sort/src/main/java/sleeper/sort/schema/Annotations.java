package sleeper.sort.schema;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;

/**
 * What a written schema says of a column's meaning: the logical type, and the older converted type beside it for readers that
 * know only that. Rules: <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes.md</a>.
 */
final class Annotations {
    private Annotations() {}

    static SchemaElement list(SchemaElement group) {
        return group.setConverted_type(ConvertedType.LIST).setLogicalType(LogicalType.LIST(new ListType()));
    }

    static SchemaElement map(SchemaElement group) {
        return group.setConverted_type(ConvertedType.MAP).setLogicalType(LogicalType.MAP(new MapType()));
    }

    static SchemaElement leaf(String name, FieldType type, LeafType leaf, FieldRepetitionType repeats) {
        SchemaElement element = new SchemaElement(name).setType(leaf.physical()).setRepetition_type(repeats);
        if (leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(leaf.typeLength());
        }
        if (type == PrimitiveType.STRING) {
            element.setConverted_type(ConvertedType.UTF8).setLogicalType(LogicalType.STRING(new StringType()));
        } else if (type == PrimitiveType.DATE) {
            element.setConverted_type(ConvertedType.DATE).setLogicalType(LogicalType.DATE(new DateType()));
        } else if (type instanceof TimestampType timestamp) {
            timestamp(element, timestamp);
        } else if (type instanceof DecimalType decimal) {
            element.setConverted_type(ConvertedType.DECIMAL)
                    .setPrecision(decimal.precision())
                    .setScale(decimal.scale())
                    .setLogicalType(LogicalType.DECIMAL(
                            new org.apache.parquet.format.DecimalType(decimal.scale(), decimal.precision())));
        }
        return element;
    }

    private static void timestamp(SchemaElement element, TimestampType type) {
        TimeUnit unit = switch (type.unit()) {
            case MILLIS -> TimeUnit.MILLIS(new MilliSeconds());
            case MICROS -> TimeUnit.MICROS(new MicroSeconds());
            case NANOS -> TimeUnit.NANOS(new NanoSeconds());
        };
        element.setLogicalType(LogicalType.TIMESTAMP(new org.apache.parquet.format.TimestampType(type.utc(), unit)));
        if (type.utc() && type.unit() == TimestampType.Unit.MILLIS) {
            element.setConverted_type(ConvertedType.TIMESTAMP_MILLIS);
        } else if (type.utc() && type.unit() == TimestampType.Unit.MICROS) {
            element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
        }
    }
}
