package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request that an API server does not grant, with the {@code Status} that it answers instead. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient Optional<ObjectKey> about;
    private final transient List<Cause> causes;

    /**
     * A field that is at fault.
     *
     * @param reason  Kubernetes' word for it, such as {@code FieldValueInvalid}
     * @param field   path of the field, such as {@code metadata.name}
     * @param message what is wrong with it
     */
    public record Cause(String reason, String field, String message) {
        /** A value that is not allowed. */
        public static Cause invalid(String field, String value, String rule) {
            return new Cause("FieldValueInvalid", field, "Invalid value: \"" + value + "\": " + rule);
        }
    }

    private ApiException(int code, String reason, String message, Optional<ObjectKey> about, List<Cause> causes) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.about = about;
        this.causes = causes;
    }

    /** @param reason Kubernetes' word for the status, such as {@code BadRequest} */
    public static ApiException of(int code, String reason, String message) {
        return new ApiException(code, reason, message, Optional.empty(), List.of());
    }

    public static ApiException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static ApiException notFound(ObjectKey key) {
        return new ApiException(
                404,
                "NotFound",
                key.kind().qualified() + " \"" + key.name() + "\" not found",
                Optional.of(key),
                List.of());
    }

    static ApiException alreadyExists(ObjectKey key) {
        return new ApiException(
                409,
                "AlreadyExists",
                key.kind().qualified() + " \"" + key.name() + "\" already exists",
                Optional.of(key),
                List.of());
    }

    /** A change that does not fit how the object is now. */
    public static ApiException conflict(ObjectKey key, String why) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + key.kind().qualified() + " \"" + key.name() + "\": " + why,
                Optional.of(key),
                List.of());
    }

    static ApiException tooOldVersion(long asked, long oldest) {
        return of(410, "Expired", "too old resource version: " + asked + " (" + oldest + ")");
    }

    /** An object with faulty fields. */
    public static ApiException invalid(ObjectKey key, List<Cause> causes) {
        String faults = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .collect(Collectors.joining(", "));
        return new ApiException(
                422,
                "Invalid",
                key.kind().word()
                        + (key.kind().group().isEmpty() ? "" : "." + key.kind().group()) + " \"" + key.name()
                        + "\" is invalid: " + (causes.size() == 1 ? faults : "[" + faults + "]"),
                Optional.of(key),
                List.copyOf(causes));
    }

    /** @return the status of HTTP */
    public int code() {
        return code;
    }

    /** @return the body of the answer, of kind {@code Status} */
    public ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        about.ifPresent(key -> {
            ObjectNode details = status.putObject("details");
            details.put("name", key.name());
            if (!key.kind().group().isEmpty()) {
                details.put("group", key.kind().group());
            }
            // Kubernetes names the kind where an object is faulty, and the resource elsewhere.
            details.put(
                    "kind", causes.isEmpty() ? key.kind().plural() : key.kind().word());
            for (Cause cause : causes) {
                details.withArrayProperty("causes")
                        .addObject()
                        .put("reason", cause.reason())
                        .put("message", cause.message())
                        .put("field", cause.field());
            }
        });
        status.put("code", code);
        return status;
    }
}
