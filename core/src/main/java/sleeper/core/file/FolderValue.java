package sleeper.core.file;

import java.util.Optional;
import sleeper.core.util.Require;

/**
 * What a folder named {@code field=value} says of all rows below it.
 *
 * @param field the field's name; never blank
 * @param text  the value, escapes resolved; empty for a null
 */
public record FolderValue(String field, Optional<String> text) {
    public FolderValue {
        Require.notBlank("field", field);
        Require.notNull("text", text);
    }

    /** @return the value as messages have it */
    public String shown() {
        return text.map(value -> "'" + value + "'").orElse("null");
    }
}
