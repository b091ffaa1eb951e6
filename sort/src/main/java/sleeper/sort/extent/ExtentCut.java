package sleeper.sort.extent;

import java.util.ArrayList;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.TableLayout;

/** Cuts an extent that is too large for its way into smaller ones of the same leaf. For one thread. */
final class ExtentCut {
    private final TableLayout layout;

    ExtentCut(TableLayout layout) {
        this.layout = layout;
    }

    /** @return extents of at most so many bytes, or of one row, with the same rows in the same order */
    List<Extent> cut(Extent extent, int mostBytes) {
        Batch batch = layout.newBatch();
        extent.appendTo(batch);
        int[] pieceOf = new int[batch.rows()];
        int pieces = number(batch, mostBytes, pieceOf);
        Block block = new Scatter(pieces, batch.columns().size()).scatter(batch, pieceOf);
        List<Extent> cut = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            Extent piece = block.extent(i);
            cut.add(new Extent(extent.leaf(), piece.data(), piece.start(), piece.sizeBytes()));
        }
        return cut;
    }

    private static int number(Batch batch, int mostBytes, int[] pieceOf) {
        long head = ExtentLayout.headBytes(batch.columns());
        long size = head;
        int piece = 0;
        for (int row = 0; row < pieceOf.length; row++) {
            long bytes = mostRowBytes(batch, row);
            if (size > head && size + bytes > mostBytes) {
                piece++;
                size = head;
            }
            pieceOf[row] = piece;
            size += bytes;
        }
        return piece + 1;
    }

    private static long mostRowBytes(Batch batch, int row) {
        long bytes = batch.columns().size();
        for (Vector column : batch.columns()) {
            if (column instanceof BytesVector values) {
                bytes += Integer.BYTES + values.length(row);
            } else {
                bytes += column instanceof IntVector ? Integer.BYTES : Long.BYTES;
            }
        }
        return bytes;
    }
}
