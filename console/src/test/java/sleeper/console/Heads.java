package sleeper.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sleeper.stepfunctions.http.RequestHead;

/** Heads of requests as the endpoint gives them. */
final class Heads {
    private Heads() {}

    /** @param headers name, value, name, value and so on; a name that is there twice has two values */
    static RequestHead of(String method, String target, String... headers) {
        Map<String, List<String>> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.merge(
                    headers[i].toLowerCase(Locale.ROOT),
                    List.of(headers[i + 1]),
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
        }
        return new RequestHead(method, target, "HTTP/1.1", all);
    }
}
