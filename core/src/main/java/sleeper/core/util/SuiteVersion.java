package sleeper.core.util;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of the suite.
 *
 * @param numbers from the most significant one, such as 0, 1 and 0
 */
public record SuiteVersion(List<Integer> numbers) implements Comparable<SuiteVersion> {
    /** This one. */
    public static final String CURRENT = "0.1.0";

    private static final Pattern TEXT = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){0,3}");

    public SuiteVersion {
        numbers = List.copyOf(numbers);
    }

    /** @return the version that a text such as {@code 0.1.0} names; empty if it names none */
    public static Optional<SuiteVersion> parse(String text) {
        return TEXT.matcher(text).matches()
                ? Optional.of(new SuiteVersion(
                        Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList()))
                : Optional.empty();
    }

    /** A number that is not there counts as 0. */
    @Override
    public int compareTo(SuiteVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }
}
