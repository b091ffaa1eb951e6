package sleeper.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import sleeper.aws.client.AwsFailures;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;
import sleeper.deploy.aws.DeployClients;
import sleeper.deployed.eks.EksPlace;
import sleeper.deployed.eks.EksTokens;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * Changes objects of an EKS cluster as its administrator. A request that is not let in yet is tried for some minutes: an access entry is
 * known to the cluster only a while after it is made. Each request may be sent twice.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if it was not answered, or refused.
 */
public final class KubernetesAdmin {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** How long an access entry may take, and more, until the cluster knows it. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int OK = 300;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;
    private static final int CONFLICT = 409;
    private static final int INVALID = 422;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EksPlace place;
    private final EksTokens tokens;
    private final Duration patience;
    private final Surroundings surroundings;
    private final HttpClient client;

    /** @param patience how long a request is tried that is not let in, or not answered */
    public KubernetesAdmin(EksPlace place, EksTokens tokens, Duration patience, Surroundings surroundings) {
        this.place = place;
        this.tokens = tokens;
        this.patience = patience;
        this.surroundings = surroundings;
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(trusting(place))
                .build();
    }

    /** @return that of an instance's cluster, by the credentials of the clients */
    public static KubernetesAdmin of(
            Cluster cluster, InstanceNames names, DeployClients clients, Duration patience, Surroundings surroundings) {
        EksPlace place = new EksPlace(
                cluster.name(),
                URI.create(cluster.endpoint()),
                cluster.certificateAuthority().data(),
                names.eksNamespace());
        EksTokens tokens = new EksTokens(cluster.name(), clients.region(), clients.credentials(), surroundings.clock());
        return new KubernetesAdmin(place, tokens, patience, surroundings);
    }

    private static SSLContext trusting(EksPlace place) {
        try {
            Certificate authority = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(place.certificateAuthority())));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(place.cluster(), authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate authority of " + place.cluster() + " is none", e);
        }
    }

    /** An answer. */
    private record Answer(int status, String body) {}

    /**
     * Makes an object, or has one that is there be as told; fields that are not told stay. One that has a field that cannot be changed,
     * such as the role that a binding gives, is made anew.
     *
     * @param collection path that objects of the kind are made at
     */
    void put(String collection, ObjectNode object) {
        String path = collection + "/" + object.at("/metadata/name").asText();
        Answer patched = ask("PATCH", path, Optional.of(object), List.of(MISSING, INVALID));
        if (patched.status() == INVALID) {
            delete(path);
        }
        if (patched.status() >= OK) {
            Answer made = ask("POST", collection, Optional.of(object), List.of(CONFLICT));
            if (made.status() == CONFLICT) {
                Answer unused = ask("PATCH", path, Optional.of(object), List.of());
            }
        }
    }

    /** Has an object end, and all that it owns; nothing if it is not there, or is at its end already, as a namespace says by a conflict. */
    void delete(String path) {
        Answer unused = ask("DELETE", path, Optional.empty(), List.of(MISSING, CONFLICT));
    }

    /** @return the objects of a kind */
    List<JsonNode> list(String collection) {
        Answer found = ask("GET", collection, Optional.empty(), List.of(MISSING));
        try {
            return found.status() == MISSING
                    ? List.of()
                    : JSON.readTree(found.body()).path("items").valueStream().toList();
        } catch (IOException e) {
            throw failed("GET", collection, "an answer that is no JSON", ErrorCode.UNAVAILABLE, e);
        }
    }

    private Answer ask(String method, String path, Optional<ObjectNode> body, List<Integer> expected) {
        Instant end = surroundings.clock().instant().plus(patience);
        while (true) {
            boolean mayWait = surroundings.clock().instant().isBefore(end);
            try {
                Answer answer = send(method, path, body);
                if (answer.status() < OK || expected.contains(answer.status())) {
                    return answer;
                }
                if (!mayWait || !mayPass(answer.status())) {
                    throw refused(method, path, answer);
                }
            } catch (IOException e) {
                if (!mayWait) {
                    throw failed(method, path, "no answer: " + FailureWords.of(e), ErrorCode.UNAVAILABLE, e);
                }
            }
            surroundings.pause().sleep(PAUSE);
        }
    }

    private static boolean mayPass(int status) {
        return status == UNAUTHORIZED || status == FORBIDDEN || status == TOO_MANY || status >= SERVER_ERROR;
    }

    private Answer send(String method, String path, Optional<ObjectNode> body) throws IOException {
        String token = token();
        HttpRequest request = HttpRequest.newBuilder(URI.create(place.endpoint() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(
                        method,
                        body.map(object -> BodyPublishers.ofString(object.toString()))
                                .orElse(BodyPublishers.noBody()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String token() {
        try {
            return tokens.current();
        } catch (SdkException e) {
            throw AwsFailures.nothingDone(
                    notChanged(), "the EKS cluster " + place.cluster(), "sts:GetCallerIdentity", e);
        }
    }

    private String notChanged() {
        return "What is within the EKS cluster " + place.cluster() + " was not changed.";
    }

    /** @return what the API server says in words (Kubernetes API, "Status"); nothing that a proxy before it sends */
    private static String said(String body) {
        try {
            return JSON.readTree(body).path("message").asText();
        } catch (IOException e) {
            return "";
        }
    }

    private TransientFailureException refused(String method, String path, Answer answer) {
        boolean denied = answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
        return failed(
                method,
                path,
                (answer.status() + " " + said(answer.body())).strip(),
                denied ? ErrorCode.FILE_FORBIDDEN : ErrorCode.UNAVAILABLE,
                null);
    }

    private TransientFailureException failed(
            String method, String path, String found, ErrorCode code, Exception cause) {
        return new TransientFailureException(
                notChanged(),
                List.of(new Fault(
                        code,
                        method + " " + path + " of the EKS cluster " + place.cluster(),
                        found,
                        "",
                        code == ErrorCode.FILE_FORBIDDEN
                                ? "Deploy as the user or role that deployed before, or give yours an access entry of the cluster"
                                        + " with AmazonEKSClusterAdminPolicy."
                                : "Try again; what was done stays.")),
                cause);
    }
}
