package sleeper.faults;

/**
 * What a scenario comes to where nothing goes wrong.
 *
 * @param outcome    of the scenario
 * @param before     the truth before it
 * @param after      the truth after it
 * @param hasAnother whether another may do the same
 * @param anothers   the truth after only another has done it; empty if none may
 */
record Expected(Outcome outcome, String before, String after, boolean hasAnother, String anothers) {
    boolean isRead() {
        return outcome == Outcome.DONE && before.equals(after);
    }
}
