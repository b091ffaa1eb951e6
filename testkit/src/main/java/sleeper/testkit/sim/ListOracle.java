package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import sleeper.statestore.object.PutResult;

/** Knows the object to which marks are added, and holds against it what is read of it and what becomes of it. */
final class ListOracle {
    private String marks = "";

    /** The object was put or replaced. */
    void changed(String now) {
        check(now.startsWith(marks), "marks were lost: '%s' was replaced by '%s'", marks, now);
        marks = now;
    }

    /** @return all marks, each ended by a space */
    String marks() {
        return marks;
    }

    /**
     * The object was read.
     *
     * @param least what it was before it was asked for
     */
    void seen(String least, String found) {
        check(
                found.startsWith(least) && marks.startsWith(found),
                "marks '%s' were read; before that they were '%s', and then '%s'",
                found,
                least,
                marks);
    }

    /** The sender of a mark was told what became of it. */
    void told(String mark, PutResult result) {
        check(
                result == PutResult.UNKNOWN || (result == PutResult.STORED) == marks.contains(mark),
                "mark %s was told to be %s; the marks are '%s'",
                mark,
                result,
                marks);
    }
}
