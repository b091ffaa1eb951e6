package sleeper.local.task.eks.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;

/**
 * What the path of a request names.
 *
 * @param namespace empty if all are meant
 * @param name      of an object; empty if a collection is meant
 * @param part      of the object, such as {@code log}; empty if it is meant whole
 */
record ApiPath(ObjectKind kind, String namespace, String name, String part) {
    private static final String SEGMENT = "([^/]+)";
    private static final Pattern FORM = Pattern.compile("/(?:api|apis/" + SEGMENT + ")/" + ObjectKind.VERSION
            + "(?:/namespaces/" + SEGMENT + ")?/" + SEGMENT + "(?:/" + SEGMENT + ")?(?:/" + SEGMENT + ")?");

    /** @return empty if there is nothing of this path */
    static Optional<ApiPath> parse(String path) {
        Matcher parts = FORM.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String namespace = orEmpty(parts.group(2));
        String name = orEmpty(parts.group(4));
        return ObjectKind.of(orEmpty(parts.group(1)), parts.group(3))
                .filter(kind -> kind.isNamespaced() ? !namespace.isEmpty() || name.isEmpty() : namespace.isEmpty())
                .map(kind -> new ApiPath(kind, namespace, name, orEmpty(parts.group(5))));
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }

    boolean isCollection() {
        return name.isEmpty();
    }

    ObjectKey key() {
        return new ObjectKey(kind, namespace, name);
    }

    /** @return what is asked, in the words of roles */
    ApiCall call(ApiRequest request) {
        String verb = switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> isCollection() ? "deletecollection" : "delete";
            default -> readingVerb(request);
        };
        return new ApiCall(
                request.user(), verb, kind.group(), kind.plural() + (part.isEmpty() ? "" : "/" + part), namespace);
    }

    private String readingVerb(ApiRequest request) {
        if (!isCollection()) {
            return "get";
        }
        return isWatch(request) ? "watch" : "list";
    }

    static boolean isWatch(ApiRequest request) {
        return request.parameter("watch").equals("true")
                || request.parameter("watch").equals("1");
    }
}
