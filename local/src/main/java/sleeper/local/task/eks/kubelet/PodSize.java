package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.platform.FargateSizes;

/** What a pod asks for, held against what Fargate has. */
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
    private static final BigDecimal MILLI = BigDecimal.valueOf(1_000);
    private static final BigDecimal MIB = BigDecimal.valueOf(1L << 20);

    private PodSize() {}

    /** @return why no node of Fargate takes the pod; empty if one does */
    static Optional<String> refusal(JsonNode pod) {
        BigDecimal cpus = BigDecimal.ZERO;
        BigDecimal bytes = BigDecimal.ZERO;
        for (JsonNode container : pod.at("/spec/containers")) {
            JsonNode requests = container.at("/resources/requests");
            cpus = cpus.add(quantity(requests.path("cpu").asText("0")));
            bytes = bytes.add(quantity(requests.path("memory").asText("0")));
        }
        long milliCpu = whole(cpus.multiply(MILLI));
        long mebibytes = whole(bytes.divide(MIB, RoundingMode.CEILING));
        return FargateSizes.refusal("the pod", milliCpu, mebibytes)
                .map(fault -> "Your cpu, memory and storage request is not supported: " + fault.found() + "; allowed: "
                        + fault.allowed());
    }

    private static long whole(BigDecimal number) {
        return number.setScale(0, RoundingMode.CEILING).longValue();
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
