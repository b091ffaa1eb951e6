package sleeper.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import sleeper.cli.table.TableCommand;
import sleeper.core.table.TableName;

/** What {@code demo} can be told. */
final class DemoOptions {
    private static final long DEFAULT_ROWS = 1_000_000;

    @Option(names = "--rows", paramLabel = "N", description = "Rows to make (1000000).")
    Long rows;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "16",
            description = "Leaf partitions of the table (${DEFAULT-VALUE}).")
    int partitions;

    @Option(
            names = "--platform",
            paramLabel = "WORD",
            defaultValue = "standard",
            description = "Where the job runs (${DEFAULT-VALUE}).")
    String platform;

    @Option(
            names = "--files",
            paramLabel = "PATH",
            description = "Your own Parquet instead: a file, a directory, or a quoted pattern.")
    Optional<Path> files;

    @Option(
            names = "--row-keys",
            paramLabel = "A[,B]",
            split = ",",
            hideParamSyntax = true,
            description = "With --files: the columns that partition and sort.")
    List<String> rowKeys;

    @Option(
            names = "--sort-keys",
            paramLabel = "C",
            split = ",",
            hideParamSyntax = true,
            description = "With --files: columns that sort further.")
    List<String> sortKeys;

    @Option(names = "--name", paramLabel = "TABLE", description = "Name of the table (a fresh one each time).")
    Optional<String> name;

    long rows() {
        return rows == null ? DEFAULT_ROWS : rows;
    }

    /** @return what is wrong with them, if anything is */
    Optional<String> mistake() {
        if (rows() < 0) {
            return Optional.of("--rows is " + rows + "; the least is 0");
        } else if (partitions < 1 || partitions > TableCommand.MAX_PARTITIONS) {
            return Optional.of("--partitions is " + partitions + "; allowed: 1 to " + TableCommand.MAX_PARTITIONS);
        } else if (files.isPresent() == (rowKeys == null)) {
            return Optional.of("--files and --row-keys go together");
        } else if (files.isEmpty() && sortKeys != null) {
            return Optional.of("--sort-keys needs --files");
        } else if (files.isPresent() && rows != null) {
            return Optional.of("--rows makes no sense with --files");
        } else if (name.isPresent() && !TableName.isValid(name.get())) {
            return Optional.of("--name is '" + name.get() + "'; allowed: 1 to 64 letters, digits, '_' and '-'");
        }
        return Optional.empty();
    }
}
