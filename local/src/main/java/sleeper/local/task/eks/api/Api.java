package sleeper.local.task.eks.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.ApiException.Cause;
import sleeper.local.task.eks.objects.Deletion;
import sleeper.local.task.eks.objects.Deletion.Policy;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;
import sleeper.local.task.eks.objects.Selector;

/** What requests to the API server mean: each is put on record, held against the roles, and done. Safe for use by many threads. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_WATCH = Duration.ofMinutes(30);

    private final ObjectStore store;
    private final Deletion deletion;
    private final Admission admission;
    private final ContainerLogs logs;
    private final Roles roles;
    private final CallLog calls = new CallLog();

    public Api(ObjectStore store, Deletion deletion, Admission admission, ContainerLogs logs) {
        this.store = store;
        this.deletion = deletion;
        this.admission = admission;
        this.logs = logs;
        this.roles = new Roles(store);
    }

    /** @return what was asked so far */
    public CallLog calls() {
        return calls;
    }

    /** @return the answer; an error, too, is one */
    public ApiAnswer answer(ApiRequest request) {
        Optional<ObjectNode> told = request.method().equals("GET") ? Discovery.of(request.path()) : Optional.empty();
        if (told.isPresent()) {
            return ok(told.get());
        }
        try {
            ApiPath path = ApiPath.parse(request.path())
                    .orElseThrow(
                            () -> ApiException.of(404, "NotFound", "the server could not find the requested resource"));
            ApiCall call = path.call(request);
            calls.add(call);
            roles.require(call);
            return path.part().isEmpty() ? whole(path, request) : part(path, request);
        } catch (ApiException e) {
            return new ApiAnswer.Body(e.code(), e.status());
        }
    }

    private ApiAnswer whole(ApiPath path, ApiRequest request) {
        if (!request.parameter("dryRun").isEmpty()) {
            throw dryRun();
        }
        return switch (request.method()) {
            case "GET" -> path.isCollection() ? many(path, request) : ok(store.get(path.key()));
            case "POST" -> create(path, request);
            case "PUT" -> {
                ObjectNode body = body(request);
                yield ok(change(path, object -> object.removeAll().setAll(body)));
            }
            case "PATCH" -> {
                JsonNode patch = json(request);
                yield ok(change(path, object -> Patches.apply(request.contentType(), patch, object)));
            }
            case "DELETE" -> path.isCollection() ? deleteMany(path, request) : ok(delete(path.key(), request));
            default -> throw methodNotAllowed();
        };
    }

    private static ApiException dryRun() {
        return ApiException.badRequest("dryRun is not there on the embedded run, and nothing was done");
    }

    /** How an object stands, and that it is to end, is not for those to say who change it. */
    private ObjectNode change(ApiPath path, Consumer<ObjectNode> change) {
        return store.update(path.key(), object -> {
            ObjectNode before = object.deepCopy();
            change.accept(object);
            admission.check(path.kind(), path.namespace(), object);
            requireSameRole(path.key(), before, object);
            restore(before, object, "status");
            Meta.restoreDeletion(before, object);
        });
    }

    /** Kubernetes, "Using RBAC Authorization": a binding's role cannot be changed. */
    private static void requireSameRole(ObjectKey key, ObjectNode before, ObjectNode object) {
        if (key.kind() == ObjectKind.ROLE_BINDING && !before.path("roleRef").equals(object.path("roleRef"))) {
            throw ApiException.invalid(
                    key, List.of(Cause.invalid("roleRef", object.path("roleRef").toString(), "cannot change roleRef")));
        }
    }

    private static void restore(ObjectNode before, ObjectNode object, String field) {
        object.remove(field);
        if (before.has(field)) {
            object.set(field, before.get(field));
        }
    }

    private ApiAnswer part(ApiPath path, ApiRequest request) {
        if (path.kind() == ObjectKind.POD
                && path.part().equals("log")
                && request.method().equals("GET")) {
            ObjectNode pod = store.get(path.key());
            return new ApiAnswer.Text(logs.of(pod)
                    .map(text -> tail(text, request.parameter("tailLines")))
                    .orElseThrow(() -> ApiException.badRequest("container \""
                            + pod.at("/spec/containers/0/name").asText() + "\" in pod \"" + path.name()
                            + "\" is waiting to start: ContainerCreating")));
        }
        if (path.part().equals("status") && request.method().equals("GET")) {
            return ok(store.get(path.key()));
        }
        throw ApiException.of(404, "NotFound", "the server could not find the requested resource");
    }

    private static String tail(String text, String lines) {
        if (!lines.matches("\\d{1,9}")) {
            return text;
        }
        List<String> all = text.lines().toList();
        int from = Math.max(0, all.size() - Integer.parseInt(lines));
        return all.subList(from, all.size()).stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static ApiException methodNotAllowed() {
        return ApiException.of(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    private static ApiAnswer ok(ObjectNode object) {
        return new ApiAnswer.Body(200, object);
    }

    private static Predicate<JsonNode> wanted(ApiPath path, ApiRequest request) {
        Predicate<JsonNode> inNamespace =
                object -> path.namespace().isEmpty() || Meta.namespace(object).equals(path.namespace());
        return inNamespace
                .and(Selector.labels(request.parameter("labelSelector")))
                .and(Selector.fields(request.parameter("fieldSelector")));
    }

    private ApiAnswer many(ApiPath path, ApiRequest request) {
        if (ApiPath.isWatch(request)) {
            long since = number(request, "resourceVersion").orElse(0);
            Duration limit = number(request, "timeoutSeconds").stream()
                    .mapToObj(Duration::ofSeconds)
                    .findFirst()
                    .filter(asked -> asked.compareTo(LONGEST_WATCH) < 0)
                    .orElse(LONGEST_WATCH);
            return new ApiAnswer.Changes(store.watch(path.kind(), since, wanted(path, request)), limit);
        }
        long version = store.version();
        List<ObjectNode> found = store.list(path.kind(), path.namespace(), wanted(path, request));
        return ok(list(path.kind(), version, found, request));
    }

    /** Of a list that goes on, {@code continue} is the key of the last object given. */
    private static ObjectNode list(ObjectKind kind, long version, List<ObjectNode> found, ApiRequest request) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", kind.word() + "List").put("apiVersion", kind.apiVersion());
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(version));
        String after = request.parameter("continue");
        List<ObjectNode> left = found.stream()
                .filter(object -> place(object).compareTo(after) > 0)
                .toList();
        int limit = (int) Math.min(number(request, "limit").orElse(0), Integer.MAX_VALUE);
        List<ObjectNode> given = limit > 0 && limit < left.size() ? left.subList(0, limit) : left;
        if (given.size() < left.size()) {
            metadata.put("continue", place(given.get(given.size() - 1)));
            metadata.put("remainingItemCount", left.size() - given.size());
        }
        list.putArray("items").addAll(given);
        return list;
    }

    private static String place(ObjectNode object) {
        return Meta.namespace(object) + "/" + Meta.name(object);
    }

    private ApiAnswer create(ApiPath path, ApiRequest request) {
        if (!path.isCollection()
                || (path.kind().isNamespaced() && path.namespace().isEmpty())) {
            throw methodNotAllowed();
        }
        requireNotEnding(path);
        return new ApiAnswer.Body(201, create(path.kind(), path.namespace(), body(request)));
    }

    private void requireNotEnding(ApiPath path) {
        if (store.find(new ObjectKey(ObjectKind.NAMESPACE, "", path.namespace()))
                .filter(Meta::isBeingDeleted)
                .isPresent()) {
            throw ApiException.of(
                    403,
                    "Forbidden",
                    path.kind().qualified() + " is forbidden: unable to create new content in namespace "
                            + path.namespace() + " because it is being terminated");
        }
    }

    /** Adds an object as a request does, for what is part of the cluster itself. */
    public ObjectNode create(ObjectKind kind, String namespace, ObjectNode object) {
        admission.check(kind, namespace, object);
        return store.create(kind, namespace, object, completed -> admission.complete(kind, completed));
    }

    private ObjectNode delete(ObjectKey key, ApiRequest request) {
        ObjectNode options = request.body().isBlank() ? JsonNodeFactory.instance.objectNode() : body(request);
        if (!options.path("dryRun").isEmpty()) {
            throw dryRun();
        }
        requirePreconditions(key, options.path("preconditions"));
        OptionalLong grace = options.path("gracePeriodSeconds").isNumber()
                ? OptionalLong.of(options.path("gracePeriodSeconds").asLong())
                : number(request, "gracePeriodSeconds");
        String word = options.path("propagationPolicy").asText(request.parameter("propagationPolicy"));
        Policy policy = word.isEmpty()
                ? Policy.usual(key.kind())
                : Policy.of(word)
                        .orElseThrow(() -> ApiException.badRequest(
                                "propagationPolicy is '" + word + "'; allowed: Background, Foreground, Orphan"));
        return deletion.delete(key, grace, policy);
    }

    private void requirePreconditions(ObjectKey key, JsonNode preconditions) {
        if (preconditions.isEmpty()) {
            return;
        }
        ObjectNode there = store.get(key);
        for (String field : List.of("uid", "resourceVersion")) {
            String wanted = preconditions.path(field).asText();
            String found = there.at("/metadata/" + field).asText();
            if (!wanted.isEmpty() && !wanted.equals(found)) {
                throw ApiException.conflict(
                        key,
                        "Precondition failed: " + field + " in precondition: " + wanted + ", " + field
                                + " in object meta: " + found);
            }
        }
    }

    private ApiAnswer deleteMany(ApiPath path, ApiRequest request) {
        List<ObjectNode> gone = new ArrayList<>();
        for (ObjectNode object : store.list(path.kind(), path.namespace(), wanted(path, request))) {
            gone.add(delete(new ObjectKey(path.kind(), Meta.namespace(object), Meta.name(object)), request));
        }
        return ok(list(path.kind(), store.version(), gone, request));
    }

    private static OptionalLong number(ApiRequest request, String parameter) {
        String value = request.parameter(parameter);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.matches("\\d{1,18}")) {
            throw ApiException.badRequest(parameter + " is '" + value + "' and must be a whole number");
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    private static ObjectNode body(ApiRequest request) {
        if (json(request) instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body is no JSON object");
    }

    private static JsonNode json(ApiRequest request) {
        try {
            return JSON.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("the body is no JSON: " + e.getOriginalMessage());
        }
    }
}
