package sleeper.testkit.sim;

/** The process that runs the code under test was killed. Carries no stack trace: schedules throw it by the million. */
final class Crash extends Error {
    Crash() {
        super("killed", null, false, false);
    }
}
