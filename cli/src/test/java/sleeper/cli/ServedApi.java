package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sleeper.local.run.LocalHome;

/** {@code local} in a process of its own, and its API as a program asks it. */
final class ServedApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final JsonNode endpoints;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedApi(Process process, JsonNode endpoints) {
        this.process = process;
        this.endpoints = endpoints;
    }

    /** What the API answered. */
    record Reply(int status, JsonNode body) {
        /** Expects that it did what it was asked. */
        JsonNode ok() {
            assertThat(status).as(body.toString()).isEqualTo(200);
            return body;
        }

        String code() {
            return body.at("/error/code").textValue();
        }

        JsonNode fault() {
            return body.at("/error/faults/0");
        }

        /** Expects an error in the form that all have. */
        Reply refused(int expected, String code) {
            assertThat(status).as(body.toString()).isEqualTo(expected);
            assertThat(names(body)).containsExactly("error");
            assertThat(names(body.get("error"))).containsExactly("code", "message", "summary", "faults");
            assertThat(code()).isEqualTo(code);
            assertThat(fault().isMissingNode()).isFalse();
            return this;
        }
    }

    static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    /** Starts the services of a home, and waits until they run. */
    static ServedApi start(Path home, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                "local",
                "--json"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SLEEPER_HOME", home.toString());
        Process process = builder.start();
        assertThat(process.inputReader().readLine()).isNotNull();
        return new ServedApi(
                process, JSON.readTree(new LocalHome(home).localJson().toFile()));
    }

    URI address() {
        return URI.create(endpoints.get("api").textValue());
    }

    String token() {
        return endpoints.get("api.token").textValue();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Reply get(String path) {
        return call("GET", path, "");
    }

    Reply post(String path, String body) {
        return call("POST", path, body);
    }

    private Reply call(String method, String path, String body) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path))
                            .header("Authorization", "Bearer " + token())
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    /** Waits until a job stands so. @return the job */
    JsonNode await(String job, String status) {
        JsonNode found = get("/jobs/" + job).body();
        while (!found.path("status").asText().equals(status)) {
            found = get("/jobs/" + job).body();
        }
        return found;
    }

    /** Ends the services as a signal does. */
    void stop() throws InterruptedException {
        assertThat(process.toHandle().destroy()).isTrue();
        assertThat(process.waitFor()).isZero();
    }

    @Override
    public void close() {
        Process unused = process.destroyForcibly();
        try {
            int exitCode = process.waitFor();
            assertThat(exitCode).as("exit code").isNotNegative();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
