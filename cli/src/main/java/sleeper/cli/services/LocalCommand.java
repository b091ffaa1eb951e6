package sleeper.cli.services;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.json.StoredJson;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.local.run.LocalPorts;
import sleeper.local.run.StoresChoice;
import sleeper.local.run.WritableHome;
import sleeper.statestore.instance.UnreachableException;
import sleeper.stepfunctions.http.PortTakenException;

/** Runs the embedded services until it is interrupted. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Runs queues, Step Functions, handlers and tasks on this machine until it is interrupted. Any AWS"
                + " client can talk to them; stopping loses nothing.")
public final class LocalCommand extends SleeperCommand {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where Step Functions listens; the queues listen on the next port (any that are free).")
    Integer port;

    @Option(
            names = "--stores",
            paramLabel = "WHERE",
            description =
                    "Where files and logs lie: 'file' (in the home), 's3', or 's3,dynamodb' (logs and small records in"
                            + " DynamoDB). AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL_DYNAMODB name servers of your own, where what is"
                            + " missing is made; SLEEPER_INSTANCE_ID names the instance ('local'). The home keeps the choice.")
    String stores;

    public LocalCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        expectNoOption(
                "The services of a deployed instance run already: see them with 'sleeper doctor --instance %s'.");
        LocalPorts ports = ports();
        LocalHome home = new LocalHome(surrounding().home());
        WritableHome.expect(home.path());
        Optional<StoresChoice> chosen = Optional.ofNullable(stores)
                .map(words -> new StoresChoice(words, surrounding().environment()));
        EmbeddedRun run = start(home, ports, chosen);
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::ask, "stop"));
        try (run) {
            LocalEndpoints endpoints = run.endpoints();
            endpoints.write(home.localJson());
            run.startSchedules();
            print(() -> StoredJson.textMap(endpoints.values()), () -> words(endpoints));
            stop.awaitAsked();
            // While the home is still ours: the next owner writes a file of its own.
            Files.deleteIfExists(home.localJson());
        } finally {
            stop.done();
        }
        return ExitCode.DONE;
    }

    private LocalPorts ports() {
        if (port == null) {
            return LocalPorts.FREE;
        }
        if (port < 1 || port > LocalPorts.MAX_FIRST) {
            throw usage("--port is " + port + ", and must be 1 to " + LocalPorts.MAX_FIRST);
        }
        return new LocalPorts(port);
    }

    private static EmbeddedRun start(LocalHome home, LocalPorts ports, Optional<StoresChoice> stores)
            throws IOException {
        try {
            return EmbeddedRun.tryStart(home, ports, stores)
                    .orElseThrow(() -> new UnreachableException(
                            "the home " + home.path(),
                            "a process that runs its services already",
                            "Use that one, or set SLEEPER_HOME to another folder.",
                            null));
        } catch (PortTakenException e) {
            throw new UnreachableException(
                    "port " + e.port() + " of 127.0.0.1 for " + e.endpoint(),
                    e.getCause().getMessage(),
                    "End the program that listens there, or choose others with --port N: N and N+1 are needed.",
                    e);
        }
    }

    private static String words(LocalEndpoints endpoints) {
        StringBuilder lines = new StringBuilder();
        endpoints
                .values()
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append(System.lineSeparator()));
        return lines.append("ready").toString();
    }

    /** What a signal sets off: the services are closed first, and the process then ends as one that is done. */
    private static final class Stop {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean wasAwaited;

        /** Runs while the virtual machine shuts down, whose exit code would be that of the signal. */
        void ask() {
            asked.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (wasAwaited) {
                Runtime.getRuntime().halt(ExitCode.DONE);
            }
        }

        void awaitAsked() throws InterruptedException {
            asked.await();
            wasAwaited = true;
        }

        void done() {
            done.countDown();
        }
    }
}
