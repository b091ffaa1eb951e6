package sleeper.cli.services;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.console.ConsoleServer;
import sleeper.console.KeyFile;
import sleeper.console.Keys;
import sleeper.core.json.StoredJson;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.local.run.LocalPorts;
import sleeper.local.run.OwnerLock;
import sleeper.local.run.StoresChoice;
import sleeper.local.run.WritableHome;
import sleeper.statestore.instance.UnreachableException;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.PortTakenException;

/** Runs the embedded services until it is interrupted. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Runs queues, Step Functions, handlers and tasks on this machine until it is interrupted. Any AWS"
                + " client can talk to them; stopping loses nothing.")
public final class LocalCommand extends SleeperCommand {
    /** Addresses that the console shows, and clients ask it for. */
    private static final Set<String> SHOWN = Set.of("stepfunctions", "sqs", "s3", "iceberg");

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Where Step Functions listens; the queues, the buckets, the Iceberg catalog and the console listen on the next four ports (any"
                            + " that are free).")
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
        HttpEndpoint consoleEndpoint = listen(home, ports);
        EmbeddedRun run = start(home, ports, chosen, consoleEndpoint);
        Stop stop = Stop.onSignal();
        try (run;
                ConsoleServer console = serveConsole(home, run, consoleEndpoint)) {
            LocalEndpoints endpoints =
                    run.endpoints().withConsole(console.address().toString(), console.programToken());
            endpoints.write(home.localJson());
            run.startSchedules();
            LocalEndpoints shown = endpoints.withoutSecret();
            String page = console.newPageAddress();
            print(() -> StoredJson.textMap(shown.values()).put("console", page), () -> words(shown, page));
            stop.awaitAsked();
            // While the home is still ours: the next owner writes a file of its own.
            Files.deleteIfExists(home.localJson());
            new Browser(home).forget();
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

    /** Before anything runs that would have to be stopped if the port is taken. */
    private static HttpEndpoint listen(LocalHome home, LocalPorts ports) {
        try {
            return ConsolePort.listen(home, ports);
        } catch (PortTakenException e) {
            throw taken(e);
        }
    }

    /** @param endpoint is closed if nothing starts */
    private static EmbeddedRun start(
            LocalHome home, LocalPorts ports, Optional<StoresChoice> stores, HttpEndpoint endpoint) throws IOException {
        Optional<EmbeddedRun> run = Optional.empty();
        try {
            run = EmbeddedRun.tryStart(home, ports, stores);
        } catch (PortTakenException e) {
            throw taken(e);
        } finally {
            if (run.isEmpty()) {
                endpoint.close();
            }
        }
        if (run.isEmpty()) {
            throw owned(home);
        }
        return run.get();
    }

    private static UnreachableException owned(LocalHome home) throws IOException {
        boolean served = OwnerLock.isServed(home.lock());
        return new UnreachableException(
                "the home " + home.path(),
                served ? "a process that runs its services already" : "another command that has its queues open",
                (served ? "Use that one" : "Try again when it has ended") + ", or set SLEEPER_HOME to another folder.",
                null);
    }

    private static UnreachableException taken(PortTakenException e) {
        return new UnreachableException(
                "port " + e.port() + " of 127.0.0.1 for " + e.endpoint(),
                e.getCause().getMessage(),
                "End the program that listens there, or choose others with --port N: N to N+4 are needed.",
                e);
    }

    private ConsoleServer serveConsole(LocalHome home, EmbeddedRun run, HttpEndpoint endpoint) throws IOException {
        ConsolePort.keep(home, endpoint);
        Keys keys = new Keys(KeyFile.read(home.consoleKey()), surrounding().clock());
        Map<String, String> addresses = new LinkedHashMap<>();
        run.endpoints().values().forEach((name, value) -> {
            if (SHOWN.contains(name)) {
                addresses.put(name, value);
            }
        });
        return new ConsoleOfPlace(surrounding(), instance()).serve(keys, endpoint, addresses);
    }

    private static String words(LocalEndpoints endpoints, String page) {
        StringBuilder lines = new StringBuilder();
        endpoints
                .values()
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append(System.lineSeparator()));
        lines.append("console=").append(page).append(System.lineSeparator());
        return lines.append("ready").toString();
    }
}
