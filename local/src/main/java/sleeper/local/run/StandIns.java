package sleeper.local.run;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sleeper.lambda.port.PlatformResources;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.local.task.ecs.EcsRunTask;
import sleeper.local.task.ecs.EcsTasks;
import sleeper.stepfunctions.task.TaskIntegration;

/**
 * What stands in for the services that jobs run on.
 *
 * @param integrations what the state machines ask of them, by service and action, such as {@code ecs:runTask.sync}
 * @param resources    how what attempts created there is found and ended
 */
public record StandIns(Map<String, TaskIntegration> integrations, PlatformResources resources) {
    private static final String INGEST_TASK_MAIN = "sleeper.ingest.IngestTask";
    private static final int ID_LENGTH = 8;

    public StandIns {
        integrations = Map.copyOf(integrations);
    }

    /**
     * Those of the embedded run, with what earlier processes of the home left running.
     *
     * @param turns how many tasks run at once, on whichever service
     */
    static StandIns ofHome(LocalHome home, ChildJvm children, Turns turns, InstantSource clock) throws IOException {
        EcsTasks tasks = EcsTasks.open(
                home.ecs(), children, turns, () -> UUID.randomUUID().toString().substring(0, ID_LENGTH), clock);
        return new StandIns(
                Map.of(
                        EcsRunTask.ACTION,
                        new EcsRunTask(EmbeddedMachines.TASK_DEFINITION_ARN, INGEST_TASK_MAIN, tasks, home.logs())),
                new PlatformResources(List.of(tasks)));
    }
}
