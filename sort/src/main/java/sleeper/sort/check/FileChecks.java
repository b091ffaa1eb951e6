package sleeper.sort.check;

import java.util.List;
import sleeper.core.file.FileInfo;
import sleeper.core.schema.Schema;
import sleeper.core.util.ManyAtOnce;
import sleeper.sort.check.FileCheck.Finding;
import sleeper.sort.schema.ColumnRules;

/** Checks many files, several at a time: a check waits for its store most of the time. */
public final class FileChecks {
    /** So few that their footers, at most 64 MiB each, fit into the memory of a function. */
    private static final int IN_FUNCTION = 4;

    /** A driver has memory for more, and may be given more files. */
    private static final int IN_DRIVER = 16;

    private final FileCheck check;
    private final int mostAtOnce;

    private FileChecks(FileCheck check, int mostAtOnce) {
        this.check = check;
        this.mostAtOnce = mostAtOnce;
    }

    public static FileChecks inFunction(FileCheck check) {
        return new FileChecks(check, IN_FUNCTION);
    }

    public static FileChecks inDriver(FileCheck check) {
        return new FileChecks(check, IN_DRIVER);
    }

    /**
     * @return what was found, in the order of the files
     * @throws sleeper.core.error.TransientFailureException if the store failed, so that nothing can be said of a file
     */
    public List<Finding> checkAll(List<FileInfo> files, Schema schema, ColumnRules rules) {
        return ManyAtOnce.map("file-check", files, mostAtOnce, file -> check.check(file, schema, rules));
    }
}
