package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod asks for, held against what Fargate has: the sum of its containers' requests, and 256 MiB that Fargate takes for itself, must
 * fit into a size; requests that are not the limits give a pod less than it counts on.
 */
final class PodSize {
    private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?");
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "m", new BigDecimal("0.001"),
            "k", BigDecimal.valueOf(1_000),
            "M", BigDecimal.valueOf(1_000_000),
            "G", BigDecimal.valueOf(1_000_000_000),
            "T", BigDecimal.valueOf(1_000_000_000_000L),
            "Ki", BigDecimal.valueOf(1L << 10),
            "Mi", BigDecimal.valueOf(1L << 20),
            "Gi", BigDecimal.valueOf(1L << 30),
            "Ti", BigDecimal.valueOf(1L << 40));
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(16);
    private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(120L << 30);
    private static final BigDecimal OF_FARGATE = BigDecimal.valueOf(256L << 20);

    private PodSize() {}

    /** @return why no node of Fargate takes the pod; empty if one does */
    static Optional<String> refusal(JsonNode pod) {
        BigDecimal cpus = BigDecimal.ZERO;
        BigDecimal bytes = OF_FARGATE;
        for (JsonNode container : pod.at("/spec/containers")) {
            JsonNode requests = container.at("/resources/requests");
            cpus = cpus.add(quantity(requests.path("cpu").asText("0")));
            bytes = bytes.add(quantity(requests.path("memory").asText("0")));
        }
        if (cpus.compareTo(MOST_CPUS) > 0 || bytes.compareTo(MOST_BYTES) > 0) {
            return Optional.of(
                    "Your cpu, memory and storage request is not supported: the pod asks for " + cpus.toPlainString()
                            + " CPUs and " + bytes.longValue() / (1 << 20)
                            + " MiB, with 256 MiB that Fargate takes; the largest size has 16 CPUs and 122880 MiB.");
        }
        return Optional.empty();
    }

    private static BigDecimal quantity(String text) {
        Matcher parts = QUANTITY.matcher(text);
        if (!parts.matches()) {
            return BigDecimal.ZERO;
        }
        BigDecimal number = new BigDecimal(parts.group(1));
        return parts.group(2) == null ? number : number.multiply(UNITS.get(parts.group(2)));
    }
}
