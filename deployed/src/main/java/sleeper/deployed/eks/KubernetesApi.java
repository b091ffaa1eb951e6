package sleeper.deployed.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sleeper.aws.request.Tries;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Asks the API server of an EKS cluster for objects of the namespace. Each request may be sent again; one whose token was not taken has
 * one more try, with a new token. The client is made with the first request, so that no connection, thread or token is in a snapshot that
 * is taken before. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link sleeper.core.error.TransientFailureException} if it was not answered, or refused.
 */
final class KubernetesApi implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EksPlace place;
    private final EksTokens tokens;
    private final Surroundings surroundings;
    private final KubernetesFailures failures;
    private Optional<KubernetesClient> made = Optional.empty();

    KubernetesApi(EksPlace place, EksTokens tokens, Surroundings surroundings) {
        this.place = place;
        this.tokens = tokens;
        this.surroundings = surroundings;
        this.failures = new KubernetesFailures(place);
    }

    /** @return all objects that a selector of labels fits, in one list: the API server makes pages only where it is asked to */
    List<JsonNode> list(KubernetesKind kind, String selector) {
        return ask(
                "list",
                kind,
                "with " + selector,
                client -> objects(client, kind).withLabelSelector(selector).list().getItems().stream()
                        .map(KubernetesApi::json)
                        .toList());
    }

    /** @return the object; empty if there is none of the name */
    Optional<JsonNode> find(KubernetesKind kind, String name) {
        return ask(
                "get",
                kind,
                name,
                client -> Optional.ofNullable(
                                objects(client, kind).withName(name).get())
                        .map(KubernetesApi::json));
    }

    /** Deletes an object, and after it what it owns; nothing if there is none of the name. */
    void delete(KubernetesKind kind, String name) {
        var unused = ask(
                "delete",
                kind,
                name,
                client -> objects(client, kind)
                        .withName(name)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(KubernetesClient client, KubernetesKind kind) {
        return client.genericKubernetesResources(kind.context()).inNamespace(place.namespace());
    }

    private static JsonNode json(GenericKubernetesResource object) {
        return JSON.valueToTree(object);
    }

    private <T> T ask(String verb, KubernetesKind kind, String what, Function<KubernetesClient, T> request) {
        KubernetesClient client = client();
        Tries tries = new Tries(surroundings);
        boolean renewed = false;
        while (true) {
            String token = token(kind, what);
            try {
                return request.apply(client);
            } catch (KubernetesClientException e) {
                if (KubernetesFailures.isUnauthorized(e) && !renewed) {
                    tokens.forget(token);
                    renewed = true;
                } else if (!KubernetesFailures.mayPass(e) || !tries.hasNext(KubernetesFailures.isBusy(e))) {
                    throw failures.nothingDone(verb, kind, what, e);
                }
            }
        }
    }

    private String token(KubernetesKind kind, String what) {
        try {
            return tokens.current();
        } catch (SdkException e) {
            throw failures.noToken(kind, what, e);
        }
    }

    private synchronized KubernetesClient client() {
        KubernetesClient client = made.orElseGet(this::make);
        made = Optional.of(client);
        return client;
    }

    /** Nothing that the client would find in files or variables of the process is used; it sends each request once. */
    private KubernetesClient make() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(place.endpoint().toString())
                .withCaCertData(place.certificateAuthority())
                .withNamespace(place.namespace())
                .withConnectionTimeout((int) CONNECT.toMillis())
                .withRequestTimeout((int) READ.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, new Bearer(tokens)))
                .build();
    }

    /** In place of the client's own, which looks for a token in files once a minute. */
    private record Bearer(EksTokens tokens) implements Interceptor {
        @Override
        public void before(BasicBuilder headers, HttpRequest request, RequestTags tags) {
            headers.setHeader(TokenRefreshInterceptor.AUTHORIZATION, "Bearer " + tokens.current());
        }
    }

    @Override
    public synchronized void close() {
        made.ifPresent(KubernetesClient::close);
        made = Optional.empty();
    }
}
