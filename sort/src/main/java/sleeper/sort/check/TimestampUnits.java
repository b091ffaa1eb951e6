package sleeper.sort.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.input.FolderColumns;
import sleeper.sort.input.InputMapping;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.Conversion;
import sleeper.sort.schema.TableLayout;

/**
 * The unit that timestamps of 96 bits need, which no footer says: their values are read. They have nanoseconds, and many
 * writers fill no more than microseconds, which hold far more years. For one schema.
 */
public final class TimestampUnits {
    private static final int BATCH_ROWS = 64 << 10;
    private static final long BATCH_BYTES = 8L << 20;
    private static final int READ_BYTES = 1 << 20;

    private final FileStore store;
    private final TableLayout layout;
    /** Leaf columns whose values are of 96 bits in every file. */
    private final BitSet candidates = new BitSet();

    private final BitSet finer = new BitSet();

    private TimestampUnits(FileStore store, Schema schema) {
        this.store = store;
        this.layout = new TableLayout(schema);
        candidates.set(0, layout.columns().size());
    }

    /**
     * @param files   files of one kind of rows
     * @param footers theirs, in the same order
     * @param schema  what was read off their schemas, with microseconds for timestamps of 96 bits
     * @return the schema, with nanoseconds where a value has a part of a microsecond
     * @throws SleeperException if a file cannot be read
     */
    public static Schema refined(FileStore store, List<FileInfo> files, List<Footer> footers, Schema schema) {
        TimestampUnits units = new TimestampUnits(store, schema);
        for (int i = 0; i < files.size(); i++) {
            units.excludeOthers(files.get(i), footers.get(i));
        }
        for (int i = 0; i < files.size() && !units.candidates.isEmpty(); i++) {
            units.read(files.get(i), footers.get(i));
        }
        return units.finer.isEmpty() ? schema : units.refinement(schema);
    }

    private void excludeOthers(FileInfo file, Footer footer) {
        stored(file, footer).stream().flatMap(Optional::stream).forEach(mapping -> {
            if (mapping.conversion() != Conversion.INT96_TO_TIMESTAMP && mapping.conversion() != Conversion.NO_VALUES) {
                candidates.clear(mapping.column().index());
            }
        });
    }

    /** @return for each leaf column of the table the file's; empty for one whose values the file's folders give */
    private List<Optional<ColumnMapping>> stored(FileInfo file, Footer footer) {
        List<Fault> ofFolders = new ArrayList<>();
        return InputMapping.of(layout, footer.root(), FolderColumns.of(file.path(), layout.schema(), ofFolders))
                .stream()
                .map(TimestampUnits::stored)
                .toList();
    }

    private static Optional<ColumnMapping> stored(ColumnInput column) {
        return column instanceof ColumnMapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    private void read(FileInfo file, Footer footer) {
        try (ReadableFile open = store.open(file.path(), file.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            List<Optional<ColumnMapping>> mappings = stored(file, footer);
            for (int leaf = candidates.nextSetBit(0); leaf >= 0; leaf = candidates.nextSetBit(leaf + 1)) {
                Optional<ColumnMapping> mapping = mappings.get(leaf);
                if (mapping.isPresent() && isFiner(open, footer, mapping.get(), decompressor)) {
                    finer.set(leaf);
                    candidates.clear(leaf);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
    }

    private boolean isFiner(ReadableFile open, Footer footer, ColumnMapping mapping, PageDecompressor decompressor) {
        Batch values = new Batch(List.of(mapping.column().storage().newVector()));
        try {
            for (int group = 0; group < footer.rowGroups().size(); group++) {
                InputReader reader = new InputReader(open, footer, group, List.of(mapping), decompressor, READ_BYTES);
                while (reader.read(values, BATCH_ROWS, BATCH_BYTES)) {
                    values.clear();
                }
                values.clear();
            }
            return false;
        } catch (SleeperException e) {
            if (e.code() == ErrorCode.VALUE_OUT_OF_RANGE) {
                return true;
            }
            throw e;
        }
    }

    private Schema refinement(Schema schema) {
        Refinement refinement = new Refinement();
        return new Schema(
                refinement.of(schema.rowKeyFields()),
                refinement.of(schema.sortKeyFields()),
                refinement.of(schema.valueFields()));
    }

    /** Goes through the fields in the order of their leaf columns. */
    private final class Refinement {
        private int leaf;

        List<Field> of(List<Field> fields) {
            return fields.stream()
                    .map(field -> new Field(field.name(), of(field.type()), field.nullable()))
                    .toList();
        }

        private FieldType of(FieldType type) {
            if (type instanceof StructType struct) {
                return new StructType(of(struct.fields()));
            }
            if (type instanceof ListType list) {
                return new ListType(of(list.element()), list.elementNullable());
            }
            if (type instanceof MapType map) {
                FieldType key = of(map.key());
                return new MapType(key, of(map.value()), map.valueNullable());
            }
            return finer.get(leaf++) ? new TimestampType(TimestampType.Unit.NANOS, ((TimestampType) type).utc()) : type;
        }
    }
}
