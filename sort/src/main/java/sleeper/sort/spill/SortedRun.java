package sleeper.sort.spill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.Vector;
import sleeper.sort.extent.Block;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.Scatter;
import sleeper.sort.schema.TableLayout;

/** Sorted rows in a spill file, read back in order, a piece at a time. For one thread. */
public final class SortedRun {
    private final TableLayout layout;
    private final SpillFile spill;
    private final long largestRowBytes;
    private final List<long[]> pieces = new ArrayList<>();
    private int next;
    private Batch piece;
    private int row = -1;
    private boolean atEnd;

    private SortedRun(TableLayout layout, SpillFile spill, long largestRowBytes) {
        this.layout = layout;
        this.spill = spill;
        this.largestRowBytes = largestRowBytes;
    }

    /** Writes the batch's rows in order. */
    public static SortedRun write(TableLayout layout, Batch batch, int[] order, long pieceBytes, SpillFile spill)
            throws IOException {
        SortedRun run = new SortedRun(layout, spill, batch.largestRowBytes());
        Scatter together = new Scatter(1, batch.columns().size());
        Batch part = layout.newBatch();
        int[] zeros = new int[0];
        int unseen = Batch.rowsUnseen(pieceBytes, run.largestRowBytes);
        for (int at = 0; at < batch.rows(); ) {
            part.clear();
            while (at < batch.rows() && part.sizeBytes() < pieceBytes) {
                int stop = Math.min(batch.rows(), at + unseen);
                for (int i = 0; i < batch.columns().size(); i++) {
                    append(batch.column(i), order, at, stop, part.column(i));
                }
                at = stop;
            }
            zeros = zeros.length < part.rows() ? new int[part.rows()] : zeros;
            Block block = together.scatter(part, zeros);
            run.pieces.add(new long[] {spill.write(block.data(), block.sizeBytes()), block.sizeBytes()});
        }
        return run;
    }

    /** @return bytes of the largest piece that is held in memory at a time */
    public long largestPieceBytes() {
        return pieces.stream().mapToLong(place -> place[1]).max().orElse(0);
    }

    /** @return bytes that no row exceeds */
    public long largestRowBytes() {
        return largestRowBytes;
    }

    private static void append(Vector from, int[] order, int at, int stop, Vector into) {
        for (int i = at; i < stop; i++) {
            into.appendFrom(from, order[i]);
        }
    }

    /** Goes to the next row, at first to the first. @return whether there is one */
    public boolean advance() throws IOException {
        row++;
        if (piece == null || row >= piece.rows()) {
            if (next == pieces.size()) {
                atEnd = true;
                piece = null;
                return false;
            }
            load(pieces.get(next++));
        }
        return true;
    }

    private void load(long[] place) throws IOException {
        byte[] bytes = new byte[(int) place[1] + Bytes.SLACK];
        spill.read(place[0], bytes, (int) place[1]);
        piece = layout.newBatch();
        new Extent(0, bytes, Block.LINK_BYTES, (int) place[1] - Block.LINK_BYTES).appendTo(piece);
        row = 0;
    }

    public boolean isAtEnd() {
        return atEnd;
    }

    /** @return the rows among which {@link #row()} is the present one */
    public Batch piece() {
        return piece;
    }

    public int row() {
        return row;
    }
}
