package sleeper.statestore.log;

import sleeper.core.util.Require;

/** How an append ended. Three answers, since a lost reply is neither of the others. */
public sealed interface AppendResult {
    /** The entry is in its slot. */
    record Won() implements AppendResult {}

    /**
     * The slot was filled before. It may have been filled by an earlier try of the same append: compare transaction ids.
     *
     * @param existing what the slot holds
     */
    record Occupied(LogRecord existing) implements AppendResult {
        public Occupied {
            Require.notNull("existing", existing);
        }
    }

    /**
     * The entry may be in its slot, or may come there yet: try the same again until the slot is seen filled.
     *
     * @param cause what happened, in words
     */
    record Unknown(String cause) implements AppendResult {}
}
