/**
 * The one node of the Kubernetes cluster: it runs pods as child JVMs. Start reading at {@link sleeper.local.task.eks.kubelet.Kubelet};
 * what a container of Spark's image runs is in {@link sleeper.local.task.eks.kubelet.SparkEntrypoint}.
 */
package sleeper.local.task.eks.kubelet;
