package sleeper.stepfunctions.parse;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import sleeper.stepfunctions.definition.Catcher;
import sleeper.stepfunctions.definition.Retrier;

/** Reads Retry and Catch. */
final class ErrorHandlingParser {
    private static final String ALL = "States.ALL";
    private static final long MAX_ATTEMPTS = 99_999_999;
    private static final long MAX_DELAY_SECONDS = 31_622_400;

    private ErrorHandlingParser() {}

    static List<Retrier> retriers(FieldReader fields) {
        List<FieldReader> readers = fields.objects("Retry");
        List<Retrier> retriers = new ArrayList<>();
        for (FieldReader reader : readers) {
            reader.ignore("Comment");
            Optional<BigDecimal> backoff = reader.number("BackoffRate", 1, Integer.MAX_VALUE);
            Optional<String> jitter = reader.text("JitterStrategy");
            if (jitter.isPresent() && !List.of("FULL", "NONE").contains(jitter.get())) {
                reader.faultAt(
                        "JitterStrategy", "The value must be one of [FULL, NONE], but is '" + jitter.get() + "'");
            }
            retriers.add(new Retrier(
                    reader.requiredTexts("ErrorEquals"),
                    reader.integer("IntervalSeconds", 0, StateParser.MAX_SECONDS)
                            .orElse(1),
                    (int) reader.integer("MaxAttempts", 0, MAX_ATTEMPTS).orElse(3),
                    backoff.map(BigDecimal::doubleValue).orElse(2.0),
                    reader.integer("MaxDelaySeconds", 1, MAX_DELAY_SECONDS),
                    jitter.filter("FULL"::equals).isPresent()));
            reader.refuseOthers();
        }
        for (int i = 0; i < retriers.size(); i++) {
            checkAll(retriers.get(i).errorEquals(), i == retriers.size() - 1, readers.get(i));
        }
        return retriers;
    }

    /** @param targets receives the name of each state that a catcher leads to, with its pointer */
    static List<Catcher> catchers(FieldReader fields, DataFlowParser data, BiConsumer<String, String> targets) {
        List<FieldReader> readers = fields.objects("Catch");
        List<Catcher> catchers = new ArrayList<>();
        for (FieldReader reader : readers) {
            reader.ignore("Comment");
            Optional<String> next = reader.requiredText("Next");
            next.ifPresent(target -> targets.accept(target, reader.pointerTo("Next")));
            catchers.add(new Catcher(
                    reader.requiredTexts("ErrorEquals"),
                    DataFlowParser.resultPlace(reader),
                    data.assign(reader),
                    next.orElse("")));
            reader.refuseOthers();
        }
        for (int i = 0; i < catchers.size(); i++) {
            checkAll(catchers.get(i).errorEquals(), i == catchers.size() - 1, readers.get(i));
        }
        return catchers;
    }

    private static void checkAll(List<String> errors, boolean last, FieldReader reader) {
        if (errors.contains(ALL) && (errors.size() > 1 || !last)) {
            reader.faultAt("ErrorEquals", ALL + " must appear alone, and only in the last entry");
        }
    }
}
