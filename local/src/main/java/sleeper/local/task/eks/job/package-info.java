/** Jobs of the Kubernetes cluster: each makes its pod, and says how it ended. Start reading at {@link sleeper.local.task.eks.job.JobController}. */
package sleeper.local.task.eks.job;
