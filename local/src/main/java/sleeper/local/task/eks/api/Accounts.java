package sleeper.local.task.eks.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The tokens by which the API server knows who asks. A token is made when it is first needed, and is forgotten with the process. */
public final class Accounts {
    /** Who stands for the cluster's administrator, such as Step Functions with its access entry. */
    public static final String ADMINISTRATOR = "kubernetes-admin";

    private static final String MEMBER = "member-of:";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final Supplier<String> secrets;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** @param secrets makes tokens that nobody guesses */
    public Accounts(Supplier<String> secrets) {
        this.secrets = secrets;
    }

    /** @return the user that a pod of this service account is */
    public static String serviceAccount(String namespace, String name) {
        return SERVICE_ACCOUNT + namespace + ":" + name;
    }

    /** @return a user of whom nothing is known but a group that he is of, as an access entry says it */
    public static String memberOf(String group) {
        return MEMBER + group;
    }

    /** @return whether a user may do no more than what bindings allow */
    static boolean isBound(String user) {
        return user.startsWith(SERVICE_ACCOUNT) || user.startsWith(MEMBER);
    }

    /** @return what the user shows to the API server */
    public String token(String user) {
        return tokens.computeIfAbsent(user, unused -> secrets.get());
    }

    /** @return who shows a token; empty if nobody was given it */
    Optional<String> user(String token) {
        return tokens.entrySet().stream()
                .filter(entry -> entry.getValue().equals(token))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
