package sleeper.core.source;

import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.file.FileInfo;

/**
 * What a named path holds.
 *
 * @param files   the files to read, in the order of the UTF-8 bytes of their keys
 * @param leftOut what lies below the path and is not read, in the order of the reasons
 * @param faults  why it cannot be loaded; empty if it can, and then there is a file. Files that are live or not, as the log of a table
 *                says, are not among the files then
 */
public record SourceContents(List<FileInfo> files, List<LeftOut> leftOut, List<Fault> faults) {
    public SourceContents {
        files = List.copyOf(files);
        leftOut = List.copyOf(leftOut);
        faults = List.copyOf(faults);
    }
}
