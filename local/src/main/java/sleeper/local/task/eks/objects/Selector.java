package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects a request is about, as {@code labelSelector} and {@code fieldSelector} say. */
public final class Selector {
    private static final String KEY = "\\s*([^\\s=!,()<>]+)\\s*";
    private static final Pattern IN = Pattern.compile(KEY + "\\b(in|notin)\\s*\\(([^()]*)\\)\\s*");
    private static final Pattern EQUALS = Pattern.compile(KEY + "(==?|!=)\\s*([^\\s=!,()]*)\\s*");
    private static final Pattern COMPARES = Pattern.compile(KEY + "([<>])\\s*(-?\\d{1,18})\\s*");
    private static final Pattern EXISTS = Pattern.compile("\\s*(!?)" + KEY);
    private static final Pattern TERM = Pattern.compile("(?:[^,()]|\\([^()]*\\))+");
    private static final Set<String> FIELDS = Set.of("metadata.name", "metadata.namespace", "status.phase");

    private Selector() {}

    /**
     * @param text such as {@code a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1}; empty for all
     * @throws ApiException if it is not of that form
     */
    public static Predicate<JsonNode> labels(String text) {
        Predicate<Map<String, String>> all = labels -> true;
        for (String term : terms(text)) {
            all = all.and(label(term));
        }
        Predicate<Map<String, String>> wanted = all;
        return object -> wanted.test(Meta.labels(object));
    }

    private static Predicate<Map<String, String>> label(String term) {
        Matcher in = IN.matcher(term);
        if (in.matches()) {
            Set<String> values = Set.copyOf(List.of(in.group(3).strip().split("\\s*,\\s*")));
            String key = in.group(1);
            return in.group(2).equals("in")
                    ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
                    : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        Matcher equals = EQUALS.matcher(term);
        if (equals.matches()) {
            String key = equals.group(1);
            String value = equals.group(3);
            return equals.group(2).equals("!=")
                    ? labels -> !value.equals(labels.get(key))
                    : labels -> value.equals(labels.get(key));
        }
        Matcher compares = COMPARES.matcher(term);
        if (compares.matches()) {
            long than = Long.parseLong(compares.group(3));
            boolean greater = compares.group(2).equals(">");
            return labels -> {
                String value = labels.getOrDefault(compares.group(1), "");
                return value.matches("-?\\d{1,18}")
                        && (greater ? Long.parseLong(value) > than : Long.parseLong(value) < than);
            };
        }
        Matcher exists = EXISTS.matcher(term);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            return labels -> labels.containsKey(exists.group(2)) == wanted;
        }
        throw ApiException.badRequest(
                "unable to parse requirement: found '" + term + "', expected: in, notin, =, ==, !=, <, >");
    }

    /**
     * @param text such as {@code status.phase=Running,metadata.name!=a}; empty for all
     * @throws ApiException if it is not of that form, or names a field that objects cannot be selected by
     */
    public static Predicate<JsonNode> fields(String text) {
        Predicate<JsonNode> all = object -> true;
        for (String term : terms(text)) {
            Matcher equals = EQUALS.matcher(term);
            if (!equals.matches()) {
                throw ApiException.badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'");
            }
            String field = equals.group(1);
            if (!FIELDS.contains(field)) {
                throw ApiException.badRequest("field label not supported: " + field);
            }
            boolean same = !equals.group(2).equals("!=");
            String pointer = "/" + field.replace('.', '/');
            all = all.and(object -> object.at(pointer).asText().equals(equals.group(3)) == same);
        }
        return all;
    }

    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        Matcher term = TERM.matcher(text);
        int end = 0;
        while (term.find()) {
            terms.add(term.group());
            end = term.end();
        }
        if (end < text.length() && !text.isBlank()) {
            throw ApiException.badRequest("unable to parse requirement: '" + text.substring(end) + "'");
        }
        return terms;
    }
}
