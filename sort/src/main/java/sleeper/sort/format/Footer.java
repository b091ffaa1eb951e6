package sleeper.sort.format;

import java.util.Collection;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SizeStatistics;

/**
 * A footer that was checked: each row group has a chunk for each leaf, of the leaf's name and type, and each chunk lies inside the
 * file and beside the others.
 *
 * @param metaData the footer as stored
 * @param root     its schema
 */
public record Footer(FileMetaData metaData, ParquetNode root) {
    public long rowCount() {
        return metaData.getNum_rows();
    }

    public List<RowGroup> rowGroups() {
        return metaData.getRow_groups();
    }

    /** @return the chunk of a leaf, by its index */
    public ColumnMetaData chunk(int rowGroup, int leafIndex) {
        return rowGroups().get(rowGroup).getColumns().get(leafIndex).getMeta_data();
    }

    /**
     * @param leaves indexes of the leaves that are decoded
     * @return least bytes that their values come to, as far as the footer tells; at most Long.MAX_VALUE
     */
    public long decodedBytes(Collection<Integer> leaves) {
        double bytes = 0;
        for (RowGroup group : rowGroups()) {
            for (int leaf : leaves) {
                bytes += decodedBytes(group.getColumns().get(leaf).getMeta_data());
            }
        }
        return (long) bytes;
    }

    /** Of texts in a dictionary the footer tells no more than what they come to in it, unless its writer counted them. */
    private static double decodedBytes(ColumnMetaData chunk) {
        double values = chunk.getNum_values();
        return switch (chunk.getType()) {
            case BOOLEAN -> values / Byte.SIZE;
            case INT32, FLOAT -> values * Integer.BYTES;
            case INT64, DOUBLE, INT96 -> values * Long.BYTES;
            default -> {
                SizeStatistics sizes = chunk.getSize_statistics();
                yield sizes != null && sizes.isSetUnencoded_byte_array_data_bytes()
                        ? Math.max(0, sizes.getUnencoded_byte_array_data_bytes())
                        : Math.max(0, chunk.getTotal_uncompressed_size());
            }
        };
    }

    /** @return where a chunk's first page starts: the dictionary's, where there is one */
    public static long startOf(ColumnMetaData chunk) {
        long dictionary = chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : 0;
        return dictionary > 0 && dictionary < chunk.getData_page_offset() ? dictionary : chunk.getData_page_offset();
    }
}
