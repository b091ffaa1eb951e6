package sleeper.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sleeper.local.asl.expression.Json;
import sleeper.local.stepfunctions.StepFunctionsException.Code;

/** Cuts lists into pages. A token says after how many elements the next page begins. */
final class Page {
    private static final String PREFIX = "after:";

    private Page() {}

    static <T> ObjectNode of(
            String field, List<T> all, Request request, int defaultSize, Function<T, ObjectNode> toJson) {
        int from = request.optionalText("nextToken").map(Page::offset).orElse(0);
        int to = (int) Math.min(all.size(), (long) from + request.maxResults(defaultSize));
        ObjectNode page = Json.object();
        ArrayNode elements = page.putArray(field);
        all.subList(Math.min(from, all.size()), to).forEach(element -> elements.add(toJson.apply(element)));
        if (to < all.size()) {
            page.put("nextToken", token(to));
        }
        return page;
    }

    private static String token(int offset) {
        return Base64.getUrlEncoder().encodeToString((PREFIX + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static int offset(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(PREFIX)) {
                return Optional.of(Integer.parseUnsignedInt(text.substring(PREFIX.length())))
                        .filter(offset -> offset >= 0)
                        .orElseThrow(() -> invalid(token));
            }
        } catch (IllegalArgumentException e) {
            throw invalid(token);
        }
        throw invalid(token);
    }

    private static StepFunctionsException invalid(String token) {
        return new StepFunctionsException(Code.INVALID_TOKEN, "Invalid Token: '" + token + "'");
    }
}
