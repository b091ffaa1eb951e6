package sleeper.cli.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.api.Api;
import sleeper.api.ApiReply;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.console.ConsoleServer;
import sleeper.console.Keys;
import sleeper.core.json.StoredJson;
import sleeper.core.util.FileWords;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.LocalHome;
import sleeper.statestore.instance.UnreachableException;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.PortTakenException;

/** {@code console}: opens the console in a browser. */
@Command(
        name = "console",
        description =
                "Prints an address of the console that opens it once, and opens it in a browser where there is one. The pages of a"
                        + " running 'sleeper local' are served by that; those of a deployed instance, or of a home where nothing runs,"
                        + " by this command until it is interrupted, with your own credentials.")
public final class ConsoleCommand extends SleeperCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(names = "--no-browser", description = "Print the address alone.")
    private boolean noBrowser;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where this command serves the pages, where it does (any port that is free).")
    private Integer port;

    public ConsoleCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port != null && (port < 1 || port > 65_535)) {
            throw usage("--port is " + port + ", and must be 1 to 65535");
        }
        Browser browser = new Browser(new LocalHome(surrounding().home()));
        browser.forget();
        Optional<String> ofLocal = surrounding().deployedInstance().isPresent() ? Optional.empty() : addressOfLocal();
        if (ofLocal.isPresent()) {
            show(ofLocal.get(), browser);
            return ExitCode.DONE;
        }
        return serve(browser);
    }

    /** @return a fresh address of the console that a running {@code local} serves; empty if none runs */
    private Optional<String> addressOfLocal() throws IOException, InterruptedException {
        Optional<LocalEndpoints> endpoints =
                LocalEndpoints.read(new LocalHome(surrounding().home()).localJson());
        if (endpoints.isEmpty()
                || endpoints.get().consoleAddress().isEmpty()
                || !instance().isServed()) {
            return Optional.empty();
        }
        return Optional.of(freshAddress(endpoints.get()));
    }

    private String freshAddress(LocalEndpoints endpoints) throws InterruptedException {
        URI tokens = URI.create(endpoints.consoleAddress().orElseThrow() + Api.PREFIX + "/tokens");
        HttpRequest request = HttpRequest.newBuilder(tokens)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + endpoints.consoleToken())
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == ApiReply.OK) {
                return StoredJson.text(StoredJson.parse("The console's answer", response.body()), "url");
            }
            throw noConsole(tokens, "an answer of status " + response.statusCode(), null);
        } catch (IOException e) {
            throw noConsole(tokens, "no answer", e);
        }
    }

    private UnreachableException noConsole(URI tokens, String found, IOException cause) {
        return new UnreachableException(
                "the console at " + tokens.getAuthority(),
                found,
                "Where 'sleeper local' runs, local.json in " + surrounding().home()
                        + " says where its console listens. End that, and start it anew.",
                cause);
    }

    private int serve(Browser browser) throws InterruptedException {
        HttpEndpoint endpoint = listen();
        Stop stop = Stop.onSignal();
        try (ConsoleServer console = new ConsoleOfPlace(surrounding(), instance())
                .serve(new Keys(Keys.newRoot(), surrounding().clock()), endpoint, Map.of())) {
            show(console.newPageAddress(), browser);
            console().progress("The console is served until you interrupt this command.");
            stop.awaitAsked();
        } finally {
            browser.forget();
            stop.done();
        }
        return ExitCode.DONE;
    }

    private HttpEndpoint listen() {
        try {
            return HttpEndpoint.listen(ConsoleServer.NAME, port == null ? 0 : port);
        } catch (PortTakenException e) {
            throw new UnreachableException(
                    "port " + e.port() + " of 127.0.0.1 for the console",
                    e.getCause().getMessage(),
                    "End the program that listens there, or choose another with --port N.",
                    e);
        }
    }

    /** The address is printed, so that nothing is lost where no browser opens. */
    private void show(String address, Browser browser) {
        print(() -> StoredJson.object().put("url", address), () -> address);
        console().flush();
        if (!noBrowser && !json() && surrounding().isTerminal()) {
            try {
                browser.open(address);
            } catch (IOException e) {
                console().progress("No browser was opened: the home cannot be written (" + FileWords.of(e) + ").");
            }
        }
    }
}
