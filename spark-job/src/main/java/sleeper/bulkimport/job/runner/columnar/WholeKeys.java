package sleeper.bulkimport.job.runner.columnar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.rows.RowAppender;
import sleeper.sort.schema.TableLayout;

/** Row keys and sort keys of rows, as values that Java moves between processes and as columns. */
final class WholeKeys {
    private WholeKeys() {}

    /** @return a schema of the key fields alone, all of them row keys */
    static Schema schema(Schema table) {
        return new Schema(table.keyFields(), List.of(), List.of());
    }

    /** @param keys values of the key fields in their order */
    static Batch batch(Schema table, List<Object[]> keys) {
        Schema wholeKey = schema(table);
        TableLayout layout = new TableLayout(wholeKey);
        Batch batch = layout.newBatch();
        RowAppender appender = new RowAppender(wholeKey, layout);
        for (Object[] key : keys) {
            appender.append(row(wholeKey.rowKeyFields(), key), batch);
        }
        return batch;
    }

    private static Map<String, Object> row(List<Field> fields, Object[] values) {
        Map<String, Object> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(fields.get(i).name(), values[i]);
        }
        return row;
    }
}
