package sleeper.statemachine;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names that may stand in the files as {@code ${Name}}, from {@code substitutions.properties}. */
public final class Substitutions {
    static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    /** What the meaning of a name begins with whose request key is left out where the name has no value. */
    private static final String OPTIONAL = "optional: ";

    /** What the meaning of a name begins with that stands for several elements of an array. */
    private static final String LIST = "list: ";

    private static final Map<String, String> MEANINGS = load();

    private Substitutions() {}

    private static Map<String, String> load() {
        Properties properties = new Properties();
        try (StringReader reader = new StringReader(StateMachineFile.resource("substitutions.properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty, (a, b) -> a, TreeMap::new));
    }

    /** @return what each name stands for, by name; sorted */
    public static Map<String, String> meanings() {
        return Map.copyOf(MEANINGS);
    }

    /** @return whether a request key that holds just this name is left out when the name has no value */
    public static boolean isOptional(String name) {
        return MEANINGS.getOrDefault(name, "").startsWith(OPTIONAL);
    }

    /** @return whether an element of an array that holds just this name becomes as many as its value has between commas */
    public static boolean isList(String name) {
        return MEANINGS.getOrDefault(name, "").startsWith(LIST);
    }

    /** @return the names that a text holds, in order of appearance */
    public static Set<String> namesIn(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
