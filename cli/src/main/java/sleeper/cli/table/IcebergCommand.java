package sleeper.cli.table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.table.ViewPublishing;
import sleeper.api.table.ViewPublishing.Result;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.Words;
import sleeper.iceberg.IcebergView.Published;
import sleeper.iceberg.ListedView.Outcome;
import sleeper.statestore.instance.ViewCatalog.State;

/** {@code iceberg}: catches up the view of a table that other engines read, and says where it is. */
@Command(
        name = "iceberg",
        description = {
            "Publishes a table as a table of Apache Iceberg, as it is now, for other engines to read, and prints where its metadata"
                    + " is. Loads do the same once they have committed.",
            "The files of the table are not copied."
        })
public final class IcebergCommand extends SleeperCommand {
    @Parameters(paramLabel = "TABLE", description = "The table.")
    private String name;

    @Option(names = "--rebuild", description = "Make the metadata anew, whatever there is of it.")
    private boolean rebuild;

    public IcebergCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        Result result = new ViewPublishing(instance()).result(name, rebuild);
        Outcome outcome = result.outcome();
        print(result::json, () -> words(outcome.published(), result.listed()));
        if (outcome.entry().state() == State.TAKEN) {
            console()
                    .progress("warning: the table is not in the catalog: "
                            + outcome.entry().name() + " is the entry of "
                            + outcome.entry().holder() + ".");
        }
        LeftOutOfView.tell(result.leftOut(), console());
        return ExitCode.DONE;
    }

    private static String words(Published published, String listed) {
        String news = published.snapshots() == 0
                ? "There was nothing new."
                : "Published %s of %s."
                        .formatted(
                                Words.count(published.snapshots(), "snapshot"), Words.count(published.files(), "file"));
        return published.metadata().orElse("")
                + System.lineSeparator()
                + (listed.isEmpty() ? "" : listed + " in the Glue Data Catalog" + System.lineSeparator())
                + news;
    }
}
