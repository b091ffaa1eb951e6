/**
 * The Kubernetes API of the instance's EKS cluster, as functions reach it. Start at {@link sleeper.deployed.eks.KubernetesJobResources}
 * for what is asked of it, and at {@link sleeper.deployed.eks.EksTokens} for how the cluster knows who asks.
 */
package sleeper.deployed.eks;
