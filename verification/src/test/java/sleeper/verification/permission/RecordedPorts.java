package sleeper.verification.permission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.table.TableName;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.Notifications;
import sleeper.lambda.port.PlatformResources;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.testkit.view.InMemoryViewCatalog;

/** Ports that write down which of them is called. */
public final class RecordedPorts {
    private final LambdaPorts ports;
    private final Recording recording;
    private final ViewCatalog views = new InMemoryViewCatalog("sleeper_one");

    private RecordedPorts(LambdaPorts ports, Recording recording) {
        this.ports = ports;
        this.recording = recording;
    }

    /** @return the ports with other stores, whose calls the recording takes */
    public static LambdaPorts of(LambdaPorts ports, InstanceStores stores, Recording recording) {
        RecordedPorts recorded = new RecordedPorts(ports, recording);
        return new LambdaPorts(
                stores,
                ports.clock(),
                recorded.new OfExecutions(),
                recorded.notifications(),
                recorded.deadLetters(),
                recorded.resources(),
                recorded.views(),
                ports.metrics(),
                ports.disk(),
                ports.queues(),
                ports.spark(),
                ports.anySourceByDefault());
    }

    private Notifications notifications() {
        return (subject, message, attributes) -> {
            recording.takeCall("Notifications.publish");
            ports.notifications().publish(subject, message, attributes);
        };
    }

    private DeadLetters deadLetters() {
        return (JobQueue queue, String messageId, String body, String reason) -> {
            recording.takeCall("DeadLetters.add");
            ports.deadLetters().add(queue, messageId, body, reason);
        };
    }

    private ViewCatalog views() {
        return new ViewCatalog() {
            @Override
            public Entry look(TableName table) {
                recording.takeCall("ViewCatalog.look");
                return views.look(table);
            }

            @Override
            public boolean list(Entry seen, Listing listing) {
                recording.takeCall("ViewCatalog.list");
                return views.list(seen, listing);
            }

            @Override
            public void remove(TableName table, Entry seen) {
                recording.takeCall("ViewCatalog.remove");
                views.remove(table, seen);
            }
        };
    }

    private PlatformResources resources() {
        List<ResourceService> services = new ArrayList<>();
        Arrays.stream(ResourceKind.values())
                .flatMap(kind -> ports.resources().of(kind).stream())
                .forEach(service -> services.add(new OfResources(service)));
        return new PlatformResources(services);
    }

    private final class OfResources implements ResourceService {
        private final ResourceService service;

        OfResources(ResourceService service) {
            this.service = service;
        }

        private void take(String method) {
            recording.takeCall(service.kind().word() + "." + method);
        }

        @Override
        public ResourceKind kind() {
            return service.kind();
        }

        @Override
        public List<Resource> find(AttemptId attempt) {
            take("find");
            return service.find(attempt);
        }

        @Override
        public Optional<Resource> describe(String id) {
            take("describe");
            return service.describe(id);
        }

        @Override
        public void end(String id, String reason) {
            take("end");
            service.end(id, reason);
        }
    }

    private final class OfExecutions implements Executions {
        @Override
        public Start start(String name, String input) {
            recording.takeCall("Executions.start");
            return ports.executions().start(name, input);
        }

        @Override
        public Optional<Execution> describe(AttemptId attempt) {
            recording.takeCall("Executions.describe");
            return ports.executions().describe(attempt);
        }

        @Override
        public void startReaping(AttemptId attempt) {
            recording.takeCall("Executions.startReaping");
            ports.executions().startReaping(attempt);
        }

        @Override
        public boolean stop(AttemptId attempt, String error, String cause) {
            recording.takeCall("Executions.stop");
            return ports.executions().stop(attempt, error, cause);
        }
    }
}
