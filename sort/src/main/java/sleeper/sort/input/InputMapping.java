package sleeper.sort.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import sleeper.core.file.FolderValue;
import sleeper.core.schema.Field;
import sleeper.core.util.Require;
import sleeper.sort.column.Vector;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.rows.TextValues;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.ComparedColumn;
import sleeper.sort.schema.ConstantColumn;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.TableLayout;

/** Finds for each leaf column of a table where its values come from in a file that was found to be acceptable. */
public final class InputMapping {
    private final TableLayout table;
    private final ParquetNode root;
    private final Collection<FolderValue> folders;
    private final List<ColumnInput> columns = new ArrayList<>();

    private InputMapping(TableLayout table, ParquetNode root, Collection<FolderValue> folders) {
        this.table = table;
        this.root = root;
        this.folders = folders;
    }

    /**
     * @param root    the file's schema
     * @param folders what the file's folders say of the table's fields, as {@link FolderColumns} accepts it
     * @return one for each of the table's leaf columns, in its order
     */
    public static List<ColumnInput> of(TableLayout table, ParquetNode root, Collection<FolderValue> folders) {
        InputMapping mapping = new InputMapping(table, root, folders);
        table.schema().allFields().forEach(mapping::add);
        return mapping.columns;
    }

    private void add(Field field) {
        Optional<ParquetNode> ofFile = root.child(field.name());
        Optional<FolderValue> ofFolder = folders.stream()
                .filter(value -> value.field().equals(field.name()))
                .findFirst();
        int first = columns.size();
        if (ofFile.isEmpty()) {
            addConstants(field, ofFolder.flatMap(value -> valueOf(field, value)));
            return;
        }
        List<ColumnMapping> ofField = FileMapping.ofField(table, field, first, ofFile.get());
        if (ofFolder.isEmpty()) {
            columns.addAll(ofField);
        } else {
            columns.add(compared(field, ofField.get(0), ofFolder.get()));
        }
    }

    /** Without a value the field must be nullable. It has several leaves where it is a list, map or struct: each of them is null. */
    private void addConstants(Field field, Optional<Vector> value) {
        Require.that(field.nullable() || value.isPresent(), "required field '" + field.name() + "' has no value");
        while (columns.size() < table.columns().size()
                && isOf(field, table.columns().get(columns.size()))) {
            columns.add(new ConstantColumn(table.columns().get(columns.size()), value));
        }
    }

    private static boolean isOf(Field field, LeafColumn column) {
        return column.path().get(0).equals(field.name());
    }

    private static ComparedColumn compared(Field field, ColumnMapping mapping, FolderValue value) {
        ConstantColumn expected = new ConstantColumn(mapping.column(), valueOf(field, value));
        return new ComparedColumn(mapping, expected, value.shown() + ", as the file's folder has it");
    }

    private static Optional<Vector> valueOf(Field field, FolderValue value) {
        return value.text().map(text -> TextValues.vectorOf(field.type(), text).orElseThrow());
    }
}
