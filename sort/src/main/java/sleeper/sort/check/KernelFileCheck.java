package sleeper.sort.check;

import java.util.List;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Schema;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.ColumnRules;

/** The kernel's check of footers. */
public final class KernelFileCheck implements FileCheck {
    /** Names that are told of a file at most: a job may have ten thousand files, and each of them a thousand columns. */
    private static final int MOST_ASIDES = 100;

    private final FileStore files;

    public KernelFileCheck(FileStore files) {
        this.files = files;
    }

    @Override
    public Finding check(FileInfo file, Schema schema, ColumnRules rules) {
        InputCheck.Result result = InputCheck.check(files, file, schema, rules);
        List<ColumnDifference> asides = result.columns().stream()
                .filter(column -> column.verdict() == Verdict.IGNORED || column.verdict() == Verdict.NULLS)
                .limit(MOST_ASIDES)
                .toList();
        return new Finding(result.input(), result.decodedBytes(), result.faults(), asides, result.warnings());
    }
}
