package sleeper.cli.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import sleeper.core.partition.PartitionTree;
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
            hideParamSyntax = true,
            description = "With --files: the columns that partition and sort; a name with a comma in double quotes.")
    private List<String> rowKeys = List.of();

    @Option(
            names = "--sort-keys",
            paramLabel = "C",
            hideParamSyntax = true,
            description = "With --files: columns that sort further.")
    private List<String> sortKeys = List.of();

    @Option(
            names = "--columns",
            paramLabel = "A[,B]",
            hideParamSyntax = true,
            description = "With --files: the columns that the table gets beside the keys (all).")
    private List<String> columns = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "A[,B]",
            hideParamSyntax = true,
            description = "With --files: columns that the table does not get.")
    private List<String> excluded = List.of();

    @Option(names = "--name", paramLabel = "TABLE", description = "Name of the table (a fresh one each time).")
    Optional<String> name;

    long rows() {
        return rows == null ? DEFAULT_ROWS : rows;
    }

    /** @return the columns that a table of the files is to have; only without a mistake */
    DemoColumns columns() {
        return new DemoColumns(
                ColumnNames.parse(rowKeys).orElseThrow(),
                ColumnNames.parse(sortKeys).orElseThrow(),
                columns.isEmpty() ? Optional.empty() : ColumnNames.parse(columns),
                ColumnNames.parse(excluded).orElseThrow());
    }

    private Optional<String> mistakeInColumns() {
        Map<String, List<String>> options = new LinkedHashMap<>();
        options.put("--row-keys", rowKeys);
        options.put("--sort-keys", sortKeys);
        options.put("--columns", columns);
        options.put("--exclude", excluded);
        for (Map.Entry<String, List<String>> option : options.entrySet()) {
            if (ColumnNames.parse(option.getValue()).isEmpty()) {
                return Optional.of(option.getKey() + " is '" + String.join("' and '", option.getValue())
                        + "'; allowed: names parted by commas, those with a comma in double quotes");
            }
        }
        if (!columns.isEmpty() && !excluded.isEmpty()) {
            return Optional.of("--columns and --exclude do not go together");
        }
        DemoColumns chosen = columns();
        return Stream.concat(chosen.rowKeys().stream(), chosen.sortKeys().stream())
                .filter(chosen.excluded()::contains)
                .findFirst()
                .map(key -> "--exclude names the key '" + key + "'");
    }

    /** @return what is wrong with them, if anything is */
    Optional<String> mistake() {
        if (rows() < 0) {
            return Optional.of("--rows is " + rows + "; the least is 0");
        } else if (partitions < 1 || partitions > PartitionTree.MAX_LEAVES) {
            return Optional.of("--partitions is " + partitions + "; allowed: 1 to " + PartitionTree.MAX_LEAVES);
        } else if (files.isPresent() == rowKeys.isEmpty()) {
            return Optional.of("--files and --row-keys go together");
        } else if (files.isEmpty() && !sortKeys.isEmpty()) {
            return Optional.of("--sort-keys needs --files");
        } else if (files.isEmpty() && !columns.isEmpty()) {
            return Optional.of("--columns needs --files");
        } else if (files.isEmpty() && !excluded.isEmpty()) {
            return Optional.of("--exclude needs --files");
        } else if (files.isPresent() && rows != null) {
            return Optional.of("--rows makes no sense with --files");
        } else if (name.isPresent() && !TableName.mayBeNew(name.get())) {
            return Optional.of(
                    "--name is '" + name.get() + "'; allowed: 1 to 64 letters, digits, '_' and '-', the first no '-'");
        }
        return mistakeInColumns();
    }
}
