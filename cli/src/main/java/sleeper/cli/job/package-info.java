/** Commands about jobs; start with {@link sleeper.cli.job.SubmitCommand} and {@link sleeper.cli.job.JobReport}. */
package sleeper.cli.job;
