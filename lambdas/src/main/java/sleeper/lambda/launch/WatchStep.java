package sleeper.lambda.launch;

/**
 * What the watcher of a pod does next.
 *
 * @param next    {@code wait} while the pod has not begun to work, {@code stop} afterwards
 * @param seconds how long to wait; 0 where there is nothing to wait for
 * @param since   since when it is waited for, in seconds since 1970; 0 while there is no pod
 */
public record WatchStep(String next, int seconds, long since) {
    static final String WAIT = "wait";
    static final String STOP = "stop";

    /** Before the first look. */
    static final WatchStep FIRST = new WatchStep(WAIT, 0, 0);

    static WatchStep stop() {
        return new WatchStep(STOP, 0, 0);
    }

    static WatchStep await(int seconds, long since) {
        return new WatchStep(WAIT, seconds, since);
    }
}
