package sleeper.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import sleeper.api.error.ErrorReport;
import sleeper.cli.access.IamCommand;
import sleeper.cli.demo.DemoCommand;
import sleeper.cli.deploy.DeployCommand;
import sleeper.cli.deploy.DestroyCommand;
import sleeper.cli.doctor.DoctorCommand;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.WrongCommandLine;
import sleeper.cli.job.AbortCommand;
import sleeper.cli.job.CommitCommand;
import sleeper.cli.job.DeadLettersCommand;
import sleeper.cli.job.JobsCommand;
import sleeper.cli.job.PlanCommand;
import sleeper.cli.job.PrepareCommand;
import sleeper.cli.job.RetryCommand;
import sleeper.cli.job.SubmitCommand;
import sleeper.cli.job.WatchCommand;
import sleeper.cli.rows.QueryCommand;
import sleeper.cli.rows.ScanCommand;
import sleeper.cli.rows.VerifyCommand;
import sleeper.cli.services.ClustersCommand;
import sleeper.cli.services.ConsoleCommand;
import sleeper.cli.services.LocalCommand;
import sleeper.cli.table.CheckCommand;
import sleeper.cli.table.GcCommand;
import sleeper.cli.table.IcebergCommand;
import sleeper.cli.table.TableCommand;
import sleeper.core.error.SleeperException;
import sleeper.core.util.SuiteVersion;
import sleeper.statestore.instance.UnreachableException;

/**
 * The {@code sleeper} command. Exit codes: 0 done, 1 the job or check failed, 2 the command line is wrong, 3 there is nothing
 * to talk to.
 */
@Command(
        name = "sleeper",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "sleeper " + SuiteVersion.CURRENT,
        synopsisSubcommandLabel = "COMMAND",
        description = "Loads Parquet into tables that are partitioned by key and sorted within each partition.")
public final class Sleeper implements Runnable {
    private static final int OUTPUT_BUFFER_BYTES = 1 << 16;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = SleeperCommand.JSON_OPTION,
            scope = ScopeType.INHERIT,
            description = "Print one JSON object on standard output (query and scan: one a row).")
    boolean json;

    @Option(
            names = SleeperCommand.INSTANCE_OPTION,
            scope = ScopeType.INHERIT,
            paramLabel = "ID",
            description =
                    "Work on the deployed instance of this id, whatever SLEEPER_HOME says. SLEEPER_INSTANCE_ID names one"
                            + " where SLEEPER_HOME is not set.")
    String instance;

    @Option(
            names = SleeperCommand.REGION_OPTION,
            scope = ScopeType.INHERIT,
            paramLabel = "REGION",
            description = "Where the deployed instance lies (AWS_REGION, or that of the profile).")
    String region;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "A command is needed: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    public static void main(String[] arguments) {
        Logs.configure();
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Surrounding surrounding = new Surrounding(
                new Console(out, err), System.getenv(), Path.of("").toAbsolutePath(), InstantSource.system());
        int exitCode = run(surrounding, arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Runs a command line. @return the exit code */
    public static int run(Surrounding surrounding, String... arguments) {
        CommandLine commandLine = commandLine(surrounding);
        boolean json = Arrays.asList(arguments).contains(SleeperCommand.JSON_OPTION);
        commandLine.setParameterExceptionHandler((error, args) -> {
            WrongCommandLine wrong = new WrongCommandLine(error);
            if (json) {
                surrounding.console().error(wrong.report(), true);
            } else {
                surrounding.console().progress(wrong.words());
            }
            return ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((error, line, result) -> report(surrounding.console(), error, json));
        return commandLine.execute(arguments);
    }

    private static int report(Console console, Exception error, boolean json) {
        if (error instanceof SleeperException known) {
            console.error(ErrorReport.of(known), json);
            return ExitCode.FAILED;
        }
        if (error instanceof UnreachableException unreachable) {
            console.error(ErrorReport.of("", unreachable.faults()), json);
            return ExitCode.UNREACHABLE;
        }
        Optional<ErrorReport> aboutAFile = ErrorReport.ofFile(error);
        if (aboutAFile.isPresent()) {
            console.error(aboutAFile.get(), json);
            return ExitCode.FAILED;
        }
        error.printStackTrace(console.err());
        console.error(ErrorReport.internal("the command", error), json);
        return ExitCode.FAILED;
    }

    /** @return the whole catalogue of commands */
    static CommandLine commandLine(Surrounding surrounding) {
        CommandLine root = new CommandLine(new Sleeper())
                .addSubcommand(new DemoCommand(surrounding))
                .addSubcommand(new LocalCommand(surrounding))
                .addSubcommand(new ConsoleCommand(surrounding))
                .addSubcommand(new ClustersCommand(surrounding))
                .addSubcommand(TableCommand.create(surrounding))
                .addSubcommand(new SubmitCommand(surrounding))
                .addSubcommand(new PlanCommand(surrounding))
                .addSubcommand(new CheckCommand(surrounding))
                .addSubcommand(new JobsCommand(surrounding))
                .addSubcommand(new WatchCommand(surrounding))
                .addSubcommand(new RetryCommand(surrounding))
                .addSubcommand(new AbortCommand(surrounding))
                .addSubcommand(new PrepareCommand(surrounding))
                .addSubcommand(new CommitCommand(surrounding))
                .addSubcommand(DeadLettersCommand.create(surrounding))
                .addSubcommand(new QueryCommand(surrounding))
                .addSubcommand(new ScanCommand(surrounding))
                .addSubcommand(new VerifyCommand(surrounding))
                .addSubcommand(new IcebergCommand(surrounding))
                .addSubcommand(new GcCommand(surrounding))
                .addSubcommand(new DeployCommand(surrounding))
                .addSubcommand(new DestroyCommand(surrounding))
                .addSubcommand(new IamCommand(surrounding))
                .addSubcommand(new DoctorCommand(surrounding))
                .addSubcommand(new CompletionCommand(surrounding));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setOut(new PrintWriter(surrounding.console().out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(surrounding.console().err(), true, StandardCharsets.UTF_8));
        return root;
    }
}
