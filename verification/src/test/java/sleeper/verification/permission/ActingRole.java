package sleeper.verification.permission;

import java.util.concurrent.locks.ReentrantLock;

/** In whose role this process acts: one at a time, so that requests of any thread are the role's. */
public final class ActingRole {
    /** Nobody's that is deployed: a test looks. */
    static final String TEST = "test";

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private static volatile String current = TEST;

    private ActingRole() {}

    /**
     * Work that is done in a role.
     *
     * @param <T> what it gives
     * @param <E> how it fails
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T call() throws E;
    }

    static String current() {
        return current;
    }

    /** @return what the work gives, done in the role, after which the role before acts again; no work of another role goes on meanwhile */
    public static <T, E extends Exception> T call(String role, Work<T, E> work) throws E {
        ONE_AT_A_TIME.lock();
        String before = current;
        try {
            current = role;
            return work.call();
        } finally {
            current = before;
            ONE_AT_A_TIME.unlock();
        }
    }
}
