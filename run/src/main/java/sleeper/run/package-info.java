/**
 * What drives one run of an attempt, whatever sorts the rows: start with {@link sleeper.run.AttemptProcess}, the life of a
 * process that runs an attempt, then {@link sleeper.run.AttemptRun} and the {@link sleeper.run.Engine} it is given.
 */
package sleeper.run;
