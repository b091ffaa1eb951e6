package sleeper.cli.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ErrorReport;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.SourceFiles;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.InputFile;
import sleeper.core.job.json.LeftOutJson;
import sleeper.core.json.StoredJson;
import sleeper.core.schema.Schema;
import sleeper.core.settings.Settings;
import sleeper.core.source.LeftOut;
import sleeper.core.table.TableName;
import sleeper.sort.check.ColumnNotes;
import sleeper.sort.check.InputCheck;
import sleeper.sort.check.PageChecksums;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;

/** {@code check}: holds a file against a table, column by column, as validation would. */
@Command(
        name = "check",
        description =
                "Shows column by column how a Parquet file differs from a table, and why a job with it would be refused.")
public final class CheckCommand extends SleeperCommand {
    @Parameters(paramLabel = "FILE", description = "A Parquet file of this machine, or bucket/key.")
    private String name;

    @Option(names = "--table", paramLabel = "T", required = true, description = "The table.")
    private String table;

    public CheckCommand(Surrounding surrounding) {
        super(surrounding);
    }

    /**
     * What a look at the file shows.
     *
     * @param columns   none if the footer cannot be read
     * @param warnings  what to know of the columns, in sentences
     * @param checksums empty if the first page cannot be read
     * @param leftOut   what lies below the name beside the file
     * @param faults    what is wrong, of footer and first page
     */
    private record Finding(
            InputFile input,
            List<ColumnDifference> columns,
            List<String> warnings,
            Optional<PageChecksums> checksums,
            List<LeftOut> leftOut,
            List<Fault> faults) {
        boolean isAccepted() {
            return faults.isEmpty();
        }
    }

    @Override
    public Integer call() {
        InstanceStores stores = stores();
        Schema schema = stores.tables().require(table).table().orElseThrow().schema();
        SourceFiles found =
                SourceFiles.find(name, surrounding().resolve(name), stores, "File '" + name + "' was not checked.");
        FileInfo file = only(found.files());
        Finding finding = look(found, file, schema, rules(stores));
        print(() -> json(finding), () -> words(finding));
        return finding.isAccepted() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ColumnRules rules(InstanceStores stores) {
        List<Fault> faults = new ArrayList<>();
        Settings settings = new CheckedSettings(stores).read(new TableName(table), faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("File '" + name + "' was not checked.", faults);
        }
        return ColumnRules.of(settings);
    }

    private FileInfo only(List<FileInfo> files) {
        if (files.size() > 1) {
            throw new InvalidRequestException(
                    "File '" + name + "' was not checked.",
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            name,
                            "a directory with " + files.size() + " files",
                            "one file",
                            "Name one of its files.")));
        }
        return files.get(0);
    }

    private static Finding look(SourceFiles source, FileInfo file, Schema schema, ColumnRules rules) {
        FileStore store = source.store();
        InputCheck.Result result = InputCheck.check(store, file, schema, rules);
        ColumnNotes notes = new ColumnNotes(schema);
        notes.add(file.path(), result.columns());
        List<Fault> faults = new ArrayList<>(result.faults());
        Optional<PageChecksums> checksums = Optional.empty();
        try {
            checksums = Optional.of(PageChecksums.of(store, file));
        } catch (TransientFailureException e) {
            throw e;
        } catch (SleeperException e) {
            e.faults().stream().filter(fault -> !faults.contains(fault)).forEach(faults::add);
        }
        return new Finding(result.input(), result.columns(), notes.sentences(), checksums, source.leftOut(), faults);
    }

    private ObjectNode json(Finding finding) {
        ObjectNode json = StoredJson.object()
                .put("ok", finding.isAccepted())
                .put("file", name)
                .put("table", table)
                .put("rows", finding.input().rowCount())
                .put("rowGroups", finding.input().rowGroups())
                .put(
                        "pageChecksums",
                        finding.checksums().map(PageChecksums::name).orElse(null));
        json.set(
                "columns",
                StoredJson.array(
                        finding.columns(),
                        column -> StoredJson.object()
                                .put("column", column.column())
                                .put("verdict", column.verdict().name())
                                .put("inFile", column.inFile())
                                .put("inTable", column.inTable())
                                .put("hint", column.hint())));
        json.set("leftOut", LeftOutJson.toJson(finding.leftOut()));
        json.set("warnings", StoredJson.texts(finding.warnings()));
        json.set("faults", ErrorReport.faultsJson(finding.faults()));
        return json;
    }

    private String words(Finding finding) {
        List<String> lines = new ArrayList<>();
        if (!finding.columns().isEmpty()) {
            TextTable text = new TextTable()
                    .words("column")
                    .words("verdict")
                    .words("in the file")
                    .words("in the table")
                    .words("hint");
            finding.columns()
                    .forEach(column -> text.row(
                            column.column(), column.verdict(), column.inFile(), column.inTable(), column.hint()));
            lines.add(text.toString());
            lines.add("");
        }
        if (finding.isAccepted()) {
            lines.add("File %s fits table %s: %s in %s."
                    .formatted(
                            name,
                            table,
                            Words.count(finding.input().rowCount(), "row"),
                            Words.count(finding.input().rowGroups(), "row group")));
        } else {
            lines.add("File " + name + " does not fit table " + table + "; a job with it would be refused:");
            finding.faults().forEach(fault -> lines.add("  " + fault.message()));
        }
        finding.warnings().forEach(warning -> lines.add("  warning: " + warning));
        finding.checksums().map(CheckCommand::words).ifPresent(lines::add);
        finding.leftOut().forEach(some -> lines.add("Left out: " + some.words()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String words(PageChecksums checksums) {
        return switch (checksums) {
            case PRESENT -> "Its pages carry checksums: damage to a value is found.";
            case ABSENT -> "Its pages carry no checksums: damage to a value may load as another value.";
            case NO_PAGES -> "It has no rows, and so no pages.";
        };
    }
}
