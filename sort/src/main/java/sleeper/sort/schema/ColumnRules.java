package sleeper.sort.schema;

import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
import sleeper.core.settings.Settings;

/**
 * What is done about columns that only the file has, or only the table.
 *
 * @param extra   about those of the file
 * @param missing about those of the table
 */
public record ColumnRules(ExtraColumns extra, MissingColumns missing) {
    /** Both are refused. */
    public static final ColumnRules STRICT = new ColumnRules(ExtraColumns.REFUSE, MissingColumns.REFUSE);

    public static ColumnRules of(Settings settings) {
        return new ColumnRules(
                settings.get(IngestSettings.EXTRA_COLUMNS), settings.get(IngestSettings.MISSING_COLUMNS));
    }
}
