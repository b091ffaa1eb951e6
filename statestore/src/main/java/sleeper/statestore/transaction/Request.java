package sleeper.statestore.transaction;

import sleeper.core.util.Require;

/**
 * A transaction on its way into the log. An entry carries one or many, each accepted or refused on its own.
 *
 * @param id          unique; letters, digits, {@code _}, {@code -} and {@code .}
 * @param transaction what is asked for
 */
public record Request(String id, Transaction transaction) {
    public Request {
        Require.notBlank("id", id);
        Require.notNull("transaction", transaction);
    }
}
