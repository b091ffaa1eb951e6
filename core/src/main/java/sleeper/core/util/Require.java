package sleeper.core.util;

import java.util.List;
import java.util.Objects;

/** Argument checks of the domain types' constructors. A failure is a programming mistake, hence {@link IllegalArgumentException}. */
public final class Require {
    private Require() {}

    /**
     * @return {@code value}
     * @throws IllegalArgumentException if the value is null or only white space
     */
    public static String notBlank(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    /**
     * @return {@code value}
     * @throws IllegalArgumentException if the value is below {@code least}
     */
    public static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + " and the least is " + least);
        }
        return value;
    }

    /**
     * @return an unmodifiable copy of {@code values}
     * @throws IllegalArgumentException if the list is empty
     */
    public static <T> List<T> notEmpty(String name, List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return List.copyOf(values);
    }

    /**
     * @throws IllegalArgumentException if the condition does not hold
     */
    public static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** @return {@code value}, which is not null */
    public static <T> T notNull(String name, T value) {
        return Objects.requireNonNull(value, name);
    }
}
