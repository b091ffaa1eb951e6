package sleeper.cli.frame;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import sleeper.api.error.ErrorReport;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Nearest;

/** What is told of a command line that is wrong: the error, what was probably meant, and how the command is used in one line. */
public final class WrongCommandLine {
    private final CommandLine command;
    private final String name;
    private final String found;

    public WrongCommandLine(ParameterException error) {
        this.command = error.getCommandLine();
        this.name = command.getCommandSpec().qualifiedName();
        this.found =
                sentence(error instanceof UnmatchedArgumentException unmatched ? found(unmatched) : error.getMessage());
    }

    private String found(UnmatchedArgumentException error) {
        String argument = error.getUnmatched().get(0);
        Collection<String> commands = command.getSubcommands().keySet();
        if (error.isUnknownOption()) {
            return unknown(
                    argument, "option", command.getCommandSpec().optionsMap().keySet());
        }
        return commands.isEmpty()
                ? "'" + argument + "' is one argument more than '" + name + "' takes"
                : unknown(argument, "command", commands);
    }

    private String unknown(String argument, String kind, Collection<String> known) {
        return "'" + argument + "' is no " + kind + " of '" + name + "'"
                + Nearest.to(argument, known)
                        .map(nearest -> "; the nearest is '" + nearest + "'")
                        .orElse("");
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private String usage() {
        return UsageLine.of(command);
    }

    /** @return the error and a line of usage, for people */
    public String words() {
        return "error: " + ErrorCode.BAD_COMMAND_LINE + ": " + found + System.lineSeparator() + "usage: " + usage();
    }

    /** @return the same as a fault */
    public ErrorReport report() {
        return ErrorReport.of(
                "",
                List.of(new Fault(
                        ErrorCode.BAD_COMMAND_LINE,
                        "the command line of '" + name + "'",
                        found,
                        usage(),
                        "See '" + name + " --help'.")));
    }
}
