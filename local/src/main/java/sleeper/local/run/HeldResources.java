package sleeper.local.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sleeper.local.task.Held;
import sleeper.local.task.ecs.EcsTasks;
import sleeper.local.task.eks.HeldJobs;
import sleeper.local.task.emr.Emr;
import sleeper.local.task.serverless.Serverless;

/** What the stand-ins of a home hold, as their records say; whether a process runs them or not. */
public final class HeldResources {
    private HeldResources() {}

    /** @return by kind, the one that changed last first */
    public static List<Held> of(LocalHome home) throws IOException {
        List<Held> held = new ArrayList<>();
        held.addAll(EcsTasks.held(home.ecs()));
        held.addAll(Emr.held(home.emr()));
        held.addAll(Serverless.held(home.emrServerless()));
        held.addAll(HeldJobs.in(home.kubernetes()));
        held.sort(Comparator.comparing(Held::kind)
                .thenComparing(Held::since, Comparator.reverseOrder())
                .thenComparing(one -> one.resource().id()));
        return held;
    }
}
