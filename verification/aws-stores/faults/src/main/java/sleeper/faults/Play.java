package sleeper.faults;

import java.util.Optional;
import sleeper.faults.CallSites.Call;

/**
 * A scenario with its name, and where to play it.
 *
 * @param name    what is done, in a few words
 * @param stage   gives it a new place
 * @param already what has gone wrong in it before the fault that is looked at
 */
public record Play(String name, Stage stage, Optional<Already> already) {
    /** Gives a scenario a place of its own. */
    @FunctionalInterface
    public interface Stage {
        /** @param impatient whether its client waits for each reply but a short time */
        Scenario open(boolean impatient) throws Exception;
    }

    /** A first fault. */
    public record Already(Call call, Fault fault) {}

    public Play(String name, Stage stage) {
        this(name, stage, Optional.empty());
    }

    /** @return the same, after the first request of a site has gone wrong */
    public Play after(CallSite site, Fault fault) {
        return new Play(name + ", after: " + fault.words(), stage, Optional.of(new Already(new Call(site, 1), fault)));
    }
}
