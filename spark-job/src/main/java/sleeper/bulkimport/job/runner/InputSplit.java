package sleeper.bulkimport.job.runner;

import java.io.Serializable;
import java.util.List;
import sleeper.core.util.Require;

/**
 * What one map task reads: row groups of a file, of several, or part of a large one's.
 *
 * @param pieces in the order of the plan's inputs
 */
public record InputSplit(List<Piece> pieces) implements Serializable {
    public InputSplit {
        pieces = List.copyOf(pieces);
    }

    /**
     * Row groups of one file.
     *
     * @param input position of the file among the plan's inputs
     * @param from  first row group
     * @param to    the one after the last
     */
    public record Piece(int input, int from, int to) implements Serializable {
        public Piece {
            Require.atLeast("from", from, 0);
            Require.atLeast("to", to, from);
        }
    }
}
