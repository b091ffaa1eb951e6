package sleeper.cli.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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
import sleeper.core.job.json.LeftOutJson;
import sleeper.core.json.StoredJson;
import sleeper.core.schema.Schema;
import sleeper.core.source.LeftOut;
import sleeper.sort.check.InputCheck;
import sleeper.sort.schema.ColumnDifference;
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

    @Override
    public Integer call() {
        InstanceStores stores = stores();
        Schema schema = stores.tables().require(table).table().orElseThrow().schema();
        SourceFiles found =
                SourceFiles.find(name, surrounding().resolve(name), stores, "File '" + name + "' was not checked.");
        FileInfo file = only(found.files());
        InputCheck.Result result = InputCheck.check(found.store(), file, schema);
        List<ColumnDifference> columns = columns(found, file, schema);
        print(() -> json(result, columns, found.leftOut()), () -> words(result, columns, found.leftOut()));
        return result.isAccepted() ? ExitCode.DONE : ExitCode.FAILED;
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

    /** @return none if the footer cannot be read; the check has said why */
    private static List<ColumnDifference> columns(SourceFiles found, FileInfo file, Schema schema) {
        try {
            return InputCheck.differences(found.store(), file, schema);
        } catch (TransientFailureException e) {
            throw e;
        } catch (SleeperException e) {
            return List.of();
        }
    }

    private ObjectNode json(InputCheck.Result result, List<ColumnDifference> columns, List<LeftOut> leftOut) {
        ObjectNode json = StoredJson.object()
                .put("ok", result.isAccepted())
                .put("file", name)
                .put("table", table)
                .put("rows", result.input().rowCount())
                .put("rowGroups", result.input().rowGroups());
        json.set(
                "columns",
                StoredJson.array(
                        columns,
                        column -> StoredJson.object()
                                .put("column", column.column())
                                .put("verdict", column.verdict().name())
                                .put("inFile", column.inFile())
                                .put("inTable", column.inTable())
                                .put("hint", column.hint())));
        json.set("leftOut", LeftOutJson.toJson(leftOut));
        json.set("faults", ErrorReport.faultsJson(result.faults()));
        return json;
    }

    private String words(InputCheck.Result result, List<ColumnDifference> columns, List<LeftOut> leftOut) {
        List<String> lines = new ArrayList<>();
        if (!columns.isEmpty()) {
            TextTable text = new TextTable()
                    .words("column")
                    .words("verdict")
                    .words("in the file")
                    .words("in the table")
                    .words("hint");
            columns.forEach(column ->
                    text.row(column.column(), column.verdict(), column.inFile(), column.inTable(), column.hint()));
            lines.add(text.toString());
            lines.add("");
        }
        if (result.isAccepted()) {
            lines.add("File %s fits table %s: %s in %s."
                    .formatted(
                            name,
                            table,
                            Words.count(result.input().rowCount(), "row"),
                            Words.count(result.input().rowGroups(), "row group")));
        } else {
            lines.add("File " + name + " does not fit table " + table + "; a job with it would be refused:");
            result.faults().forEach(fault -> lines.add("  " + fault.message()));
        }
        leftOut.forEach(some -> lines.add("Left out: " + some.words()));
        return String.join(System.lineSeparator(), lines);
    }
}
