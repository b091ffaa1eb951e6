package sleeper.cli.frame;

import java.time.Duration;
import java.time.Instant;
import sleeper.core.util.Amounts;

/** Numbers and times as people read them. */
public final class Words {
    private Words() {}

    /** @return the text with a blank for whatever could steer a terminal; lines stay lines */
    public static String harmless(String text) {
        if (text.chars().noneMatch(Words::mayBeHarmful)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isHarmful(point) ? ' ' : point));
        return clean.toString();
    }

    private static boolean mayBeHarmful(int character) {
        return character < ' ' ? character != '\n' : character > '~';
    }

    private static boolean isHarmful(int point) {
        int type = Character.getType(point);
        return point != '\n' && (type == Character.CONTROL || type == Character.FORMAT);
    }

    /** @return such as {@code 1,234,567} */
    public static String count(long number) {
        return Amounts.count(number);
    }

    /** @return such as {@code 1 file} or {@code 1,200 files} */
    public static String count(long number, String noun) {
        return Amounts.count(number, noun);
    }

    /** @return such as {@code 1 body} or {@code 2 bodies} */
    public static String count(long number, String one, String many) {
        return Amounts.count(number, one, many);
    }

    /** @return such as {@code 912 B} or {@code 3.4 MiB} */
    public static String bytes(long bytes) {
        return Amounts.bytes(bytes);
    }

    /** @return such as {@code 0.8 s}, {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 10 min} */
    public static String duration(Duration time) {
        return Amounts.duration(time);
    }

    /** @return such as {@code 2026-01-02T03:04:05Z} */
    public static String time(Instant time) {
        return Amounts.time(time);
    }
}
