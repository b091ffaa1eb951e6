package sleeper.bulkimport.job.runner.columnar;

/** Deals buckets to reduce tasks. */
final class Deal {
    private Deal() {}

    /** @return neighbours together, as many for each task */
    static BucketPartitioner evenly(int buckets, int tasks) {
        int used = Math.max(1, Math.min(buckets, tasks));
        int[] taskOf = new int[buckets];
        for (int i = 0; i < buckets; i++) {
            taskOf[i] = (int) ((long) i * used / buckets);
        }
        return new BucketPartitioner(used, taskOf);
    }
}
