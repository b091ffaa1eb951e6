package sleeper.cli;

import picocli.CommandLine.Option;

/** Options that every command takes. */
final class GlobalOptions {
    @Option(names = "--json", description = "Print one JSON object on standard output (query and scan: one a row).")
    boolean json;
}
