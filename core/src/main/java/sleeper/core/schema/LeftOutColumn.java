package sleeper.core.schema;

import sleeper.core.util.Require;

/**
 * A column of a table that the view for other engines does not have.
 *
 * @param name   the field's name
 * @param reason why, as a clause
 */
public record LeftOutColumn(String name, String reason) {
    public LeftOutColumn {
        Require.notBlank("name", name);
        Require.notBlank("reason", reason);
    }
}
