package sleeper.deployed.eks;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import sleeper.aws.client.AwsFailures;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.FailureWords;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a request to the Kubernetes API has come to, by its status (Kubernetes, "API conventions", HTTP status codes), or for want of one;
 * in words for people, and as what the ports throw.
 */
final class KubernetesFailures {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final String SUMMARY = "What an attempt created was not asked for.";

    private final EksPlace place;

    KubernetesFailures(EksPlace place) {
        this.place = place;
    }

    /** @return whether the token was not taken */
    static boolean isUnauthorized(KubernetesClientException failure) {
        return failure.getCode() == UNAUTHORIZED;
    }

    /** @return whether the API server has too much to do, and will answer after a wait */
    static boolean isBusy(KubernetesClientException failure) {
        return failure.getCode() == TOO_MANY || failure.getCode() == UNAVAILABLE;
    }

    /** @return whether another try of what may be done twice can mend it */
    static boolean mayPass(KubernetesClientException failure) {
        return hadNoAnswer(failure)
                ? !isUntrusted(failure)
                : failure.getCode() == CONFLICT || isBusy(failure) || failure.getCode() >= SERVER_ERROR;
    }

    /** The client has no status of HTTP then. */
    private static boolean hadNoAnswer(KubernetesClientException failure) {
        return failure.getCode() <= 0;
    }

    private static boolean isUntrusted(KubernetesClientException failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(SSLException.class::isInstance);
    }

    /**
     * @param verb as rights name it, such as {@code list}
     * @param what was asked for, such as {@code jobs.batch}, and which
     * @return that nothing is known
     */
    TransientFailureException nothingDone(
            String verb, KubernetesKind kind, String what, KubernetesClientException failure) {
        boolean denied = failure.getCode() == UNAUTHORIZED || failure.getCode() == FORBIDDEN;
        ErrorCode code = denied ? ErrorCode.FILE_FORBIDDEN : ErrorCode.UNAVAILABLE;
        return new TransientFailureException(
                SUMMARY,
                List.of(new Fault(
                        code, where(kind, what), words(verb, kind, failure), "", advice(verb, kind, failure, code))),
                failure);
    }

    /** @return that the process has no credentials to show to the cluster */
    TransientFailureException noToken(KubernetesKind kind, String what, SdkException failure) {
        return AwsFailures.nothingDone(SUMMARY, where(kind, what), "sts:GetCallerIdentity", failure);
    }

    private String where(KubernetesKind kind, String what) {
        return kind.resource() + " " + what + " in the namespace " + place.namespace() + " of the EKS cluster "
                + place.cluster();
    }

    private static String words(String verb, KubernetesKind kind, KubernetesClientException failure) {
        String action = verb + " " + kind.resource();
        if (hadNoAnswer(failure)) {
            return action + " had no answer: " + FailureWords.of(cause(failure));
        }
        Optional<String> said = Optional.ofNullable(failure.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getMessage()))
                .filter(message -> !message.isBlank());
        return action + " was answered by " + failure.getCode()
                + said.map(message -> " (" + message + ")").orElse("");
    }

    private static Throwable cause(KubernetesClientException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    private String advice(String verb, KubernetesKind kind, KubernetesClientException failure, ErrorCode code) {
        if (failure.getCode() == UNAUTHORIZED) {
            return "Give the role that this process runs as an access entry of the EKS cluster " + place.cluster()
                    + " with the group " + KubernetesRights.GROUP + ": a deployment makes it.";
        }
        if (failure.getCode() == FORBIDDEN) {
            return "Grant the Kubernetes group " + KubernetesRights.GROUP + " the verb " + verb + " on "
                    + kind.resource()
                    + " in the namespace " + place.namespace()
                    + ", and have the access entry of the role that this process runs as name the group: a deployment makes both.";
        }
        return isUntrusted(failure)
                ? "Deploy the instance again, which sets SLEEPER_EKS_CERTIFICATE_AUTHORITY: the API server's certificate is not"
                        + " one of that authority's, as after the cluster was made anew."
                : code.action();
    }
}
