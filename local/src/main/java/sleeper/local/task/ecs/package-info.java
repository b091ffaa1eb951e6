/**
 * Stands in for ECS: a container is a process of its own. Start with {@link sleeper.local.task.ecs.EcsTasks}, what is there, and
 * {@link sleeper.local.task.ecs.EcsRunTask}, how a state machine asks for one.
 */
package sleeper.local.task.ecs;
