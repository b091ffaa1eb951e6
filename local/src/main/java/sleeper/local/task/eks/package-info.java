/**
 * What stands in for EKS: one Kubernetes cluster, whose API server listens on 127.0.0.1 and whose one node runs pods as child JVMs, so
 * that Spark's own Kubernetes scheduler works here. Start reading at {@link sleeper.local.task.eks.EksCluster}.
 */
package sleeper.local.task.eks;
