/**
 * The manifests for Kubernetes that lie with the image: read as strictly as an API server reads them, and held to the Pod Security
 * Standard that their namespace asks; start with {@link ManifestsIT}.
 */
package sleeper.verification.kubernetes;
