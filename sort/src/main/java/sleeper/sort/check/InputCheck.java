package sleeper.sort.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.parquet.format.CompressionCodec;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValue;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.InputFile;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.input.FolderColumns;
import sleeper.sort.input.InputMapping;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnRules;
import sleeper.sort.schema.ConstantColumn;
import sleeper.sort.schema.SchemaComparison;
import sleeper.sort.schema.TableLayout;

/** Judges a file by its footer alone: whether it is Parquet, whole, within the limits, and of the table's columns. */
public final class InputCheck {
    /** Rows for each byte of a file beyond which nobody wrote them in earnest. */
    private static final long MAX_ROWS_PER_BYTE = 100_000;

    private InputCheck() {}

    /**
     * What the check found.
     *
     * @param input        the file, pinned; its rows and row groups are zero if its footer could not be read
     * @param decodedBytes least size of its rows when they are decoded, as {@link Footer#decodedBytes} and the
     *                     columns filled in; zero without a footer, or with one that claims more than may be
     * @param faults       what is wrong; empty if the file can be loaded
     * @param columns      how each column stands to the table's; empty without a footer
     */
    public record Result(InputFile input, long decodedBytes, List<Fault> faults, List<ColumnDifference> columns) {
        public Result {
            faults = List.copyOf(faults);
            columns = List.copyOf(columns);
        }

        /** @return clauses that say what the sender of a job should know of its columns */
        public List<String> warnings() {
            return SchemaComparison.warnings(columns);
        }

        public boolean isAccepted() {
            return faults.isEmpty();
        }
    }

    /** As below, where the file may neither lack a column nor have one too many. */
    public static Result check(FileStore store, FileInfo file, Schema schema) {
        return check(store, file, schema, ColumnRules.STRICT);
    }

    /**
     * @param file as the store listed it
     * @throws TransientFailureException if the store failed, so that nothing can be said of the file
     */
    public static Result check(FileStore store, FileInfo file, Schema schema, ColumnRules rules) {
        try {
            Footer footer = readFooter(store, file);
            List<Fault> ofFolders = new ArrayList<>();
            List<FolderValue> folders = FolderColumns.of(file.path(), schema, ofFolders);
            List<ColumnDifference> differences =
                    withBadFolders(SchemaComparison.differences(schema, footer.root(), rules, folders), ofFolders);
            Set<Integer> leaves = leavesRead(footer, differences);
            List<Fault> beyond = limits(file, footer, leaves);
            List<Fault> faults = new ArrayList<>(beyond);
            faults.addAll(ofFolders);
            faults.addAll(SchemaComparison.faults(file.path().toString(), differences));
            double decoded = beyond.isEmpty() ? footer.decodedBytes(leaves) : 0;
            if (faults.isEmpty()) {
                List<ColumnInput> columns = InputMapping.of(new TableLayout(schema), footer.root(), folders);
                faults.addAll(FolderBounds.contradicted(file.path(), footer, columns));
                decoded += (double) footer.rowCount() * filledBytes(columns);
            }
            InputFile input = new InputFile(
                    file.path(),
                    file.version(),
                    footer.rowCount(),
                    footer.rowGroups().size(),
                    folders);
            return new Result(input, (long) decoded, faults, differences);
        } catch (TransientFailureException e) {
            throw e;
        } catch (SleeperException e) {
            return new Result(new InputFile(file.path(), file.version(), 0, 0), 0, e.faults(), List.of());
        }
    }

    /** @return bytes of a row's values that the file does not have */
    private static long filledBytes(List<ColumnInput> columns) {
        long bytes = 0;
        for (ColumnInput column : columns) {
            if (column instanceof ConstantColumn constant) {
                bytes += constant.value().map(Vector::sizeBytes).orElse(0L);
            }
        }
        return bytes;
    }

    private static List<ColumnDifference> withBadFolders(List<ColumnDifference> differences, List<Fault> ofFolders) {
        Set<String> bad =
                ofFolders.stream().map(fault -> fault.location().column()).collect(Collectors.toSet());
        return differences.stream()
                .map(difference -> bad.contains(difference.column())
                        ? new ColumnDifference(
                                difference.column(),
                                Verdict.BAD_FOLDER,
                                difference.inFile(),
                                difference.inTable(),
                                ErrorCode.BAD_FOLDER_VALUE.action())
                        : difference)
                .toList();
    }

    /** @throws SleeperException if the footer cannot be read, with the file's name */
    public static Footer readFooter(FileStore store, FileInfo file) {
        try (ReadableFile open = store.open(file.path(), file.version())) {
            return FooterReader.read(open);
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(file.path(), file.path().toString(), e);
        }
    }

    /** @return the places of the leaf columns that are not left out */
    private static Set<Integer> leavesRead(Footer footer, List<ColumnDifference> differences) {
        Set<String> ignored = differences.stream()
                .filter(difference -> difference.verdict() == Verdict.IGNORED)
                .map(ColumnDifference::column)
                .collect(Collectors.toSet());
        Set<Integer> leaves = new TreeSet<>();
        footer.root().children().stream()
                .filter(column -> !ignored.contains(column.name()))
                .forEach(column -> addLeaves(column, leaves));
        return leaves;
    }

    private static void addLeaves(ParquetNode node, Set<Integer> into) {
        if (node.isLeaf()) {
            into.add(node.leafIndex());
        }
        node.children().forEach(child -> addLeaves(child, into));
    }

    private static List<Fault> limits(FileInfo file, Footer footer, Set<Integer> leaves) {
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
                .forEach(group -> leaves.stream()
                        .map(leaf -> group.getColumns().get(leaf).getMeta_data().getCodec())
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
