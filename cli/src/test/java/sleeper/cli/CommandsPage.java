package sleeper.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import sleeper.cli.frame.UsageLine;

/** The reference page of the commands, made from the catalogue that parses command lines. */
final class CommandsPage {
    static final String PATH = "docs/reference/commands.md";

    private static final String INTRODUCTION = """
            # Commands

            <!-- Made from the commands of sleeper.cli: change those, then run mvn -pl cli -am verify -Dpages.write -->

            Commands work on the instance at `$SLEEPER_HOME` (`./.sleeper` where it is not set). They join a running
            `sleeper local`; where none runs, those that need services run them for as long as they last.

            With `--instance ID` they work on a deployed instance, whose services always run; so they do where
            `SLEEPER_INSTANCE_ID` is set and `SLEEPER_HOME` is not. Its buckets are found by the id, its queues by the properties
            in its config bucket. Credentials, profile and region are found as by every AWS client; `--region` and
            `AWS_ENDPOINT_URL...` name others. `demo`, `local` and `clusters` are about this machine and refuse it.
            [`sleeper doctor --instance ID`](#doctor) looks whether it is there and whole. How far a task has come is not told
            of a deployed one, and what its executions did for 90 days.

            | exit code | means |
            |---|---|
            | 0 | done |
            | 1 | the job or check failed: rejected, failed, aborted, no such table |
            | 2 | the command line is wrong |
            | 3 | there is nothing to talk to |

            Results go to standard output, progress and logs to standard error. An error is told on standard error as
            `error: CODE` and a line a fault; with `--json` on standard output as
            `{"error":{"code","message","summary","faults":[{"code","where","found","allowed","action","location"}]}}`. The codes are in the
            [list of errors](errors.md).

            Pictures (`table describe --map`, `jobs ID --graph`) are plain text, at most as wide as the terminal: as `COLUMNS` says,
            else as the terminal does, else 80 columns. Where the locale has no UTF-8 they are of ASCII alone. With `--json`
            they are [given as data](pictures.md).
            """;

    private CommandsPage() {}

    /** @return the page in Markdown */
    static String render(CommandLine root) {
        StringBuilder page = new StringBuilder(INTRODUCTION).append("\n## Every command\n\n");
        appendTable(
                page,
                root.getCommandSpec().options().stream().map(CommandsPage::row).toList());
        appendCommands(page, root);
        return page.toString();
    }

    private static void appendCommands(StringBuilder page, CommandLine parent) {
        for (Map.Entry<String, CommandLine> command : parent.getSubcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            String name = spec.qualifiedName().substring("sleeper ".length());
            page.append("\n## ").append(name).append("\n\n");
            page.append(String.join(" ", spec.usageMessage().description())).append("\n\n");
            page.append("    ").append(UsageLine.of(command.getValue())).append('\n');
            List<String> rows = new ArrayList<>();
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                rows.add(row(parameter.paramLabel(), parameter));
            }
            spec.options().stream()
                    .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                    .forEach(option -> rows.add(row(option)));
            if (!rows.isEmpty()) {
                page.append('\n');
                appendTable(page, rows);
            }
            appendCommands(page, command.getValue());
        }
    }

    private static void appendTable(StringBuilder page, List<String> rows) {
        page.append("| argument | means |\n|---|---|\n");
        rows.forEach(page::append);
    }

    private static String row(OptionSpec option) {
        String names = String.join(", ", option.names());
        boolean takesValue = option.arity().max() > 0;
        return row(takesValue ? names + " " + option.paramLabel() : names, option);
    }

    private static String row(String argument, ArgSpec spec) {
        return "| `" + argument + "` | " + String.join(" ", spec.description()).replace("|", "\\|") + " |\n";
    }
}
