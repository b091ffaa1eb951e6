/**
 * Jobs as they are asked for, planned and done; start with {@link sleeper.core.job.JobDocument},
 * {@link sleeper.core.job.JobPlan} and {@link sleeper.core.job.Manifest}.
 */
package sleeper.core.job;
