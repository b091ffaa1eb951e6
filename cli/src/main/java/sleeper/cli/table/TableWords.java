package sleeper.cli.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import sleeper.api.table.TableDescription;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.key.Range;
import sleeper.core.partition.Partition;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.schema.ViewColumns;
import sleeper.statestore.table.LeafTotals;
import sleeper.statestore.table.LeafTotals.Totals;

/** A table with its schema and leaves, in lines for people. */
record TableWords(TableDescription description) {
    String words() {
        List<String> lines = head();
        addSection(lines, "partitions", leaves());
        return String.join(System.lineSeparator(), lines);
    }

    /** @return the same with a picture in place of the leaves */
    String wordsWithMap(List<String> map) {
        List<String> lines = head();
        lines.add("");
        lines.add("map of the key space");
        lines.addAll(map);
        return String.join(System.lineSeparator(), lines);
    }

    private List<String> head() {
        List<String> lines = new ArrayList<>();
        lines.add("table %s: %s in %s, %s, %s"
                .formatted(
                        description.name(),
                        Words.count(description.state().rowCount(), "row"),
                        Words.count(description.state().fileCount(), "file"),
                        Words.count(description.partitions(), "partition"),
                        Words.bytes(description.state().byteCount())));
        addSection(lines, "schema", schema(description.table().schema()));
        ViewColumns.leftOut(description.table().schema())
                .forEach(column -> lines.add("  " + LeftOutOfView.words(column)));
        if (!description.properties().isEmpty()) {
            TextTable set = new TextTable().words("property").words("value");
            description.properties().forEach(set::row);
            addSection(lines, "properties", set);
        }
        return lines;
    }

    private static void addSection(List<String> lines, String title, TextTable table) {
        lines.add("");
        lines.add(title);
        table.toString().lines().forEach(line -> lines.add("  " + line));
    }

    private static TextTable schema(Schema schema) {
        TextTable fields = new TextTable().words("field").words("type").words("part");
        schema.rowKeyFields().forEach(field -> row(fields, field, "row key"));
        schema.sortKeyFields().forEach(field -> row(fields, field, "sort key"));
        schema.valueFields().forEach(field -> row(fields, field, "value"));
        return fields;
    }

    private static void row(TextTable fields, Field field, String part) {
        fields.row(field.name(), field.type().describe() + (field.nullable() ? ", nullable" : ""), part);
    }

    private TextTable leaves() {
        TextTable leaves = new TextTable().words("partition");
        description
                .table()
                .schema()
                .rowKeyFields()
                .forEach(field -> leaves.words(field.name() + " from").words("below"));
        leaves.numbers("files").numbers("rows").numbers("size");
        Iterator<Totals> totals = LeafTotals.of(description.state()).iterator();
        for (Partition leaf : description.table().partitions().leaves()) {
            leaves.row(leafCells(leaf, totals.next()).toArray());
        }
        return leaves;
    }

    private static List<Object> leafCells(Partition leaf, Totals totals) {
        List<Object> cells = new ArrayList<>();
        cells.add(leaf.id());
        for (Range range : leaf.region().ranges()) {
            cells.add(range.min().map(Object::toString).orElse(""));
            cells.add(range.max().map(Object::toString).orElse(""));
        }
        cells.add(Words.count(totals.files()));
        cells.add(Words.count(totals.rows()));
        cells.add(Words.bytes(totals.bytes()));
        return cells;
    }
}
