package sleeper.cli.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Words;
import sleeper.core.json.StoredJson;
import sleeper.core.table.TableName;
import sleeper.lambda.view.TableViews;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.GcReport;

/** {@code gc}: takes away what a table will never need again. */
@Command(
        name = "gc",
        description =
                "Deletes what a table will never need again: files of attempts that its log has decided against, files of"
                        + " a dropped table, and old parts of the log.")
public final class GcCommand extends SleeperCommand {
    /** How long readers of a dropped table are given. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    @Parameters(paramLabel = "TABLE", description = "The table; it may have been dropped.")
    private String name;

    @Option(names = "--dry-run", description = "Only tell what would go.")
    private boolean dryRun;

    public GcCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        InstanceStores stores = stores();
        if (!TableName.isValid(name) || !stores.tables().logged().contains(new TableName(name))) {
            stores.tables().require(name);
        }
        TableName table = new TableName(name);
        if (!dryRun) {
            stores.tables().log(table).drainInbox();
        }
        GcReport report = TableViews.of(stores).collect(table, dryRun, GRACE);
        print(() -> json(report), () -> words(report));
        return ExitCode.DONE;
    }

    private ObjectNode json(GcReport report) {
        ObjectNode json = StoredJson.object().put("table", name).put("dryRun", report.dryRun());
        json.set(
                "removed",
                StoredJson.array(
                        report.removed(),
                        thing -> StoredJson.object()
                                .put("kind", word(thing.kind()))
                                .put("what", thing.what())));
        json.set("undecided", StoredJson.texts(report.undecided()));
        json.set("waiting", StoredJson.texts(report.waiting()));
        return json.put("retiredTo", report.retiredTo());
    }

    private String words(GcReport report) {
        List<String> lines = new ArrayList<>();
        String verb = report.dryRun() ? "Would delete" : "Deleted";
        for (GcReport.Kind kind : GcReport.Kind.values()) {
            long count = report.count(kind);
            if (count > 0) {
                lines.add("%s %s.".formatted(verb, thing(kind, count)));
            }
        }
        if (lines.isEmpty()) {
            lines.add("There is nothing to delete of table " + name + ".");
        }
        if (!report.undecided().isEmpty()) {
            lines.add("Kept %s of attempts that may still commit."
                    .formatted(Words.count(report.undecided().size(), "file")));
        }
        if (!report.waiting().isEmpty()) {
            lines.add("Kept %s of the dropped table for %s more at most, for those who read them."
                    .formatted(Words.count(report.waiting().size(), "file"), Words.duration(GRACE)));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String word(GcReport.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String thing(GcReport.Kind kind, long count) {
        return switch (kind) {
            case DATA -> Words.count(count, "data file");
            case UNFINISHED -> Words.count(count, "unfinished file");
            case BODY -> Words.count(count, "unused log body", "unused log bodies");
            case REQUEST -> Words.count(count, "settled request");
            case MANIFEST -> Words.count(count, "manifest");
            case METADATA -> Words.count(count, "file of the Iceberg view", "files of the Iceberg view");
            case METRICS -> Words.count(count, "record of metrics", "records of metrics");
            case SNAPSHOT -> Words.count(count, "old snapshot");
        };
    }
}
