package sleeper.local.task.emr;

import java.util.Locale;
import java.util.function.Supplier;

/** Ids as EMR makes them: thirteen capital letters and digits. */
final class EmrIds {
    private EmrIds() {}

    /** @param ids eight hexadecimal digits each */
    static String of(Supplier<String> ids) {
        return ("00000" + ids.get()).toUpperCase(Locale.ROOT);
    }
}
