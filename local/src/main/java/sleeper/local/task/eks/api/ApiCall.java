package sleeper.local.task.eks.api;

/**
 * What somebody asks of the API server, in the words that roles are written in.
 *
 * @param user      such as {@code system:serviceaccount:default:spark}
 * @param verb      such as {@code deletecollection}
 * @param group     API group, empty for the core group
 * @param resource  such as {@code pods}, or {@code pods/log} for a part of one
 * @param namespace empty if it is about all
 */
public record ApiCall(String user, String verb, String group, String resource, String namespace) {}
