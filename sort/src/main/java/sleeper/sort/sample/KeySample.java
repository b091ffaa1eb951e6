package sleeper.sort.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValue;
import sleeper.core.file.ReadableFile;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.input.FolderColumns;
import sleeper.sort.input.InputMapping;
import sleeper.sort.read.KeyValues;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnRules;
import sleeper.sort.schema.SchemaComparison;
import sleeper.sort.schema.TableLayout;

/**
 * Takes row keys out of Parquet files. Of each row group the first rows are read, so that the sample spreads over files that are
 * sorted, and of these rows at equal distances are kept.
 */
public final class KeySample {
    private static final long MAX_ROWS_READ = 4_000_000;
    private static final int MAX_ROW_GROUPS = 1_000;
    private static final int LEAST_ROWS_READ = 1_000;
    private static final int READ_BYTES = 256 << 10;
    private static final int BATCH_ROWS = 64 << 10;
    private static final long BATCH_BYTES = 8 << 20;
    /** Bytes of all keys that are kept, about: where keys are long, fewer of them do. */
    private static final long MAX_KEPT_BYTES = 64 << 20;

    private static final ColumnRules KEYS_AMONG_OTHERS = new ColumnRules(ExtraColumns.IGNORE, MissingColumns.REFUSE);

    private KeySample() {}

    private record RowGroup(FileInfo file, Footer footer, int index, List<FolderValue> folders) {
        long rows() {
            return footer.rowGroups().get(index).getNum_rows();
        }
    }

    /**
     * @param schema  the table's
     * @param maxKeys keys to keep, about
     * @throws SleeperException if a file cannot be read, or lacks a row key's column, or has it of a type that does not fit
     */
    public static List<Key> of(FileStore store, List<FileInfo> files, Schema schema, int maxKeys) {
        Schema keysOnly = new Schema(schema.rowKeyFields(), List.of(), List.of());
        List<RowGroup> groups = spread(rowGroups(store, files, keysOnly));
        long total = groups.stream().mapToLong(RowGroup::rows).sum();
        List<Key> keys = new ArrayList<>();
        double share = Math.min(1.0, (double) MAX_ROWS_READ / Math.max(1, total));
        for (RowGroup group : groups) {
            int toRead = (int) Math.min(group.rows(), Math.max(LEAST_ROWS_READ, (long) (group.rows() * share)));
            int toKeep = (int) Math.max(1, Math.min(toRead, (long) maxKeys * group.rows() / Math.max(1, total)));
            if (toRead > 0) {
                long mostBytes = (long) ((double) MAX_KEPT_BYTES * group.rows() / total);
                read(store, group, keysOnly, new Share(toRead, toKeep, mostBytes), keys);
            }
        }
        return keys;
    }

    private static List<RowGroup> rowGroups(FileStore store, List<FileInfo> files, Schema keysOnly) {
        List<RowGroup> groups = new ArrayList<>();
        for (FileInfo file : files) {
            try (ReadableFile open = store.open(file.path(), file.version())) {
                Footer footer = FooterReader.read(open);
                List<FolderValue> folders = folders(file, footer, keysOnly);
                for (int i = 0; i < footer.rowGroups().size(); i++) {
                    groups.add(new RowGroup(file, footer, i, folders));
                }
            } catch (IOException | RuntimeException e) {
                throw InputFaults.explain(file.path(), file.path().toString(), e);
            }
        }
        return groups;
    }

    /** @return what the file's folders say of keys, which those of the file complete */
    private static List<FolderValue> folders(FileInfo file, Footer footer, Schema keysOnly) {
        List<Fault> faults = new ArrayList<>();
        List<FolderValue> folders = FolderColumns.of(file.path(), keysOnly, faults);
        if (faults.isEmpty()) {
            faults.addAll(SchemaComparison.faults(
                    file.path().toString(),
                    SchemaComparison.differences(keysOnly, footer.root(), KEYS_AMONG_OTHERS, folders)));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("No keys were taken from file " + file.path() + ".", faults);
        }
        return folders;
    }

    private static List<RowGroup> spread(List<RowGroup> groups) {
        if (groups.size() <= MAX_ROW_GROUPS) {
            return groups;
        }
        List<RowGroup> some = new ArrayList<>();
        for (int i = 0; i < MAX_ROW_GROUPS; i++) {
            some.add(groups.get((int) ((long) i * groups.size() / MAX_ROW_GROUPS)));
        }
        return some;
    }

    /** What is taken of a row group: rows to read, keys to keep of them at equal distances, and most bytes of these, about. */
    private record Share(int toRead, int toKeep, long mostBytes) {
        Share fitting(Batch rows) {
            long keyBytes = Math.max(1, rows.sizeBytes() / rows.rows());
            return new Share(toRead, (int) Math.max(1, Math.min(toKeep, mostBytes / keyBytes)), mostBytes);
        }

        /** @return the row that is kept as a key by this number */
        int row(int key) {
            return (int) ((long) key * toRead / toKeep);
        }
    }

    private static void read(FileStore store, RowGroup group, Schema keysOnly, Share wanted, List<Key> into) {
        FileInfo file = group.file();
        TableLayout layout = new TableLayout(keysOnly);
        try (ReadableFile open = store.open(file.path(), file.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            List<ColumnInput> columns = InputMapping.of(layout, group.footer().root(), group.folders());
            InputReader reader =
                    new InputReader(open, group.footer(), group.index(), columns, decompressor, READ_BYTES);
            Batch batch = layout.newBatch();
            Share share = wanted;
            int kept = 0;
            for (int seen = 0; seen < wanted.toRead(); seen += batch.rows()) {
                batch.clear();
                reader.read(batch, Math.min(BATCH_ROWS, wanted.toRead() - seen), BATCH_BYTES);
                share = seen == 0 ? wanted.fitting(batch) : share;
                for (; kept < share.toKeep() && share.row(kept) < seen + batch.rows(); kept++) {
                    into.add(key(batch, keysOnly.rowKeyTypes(), share.row(kept) - seen));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
    }

    private static Key key(Batch batch, List<PrimitiveType> types, int row) {
        List<KeyValue> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(KeyValues.at(batch.column(i), types.get(i), row));
        }
        return new Key(values);
    }
}
