/** The drivers of S3 in the schedules of the simulator. Start at {@link sleeper.aws.s3.S3SimulatorTest}. */
package sleeper.aws.s3;
