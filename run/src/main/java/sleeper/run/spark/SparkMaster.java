package sleeper.run.spark;

import sleeper.core.util.Require;

/** Where an application's tasks run, of the places that one machine has. */
public sealed interface SparkMaster {
    /** @return as Spark wants it of {@code --master} */
    String address();

    /**
     * In the driver's own process.
     *
     * @param threads tasks that run at a time, one or more
     */
    record Local(int threads) implements SparkMaster {
        public Local {
            Require.atLeast("threads", threads, 1);
        }

        @Override
        public String address() {
            return "local[" + threads + "]";
        }
    }

    /**
     * In executors that are processes of their own.
     *
     * @param executors number of them, one or more
     * @param cores     tasks that run in each at a time, one or more
     * @param megabytes heap of each; Spark starts none with less than 512
     */
    record LocalCluster(int executors, int cores, int megabytes) implements SparkMaster {
        public LocalCluster {
            Require.atLeast("executors", executors, 1);
            Require.atLeast("cores", cores, 1);
            Require.atLeast("megabytes", megabytes, 512);
        }

        @Override
        public String address() {
            return "local-cluster[" + executors + "," + cores + "," + megabytes + "]";
        }
    }
}
