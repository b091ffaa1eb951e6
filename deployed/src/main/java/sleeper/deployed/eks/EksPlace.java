package sleeper.deployed.eks;

import java.net.URI;
import sleeper.core.util.Require;

/**
 * Which EKS cluster is meant, and where its API server answers.
 *
 * @param cluster              its name
 * @param endpoint             of the API server, such as {@code https://ABC.gr7.eu-west-2.eks.amazonaws.com}
 * @param certificateAuthority that the API server's certificate is signed by, as EKS gives it: PEM in Base64
 * @param namespace            the one of the instance's Jobs
 */
public record EksPlace(String cluster, URI endpoint, String certificateAuthority, String namespace) {
    public EksPlace {
        Require.notBlank("cluster", cluster);
        Require.notNull("endpoint", endpoint);
        Require.notBlank("certificateAuthority", certificateAuthority);
        Require.notBlank("namespace", namespace);
    }
}
