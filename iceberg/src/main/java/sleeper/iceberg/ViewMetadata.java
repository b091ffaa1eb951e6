package sleeper.iceberg;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;

/**
 * A table's metadata apart from its snapshots. The table is not partitioned in Iceberg's sense: its ranges of keys are none of Iceberg's
 * transforms, and bounds of the keys lead a reader to the files as well.
 */
final class ViewMetadata {
    private static final int FORMAT_VERSION = 2;

    /** How many metadata files before its own a version names. */
    private static final String VERSIONS_NAMED = "20";

    /** The strongest compression, which is usual, took half of the time of a publication of 150,000 files. */
    static final String COMPRESSION_LEVEL = "1";

    private ViewMetadata() {}

    /** @return the id of a table, the same each time its view is made */
    static UUID idOf(String incarnation) {
        return UUID.nameUUIDFromBytes(("sleeper table " + incarnation).getBytes(StandardCharsets.UTF_8));
    }

    /** @return metadata of a view without snapshots, which is written nowhere */
    static TableMetadata empty(String incarnation, String location, ViewSchema schema) {
        Schema columns = new Schema(schema.columns());
        return TableMetadata.buildFromEmpty(FORMAT_VERSION)
                .assignUUID(idOf(incarnation).toString())
                .setLocation(location)
                .setCurrentSchema(columns, schema.table().ids().last())
                .setDefaultPartitionSpec(PartitionSpec.unpartitioned())
                .setDefaultSortOrder(order(columns, schema))
                .setProperties(Map.of(
                        TableProperties.DEFAULT_NAME_MAPPING,
                        nameMapping(columns),
                        TableProperties.MANIFEST_COMPRESSION_LEVEL,
                        COMPRESSION_LEVEL,
                        TableProperties.COMMIT_NUM_RETRIES,
                        "0",
                        TableProperties.METADATA_PREVIOUS_VERSIONS_MAX,
                        VERSIONS_NAMED))
                .discardChanges()
                .build();
    }

    private static SortOrder order(Schema columns, ViewSchema schema) {
        SortOrder.Builder order = SortOrder.builderFor(columns);
        schema.sortedBy().forEach(key -> order.asc(key, NullOrder.NULLS_FIRST));
        return order.build();
    }

    /** Files that were written without ids are read by the names of their columns. */
    private static String nameMapping(Schema columns) {
        return NameMappingParser.toJson(MappingUtil.create(columns));
    }

    /** @return the same with the table's columns of now; the same object if it has them */
    static TableMetadata withColumns(TableMetadata metadata, ViewSchema schema) {
        Schema columns = new Schema(schema.columns());
        if (metadata.schema().sameSchema(columns)) {
            return metadata;
        }
        return TableMetadata.buildFrom(metadata)
                .setCurrentSchema(columns, schema.table().ids().last())
                .setProperties(Map.of(TableProperties.DEFAULT_NAME_MAPPING, nameMapping(columns)))
                .build();
    }

    /** @return whether the metadata is of this table, with files where they are now */
    static boolean isOf(TableMetadata metadata, String incarnation, String location) {
        return idOf(incarnation).toString().equals(metadata.uuid()) && location.equals(metadata.location());
    }
}
