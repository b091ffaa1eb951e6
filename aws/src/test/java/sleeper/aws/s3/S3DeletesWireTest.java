package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.aws.client.AwsClients;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FilePath;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The answer to DeleteObjects as it comes (S3 API reference, "DeleteObjects"). */
class S3DeletesWireTest {
    private static final String ANSWER =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                    + "<Error><Key>a &amp; b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                    + "</DeleteResult>";

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private S3Client client;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        client = new AwsClients(name -> name.equals("AWS_ENDPOINT_URL_S3") ? endpoint : null, List.of())
                .in(Region.EU_WEST_2)
                .s3(builder -> builder.credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))));
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void shouldFindTheErrorOfAKeyInAnAnswerThatSaysDone() {
        FilePath kept = new FilePath("bucket", "a & b");
        S3FileStore store =
                new S3FileStore(client, new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));

        Map<FilePath, IOException> left = store.deleteAll(List.of(kept, new FilePath("bucket", "c")));

        assertThat(left).containsOnlyKeys(kept);
        assertThat(left.get(kept)).isInstanceOf(ActionDeniedException.class);
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .startsWith("POST /bucket?delete ")
                        .contains("<Quiet>true</Quiet>")
                        .contains("<Key>a &amp; b</Key>"));
    }
}
