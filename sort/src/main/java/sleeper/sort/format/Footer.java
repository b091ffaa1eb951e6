package sleeper.sort.format;

import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * A footer that was checked: each row group has a chunk for each leaf, and each chunk lies inside the file.
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

    /** @return where a chunk's first page starts: the dictionary's, where there is one */
    public static long startOf(ColumnMetaData chunk) {
        long dictionary = chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : 0;
        return dictionary > 0 && dictionary < chunk.getData_page_offset() ? dictionary : chunk.getData_page_offset();
    }
}
