/**
 * Stands in for EMR: clusters and steps are records whose states come and go as EMR's do, and a step's work is Spark's. Start with
 * {@link sleeper.local.task.emr.Emr}, what is there, and {@link sleeper.local.task.emr.EmrTasks}, how a state machine asks for it.
 */
package sleeper.local.task.emr;
