package sleeper.sort.encode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.ValueBounds;
import sleeper.core.table.WrittenFile;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.TableLayout;

/**
 * What the footer of a file of the table holds of its columns, over all row groups.
 *
 * <p><b>Invariant.</b> Bounds hold every value of the file or are left out: a row group that has values and no bounds leaves them out,
 * one that has nulls alone does not.
 */
public final class FooterMetrics {
    private FooterMetrics() {}

    /**
     * @param layout of the table; columns that the file lacks, since they came later, are passed over
     * @param groups of the file's footer
     * @return metrics of those columns that {@link WrittenFile} has, in column order
     */
    public static List<ColumnMetrics> of(TableLayout layout, List<RowGroup> groups) {
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<List<String>, Integer> places = places(groups.get(0));
        List<ColumnMetrics> metrics = new ArrayList<>();
        for (LeafColumn column : layout.columns()) {
            Integer place = places.get(column.path());
            boolean isTold = column.index() < layout.keyCount() || column.index() < WrittenFile.MOST_COLUMNS;
            if (place != null && isTold) {
                metrics.add(of(column, groups, place));
            }
        }
        return metrics;
    }

    private static Map<List<String>, Integer> places(RowGroup group) {
        Map<List<String>, Integer> places = new HashMap<>();
        for (ColumnChunk chunk : group.getColumns()) {
            places.put(chunk.getMeta_data().getPath_in_schema(), places.size());
        }
        return places;
    }

    private static ColumnMetrics of(LeafColumn column, List<RowGroup> groups, int place) {
        long size = 0;
        long values = 0;
        long nulls = 0;
        Bounds bounds = null;
        for (RowGroup group : groups) {
            ColumnMetaData chunk = group.getColumns().get(place).getMeta_data();
            long nullsHere = chunk.getStatistics().getNull_count();
            size += chunk.getTotal_compressed_size();
            values += chunk.getNum_values();
            nulls += nullsHere;
            if (nullsHere < chunk.getNum_values()) {
                Bounds here = boundsOf(chunk.getStatistics());
                bounds = bounds == null ? here : bounds.and(here, column.type());
            }
        }
        boolean known = column.maxRepetition() == 0 && bounds != null && bounds.isKnown();
        return new ColumnMetrics(
                column.id(),
                size,
                values,
                nulls,
                known ? Optional.of(new ValueBounds(bounds.min(), bounds.max())) : Optional.empty());
    }

    private static Bounds boundsOf(Statistics statistics) {
        return statistics.isSetMin_value() && statistics.isSetMax_value()
                ? Bounds.known(statistics.getMin_value(), statistics.getMax_value())
                : Bounds.UNKNOWN;
    }
}
