/** What a deployment makes within the EKS cluster; start with {@link sleeper.deploy.kubernetes.KubernetesObjects}. */
package sleeper.deploy.kubernetes;
