package sleeper.sort.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.InputFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnRules;
import sleeper.sort.schema.SchemaComparison;
import sleeper.sort.schema.TableLayout;

/**
 * An input file that is open and was held against the table's schema. Its row groups may be read by several threads at a time; to
 * be closed when none reads any more.
 */
public final class InputSource implements Closeable {
    private final ReadableFile file;
    private final Footer footer;
    private final List<ColumnInput> columns;

    private InputSource(ReadableFile file, Footer footer, List<ColumnInput> columns) {
        this.file = file;
        this.footer = footer;
        this.columns = columns;
    }

    /** As below, where the file may neither lack a column nor have one too many. */
    public static InputSource open(FileStore store, InputFile input, TableLayout layout) {
        return open(store, input, layout, ColumnRules.STRICT);
    }

    /**
     * Opens a file in the version that was validated, reads its footer and checks it.
     *
     * @throws InvalidRequestException if its columns do not fit the table, with all that is wrong with them
     * @throws RunFailedException      {@code INPUT_CHANGED} if it is not the file that was validated
     * @throws SleeperException        as the store or the file has it
     */
    public static InputSource open(FileStore store, InputFile input, TableLayout layout, ColumnRules rules) {
        ReadableFile file = null;
        InputSource opened = null;
        try {
            file = store.open(input.path(), input.version());
            Footer footer = FooterReader.read(file);
            check(input, footer, layout, rules);
            opened = new InputSource(file, footer, InputMapping.of(layout, footer.root(), input.folderValues()));
            return opened;
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(input.path(), input.path().toString(), e);
        } finally {
            if (opened == null) {
                closeQuietly(file);
            }
        }
    }

    private static void closeQuietly(ReadableFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // The file is not read any more, and what made it so is about to be thrown.
        }
    }

    private static void check(InputFile input, Footer footer, TableLayout layout, ColumnRules rules) {
        List<Fault> faults = SchemaComparison.faults(
                input.path().toString(),
                SchemaComparison.differences(layout.schema(), footer.root(), rules, input.folderValues()));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("File " + input.path() + " was not read.", faults);
        }
        if (footer.rowCount() != input.rowCount()) {
            Fault fault = Fault.of(
                            ErrorCode.INPUT_CHANGED,
                            input.path().toString(),
                            footer.rowCount() + " rows",
                            input.rowCount() + " rows, as validated")
                    .at(FaultLocation.ofFile(input.path().toString()));
            throw new RunFailedException("File " + input.path() + " was not read.", List.of(fault));
        }
    }

    /** @return the file's row groups, in its order */
    public List<InputRowGroup> rowGroups() {
        List<InputRowGroup> groups = new ArrayList<>();
        for (RowGroup group : footer.rowGroups()) {
            long bytes = 0;
            for (ColumnChunk column : group.getColumns()) {
                bytes += column.getMeta_data().getTotal_compressed_size();
            }
            groups.add(new InputRowGroup(groups.size(), group.getNum_rows(), bytes));
        }
        return groups;
    }

    /**
     * @param rowGroup     position of a row group
     * @param decompressor the reading thread's
     * @param readBytes    bytes to read at once of a column chunk, if a page does not need more
     * @return its rows, to be read as batches of the table's columns; for one thread
     * @throws SleeperException if a column chunk is refused
     */
    public InputReader reader(int rowGroup, PageDecompressor decompressor, int readBytes) {
        return new InputReader(file, footer, rowGroup, columns, decompressor, readBytes);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
