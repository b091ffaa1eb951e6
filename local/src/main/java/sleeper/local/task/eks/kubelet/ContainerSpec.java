package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.local.task.eks.objects.Meta;

/**
 * The first container of a pod, with its references resolved as Kubernetes does it: {@code $(NAME)} stands for a variable that is
 * defined before, {@code $$} for a single dollar, and what names no variable stays as it is.
 *
 * @param args        of the image's entrypoint
 * @param environment variables by name
 */
record ContainerSpec(String image, List<String> args, Map<String, String> environment) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._a-zA-Z][-._a-zA-Z0-9]*)\\)");
    private static final Pattern SUBSCRIPT = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

    static ContainerSpec of(JsonNode pod) {
        JsonNode container = pod.at("/spec/containers/0");
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : container.path("env")) {
            String value = variable.has("valueFrom")
                    ? field(pod, variable.at("/valueFrom/fieldRef/fieldPath").asText())
                    : expanded(variable.path("value").asText(), environment);
            environment.put(variable.path("name").asText(), value);
        }
        List<String> args = new ArrayList<>();
        container.path("args").forEach(arg -> args.add(expanded(arg.asText(), environment)));
        return new ContainerSpec(container.path("image").asText(), args, environment);
    }

    private static String expanded(String text, Map<String, String> environment) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            String whole = found.group();
            String value = whole.equals("$$") ? "$" : environment.getOrDefault(found.group(1), whole);
            return Matcher.quoteReplacement(value);
        });
    }

    /** The downward API. */
    private static String field(JsonNode pod, String path) {
        Matcher subscript = SUBSCRIPT.matcher(path);
        return subscript.matches()
                ? pod.path("metadata")
                        .path(subscript.group(1))
                        .path(subscript.group(2))
                        .asText()
                : switch (path) {
                    case "metadata.name" -> Meta.name(pod);
                    case "metadata.namespace" -> Meta.namespace(pod);
                    case "metadata.uid" -> Meta.uid(pod);
                    case "status.podIP", "status.hostIP" -> Kubelet.ADDRESS;
                    case "spec.nodeName" -> Kubelet.NODE;
                    case "spec.serviceAccountName" ->
                        pod.at("/spec/serviceAccountName").asText();
                    default -> "";
                };
    }
}
