package sleeper.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code demo} can be told. */
final class DemoOptions {
    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Rows to make (${DEFAULT-VALUE}).")
    long rows;

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

    @Option(names = "--files", paramLabel = "PATH", description = "Your own Parquet instead: a file or a directory.")
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
}
