package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.run.LocalHome;

/** {@code console}, and the console of {@code local}, as a browser uses what they print. */
@Timeout(180)
class ConsoleCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();
    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            int unused = process.destroyForcibly().waitFor();
        }
    }

    private Process console(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                "console",
                "--json"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("console.err").toFile());
        builder.environment().put("SLEEPER_HOME", cli.home().toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** What a page keeps. */
    private record Page(URI server, String cookie, String secret) {}

    /** @return the status of what the page asks for when it is opened; empty keys if it gets none */
    private HttpResponse<String> session(URI address) throws IOException, InterruptedException {
        String token = address.getQuery().substring("token=".length());
        return client.send(
                HttpRequest.newBuilder(address.resolve("/api/v1/session"))
                        .header("X-Sleeper-Console", "1")
                        .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private Page open(URI address) throws IOException, InterruptedException {
        HttpResponse<String> opened = session(address);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
        String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
        return new Page(
                address.resolve("/"),
                cookie.substring(0, cookie.indexOf(';')),
                JSON.readTree(opened.body()).get("secret").textValue());
    }

    private HttpResponse<String> get(Page page, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(page.server().resolve("/api/v1" + path))
                        .header("Cookie", page.cookie())
                        .header("X-Sleeper-Secret", page.secret())
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI url(JsonNode printed, String field) {
        return URI.create(printed.get(field).textValue());
    }

    @Test
    void shouldGiveAFreshAddressOfTheConsoleOfRunningServices() throws Exception {
        try (ServedApi local = ServedApi.start(cli.home())) {
            // When
            URI first = url(cli.run("console", "--json").done().json(), "url");
            URI second =
                    URI.create(cli.run("console", "--no-browser").done().out().strip());
            // Then
            assertThat(first.getPort()).isEqualTo(local.address().getPort());
            assertThat(second).isNotEqualTo(first);
            assertThat(get(open(first), "/instance").statusCode()).isEqualTo(200);
            assertThat(session(first).statusCode()).isEqualTo(401);
            assertThat(get(open(second), "/jobs").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldLetAPageGoOnWhenTheServicesWereStartedAnew() throws Exception {
        // Given
        Page page;
        String token;
        int port;
        try (ServedApi local = ServedApi.start(cli.home())) {
            page = open(url(cli.run("console", "--json").done().json(), "url"));
            token = local.token();
            port = local.address().getPort();
            local.stop();
        }
        // When
        try (ServedApi local = ServedApi.start(cli.home())) {
            // Then
            assertThat(local.address().getPort()).isEqualTo(port);
            assertThat(local.token()).isEqualTo(token);
            assertThat(get(page, "/instance").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldServeItselfWhereNoServicesRunUntilItIsInterrupted() throws Exception {
        // Given
        cli.createTable("letters", "\"m\"");
        Process console = console();
        // When
        Page page = open(url(JSON.readTree(console.inputReader().readLine()), "url"));
        // Then what needs no services is there, and what does says so
        JsonNode instance = JSON.readTree(get(page, "/instance").body());
        assertThat(instance.get("served").booleanValue()).isFalse();
        assertThat(get(page, "/tables/letters").statusCode()).isEqualTo(200);
        HttpResponse<String> executions = get(page, "/executions");
        assertThat(executions.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(executions.body()).at("/error/code").textValue())
                .isEqualTo("UNAVAILABLE");
        // When
        assertThat(console.toHandle().destroy()).isTrue();
        // Then
        assertThat(console.waitFor()).isZero();
    }

    @Test
    void shouldKeepNoKeyOfAConsoleThatItServesItself() throws Exception {
        Process console = console();
        Page page = open(url(JSON.readTree(console.inputReader().readLine()), "url"));

        assertThat(get(page, "/instance").statusCode()).isEqualTo(200);
        assertThat(new LocalHome(cli.home()).consoleKey()).doesNotExist();
        assertThat(new LocalHome(cli.home()).localJson()).doesNotExist();
    }

    @Test
    void shouldRemoveWhatLedABrowserToAConsoleWhenItStartsAndWhenItEnds() throws Exception {
        // Given
        Path leading = new LocalHome(cli.home()).consolePage();
        Files.createDirectories(cli.home());
        Files.writeString(leading, "to a console of before");
        // When
        Process console = console();
        assertThat(console.inputReader().readLine()).isNotNull();
        // Then
        assertThat(leading).doesNotExist();
        // When
        Files.writeString(leading, "to its own");
        assertThat(console.toHandle().destroy()).isTrue();
        // Then
        assertThat(console.waitFor()).isZero();
        assertThat(leading).doesNotExist();
    }

    @Test
    void shouldSayThatAPortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli.Result refused = cli.run("console", "--port", String.valueOf(other.getLocalPort()));

            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .startsWith("error: UNAVAILABLE")
                    .contains("port " + other.getLocalPort() + " of 127.0.0.1 for the console", "--port N");
        }
    }

    @Test
    void shouldSayThatWhatListensThereIsNoConsole() throws Exception {
        // Given services whose console does not answer
        try (ServedApi local = ServedApi.start(cli.home());
                DeafServer deaf = DeafServer.open()) {
            new LocalEndpoints(Map.of("api", deaf.address(), "api.token", local.token()))
                    .write(new LocalHome(cli.home()).localJson());
            // When
            Cli.Result failed = cli.run("console", "--no-browser");
            // Then
            assertThat(failed.exitCode()).isEqualTo(3);
            assertThat(failed.err()).startsWith("error: UNAVAILABLE").doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayThatTheConsoleRefusesItsToken() throws Exception {
        try (ServedApi local = ServedApi.start(cli.home())) {
            new LocalEndpoints(Map.of("api", local.address().toString(), "api.token", "former"))
                    .write(new LocalHome(cli.home()).localJson());

            Cli.Result failed = cli.run("console", "--no-browser");

            assertThat(failed.exitCode()).isEqualTo(3);
            assertThat(failed.err())
                    .startsWith("error: UNAVAILABLE")
                    .contains("local.json")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "console --port 0, '--port is 0, and must be 1 to 65535'",
        "console --port 65536, '--port is 65536, and must be 1 to 65535'",
        "console --instance Prod!, --instance is 'Prod!'; allowed: 1 to 20 characters of a-z 0-9 -",
        "console --region eu-west-2, --region says where a deployed instance lies: name it by --instance"
    })
    void shouldRefuseWhatMakesNoSense(String line, String words) {
        Cli.Result refused = cli.run(line.split(" "));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(words);
        assertThat(cli.home()).doesNotExist();
    }
}
