package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sleeper.local.task.eks.objects.ApiException.Cause;

/** How Kubernetes takes names, labels and annotations (its "Object Names and IDs" and "Labels and Selectors"). */
public final class NameRules {
    private static final int LABEL_LENGTH = 63;
    private static final int SUBDOMAIN_LENGTH = 253;
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(DNS_LABEL + "(\\." + DNS_LABEL + ")*");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

    private NameRules() {}

    /** @return faults of the object's name, labels and annotations, where {@code path} leads to its metadata */
    static List<Cause> check(ObjectKind kind, JsonNode object) {
        List<Cause> causes = new ArrayList<>();
        checkName(causes, kind, Meta.name(object));
        checkLabels(causes, "metadata.labels", Meta.labels(object));
        Meta.annotations(object).keySet().forEach(key -> checkKey(causes, "metadata.annotations", key));
        return causes;
    }

    private static void checkName(List<Cause> causes, ObjectKind kind, String name) {
        int most = kind.namedLikeSubdomain() ? SUBDOMAIN_LENGTH : LABEL_LENGTH;
        Pattern form = kind.namedLikeSubdomain() ? SUBDOMAIN : DNS_LABEL;
        if (name.isEmpty()) {
            causes.add(new Cause(
                    "FieldValueRequired", "metadata.name", "Required value: name or generateName is required"));
        } else if (name.length() > most) {
            causes.add(Cause.invalid("metadata.name", name, "must be no more than " + most + " characters"));
        } else if (!form.matcher(name).matches()) {
            causes.add(Cause.invalid(
                    "metadata.name",
                    name,
                    "a lowercase RFC 1123 " + (kind.namedLikeSubdomain() ? "subdomain" : "label")
                            + " must consist of lower case alphanumeric characters"
                            + (kind.namedLikeSubdomain() ? ", '-' or '.'" : " or '-'")
                            + ", and must start and end with an alphanumeric character"));
        }
    }

    /** Adds the faults of labels to those found so far. */
    public static void checkLabels(List<Cause> causes, String field, Map<String, String> labels) {
        labels.forEach((key, value) -> {
            checkKey(causes, field, key);
            if (value.length() > LABEL_LENGTH) {
                causes.add(Cause.invalid(field, value, "must be no more than " + LABEL_LENGTH + " characters"));
            } else if (!value.isEmpty() && !QUALIFIED.matcher(value).matches()) {
                causes.add(Cause.invalid(
                        field,
                        value,
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start"
                                + " and end with an alphanumeric character"));
            }
        });
    }

    private static void checkKey(List<Cause> causes, String field, String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        String name = key.substring(slash + 1);
        boolean prefixIsRight = slash < 0
                || (prefix.length() <= SUBDOMAIN_LENGTH
                        && SUBDOMAIN.matcher(prefix).matches());
        if (!prefixIsRight
                || name.length() > LABEL_LENGTH
                || !QUALIFIED.matcher(name).matches()) {
            causes.add(
                    Cause.invalid(
                            field,
                            key,
                            "name part must consist of at most " + LABEL_LENGTH
                                    + " alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"));
        }
    }

    /** @return whether it can be a label's value */
    static boolean isLabelValue(String value) {
        List<Cause> causes = new ArrayList<>();
        checkLabels(causes, "", Map.of("key", value));
        return causes.isEmpty();
    }
}
