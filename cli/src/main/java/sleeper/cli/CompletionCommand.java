package sleeper.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;

/** {@code completion}: what makes a shell complete command lines. */
@Command(
        name = "completion",
        description = "Prints what makes bash and zsh complete commands and options. In ~/.bashrc or ~/.zshrc:"
                + " source <(sleeper completion)")
final class CompletionCommand extends SleeperCommand {
    @Spec
    private CommandSpec command;

    CompletionCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        String name = command.root().name();
        console().out().print(AutoComplete.bash(name, command.root().commandLine()));
        console().out().flush();
        return ExitCode.DONE;
    }
}
