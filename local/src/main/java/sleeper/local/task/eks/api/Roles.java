package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;

/** Who may do what: service accounts and groups what a {@code Role} allows that a {@code RoleBinding} gives them, the administrator all. */
final class Roles {
    private static final String GROUP = "Group";

    private final ObjectStore store;

    Roles(ObjectStore store) {
        this.store = store;
    }

    /** @throws ApiException if the call is not allowed */
    void require(ApiCall call) {
        if (Accounts.isBound(call.user()) && !isGranted(call)) {
            throw ApiException.of(
                    403,
                    "Forbidden",
                    call.resource() + " is forbidden: User \"" + call.user() + "\" cannot " + call.verb()
                            + " resource \"" + call.resource() + "\" in API group \"" + call.group() + "\""
                            + (call.namespace().isEmpty()
                                    ? " at the cluster scope"
                                    : " in the namespace \"" + call.namespace() + "\""));
        }
    }

    private boolean isGranted(ApiCall call) {
        return !call.namespace().isEmpty()
                && store
                        .list(ObjectKind.ROLE_BINDING, call.namespace(), binding -> isFor(binding, call.user()))
                        .stream()
                        .anyMatch(binding -> store.find(new ObjectKey(
                                        ObjectKind.ROLE,
                                        call.namespace(),
                                        binding.at("/roleRef/name").asText()))
                                .filter(role -> allows(role, call))
                                .isPresent());
    }

    private static boolean isFor(JsonNode binding, String user) {
        for (JsonNode subject : binding.path("subjects")) {
            if (subject.path("kind").asText().equals(GROUP)
                    && user.equals(Accounts.memberOf(subject.path("name").asText()))) {
                return true;
            }
            String namespace = subject.path("namespace").asText(Meta.namespace(binding));
            if (subject.path("kind").asText().equals(ObjectKind.SERVICE_ACCOUNT.word())
                    && user.equals(Accounts.serviceAccount(
                            namespace, subject.path("name").asText()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean allows(JsonNode role, ApiCall call) {
        for (JsonNode rule : role.path("rules")) {
            if (names(rule, "apiGroups", call.group())
                    && names(rule, "resources", call.resource())
                    && names(rule, "verbs", call.verb())) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(JsonNode rule, String field, String value) {
        for (JsonNode each : rule.path(field)) {
            if (List.of("*", value).contains(each.asText())) {
                return true;
            }
        }
        return false;
    }
}
