package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.api.ApiRequest;
import sleeper.core.util.Require;

/**
 * One address of the API.
 *
 * @param method     {@code GET} or {@code POST}
 * @param segments   of the path; one in braces takes any text, and names it
 * @param does       what is answered or done there, a sentence
 * @param parameters of the query if it reads, else fields of the body; others are refused
 * @param gives      the form of the answer
 * @param answer     what is answered there
 */
public record Route(
        String method, List<String> segments, String does, List<Parameter> parameters, String gives, Answer answer) {
    public Route {
        segments = List.copyOf(segments);
        parameters = List.copyOf(parameters);
        Require.notBlank("does", does);
        Require.notBlank("gives", gives);
    }

    /**
     * Something that a request may hold.
     *
     * @param meaning what it is, and what it is if it is left out
     */
    public record Parameter(String name, String meaning) {
        public Parameter {
            Require.notBlank("name", name);
            Require.notBlank("meaning", meaning);
        }
    }

    /** What is answered at an address; throws what the rooms below throw. */
    @FunctionalInterface
    public interface Answer {
        ObjectNode to(Call call);
    }

    /**
     * Begins an address that reads.
     *
     * @param pattern such as {@code /jobs/{id}}
     * @param does    a sentence
     */
    public static RouteDraft get(String pattern, String does) {
        return new RouteDraft("GET", split(pattern), does);
    }

    /** As {@link #get}, for what changes something, or takes a body. */
    public static RouteDraft post(String pattern, String does) {
        return new RouteDraft("POST", split(pattern), does);
    }

    /** @return the pattern, as it was given */
    public String pattern() {
        return "/" + String.join("/", segments);
    }

    private static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** @return the texts that the path has where this has braces, decoded; empty if the path is another */
    public Optional<Map<String, String>> match(String path) {
        List<String> parts = path.startsWith("/") ? split(path) : List.of();
        if (parts.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String segment = segments.get(i);
            Optional<String> part = decoded(parts.get(i));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            if (segment.startsWith("{") && !part.get().isEmpty()) {
                variables.put(segment.substring(1, segment.length() - 1), part.get());
            } else if (!segment.equals(part.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static Optional<String> decoded(String segment) {
        try {
            // A plus sign is one in a path, and a blank in a form.
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    ObjectNode answer(ApiRequest request, Map<String, String> variables) {
        return answer.to(Call.of(request, variables, names()));
    }

    private Set<String> names() {
        return parameters.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
    }
}
