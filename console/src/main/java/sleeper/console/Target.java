package sleeper.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request asks for.
 *
 * @param path  its segments still encoded
 * @param query parameters, decoded; of one that is there twice, the first; of one without a value, an empty one
 */
record Target(String path, Map<String, String> query) {
    static Target parse(String target) {
        int begin = target.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        if (begin >= 0) {
            for (String part : target.substring(begin + 1).split("&")) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                if (!name.isEmpty()) {
                    query.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
                }
            }
        }
        String path = begin < 0 ? target : target.substring(0, begin);
        return new Target(path.isEmpty() ? "/" : path, query);
    }

    /** @param above a path without a slash at its end */
    boolean isUnder(String above) {
        return path.equals(above) || path.startsWith(above + "/");
    }

    /** What is encoded wrongly is taken as it stands. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
