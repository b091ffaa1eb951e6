package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Json;

/**
 * Cuts lists into pages. A token names the last element of the page before, so that what comes and goes between two requests neither hides
 * an element nor shows one twice.
 */
final class Page {
    private static final int DEFAULT_SIZE = 100;
    private static final String PREFIX = "after:";

    private Page() {}

    /** What the request's token names: the elements behind it are wanted. */
    static Optional<String> after(Request request) {
        return request.optionalText("nextToken").map(Page::key);
    }

    /** As {@link #after(Request)}, where elements are named by numbers. */
    static OptionalLong afterNumber(Request request) {
        return after(request)
                .map(key -> {
                    try {
                        return OptionalLong.of(Long.parseLong(key));
                    } catch (NumberFormatException e) {
                        throw invalid(key, e);
                    }
                })
                .orElseGet(OptionalLong::empty);
    }

    /**
     * The first elements of those that are wanted, as many as the request asks for at most.
     *
     * @param key names an element
     */
    static <T> ObjectNode of(
            String field, List<T> wanted, Request request, Function<T, String> key, Function<T, ObjectNode> toJson) {
        int size = Math.min(wanted.size(), request.maxResults(DEFAULT_SIZE));
        ObjectNode page = Json.object();
        ArrayNode elements = page.putArray(field);
        wanted.subList(0, size).forEach(element -> elements.add(toJson.apply(element)));
        if (size < wanted.size()) {
            page.put("nextToken", token(key.apply(wanted.get(size - 1))));
        }
        return page;
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().encodeToString((PREFIX + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String token) {
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(token, e);
        }
        if (!text.startsWith(PREFIX)) {
            throw invalid(token, null);
        }
        return text.substring(PREFIX.length());
    }

    private static StepFunctionsException invalid(String token, Throwable cause) {
        return new StepFunctionsException(Code.INVALID_TOKEN, "Invalid Token: '" + token + "'", cause);
    }
}
