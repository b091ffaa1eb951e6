package sleeper.core.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.util.UnicodeText;

/**
 * A file of properties, as {@link Properties} reads it. The guide writes a remark behind many a value
 * ({@code name=value # what it is for}); such a remark, with white space on both sides of its {@code #}, is no part of the
 * value.
 */
public final class PropertyFile {
    private static final Pattern REMARK = Pattern.compile("(?:^|\\s+)#(?:\\s.*)?$", Pattern.DOTALL);

    private PropertyFile() {}

    /**
     * @param source the file's name, for messages
     * @return the properties as they are meant, each value without the remark behind it; sorted. Whether they fit the catalogue
     *         is for {@link PropertyChecks} to say
     * @throws InvalidRequestException with all faults if it is not a property file, has a property twice, or text that no store
     *                                 can hold
     */
    public static Map<String, String> read(String source, String text) {
        Once properties = new Once();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            refuse(source, List.of(Fault.of(ErrorCode.WRONG_TYPE, source, e.getMessage(), "Java properties")));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
        List<Fault> faults = new ArrayList<>();
        properties.repeated.forEach(name -> faults.add(Fault.of(
                ErrorCode.DUPLICATE_FIELD, source, "'" + UnicodeText.shown(name) + "' again", "each property once")));
        new TreeMap<>(properties)
                .forEach((name, value) ->
                        unstorable(source, (String) name, (String) value).ifPresent(faults::add));
        refuse(source, faults);
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, withoutRemark(properties.getProperty(name))));
        return Collections.unmodifiableMap(values);
    }

    /**
     * @param source     the file's name, for messages
     * @param properties as {@link #read} is to give them back
     * @return the text of the file: a line a property, sorted by name
     * @throws InvalidRequestException VALUE_OUT_OF_RANGE for each value that would be read back as another: one with white space at
     *                                 an end, or that holds what begins a remark
     */
    public static String write(String source, Map<String, String> properties) {
        List<Fault> faults = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        new TreeMap<>(properties).forEach((name, value) -> {
            if (!withoutRemark(value).equals(value)) {
                faults.add(Fault.of(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        name,
                        "'" + value + "'",
                        "a value without white space at its ends and without '#' as a word"));
            }
            text.append(line(name, value));
        });
        refuse(source, faults);
        return text.toString();
    }

    /** The library begins a file with a remark, the time; what follows that is the property. */
    private static String line(String name, String value) {
        Properties one = new Properties();
        one.setProperty(name, value);
        StringWriter text = new StringWriter();
        try {
            one.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be written", e);
        }
        return text.toString().lines().skip(1).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Optional<Fault> unstorable(String source, String name, String value) {
        if (!UnicodeText.isStorable(name)) {
            String found = "the name '" + UnicodeText.shown(name) + "'";
            return Optional.of(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, source, found, UnicodeText.ALLOWED));
        }
        return UnicodeText.isStorable(value)
                ? Optional.empty()
                : Optional.of(Fault.of(
                        ErrorCode.VALUE_OUT_OF_RANGE, name, "'" + UnicodeText.shown(value) + "'", UnicodeText.ALLOWED));
    }

    private static String withoutRemark(String value) {
        return REMARK.matcher(value).replaceFirst("").trim();
    }

    private static void refuse(String source, List<Fault> faults) {
        if (!faults.isEmpty()) {
            FaultLocation place = FaultLocation.ofFile(source);
            throw new InvalidRequestException(
                    "The properties in " + source + " were not accepted.",
                    faults.stream().map(fault -> fault.at(place)).toList());
        }
    }

    /** Properties that remember what was given twice, of which the superclass would keep the last and say nothing. */
    private static final class Once extends Properties {
        private final transient List<String> repeated = new ArrayList<>();

        @Override
        public synchronized Object put(Object name, Object value) {
            Object before = super.put(name, value);
            if (before != null) {
                repeated.add((String) name);
            }
            return before;
        }
    }
}
