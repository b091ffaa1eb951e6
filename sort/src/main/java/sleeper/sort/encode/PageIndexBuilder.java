package sleeper.sort.encode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import sleeper.sort.schema.LeafType;

/**
 * Collects a column chunk's page indexes: where each page lies and with which row it begins (offset index), and its
 * bounds and nulls (column index), which is left out if the bounds of one page are not known.
 *
 * <p>Format: <a href="https://github.com/apache/parquet-format/blob/master/PageIndex.md">PageIndex.md</a>.
 */
final class PageIndexBuilder {
    private final LeafType type;
    private final List<PageLocation> locations = new ArrayList<>();
    private final List<Bounds> bounds = new ArrayList<>();
    private final List<Boolean> nullPages = new ArrayList<>();
    private final List<Long> nullCounts = new ArrayList<>();
    private boolean complete = true;
    private long rows;

    PageIndexBuilder(LeafType type) {
        this.type = type;
    }

    void add(long offset, int pageBytes, PageValues page, Bounds pageBounds) {
        locations.add(new PageLocation(offset, pageBytes, rows));
        rows += page.rows();
        boolean allNull = page.values().size() == 0;
        nullPages.add(allNull);
        nullCounts.add((long) page.nulls());
        bounds.add(pageBounds);
        complete &= allNull || pageBounds.isKnown();
    }

    OffsetIndex offsetIndex() {
        return new OffsetIndex(locations);
    }

    /** @return the index of bounds; empty if a page's are not known */
    Optional<ColumnIndex> columnIndex() {
        if (!complete) {
            return Optional.empty();
        }
        List<ByteBuffer> mins = new ArrayList<>();
        List<ByteBuffer> maxes = new ArrayList<>();
        for (Bounds page : bounds) {
            mins.add(ByteBuffer.wrap(page.isKnown() ? BoundCut.lower(page.min()) : new byte[0]));
            maxes.add(ByteBuffer.wrap(page.isKnown() ? BoundCut.upper(page.max()) : new byte[0]));
        }
        ColumnIndex index = new ColumnIndex(nullPages, mins, maxes, order());
        index.setNull_counts(nullCounts);
        return Optional.of(index);
    }

    private BoundaryOrder order() {
        boolean ascending = true;
        boolean descending = true;
        Bounds last = null;
        for (Bounds page : bounds) {
            if (page.isKnown()) {
                if (last != null) {
                    int mins = Bounds.compareValues(type, last.min(), page.min());
                    int maxes = Bounds.compareValues(type, last.max(), page.max());
                    ascending &= mins <= 0 && maxes <= 0;
                    descending &= mins >= 0 && maxes >= 0;
                }
                last = page;
            }
        }
        return ascending ? BoundaryOrder.ASCENDING : descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }
}
