package sleeper.cli.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sleeper.api.error.ErrorReport;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Words;
import sleeper.cli.progress.ProgressLine;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.json.StoredJson;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.VerifyReport;

/** {@code verify}: proves that a table is what its log says, or tells what is not. */
@Command(
        name = "verify",
        description =
                "Recomputes the hashes of a table's log and reads every file: there, of the right hash, sorted, inside its"
                        + " range, with as many rows as the log says.")
public final class VerifyCommand extends SleeperCommand {
    @Parameters(paramLabel = "TABLE", description = "The table.")
    private String name;

    public VerifyCommand(Surrounding surrounding) {
        super(surrounding);
    }

    /** What was found. */
    private record Finding(long rows, long files, int partitions, long slots, List<Fault> faults, List<Fault> newer) {
        boolean isOk() {
            return faults.isEmpty() && newer.isEmpty();
        }
    }

    @Override
    public Integer call() {
        InstanceStores stores = stores();
        Finding finding = verify(stores);
        print(() -> json(finding), () -> words(finding));
        return finding.isOk() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Finding verify(InstanceStores stores) {
        if (!TableName.isValid(name) || !stores.tables().logged().contains(new TableName(name))) {
            stores.tables().require(name);
        }
        TableLog log = stores.tables().log(new TableName(name));
        VerifyReport report = log.verify(false);
        List<Fault> faults = new ArrayList<>(report.faults().stream()
                .filter(fault -> fault.code() == ErrorCode.LOG_CORRUPT)
                .toList());
        List<Fault> newer = new ArrayList<>(report.newer());
        Optional<TableState> state = state(stores, faults, newer);
        state.ifPresent(table -> faults.addAll(verifyFiles(stores, log, table)));
        return new Finding(
                state.map(TableState::rowCount).orElse(0L),
                state.map(TableState::fileCount).orElse(0L),
                state.flatMap(TableState::table)
                        .map(table -> table.partitions().leaves().size())
                        .orElse(0),
                report.slots(),
                faults,
                newer);
    }

    /** @return the table, unless its log is too damaged to tell, or a newer version wrote it */
    private Optional<TableState> state(InstanceStores stores, List<Fault> faults, List<Fault> newer) {
        try {
            return Optional.of(stores.tables().require(name));
        } catch (CorruptDataException e) {
            e.faults().stream().filter(fault -> !faults.contains(fault)).forEach(faults::add);
            return Optional.empty();
        } catch (VersionTooOldException e) {
            if (newer.isEmpty()) {
                newer.addAll(e.faults());
            }
            return Optional.empty();
        }
    }

    private List<Fault> verifyFiles(InstanceStores stores, TableLog log, TableState state) {
        try (ProgressLine progress = new ProgressLine(surrounding(), "verifying", "files", state.fileCount())) {
            return TableVerification.verifyFiles(stores.files(), log.storage().location(), state, progress::reached);
        }
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = StoredJson.object()
                .put("ok", finding.isOk())
                .put("rows", finding.rows())
                .put("files", finding.files())
                .put("partitions", finding.partitions())
                .put("slots", finding.slots());
        json.set("faults", ErrorReport.faultsJson(finding.faults()));
        if (!finding.newer().isEmpty()) {
            json.set("newer", ErrorReport.faultsJson(finding.newer()));
        }
        return json;
    }

    private String words(Finding finding) {
        String size = "%s in %s, %s, %s of the log"
                .formatted(
                        Words.count(finding.rows(), "row"),
                        Words.count(finding.files(), "file"),
                        Words.count(finding.partitions(), "partition"),
                        Words.count(finding.slots(), "slot"));
        if (finding.isOk()) {
            return "Table " + name + " is what its log says: " + size + ".";
        }
        List<String> lines = new ArrayList<>();
        if (!finding.faults().isEmpty()) {
            lines.add("Table " + name + " is damaged (" + size + "):");
            finding.faults().forEach(fault -> lines.add("  " + fault.message()));
        }
        if (!finding.newer().isEmpty()) {
            lines.add(
                    "Table " + name + " could not be verified whole: a newer version wrote what this one cannot read.");
            finding.newer().forEach(fault -> lines.add("  " + fault.message()));
        }
        return String.join(System.lineSeparator(), lines);
    }
}
