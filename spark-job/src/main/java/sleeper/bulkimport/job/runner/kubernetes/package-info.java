/**
 * What the driver asks Kubernetes for itself, beside what Spark's scheduler asks; start with
 * {@link sleeper.bulkimport.job.runner.kubernetes.ExecutorPods}. Spark's client of Kubernetes is on the class path only where Spark has
 * it: nothing here is to be touched on another cluster.
 */
package sleeper.bulkimport.job.runner.kubernetes;
