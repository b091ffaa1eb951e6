package sleeper.cli.frame;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How a command is used, in one line; the options that all commands have are left out. */
public final class UsageLine {
    private UsageLine() {}

    /** @return such as {@code sleeper abort ID} */
    public static String of(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        int width = usage.width();
        try {
            usage.width(Short.MAX_VALUE);
            String synopsis = new Help(command.getCommandSpec(), Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
            return synopsis.strip()
                    .replace(" [-hV]", "")
                    .replace(" [" + SleeperCommand.JSON_OPTION + "]", "")
                    .replace(" [" + SleeperCommand.INSTANCE_OPTION + "=ID]", "")
                    .replace(" [" + SleeperCommand.REGION_OPTION + "=REGION]", "");
        } finally {
            usage.width(width);
        }
    }
}
