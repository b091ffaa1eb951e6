package sleeper.core.price.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import sleeper.core.json.StoredJson;
import sleeper.core.price.Assumption;
import sleeper.core.price.Engine;
import sleeper.core.price.InstanceType;
import sleeper.core.price.Measurement;
import sleeper.core.price.Price;
import sleeper.core.price.PriceList;
import sleeper.core.price.PriceList.Assumed;
import sleeper.core.price.PriceList.Priced;
import sleeper.core.price.Span;

/** Reads a price list; {@code "format":1}. */
public final class PriceListJson {
    private static final String RESOURCE = "prices.json";
    private static final int FORMAT = 1;

    private PriceListJson() {}

    /** Apart, so that the list is read when it is first needed, and then kept. */
    private static final class Shipped {
        static final PriceList LIST = load();

        private static PriceList load() {
            try (InputStream in =
                    Objects.requireNonNull(PriceListJson.class.getResourceAsStream(RESOURCE), "no " + RESOURCE)) {
                return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("the price list could not be read", e);
            }
        }
    }

    /** @return the list that is part of the program */
    public static PriceList shipped() {
        return Shipped.LIST;
    }

    /** @throws sleeper.core.error.CorruptDataException if the text is no price list, or one that lacks something */
    static PriceList read(String text) {
        return StoredJson.decode(RESOURCE, StoredJson.parse(RESOURCE, text), PriceListJson::fromJson);
    }

    private static PriceList fromJson(JsonNode json) {
        StoredJson.checkVersion("a price list", json, "format", FORMAT);
        JsonNode instances = StoredJson.require(json, "instanceTypes");
        Map<String, InstanceType> types = new LinkedHashMap<>();
        StoredJson.list(instances, "types", PriceListJson::instanceType).forEach(type -> types.put(type.name(), type));
        JsonNode measured = StoredJson.require(json, "measured");
        return new PriceList(
                date(StoredJson.text(json, "date")),
                StoredJson.text(json, "region"),
                StoredJson.text(json, "currency"),
                named(json, "prices", Price.class, PriceListJson::priced),
                StoredJson.textList(instances, "sources"),
                StoredJson.textList(instances, "checked"),
                types,
                StoredJson.intValue(measured, "rowBytes"),
                StoredJson.list(measured, "runs", PriceListJson::measurement),
                named(json, "assumed", Assumption.class, PriceListJson::assumed));
    }

    private static <K extends Enum<K>, V> Map<K, V> named(
            JsonNode json, String field, Class<K> names, Function<JsonNode, V> value) {
        Map<K, V> all = new LinkedHashMap<>();
        List<JsonNode> items = StoredJson.list(json, field, Function.identity());
        items.forEach(item -> all.put(StoredJson.word("a price list", item, "name", names), value.apply(item)));
        return all;
    }

    private static Priced priced(JsonNode json) {
        return new Priced(
                StoredJson.text(json, "price"), StoredJson.text(json, "source"), StoredJson.text(json, "checked"));
    }

    private static InstanceType instanceType(JsonNode json) {
        return new InstanceType(
                StoredJson.text(json, "name"),
                StoredJson.intValue(json, "vcpus"),
                StoredJson.intValue(json, "memoryMib"),
                StoredJson.intValue(json, "yarnMib"),
                StoredJson.intValue(json, "diskGib"),
                number(json, "ec2PerHour"),
                number(json, "emrPerHour"));
    }

    private static Measurement measurement(JsonNode json) {
        return new Measurement(
                StoredJson.word("a price list", json, "engine", Engine.class),
                StoredJson.longValue(json, "rows"),
                StoredJson.text(json, "cpuSeconds"),
                StoredJson.text(json, "source"));
    }

    private static Assumed assumed(JsonNode json) {
        return new Assumed(new Span(number(json, "least"), number(json, "most")), StoredJson.text(json, "why"));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a date: " + text, e);
        }
    }

    private static double number(JsonNode json, String field) {
        return Double.parseDouble(StoredJson.text(json, field));
    }
}
