package sleeper.local.task.eks.kubelet;

import sleeper.run.spark.SparkCommand;

/**
 * What a container comes to on this machine.
 *
 * @param sizes what was asked for beside what it gets, for people; empty if that is the same
 */
record ContainerCommand(SparkCommand command, String sizes) {}
