/** Stands in for ECS: a container is a process of its own; start with {@link sleeper.local.task.ecs.EcsRunTask}. */
package sleeper.local.task.ecs;
