package sleeper.statestore.table;

import java.util.Optional;

/** Snapshots of the state, by slot. */
final class Snapshots {
    /** @return the newest snapshot that is good and at least of the slot given */
    Optional<TableState> newest(long leastSlot) {
        return Optional.empty();
    }
}
