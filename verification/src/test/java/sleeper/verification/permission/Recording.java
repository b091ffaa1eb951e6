package sleeper.verification.permission;

import java.util.SortedSet;
import java.util.TreeSet;
import sleeper.faults.HttpMessage;
import sleeper.faults.Service;

/**
 * What was asked of AWS, by role, which requests of this process bear. Safe for use by many threads.
 */
public final class Recording {
    private final SortedSet<String> lines = new TreeSet<>();
    private final String driver;

    /** @param driver of the commit logs */
    public Recording(String driver) {
        this.driver = driver;
    }

    public String driver() {
        return driver;
    }

    /** Takes a request to a server and its answer. */
    public void take(Service service, HttpMessage request, HttpMessage answer) {
        String role = request.header(RoleHeader.NAME)
                .or(() -> AgentRole.of(request.header("User-Agent").orElse("")))
                .orElse(ActingRole.TEST);
        if (!role.equals(ActingRole.TEST)) {
            StoreRequest.of(service, request, answer).needs().forEach(need -> add(role, need));
        }
    }

    /**
     * Takes a request to a service that is none of stores.
     *
     * @param agent  what the request says of the program that sends it
     * @param target service and operation, such as {@code AmazonSQS.SendMessage}
     */
    public void take(String agent, String target, String body) {
        AgentRole.of(agent)
                .ifPresent(role -> ServiceRequest.of(target, body).needs().forEach(need -> add(role, need)));
    }

    /** @param port and method, such as {@code Executions.start} */
    void takeCall(String port) {
        if (!ActingRole.current().equals(ActingRole.TEST)) {
            add(ActingRole.current(), "port " + port);
        }
    }

    private synchronized void add(String role, String need) {
        lines.add(role + " " + driver + " " + need);
    }

    /** @return a line for each thing that a role needs: role, driver, and action with resource or {@code port} with its method */
    public synchronized SortedSet<String> lines() {
        return new TreeSet<>(lines);
    }
}
