package sleeper.sort.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.format.CompressionCodec;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.InputFile;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.SchemaComparison;

/** Judges a file by its footer alone: whether it is Parquet, whole, within the limits, and of the table's columns. */
public final class InputCheck {
    /** Rows for each byte of a file beyond which nobody wrote them in earnest. */
    private static final long MAX_ROWS_PER_BYTE = 100_000;

    private InputCheck() {}

    /**
     * What the check found.
     *
     * @param input        the file, pinned; its rows and row groups are zero if its footer could not be read
     * @param decodedBytes least size of its rows when they are decoded, as {@link Footer#decodedBytes}; zero without a footer, or with one
     *     that claims more than may be
     * @param faults       what is wrong; empty if the file can be loaded
     */
    public record Result(InputFile input, long decodedBytes, List<Fault> faults) {
        public Result {
            faults = List.copyOf(faults);
        }

        public boolean isAccepted() {
            return faults.isEmpty();
        }
    }

    /**
     * @param file as the store listed it
     * @throws TransientFailureException if the store failed, so that nothing can be said of the file
     */
    public static Result check(FileStore store, FileInfo file, Schema schema) {
        try {
            Footer footer = readFooter(store, file);
            InputFile input = new InputFile(
                    file.path(),
                    file.version(),
                    footer.rowCount(),
                    footer.rowGroups().size());
            List<Fault> beyond = limits(file, footer);
            List<Fault> faults = new ArrayList<>(beyond);
            faults.addAll(SchemaComparison.faults(
                    file.path().toString(), SchemaComparison.differences(schema, footer.root())));
            return new Result(input, beyond.isEmpty() ? footer.decodedBytes() : 0, faults);
        } catch (TransientFailureException e) {
            throw e;
        } catch (SleeperException e) {
            return new Result(new InputFile(file.path(), file.version(), 0, 0), 0, e.faults());
        }
    }

    /**
     * Compares a file's columns with a table's, one by one.
     *
     * @throws SleeperException if the footer cannot be read
     */
    public static List<ColumnDifference> differences(FileStore store, FileInfo file, Schema schema) {
        return SchemaComparison.differences(schema, readFooter(store, file).root());
    }

    /** @throws SleeperException if the footer cannot be read, with the file's name */
    public static Footer readFooter(FileStore store, FileInfo file) {
        try (ReadableFile open = store.open(file.path(), file.version())) {
            return FooterReader.read(open);
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
    }

    private static List<Fault> limits(FileInfo file, Footer footer) {
        List<Fault> faults = new ArrayList<>();
        FaultLocation place = FaultLocation.ofFile(file.path().toString());
        long maxRows = Math.multiplyExact(file.version().lengthBytes(), MAX_ROWS_PER_BYTE);
        if (footer.rowCount() > maxRows) {
            faults.add(Fault.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            file.path().toString(),
                            footer.rowCount() + " rows in " + file.version().lengthBytes() + " bytes",
                            "at most " + maxRows)
                    .at(place));
        }
        Set<CompressionCodec> refused = new TreeSet<>();
        footer.rowGroups()
                .forEach(group -> group.getColumns().stream()
                        .map(column -> column.getMeta_data().getCodec())
                        .filter(codec -> !PageDecompressor.knows(codec))
                        .forEach(refused::add));
        for (CompressionCodec codec : refused) {
            faults.add(Fault.of(
                            ErrorCode.COMPRESSION_NOT_READ,
                            file.path().toString(),
                            "pages compressed by " + codec,
                            PageDecompressor.known())
                    .at(place));
        }
        return faults;
    }
}
