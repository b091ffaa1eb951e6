package sleeper.core.error;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with one request, so that its sender learns all of it at once. For one thread. */
public final class Faults {
    /** Most faults that are kept; of the rest only the number is told. */
    public static final int MAX_KEPT = 100;

    private final List<Fault> kept = new ArrayList<>();
    private int found;

    public void add(Fault fault) {
        found++;
        if (kept.size() < MAX_KEPT) {
            kept.add(fault);
        }
    }

    public void add(ErrorCode code, String where, String found, String allowed) {
        add(Fault.of(code, where, found, allowed));
    }

    public void addAll(List<Fault> faults) {
        faults.forEach(this::add);
    }

    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** @return the faults kept, in the order found */
    public List<Fault> toList() {
        return List.copyOf(kept);
    }

    /**
     * @param summary what was refused; a whole sentence
     * @throws InvalidRequestException with all that was gathered, if anything was
     */
    public void throwIfAny(String summary) {
        if (!kept.isEmpty()) {
            String more = found > kept.size() ? " The first " + kept.size() + " of " + found + " faults are told." : "";
            throw new InvalidRequestException(summary + more, kept);
        }
    }
}
