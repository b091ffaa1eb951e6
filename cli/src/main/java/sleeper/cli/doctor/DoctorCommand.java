package sleeper.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.statestore.instance.Check;

/** {@code doctor}: looks at what the commands need. Exit code 1 if something will make them fail. */
@Command(
        name = "doctor",
        description =
                "Looks at Java, Maven, Node, the home, its settings, Spark, credentials and platforms, and says what to mend."
                        + " Of a deployed instance: whether it is there, whole, and of this command's version.")
public final class DoctorCommand extends SleeperCommand {
    @Option(
            names = "--prepare",
            description =
                    "First builds the Spark job's jars and fetches Spark, and the server of buckets by S3, for which the first"
                            + " job on a Spark platform, or the first client, would otherwise wait.")
    private boolean prepare;

    public DoctorCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        Checkup checkup = new Checkup(surrounding(), this::instance, console()::progress);
        List<Check> checks = prepare ? prepared(checkup) : checkup.look();
        boolean ok = Checkup.isOk(checks);
        print(() -> Checkup.json(checks), () -> words(ok, checks));
        return ok ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<Check> prepared(Checkup checkup) {
        if (surrounding().deployedInstance().isPresent()) {
            throw usage(
                    "--prepare makes Spark and the S3 server ready on this machine, and a deployed instance has its own: leave it out.");
        }
        return checkup.prepare();
    }

    private static String words(boolean ok, List<Check> checks) {
        TextTable table = new TextTable().words("check").words("state").words("found");
        checks.forEach(check -> table.row(check.name(), Checkup.word(check), check.found()));
        List<String> lines = new ArrayList<>(List.of(table.toString()));
        checks.stream()
                .filter(check -> check.state() != Check.State.OK)
                .forEach(check -> lines.add(check.name() + ": " + check.advice()));
        lines.add(ok ? "Everything that commands need is there." : "Commands will fail until the problems are mended.");
        return String.join(System.lineSeparator(), lines);
    }
}
