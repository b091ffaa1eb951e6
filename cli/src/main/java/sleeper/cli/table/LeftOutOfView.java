package sleeper.cli.table;

import java.util.List;
import sleeper.cli.frame.Console;
import sleeper.core.schema.LeftOutColumn;

/** What a table has that other engines do not see of it. */
final class LeftOutOfView {
    private LeftOutOfView() {}

    static void tell(List<LeftOutColumn> leftOut, Console console) {
        leftOut.forEach(column -> console.progress("warning: " + words(column)));
    }

    /** @return a sentence */
    static String words(LeftOutColumn column) {
        return "column '%s' is not in the Iceberg view: %s. The command reads it."
                .formatted(column.name(), column.reason());
    }
}
