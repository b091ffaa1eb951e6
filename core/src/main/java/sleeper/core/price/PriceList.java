package sleeper.core.price;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.util.Require;

/**
 * What estimates rest on: prices at a date, runs that were measured, and what is assumed beside them. It has every constant of
 * {@link Price}, {@link Engine} and {@link Assumption}.
 *
 * @param date           when the prices were taken
 * @param region         the AWS region that they are for
 * @param currency       such as {@code USD}
 * @param prices         by what is billed
 * @param instanceSource where AWS tells the figures of instance types
 * @param instanceChecks which of them were found on which page, and which are general knowledge, in words
 * @param instanceTypes  by name, in the order of the list
 * @param rowBytes       bytes of the values of a row that was measured
 * @param measurements   at least one of each engine
 * @param assumptions    by what is assumed
 */
public record PriceList(
        LocalDate date,
        String region,
        String currency,
        Map<Price, Priced> prices,
        List<String> instanceSource,
        List<String> instanceChecks,
        Map<String, InstanceType> instanceTypes,
        int rowBytes,
        List<Measurement> measurements,
        Map<Assumption, Assumed> assumptions) {
    /**
     * A price.
     *
     * @param text    as it is written
     * @param source  where AWS tells it
     * @param checked address of the page that it was found on, or {@code general knowledge} if it was found on none
     */
    public record Priced(String text, String source, String checked) {
        public Priced {
            Require.that(Double.parseDouble(text) > 0, "the price " + text + " is not above 0");
            Require.notBlank("source", source);
            Require.notBlank("checked", checked);
        }

        public double amount() {
            return Double.parseDouble(text);
        }
    }

    /**
     * An assumed figure.
     *
     * @param span what it is expected to lie between
     * @param why  what it rests on, in a sentence
     */
    public record Assumed(Span span, String why) {
        public Assumed {
            Require.notNull("span", span);
            Require.notBlank("why", why);
        }
    }

    public PriceList {
        Require.notNull("date", date);
        Require.notBlank("region", region);
        Require.notBlank("currency", currency);
        prices = complete(Price.class, prices);
        instanceSource = List.copyOf(instanceSource);
        instanceChecks = Require.notEmpty("instanceChecks", instanceChecks);
        instanceTypes = Collections.unmodifiableMap(new LinkedHashMap<>(instanceTypes));
        Require.atLeast("rowBytes", rowBytes, 1);
        measurements = List.copyOf(measurements);
        for (Engine engine : Engine.values()) {
            Require.that(
                    measurements.stream().anyMatch(run -> run.engine() == engine), "no run was measured of " + engine);
        }
        assumptions = complete(Assumption.class, assumptions);
    }

    private static <K extends Enum<K>, V> Map<K, V> complete(Class<K> type, Map<K, V> values) {
        List<K> lacking = Arrays.stream(type.getEnumConstants())
                .filter(constant -> !values.containsKey(constant))
                .toList();
        Require.that(lacking.isEmpty(), "no value of " + lacking);
        return Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** @return the price of one unit */
    public double price(Price what) {
        return prices.get(what).amount();
    }

    /** @return the assumed figure */
    public Span assumed(Assumption what) {
        return assumptions.get(what).span();
    }

    /** @return what is known of an instance type; empty if the list has it not */
    public Optional<InstanceType> instanceType(String name) {
        return Optional.ofNullable(instanceTypes.get(name));
    }

    /** @return rows of the measured size that a vCPU takes in, in a second: least from the slowest run, most from the quickest */
    public Span rowsPerVcpuSecond(Engine engine) {
        DoubleSummaryStatistics measured = measurements.stream()
                .filter(run -> run.engine() == engine)
                .mapToDouble(Measurement::rowsPerSecond)
                .summaryStatistics();
        Span part = assumed(Assumption.VCPU_OF_CORE);
        return new Span(measured.getMin() * part.least(), measured.getMax() * part.most());
    }

    /** @return the list's own words for itself, such as {@code prices of us-east-1 on 2026-11-28} */
    public String words() {
        return "prices of " + region + " on " + date;
    }
}
