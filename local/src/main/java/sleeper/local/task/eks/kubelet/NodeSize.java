package sleeper.local.task.eks.kubelet;

import sleeper.core.util.Require;

/**
 * What the node gives to pods, whatever they ask for.
 *
 * @param executors of each driver, at a time; one or more
 * @param cores     of each executor, at most; one or more
 * @param megabytes heap of each process, at most; 512 or more, as Spark wants it
 */
public record NodeSize(int executors, int cores, int megabytes) {
    public NodeSize {
        Require.atLeast("executors", executors, 1);
        Require.atLeast("cores", cores, 1);
        Require.atLeast("megabytes", megabytes, 512);
    }
}
