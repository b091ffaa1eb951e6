package sleeper.faults;

/**
 * What came of one fault at one request.
 *
 * @param outcome in words; what is wrong, if the promise was broken
 * @param kept    whether the promise was kept
 */
public record Row(CallSite site, String play, Fault fault, String outcome, boolean kept) {
    @Override
    public String toString() {
        return site + ", " + play + ", " + fault.words() + ": " + outcome;
    }
}
