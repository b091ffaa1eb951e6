package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.local.task.eks.api.ApiAnswer;

/** The API server as a client of Kubernetes has it, and as others have it. */
class ApiEndpointIT {
    @TempDir
    private Path folder;

    private TestCluster kubernetes;

    @BeforeEach
    void open() throws IOException {
        kubernetes = new TestCluster(folder);
    }

    @AfterEach
    void close() {
        kubernetes.close();
    }

    private KubernetesClient client(String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(kubernetes.cluster().address().toString())
                .withOauthToken(token)
                .withCaCertFile(kubernetes.cluster().certificate().pem().toString())
                .withNamespace("sleeper")
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Nested
    class ForAClient {
        private KubernetesClient client;

        @BeforeEach
        void connect() {
            client = client(kubernetes.cluster().administratorToken());
        }

        @AfterEach
        void disconnect() {
            client.close();
        }

        private void addMaps() {
            for (String name : List.of("a", "b", "c")) {
                add(name, Map.of("name", name, "kind", name.equals("c") ? "other" : "same"));
            }
            add("none", Map.of());
        }

        private ConfigMap add(String name, Map<String, String> labels) {
            return client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withLabels(labels)
                            .endMetadata()
                            .withData(Map.of("key", "value"))
                            .build())
                    .create();
        }

        private List<String> names(String selector) {
            return client.configMaps().withLabelSelector(selector).list().getItems().stream()
                    .map(map -> map.getMetadata().getName())
                    .toList();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "kind=same               | a,b",
                    "kind==other             | c",
                    "kind!=same              | c,none",
                    "name in (a,c)           | a,c",
                    "name in (a, b),kind=same| a,b",
                    "name notin (a,b)        | c,none",
                    "kind                    | a,b,c",
                    "!kind                   | none",
                    "kind=same,name!=a       | b",
                    "name in (a,a)           | a"
                })
        void shouldSelectByLabels(String selector, String expected) {
            addMaps();
            assertThat(names(selector)).containsExactly(expected.split(","));
        }

        @Test
        void shouldSelectByTheNumberOfALabel() {
            // Given
            add("one", Map.of("number", "1"));
            add("two", Map.of("number", "2"));
            add("none", Map.of("number", "x"));
            // When / Then
            assertThat(names("number>1")).containsExactly("two");
            assertThat(names("number<2")).containsExactly("one");
        }

        @Test
        void shouldReplaceAnObjectWhole() {
            // Given
            ConfigMap map = add("a", Map.of());
            // When
            map.setData(null);
            client.resource(map).update();
            // Then
            assertThat(client.configMaps().withName("a").get().getData()).isNullOrEmpty();
        }

        @Test
        void shouldDeleteNoOtherThanTheOneThatIsMeant() {
            // Given
            ConfigMap map = add("a", Map.of());
            client.configMaps()
                    .withName("a")
                    .edit(old -> new ConfigMapBuilder(old)
                            .addToData("other", "value")
                            .build());
            // When / Then
            assertThatThrownBy(() -> client.resource(map).lockResourceVersion().delete())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(409));
            assertThat(names("")).containsExactly("a");
        }

        @Test
        void shouldDoNothingWhereItIsAskedForADryRun() {
            // Given
            ConfigMap map = add("a", Map.of());
            // When / Then
            assertThatThrownBy(() -> client.resource(map).dryRun().delete()).hasMessageContaining("nothing was done");
            assertThatThrownBy(() -> client.resource(new ConfigMapBuilder(map)
                                    .editMetadata()
                                    .withName("b")
                                    .endMetadata()
                                    .build())
                            .dryRun()
                            .create())
                    .hasMessageContaining("nothing was done");
            assertThat(names("")).containsExactly("a");
        }

        @Test
        void shouldLetNobodyChangeHowAnObjectStands() {
            // Given
            kubernetes.createJob("load");
            kubernetes.started();
            var path = "/apis/batch/v1/namespaces/" + TestCluster.NAMESPACE + "/jobs/load";
            var before = kubernetes.job("load");
            // When
            var patch = TestCluster.json(
                    "{\"status\":{\"succeeded\":1},\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}");
            ApiAnswer.Body unused = kubernetes.call("PATCH", path, Map.of(), patch);
            ApiAnswer.Body refused = kubernetes.call("PATCH", path, Map.of(), TestCluster.json("{\"spek\":1}"));
            // Then
            assertThat(kubernetes.job("load")).isEqualTo(before);
            assertThat(refused.json().path("message").asText()).contains("unknown field \"spek\"");
        }

        @Test
        void shouldDeleteTheSelectedOnesAlone() {
            // Given
            addMaps();
            // When
            client.configMaps().withLabelIn("name", "a", "b").delete();
            // Then
            assertThat(names("")).containsExactly("c", "none");
        }

        @Test
        void shouldSelectPodsByTheirPhase() {
            // Given
            kubernetes.createJob("runs");
            kubernetes.started();
            kubernetes.createJob("waits");
            // When / Then
            assertThat(client.pods().withField("status.phase", "Running").list().getItems())
                    .extracting(pod -> pod.getMetadata().getLabels().get("job-name"))
                    .containsExactly("runs");
        }

        @Test
        void shouldGiveALongListInParts() {
            // Given
            addMaps();
            // When
            var first = client.configMaps()
                    .list(new ListOptionsBuilder().withLimit(3L).build());
            var rest = client.configMaps()
                    .list(new ListOptionsBuilder()
                            .withLimit(3L)
                            .withContinue(first.getMetadata().getContinue())
                            .build());
            // Then
            assertThat(first.getItems()).hasSize(3);
            assertThat(rest.getItems())
                    .extracting(map -> map.getMetadata().getName())
                    .containsExactly("none");
            assertThat(rest.getMetadata().getContinue()).isNull();
        }

        @Test
        void shouldRefuseASecondObjectOfOneName() {
            add("a", Map.of());
            assertThatThrownBy(() -> add("a", Map.of()))
                    .isInstanceOfSatisfying(KubernetesClientException.class, refusal -> {
                        assertThat(refusal.getCode()).isEqualTo(409);
                        assertThat(refusal.getStatus().getReason()).isEqualTo("AlreadyExists");
                        assertThat(refusal.getStatus().getMessage()).isEqualTo("configmaps \"a\" already exists");
                    });
        }

        @Test
        void shouldRefuseAChangeOfWhatHasChangedMeanwhile() {
            // Given
            ConfigMap old = add("a", Map.of());
            client.configMaps()
                    .withName("a")
                    .edit(map -> new ConfigMapBuilder(map)
                            .addToData("other", "value")
                            .build());
            // When / Then
            old.setData(Map.of());
            assertThatThrownBy(() -> client.resource(old).update())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal ->
                                    assertThat(refusal.getStatus().getReason()).isEqualTo("Conflict"));
            assertThat(client.configMaps().withName("a").get().getData()).containsOnlyKeys("key", "other");
        }

        @Test
        void shouldRefuseALabelThatKubernetesDoesNotTake() {
            assertThatThrownBy(() -> add("a", Map.of("key", "_")))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(422));
        }

        @Test
        void shouldTellChangesToWhoWatches() throws Exception {
            // Given
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            Watcher<ConfigMap> watcher = new Watcher<>() {
                @Override
                public void eventReceived(Action action, ConfigMap map) {
                    told.add(action + " " + map.getMetadata().getName());
                }

                @Override
                public void onClose(WatcherException cause) {
                    told.add("closed");
                }
            };
            add("before", Map.of("of", "us"));
            Watch watch = client.configMaps().withLabel("of", "us").watch(watcher);
            // When
            add("others", Map.of());
            add("ours", Map.of("of", "us"));
            client.configMaps()
                    .withName("ours")
                    .edit(map -> new ConfigMapBuilder(map).addToData("k", "v").build());
            client.configMaps().withName("ours").delete();
            // Then
            assertThat(take(told, 4)).containsExactly("ADDED before", "ADDED ours", "MODIFIED ours", "DELETED ours");
            watch.close();
        }

        private static List<String> take(BlockingQueue<String> told, int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            while (taken.size() < count) {
                String next = told.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("after " + taken).isNotNull();
                taken.add(next);
            }
            return taken;
        }

        @Test
        void shouldGiveObjectsThatTheClientsModelTakesWhole() {
            // Given
            kubernetes.createJob("load");
            kubernetes.started();
            // When
            Job job = client.batch().v1().jobs().withName("load").get();
            Pod pod = client.pods()
                    .withLabel("job-name", "load")
                    .list()
                    .getItems()
                    .get(0);
            // Then
            assertThat(TestCluster.json(Serialization.asJson(job))).isEqualTo(kubernetes.job("load"));
            assertThat(job.getAdditionalProperties()).isEmpty();
            assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
            assertThat(pod.getStatus().getAdditionalProperties()).isEmpty();
        }

        @Test
        void shouldDeleteAJobInTheBackground() {
            // Given
            kubernetes.createJob("load");
            // When
            client.batch()
                    .v1()
                    .jobs()
                    .withName("load")
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
            kubernetes.loop().runUntilIdle();
            // Then
            assertThat(client.batch().v1().jobs().withName("load").get()).isNull();
            assertThat(client.pods().list().getItems()).isEmpty();
        }

        @Test
        void shouldGiveNoAnswerWhileItIsAway() {
            // Given
            addMaps();
            kubernetes.cluster().faults().away(kubernetes.loop(), Duration.ofMinutes(1));
            // When / Then
            assertThatThrownBy(() -> names("")).isInstanceOf(KubernetesClientException.class);
            kubernetes.after(Duration.ofMinutes(1));
            assertThat(names("")).hasSize(4);
        }
    }

    @Test
    void shouldLeadClientsToTheClusterByAFileAsLongAsItIsThere() throws IOException {
        // Given
        kubernetes.createJob("load");
        Path file = kubernetes.records().resolve("kubeconfig");
        // When
        Config config = Config.fromKubeconfig(Files.readString(file));
        // Then
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThat(client.batch().v1().jobs().list().getItems())
                    .extracting(job -> job.getMetadata().getName())
                    .containsExactly("load");
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        kubernetes.cluster().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldTellClientsWhatItHas() {
        try (KubernetesClient client = client(kubernetes.cluster().administratorToken())) {
            assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
            assertThat(client.getApiGroups().getGroups())
                    .extracting(APIGroup::getName)
                    .containsExactly("batch", "rbac.authorization.k8s.io");
            assertThat(client.getApiResources("batch/v1").getResources())
                    .extracting(APIResource::getName)
                    .containsExactly("jobs");
            assertThat(client.getApiResources("v1").getResources())
                    .extracting(APIResource::getKind)
                    .contains("Pod", "ConfigMap", "Service");
        }
    }

    @Nested
    class ForAServiceAccount {
        @Test
        void shouldRefuseWhatTheRoleDoesNotAllow() {
            // Given
            String token = kubernetes.cluster().serviceAccountToken("spark");
            // When / Then
            try (KubernetesClient client = client(token)) {
                assertThat(client.pods().list().getItems()).isEmpty();
                assertThatThrownBy(() -> client.batch().v1().jobs().list())
                        .hasMessageContaining(
                                "jobs is forbidden: User \"system:serviceaccount:sleeper:spark\" cannot list resource"
                                        + " \"jobs\" in API group \"batch\" in the namespace \"sleeper\"");
            }
        }

        @Test
        void shouldAllowAnAccountWithoutARoleNothing() {
            try (KubernetesClient client = client(kubernetes.cluster().serviceAccountToken("default"))) {
                assertThatThrownBy(() -> client.pods().list()).hasMessageContaining("pods is forbidden");
            }
        }
    }

    @Nested
    class ForOthers {
        private int status(String... headers) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(
                            kubernetes.cluster().address().resolve("/api/v1/namespaces/sleeper/pods"))
                    .headers(headers)
                    .build();
            return HttpClient.newBuilder()
                    .sslContext(kubernetes.cluster().certificate().context())
                    .build()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        private String[] withToken(String... headers) {
            List<String> all = new ArrayList<>(List.of(headers));
            all.addAll(List.of("Authorization", "Bearer " + kubernetes.cluster().administratorToken()));
            return all.toArray(String[]::new);
        }

        @Test
        void shouldAnswerWhoHasAToken() throws Exception {
            assertThat(status(withToken("Accept", "*/*"))).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Bearer guessed",
                    "Bearer",
                    "Basic YTpi",
                    "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c, Signature=d"
                })
        void shouldRefuseWhoHasNone(String authorization) throws Exception {
            assertThat(status("Authorization", authorization)).isEqualTo(401);
        }

        @ParameterizedTest
        @CsvSource({
            "Origin, http://page.example",
            "Origin, null",
            "Sec-Fetch-Site, cross-site",
            "Sec-Fetch-Site, same-origin"
        })
        void shouldRefuseAPageThoughItHadAToken(String header, String value) throws Exception {
            assertThat(status(withToken(header, value))).isEqualTo(403);
        }

        @Test
        void shouldRefuseANameThatLeadsHere() throws Exception {
            try (Socket socket = kubernetes
                    .cluster()
                    .certificate()
                    .context()
                    .getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(),
                            kubernetes.cluster().address().getPort())) {
                socket.getOutputStream()
                        .write(("GET /api/v1/namespaces/sleeper/pods HTTP/1.1\r\nHost: page.example:"
                                        + kubernetes.cluster().address().getPort() + "\r\nAuthorization: Bearer "
                                        + kubernetes.cluster().administratorToken() + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 403 ");
            }
        }
    }
}
