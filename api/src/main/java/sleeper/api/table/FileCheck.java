package sleeper.api.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.api.error.ErrorReport;
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

/**
 * What a look at a file shows, held against a table as validation would.
 *
 * @param name      of the file, as it was given
 * @param table     the table
 * @param input     the file
 * @param columns   none if the footer cannot be read
 * @param warnings  what to know of the columns, in sentences
 * @param checksums empty if the first page cannot be read
 * @param leftOut   what lies below the name beside the file
 * @param faults    what is wrong, of footer and first page
 */
public record FileCheck(
        String name,
        TableName table,
        InputFile input,
        List<ColumnDifference> columns,
        List<String> warnings,
        Optional<PageChecksums> checksums,
        List<LeftOut> leftOut,
        List<Fault> faults) {
    public FileCheck {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
        leftOut = List.copyOf(leftOut);
        faults = List.copyOf(faults);
    }

    /**
     * @param name  as it was given
     * @param files finds it; an unknown table is told before an unknown file
     * @param table the name of a table
     * @throws InvalidRequestException if there is no such table, its settings are faulty, or the name has several files
     */
    public static FileCheck of(String name, Supplier<SourceFiles> files, String table, InstanceStores stores) {
        Schema schema = stores.tables().require(table).table().orElseThrow().schema();
        SourceFiles found = files.get();
        TableName known = new TableName(table);
        return look(name, known, found, only(name, found.files()), schema, rules(name, known, stores));
    }

    /** @return what could not be done, for those who find the file */
    public static String notChecked(String name) {
        return "File '" + name + "' was not checked.";
    }

    private static ColumnRules rules(String name, TableName table, InstanceStores stores) {
        List<Fault> faults = new ArrayList<>();
        Settings settings = new CheckedSettings(stores).read(table, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(notChecked(name), faults);
        }
        return ColumnRules.of(settings);
    }

    private static FileInfo only(String name, List<FileInfo> files) {
        if (files.size() > 1) {
            throw new InvalidRequestException(
                    notChecked(name),
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            name,
                            "a directory with " + files.size() + " files",
                            "one file",
                            "Name one of its files.")));
        }
        return files.get(0);
    }

    public boolean isAccepted() {
        return faults.isEmpty();
    }

    private static FileCheck look(
            String name, TableName table, SourceFiles source, FileInfo file, Schema schema, ColumnRules rules) {
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
        return new FileCheck(
                name, table, result.input(), result.columns(), notes.sentences(), checksums, source.leftOut(), faults);
    }

    /** @return {@code {"ok","file","table","rows","rowGroups","pageChecksums","columns":[{"column","verdict","inFile","inTable","hint"}],
     *     "leftOut","warnings","faults"}} */
    public ObjectNode toJson() {
        ObjectNode json = StoredJson.object()
                .put("ok", isAccepted())
                .put("file", name)
                .put("table", table.value())
                .put("rows", input.rowCount())
                .put("rowGroups", input.rowGroups())
                .put("pageChecksums", checksums.map(PageChecksums::name).orElse(null));
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
        json.set("warnings", StoredJson.texts(warnings));
        json.set("faults", ErrorReport.faultsJson(faults));
        return json;
    }
}
