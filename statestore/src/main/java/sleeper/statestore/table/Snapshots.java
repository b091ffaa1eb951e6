package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.NameNumbers;
import sleeper.statestore.util.Sha256;

/**
 * Snapshots of the state, so that a reader need not replay the whole log. Each is an object named by its slot and a part of its
 * hash. None is believed before it was checked, and a bad one is passed over for the one before.
 */
final class Snapshots {
    static final String FOLDER = "snapshots";

    /** How many good ones are kept: the log is retired no further than the older of them. */
    static final int KEPT = 2;

    private static final int SLOT_DIGITS = 20;
    private static final int HASH_DIGITS = 16;
    private static final int MOST_LISTINGS = 5;

    private final ObjectStore objects;
    private final Rules rules;

    Snapshots(ObjectStore objects, Rules rules) {
        this.objects = objects;
        this.rules = rules;
    }

    /** A snapshot by its name. */
    record Named(long slot, String name) {
        private static final Pattern FORM = Pattern.compile("00[0-9]{18}-[0-9a-f]{" + HASH_DIGITS + "}");

        static boolean isName(String name) {
            return FORM.matcher(name).matches();
        }

        static Named of(String name) {
            return new Named(Long.parseLong(name.substring(0, SLOT_DIGITS)), name);
        }

        String key() {
            return FOLDER + "/" + name;
        }
    }

    /** @return all snapshots, good or bad, newest first; what a stranger put beside them is none */
    List<Named> list() {
        List<Named> found = new ArrayList<>(objects.children(FOLDER).stream()
                .filter(Named::isName)
                .map(Named::of)
                .toList());
        Collections.reverse(found);
        return found;
    }

    void write(TableState state) {
        byte[] bytes = SnapshotFormat.encode(state);
        String name = NameNumbers.padded(state.slot(), SLOT_DIGITS) + "-"
                + Sha256.hex(bytes).substring(0, HASH_DIGITS);
        objects.putIfAbsent(FOLDER + "/" + name, bytes);
    }

    /**
     * @return the state in a snapshot, if it is there and good
     * @throws VersionTooOldException if a later version wrote it
     */
    Optional<TableState> read(Named snapshot) {
        Optional<byte[]> bytes = objects.get(snapshot.key());
        if (bytes.isEmpty() || !rules.isGoodSnapshot(bytes.get())) {
            return Optional.empty();
        }
        try {
            return Optional.of(rules.stateIn(bytes.get())).filter(state -> state.slot() == snapshot.slot());
        } catch (VersionTooOldException e) {
            List<Fault> faults = e.faults().stream()
                    .map(fault -> Fault.of(fault.code(), snapshot.key(), fault.found(), fault.allowed()))
                    .toList();
            throw new VersionTooOldException("A snapshot was written by a newer version.", faults, e);
        } catch (IllegalArgumentException e) {
            // Whole, and yet not of a form that any version wrote: no better than a damaged one.
            return Optional.empty();
        }
    }

    /** One that a later version wrote is passed over: the one before it and the log may reach. */
    private Optional<TableState> readIfKnown(Named snapshot) {
        try {
            return read(snapshot);
        } catch (VersionTooOldException e) {
            return Optional.empty();
        }
    }

    /** @throws VersionTooOldException if there is a snapshot at or after a slot which a later version wrote */
    void expectNoneOfLaterVersion(long leastSlot) {
        list().stream().filter(snapshot -> snapshot.slot() >= leastSlot).forEach(this::read);
    }

    /**
     * @return the newest snapshot that is good and not before the slot given. A snapshot may be deleted while it is looked at,
     *     but only once there are newer ones, so then it is worth looking again.
     */
    Optional<TableState> newest(long leastSlot) {
        List<Named> listed = List.of();
        for (int listings = 0; listings < MOST_LISTINGS; listings++) {
            List<Named> again = list();
            if (again.equals(listed)) {
                break;
            }
            listed = again;
            for (Named snapshot : listed) {
                if (snapshot.slot() < leastSlot) {
                    break;
                }
                Optional<TableState> state = readIfKnown(snapshot);
                if (state.isPresent()) {
                    return state;
                }
            }
        }
        return Optional.empty();
    }

    /** @return the newest good snapshots, each read back and checked now; at most {@link #KEPT}, newest first */
    List<Named> newestGood() {
        List<Named> good = new ArrayList<>();
        long above = Long.MAX_VALUE;
        for (Named snapshot : list()) {
            if (good.size() < KEPT
                    && snapshot.slot() < above
                    && readIfKnown(snapshot).isPresent()
                    && isDurable(snapshot)) {
                good.add(snapshot);
                above = snapshot.slot();
            }
        }
        return good;
    }

    /** Who wrote it may have died before it was durable; a put that is refused because it is there makes sure. */
    private boolean isDurable(Named snapshot) {
        return objects.get(snapshot.key())
                .filter(bytes -> objects.putIfAbsent(snapshot.key(), bytes) == PutResult.REFUSED)
                .isPresent();
    }

    void delete(Named snapshot) {
        objects.delete(snapshot.key());
    }
}
