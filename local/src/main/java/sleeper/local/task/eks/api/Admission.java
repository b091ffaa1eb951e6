package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.ApiException.Cause;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.NameRules;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;

/** Looks at objects before they are kept: refuses what Kubernetes refuses, and adds what it adds. */
public final class Admission {
    private static final String NEVER = "Never";
    private static final int LONGEST_JOB_NAME = 63;

    private final Predicate<String> namespaces;
    private final KnownFields fields = KnownFields.load();

    /** @param namespaces whether there is one of a name */
    public Admission(Predicate<String> namespaces) {
        this.namespaces = namespaces;
    }

    /** @throws ApiException if the object is not taken */
    void check(ObjectKind kind, String namespace, ObjectNode object) {
        if (kind.isNamespaced() && !namespaces.test(namespace)) {
            throw ApiException.of(404, "NotFound", "namespaces \"" + namespace + "\" not found");
        }
        fields.require(kind, object);
        requireField(object, "kind", kind.word());
        requireField(object, "apiVersion", kind.apiVersion());
        String named = Meta.namespace(object);
        if (!named.isEmpty() && !named.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        List<Cause> causes = new ArrayList<>();
        if (kind == ObjectKind.POD) {
            checkPod(causes, "", object);
        } else if (kind == ObjectKind.JOB) {
            checkJob(causes, object);
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid(new ObjectKey(kind, namespace, Meta.name(object)), causes);
        }
    }

    private static void requireField(ObjectNode object, String field, String value) {
        String found = object.path(field).asText(value);
        if (!found.equals(value)) {
            throw ApiException.badRequest(
                    "the " + field + " of the object is \"" + found + "\" and must be \"" + value + "\"");
        }
    }

    private static void checkJob(List<Cause> causes, ObjectNode job) {
        String name = Meta.name(job);
        if (name.length() > LONGEST_JOB_NAME) {
            causes.add(
                    Cause.invalid("metadata.name", name, "must be no more than " + LONGEST_JOB_NAME + " characters"));
        }
        JsonNode spec = job.path("spec");
        refuseIf(causes, spec.path("suspend").asBoolean(), "spec.suspend", "a Job that is not suspended");
        refuseIf(causes, spec.path("parallelism").asInt(1) != 1, "spec.parallelism", "1");
        refuseIf(causes, spec.path("completions").asInt(1) != 1, "spec.completions", "1");
        refuseIf(causes, spec.path("completionMode").asText().equals("Indexed"), "spec.completionMode", "NonIndexed");
        NameRules.checkLabels(causes, "spec.template.metadata.labels", Meta.labels(job.at("/spec/template")));
        checkPod(causes, "spec.template.", job.at("/spec/template"));
    }

    private static void checkPod(List<Cause> causes, String path, JsonNode pod) {
        JsonNode containers = pod.at("/spec/containers");
        if (containers.isEmpty()) {
            causes.add(new Cause("FieldValueRequired", path + "spec.containers", "Required value"));
        }
        for (JsonNode container : containers) {
            if (container.path("image").asText().isBlank()) {
                causes.add(new Cause("FieldValueRequired", path + "spec.containers[0].image", "Required value"));
            }
        }
        refuseIf(causes, containers.size() > 1, path + "spec.containers", "one container");
        refuseIf(causes, !pod.at("/spec/initContainers").isEmpty(), path + "spec.initContainers", "none");
        JsonNode container = containers.path(0);
        String place = path + "spec.containers[0].";
        refuseIf(causes, !container.path("command").isEmpty(), place + "command", "the image's entrypoint, with args");
        refuseIf(causes, !container.path("envFrom").isEmpty(), place + "envFrom", "env");
        for (JsonNode variable : container.path("env")) {
            refuseIf(
                    causes,
                    variable.has("valueFrom") && !variable.path("valueFrom").has("fieldRef"),
                    place + "env[" + variable.path("name").asText() + "].valueFrom",
                    "fieldRef");
        }
        String restart = pod.at("/spec/restartPolicy").asText(NEVER);
        if (!restart.equals(NEVER)) {
            causes.add(new Cause(
                    "FieldValueNotSupported",
                    path + "spec.restartPolicy",
                    "Unsupported value: \"" + restart + "\": supported values on the embedded run: \"" + NEVER + "\""));
        }
    }

    /** Better refused than passed over without a word. */
    private static void refuseIf(List<Cause> causes, boolean otherwise, String field, String supported) {
        if (otherwise) {
            causes.add(new Cause(
                    "FieldValueNotSupported", field, "Unsupported value: supported on the embedded run: " + supported));
        }
    }

    /** Adds what was not asked for. */
    void complete(ObjectKind kind, ObjectNode object) {
        if (kind == ObjectKind.POD) {
            completePod(object);
        } else if (kind == ObjectKind.JOB) {
            completeJob(object);
        }
    }

    private static void completePod(ObjectNode pod) {
        ObjectNode spec = pod.withObjectProperty("spec");
        completeSpec(spec);
        if (!spec.has("serviceAccountName")) {
            spec.put("serviceAccountName", "default");
        }
        pod.putObject("status").put("phase", "Pending").put("qosClass", qosClass(spec));
    }

    private static void completeSpec(ObjectNode spec) {
        putIfAbsent(spec, "restartPolicy", NEVER);
        putIfAbsent(spec, "terminationGracePeriodSeconds", 30);
    }

    private static String qosClass(JsonNode spec) {
        boolean any = false;
        boolean same = true;
        for (JsonNode container : spec.path("containers")) {
            JsonNode resources = container.path("resources");
            any |= !resources.path("requests").isEmpty()
                    || !resources.path("limits").isEmpty();
            same &= !resources.path("limits").isEmpty()
                    && (resources.path("requests").isEmpty()
                            || resources.path("requests").equals(resources.path("limits")));
        }
        if (!any) {
            return "BestEffort";
        }
        return same ? "Guaranteed" : "Burstable";
    }

    private static void completeJob(ObjectNode job) {
        ObjectNode spec = job.withObjectProperty("spec");
        putIfAbsent(spec, "parallelism", 1);
        putIfAbsent(spec, "completions", 1);
        putIfAbsent(spec, "backoffLimit", 6);
        ObjectNode template = spec.withObjectProperty("template");
        completeSpec(template.withObjectProperty("spec"));
        String uid = Meta.uid(job);
        spec.putObject("selector").putObject("matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        template.withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put("controller-uid", uid)
                .put("batch.kubernetes.io/controller-uid", uid)
                .put("job-name", Meta.name(job))
                .put("batch.kubernetes.io/job-name", Meta.name(job));
        job.putObject("status");
    }

    private static void putIfAbsent(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void putIfAbsent(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
