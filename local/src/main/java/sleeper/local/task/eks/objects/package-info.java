/**
 * What a Kubernetes API server keeps: objects of a few kinds, their versions, who watches them and what goes with its owner. Start
 * reading at {@link sleeper.local.task.eks.objects.ObjectStore}.
 */
package sleeper.local.task.eks.objects;
