package sleeper.sort.rows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.TableLayout;

/** Makes rows of Java values from columns. For one thread. */
public final class RowAssembler {
    private final List<Field> fields;
    private final CellAssembler cells;
    private final int[] firstColumn;

    public RowAssembler(Schema schema, TableLayout layout) {
        this.fields = schema.allFields();
        this.cells = new CellAssembler(layout);
        this.firstColumn = new int[fields.size()];
        int column = 0;
        for (int i = 0; i < fields.size(); i++) {
            firstColumn[i] = column;
            column += CellAssembler.leafCount(fields.get(i).type());
        }
    }

    public Map<String, Object> row(Batch batch, int row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            Vector column = batch.column(firstColumn[i]);
            boolean nested = field.type() instanceof ListType
                    || field.type() instanceof MapType
                    || field.type() instanceof StructType;
            Object value = nested
                    ? cells.value(field, firstColumn[i], batch, row)
                    : column.isNull(row) ? null : JavaValues.of(field.type(), column, row);
            values.put(field.name(), value);
        }
        return values;
    }
}
