package sleeper.sort.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValue;
import sleeper.core.file.ReadableFile;
import sleeper.core.key.Key;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
import sleeper.core.util.ManyAtOnce;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.input.FolderColumns;
import sleeper.sort.input.InputMapping;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnRules;
import sleeper.sort.schema.SchemaComparison;
import sleeper.sort.schema.TableLayout;

/**
 * Takes row keys out of Parquet files. At most 1,000 files are opened, at equal distances in the list. Of their rows some are read, as
 * {@link StretchChoice} has it, the key columns alone, and of these keys are kept at equal distances.
 *
 * <p>Each file is opened for its footer and, if rows of it are read, again. Of a footer is remembered where its row groups with rows
 * are; it is let go before the next is read, and read again with the rows. With one file there are 32 such readings, so that all
 * threads have work.
 *
 * <p>Bounds, however many files there are and however large:
 *
 * <ul>
 *   <li>Threads: 16. Each holds at any time one footer, a batch of about 8 MiB, and of each key column a page and a dictionary.
 *   <li>Memory beside that: about 64 MiB of kept keys, or one key for each stretch where these are more; about 40 bytes for each row
 *       group of the opened files.
 *   <li>Rows decoded: 4,000,000, and those before them in their pages. Of files without page indexes that have more rows than that, 64
 *       row groups; where these have more than 64,000,000 rows, fewer, but 16.
 *   <li>Calls to the store: 2 opens a file and 32 more, with each at most 2 reads of the footer; one read for the page index of a
 *       row group's column in a reading; about 4 a stretch and column (dictionary, page, and the ends of both if they are long). With
 *       4,000 stretches in 1,000 files and one key column these are 6,096 + 4,000 + 16,000, which at 30 ms and 16 at a time are 49
 *       seconds.
 * </ul>
 *
 * <p>These are bounds for files whose page indexes are right. A wrong index is no fault, since a load does not look at it: what is
 * wanted of that row group is then read from its first row on, once for each reading of the file.
 */
public final class KeySample {
    private static final String THREAD = "key-sample";
    private static final int MAX_THREADS = 16;
    private static final int MAX_FILES = 1_000;
    private static final ColumnRules KEYS_AMONG_OTHERS = new ColumnRules(ExtraColumns.IGNORE, MissingColumns.REFUSE);

    private final FileStore store;
    private final List<FileInfo> files;
    private final Schema keysOnly;

    private KeySample(FileStore store, List<FileInfo> files, Schema keysOnly) {
        this.store = store;
        this.files = files;
        this.keysOnly = keysOnly;
    }

    /**
     * @param schema  the table's
     * @param maxKeys keys to keep, about
     * @throws SleeperException if a file cannot be read, or lacks a row key's column, or has it of a type that does not fit
     */
    public static List<Key> of(FileStore store, List<FileInfo> files, Schema schema, int maxKeys) {
        Schema keysOnly = new Schema(schema.rowKeyFields(), List.of(), List.of());
        return new KeySample(store, Spread.over(files, MAX_FILES), keysOnly).take(maxKeys, SamplePart.ALL, MAX_THREADS);
    }

    /**
     * Takes a part of a sample, out of one file, with one thread, and with the part's share of the rows and stretches above.
     *
     * @param maxKeys keys to keep of this file, about
     * @throws SleeperException as above
     */
    public static List<Key> ofFile(FileStore store, FileInfo file, Schema schema, int maxKeys, SamplePart part) {
        Schema keysOnly = new Schema(schema.rowKeyFields(), List.of(), List.of());
        return new KeySample(store, List.of(file), keysOnly).take(maxKeys, part, 1);
    }

    private List<Key> take(int maxKeys, SamplePart part, int threads) {
        List<Integer> all = IntStream.range(0, files.size()).boxed().toList();
        List<SampledRowGroup> groups = ManyAtOnce.map(THREAD, all, threads, this::rowGroups).stream()
                .flatMap(List::stream)
                .toList();
        List<SampleUnit> units = SampleUnit.of(StretchChoice.of(groups, maxKeys, part), threads);
        return ManyAtOnce.map(THREAD, units, threads, this::keys).stream()
                .flatMap(List::stream)
                .toList();
    }

    /** What is done with a file while it is open. */
    private interface Work<T> {
        T of(ReadableFile file, Footer footer, List<ColumnInput> columns) throws IOException;
    }

    private <T> T withFile(int place, Work<T> work) {
        FileInfo file = files.get(place);
        try (ReadableFile open = store.open(file.path(), file.version())) {
            Footer footer = FooterReader.read(open);
            return work.of(open, footer, columns(file, footer));
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
    }

    private List<ColumnInput> columns(FileInfo file, Footer footer) {
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
        return InputMapping.of(new TableLayout(keysOnly), footer.root(), folders);
    }

    private List<SampledRowGroup> rowGroups(int place) {
        return withFile(place, (file, footer, columns) -> {
            List<SampledRowGroup> groups = new ArrayList<>();
            for (int i = 0; i < footer.rowGroups().size(); i++) {
                long rows = footer.rowGroups().get(i).getNum_rows();
                if (rows > 0) {
                    groups.add(new SampledRowGroup(place, i, rows, KeyPages.areFound(footer, i, columns)));
                }
            }
            return groups;
        });
    }

    private List<Key> keys(SampleUnit unit) {
        return withFile(unit.file(), (file, footer, columns) -> {
            try (PageDecompressor decompressor = new PageDecompressor()) {
                StretchReader reader = new StretchReader(file, footer, columns, keysOnly, decompressor);
                reader.read(unit.stretches());
                return reader.kept();
            }
        });
    }
}
