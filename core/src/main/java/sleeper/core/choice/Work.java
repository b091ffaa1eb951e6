package sleeper.core.choice;

import sleeper.core.util.Require;

/**
 * What a job has to take in, as far as validation could see it.
 *
 * @param rows         rows, by the footers of the files
 * @param inputBytes   stored bytes of the files
 * @param decodedBytes bytes of the values of the rows, by the same footers
 * @param files        files
 * @param unseen       sources that only the run can reach, whose rows are not in the other figures
 */
public record Work(long rows, long inputBytes, long decodedBytes, int files, int unseen) {
    public Work {
        Require.atLeast("rows", rows, 0);
        Require.atLeast("inputBytes", inputBytes, 0);
        Require.atLeast("decodedBytes", decodedBytes, 0);
        Require.atLeast("files", files, 0);
        Require.atLeast("unseen", unseen, 0);
    }

    /** @return the work in rows of a size: as many as there are, or as their bytes come to if they are larger */
    double rowsOf(int rowBytes) {
        return Math.max((double) rows, (double) decodedBytes / rowBytes);
    }
}
