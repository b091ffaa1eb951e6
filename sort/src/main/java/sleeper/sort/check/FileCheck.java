package sleeper.sort.check;

import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.file.FileInfo;
import sleeper.core.job.InputFile;
import sleeper.core.schema.Schema;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnRules;

/** Port: judges an input file by its footer alone. Safe for use by many threads. */
@FunctionalInterface
public interface FileCheck {
    /**
     * What was found.
     *
     * @param input        the file, pinned, with its rows by its footer
     * @param decodedBytes least memory or disk that its rows take while they are sorted
     * @param faults       what is wrong; empty if it can be loaded
     * @param asides       columns that people are told of though they are no fault
     * @param warnings     what the sender should know of its columns, as clauses
     */
    record Finding(
            InputFile input,
            long decodedBytes,
            List<Fault> faults,
            List<ColumnDifference> asides,
            List<String> warnings) {
        public Finding {
            faults = List.copyOf(faults);
            asides = List.copyOf(asides);
            warnings = List.copyOf(warnings);
        }

        /** All its columns are the table's, it has all of them, and there is nothing to know. */
        public Finding(InputFile input, long decodedBytes, List<Fault> faults) {
            this(input, decodedBytes, faults, List.of(), List.of());
        }
    }

    /** @throws sleeper.core.error.TransientFailureException if the store failed, so that nothing can be said of the file */
    Finding check(FileInfo file, Schema schema, ColumnRules rules);
}
