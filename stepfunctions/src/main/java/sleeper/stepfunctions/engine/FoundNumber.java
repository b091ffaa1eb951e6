package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import sleeper.stepfunctions.expression.Json;

/**
 * What the path of a numeric field has found. Step Functions takes a number's text for the number: recorded executions show it for
 * {@code MaxConcurrencyPath}, {@code ToleratedFailureCountPath} and {@code ToleratedFailurePercentagePath}.
 *
 * @param value  the number; empty if it is none
 * @param shown  what was found, as error texts show it
 */
record FoundNumber(Optional<BigDecimal> value, String shown) {
    /** No exponent, and no more digits than any field can have use for. */
    private static final Pattern TEXT = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

    static FoundNumber of(JsonNode found) {
        if (found.isTextual()) {
            String text = found.textValue();
            boolean isNumber = TEXT.matcher(text).matches();
            return new FoundNumber(isNumber ? Optional.of(new BigDecimal(text)) : Optional.empty(), text);
        }
        return new FoundNumber(
                found.isNumber() ? Optional.of(found.decimalValue()) : Optional.empty(), Json.write(found));
    }

    /** The number, if it is whole; 2.0 is. */
    Optional<BigDecimal> whole() {
        return value.filter(number -> number.stripTrailingZeros().scale() <= 0);
    }
}
