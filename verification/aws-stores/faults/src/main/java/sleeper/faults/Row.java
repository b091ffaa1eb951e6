package sleeper.faults;

import sleeper.faults.CallSites.Call;

/**
 * What came of one fault at one request.
 *
 * @param outcome in words; what is wrong, if the promise was broken
 * @param kept    whether the promise was kept
 */
public record Row(Call call, String play, Fault fault, String outcome, boolean kept) {
    CallSite site() {
        return call.site();
    }

    @Override
    public String toString() {
        return site() + ", " + play + ", " + fault.words() + ": " + outcome;
    }
}
