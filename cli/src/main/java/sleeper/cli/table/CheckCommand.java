package sleeper.cli.table;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.table.FileCheck;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.NamedFiles;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.sort.check.PageChecksums;
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
        FileCheck finding = FileCheck.of(
                name,
                () -> NamedFiles.find(name, surrounding().resolve(name), stores, FileCheck.notChecked(name)),
                table,
                stores);
        print(finding::toJson, () -> words(finding));
        return finding.isAccepted() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String words(FileCheck finding) {
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
