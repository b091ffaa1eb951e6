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
 * Takes row keys out of Parquet files. At most 1,000 files are opened, at equal distances in the list, up to 16 at a time. Of their
 * row groups so many are read, again at equal distances, that they have about 4,000,000 rows, but at least 64 and at most 1,000.
 * The key columns of these are read from the first row to the last, so that the order of rows within a row group does not matter,
 * and keys are kept at equal distances, of each row group as many as its share of the rows.
 *
 * <p>Bounds, however many files there are: 2,000 opens at most; 64 MiB of kept keys, about; one batch of 8 MiB for each thread, of
 * which there are at most 16 and at most one for each file. Not bounded here: the footers of the files that are opened, which are
 * held together, and the rows of the 64 row groups where these are very large.
 */
public final class KeySample {
    private static final long MAX_ROWS_READ = 4_000_000;
    private static final int MAX_THREADS = 16;
    private static final int MAX_FILES = 1_000;
    private static final int MAX_ROW_GROUPS = 1_000;
    private static final int LEAST_ROW_GROUPS = 64;
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
        int threads = Math.min(MAX_THREADS, Math.max(1, files.size()));
        List<RowGroup> all =
                ManyAtOnce.map(spread(files, MAX_FILES), threads, file -> rowGroups(store, file, keysOnly)).stream()
                        .flatMap(List::stream)
                        .filter(group -> group.rows() > 0)
                        .toList();
        List<RowGroup> groups = spread(all, rowGroupsToRead(all));
        long total = rows(groups);
        return ManyAtOnce.map(
                        groups, threads, group -> read(store, group, keysOnly, share(group.rows(), total, maxKeys)))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static long rows(List<RowGroup> groups) {
        return groups.stream().mapToLong(RowGroup::rows).sum();
    }

    private static int rowGroupsToRead(List<RowGroup> groups) {
        double fitting = (double) MAX_ROWS_READ * groups.size() / Math.max(1, rows(groups));
        return (int) Math.max(LEAST_ROW_GROUPS, Math.min(MAX_ROW_GROUPS, fitting));
    }

    private static Share share(long rows, long total, int maxKeys) {
        int toKeep = (int) Math.max(1, Math.min((double) rows, (double) maxKeys * rows / total));
        return new Share(
                (int) Math.min(Integer.MAX_VALUE, rows), toKeep, (long) ((double) MAX_KEPT_BYTES * rows / total));
    }

    private static List<RowGroup> rowGroups(FileStore store, FileInfo file, Schema keysOnly) {
        try (ReadableFile open = store.open(file.path(), file.version())) {
            Footer footer = FooterReader.read(open);
            List<FolderValue> folders = folders(file, footer, keysOnly);
            List<RowGroup> groups = new ArrayList<>();
            for (int i = 0; i < footer.rowGroups().size(); i++) {
                groups.add(new RowGroup(file, footer, i, folders));
            }
            return groups;
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
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

    /** @return all, or so many of them from the middles of equal stretches */
    private static <T> List<T> spread(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((2L * i + 1) * all.size() / (2L * most))));
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

    private static List<Key> read(FileStore store, RowGroup group, Schema keysOnly, Share wanted) {
        FileInfo file = group.file();
        TableLayout layout = new TableLayout(keysOnly);
        try (ReadableFile open = store.open(file.path(), file.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            List<ColumnInput> columns = InputMapping.of(layout, group.footer().root(), group.folders());
            InputReader reader =
                    new InputReader(open, group.footer(), group.index(), columns, decompressor, READ_BYTES);
            Batch batch = layout.newBatch();
            Share share = wanted;
            List<Key> into = new ArrayList<>();
            int kept = 0;
            for (int seen = 0; seen < wanted.toRead(); seen += batch.rows()) {
                batch.clear();
                reader.read(batch, Math.min(BATCH_ROWS, wanted.toRead() - seen), BATCH_BYTES);
                share = seen == 0 ? wanted.fitting(batch) : share;
                for (; kept < share.toKeep() && share.row(kept) < seen + batch.rows(); kept++) {
                    into.add(key(batch, keysOnly.rowKeyTypes(), share.row(kept) - seen));
                }
            }
            return into;
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
