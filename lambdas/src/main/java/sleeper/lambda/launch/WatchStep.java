package sleeper.lambda.launch;

/**
 * What the watcher of a pod does next.
 *
 * @param next  {@code wait} while the pod has not begun to work, {@code stop} afterwards
 * @param since since when it is waited for, in seconds since 1970; 0 while there is no pod
 */
public record WatchStep(String next, long since) {
    static final String WAIT = "wait";
    static final String STOP = "stop";
}
