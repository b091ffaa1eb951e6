/**
 * What an instance knows of its jobs apart from the tables' logs; start with {@link sleeper.statestore.job.JobStore} and
 * {@link sleeper.statestore.job.JobHistory}.
 */
package sleeper.statestore.job;
