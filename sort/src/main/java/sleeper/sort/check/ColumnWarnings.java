package sleeper.sort.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sleeper.core.file.FilePath;
import sleeper.core.schema.Schema;
import sleeper.sort.check.FileCheck.Finding;

/** What the sender should know of the columns of a job's files, each thing once however many files it is true of. */
public final class ColumnWarnings {
    private static final int MOST = 100;

    private ColumnWarnings() {}

    /** @return all that is to be known: what is done with columns that are not the table's, and {@link #of} */
    public static List<String> notes(Schema schema, List<Finding> findings) {
        ColumnNotes notes = new ColumnNotes(schema);
        findings.forEach(finding -> notes.add(finding.input().path(), finding.asides()));
        return Stream.concat(notes.sentences().stream(), of(findings).stream()).toList();
    }

    /** @return a sentence for each thing, in the order in which the files have them; at most 100 */
    public static List<String> of(List<Finding> findings) {
        Map<String, List<FilePath>> files = new LinkedHashMap<>();
        for (Finding finding : findings) {
            for (String warning : finding.warnings()) {
                files.computeIfAbsent(warning, unused -> new ArrayList<>())
                        .add(finding.input().path());
            }
        }
        return files.entrySet().stream()
                .limit(MOST)
                .map(each -> "In " + each.getValue().get(0)
                        + others(each.getValue().size() - 1) + ", " + each.getKey() + ".")
                .toList();
    }

    private static String others(int count) {
        return count == 0 ? "" : count == 1 ? " and 1 more file" : " and " + count + " more files";
    }
}
