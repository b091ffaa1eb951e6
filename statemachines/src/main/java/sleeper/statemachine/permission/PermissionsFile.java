package sleeper.statemachine.permission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.statemachine.StateMachineFile;

/**
 * Reads {@code permissions.json}: {@code sources} (title and address by a short name), {@code names}, {@code sets} of grants that several
 * roles need, {@code tasks} and {@code roles}. Every fault is gathered before the file is refused.
 */
final class PermissionsFile {
    private static final String RESOURCE = "/sleeper/statemachine/permissions.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode file;
    private final GrantReader grants;
    private final List<String> faults = new ArrayList<>();

    private PermissionsFile(JsonNode file) {
        this.file = file;
        this.grants = new GrantReader(file.path("sources"), faults);
    }

    static Permissions read() {
        return read(text());
    }

    static String text() {
        try (InputStream in = PermissionsFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if the text breaks a rule */
    static Permissions read(String text) {
        try {
            return new PermissionsFile(JSON.readTree(text)).toPermissions();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("permissions.json is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Permissions toPermissions() {
        List<PolicyName> names = names();
        Map<String, List<Grant>> sets = sets();
        List<TaskPermissions> tasks = tasks();
        List<RoleGrants> roles = roles(sets);
        new GrantRules(names, faults).check(tasks, roles);
        grants.checkSourcesAreUsed();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("permissions.json breaks rules:\n- " + String.join("\n- ", faults));
        }
        return new Permissions(names, tasks, roles);
    }

    private List<PolicyName> names() {
        List<PolicyName> names = new ArrayList<>();
        file.path("names")
                .properties()
                .forEach(entry -> names.add(new PolicyName(
                        entry.getKey(),
                        entry.getValue().path("meaning").asText("?"),
                        entry.getValue().path("optional").asBoolean(),
                        entry.getValue().path("list").asBoolean())));
        return names;
    }

    private Map<String, List<Grant>> sets() {
        Map<String, List<Grant>> sets = new LinkedHashMap<>();
        file.path("sets")
                .properties()
                .forEach(entry -> sets.put(
                        entry.getKey(), grants.read(entry.getValue().path("grants"), "set " + entry.getKey())));
        return sets;
    }

    private List<TaskPermissions> tasks() {
        List<TaskPermissions> tasks = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : file.path("tasks").properties()) {
            String where = "Task " + entry.getKey();
            List<Grant> found = grants.read(entry.getValue().path("grants"), where);
            Optional<String> none =
                    Optional.of(entry.getValue().path("none").asText()).filter(text -> !text.isBlank());
            if (found.isEmpty() != none.isPresent()) {
                faults.add(where + ": it has grants, or says in 'none' why there are none");
            }
            tasks.add(new TaskPermissions(entry.getKey(), found, none));
        }
        return tasks;
    }

    private List<RoleGrants> roles(Map<String, List<Grant>> sets) {
        List<RoleGrants> roles = new ArrayList<>();
        List<String> unused = new ArrayList<>(sets.keySet());
        for (Map.Entry<String, JsonNode> entry : file.path("roles").properties()) {
            JsonNode json = entry.getValue();
            String where = "role " + entry.getKey();
            List<Grant> all = new ArrayList<>();
            for (String set : grants.texts(json.path("sets"))) {
                unused.remove(set);
                if (sets.containsKey(set)) {
                    all.addAll(sets.get(set));
                } else {
                    faults.add(where + " names the set '" + set + "'; there is " + String.join(", ", sets.keySet()));
                }
            }
            all.addAll(grants.read(json.path("grants"), where));
            roles.add(new RoleGrants(
                    entry.getKey(),
                    json.path("meaning").asText("?"),
                    machine(json, where),
                    grants.stacks(json, where),
                    all));
        }
        unused.forEach(set -> faults.add("no role names the set '" + set + "'; take it out, or name it in a role"));
        return roles;
    }

    private Optional<StateMachineFile> machine(JsonNode role, String where) {
        if (!role.has("machine")) {
            return Optional.empty();
        }
        String name = role.path("machine").asText();
        Optional<StateMachineFile> machine = StateMachineFile.all().stream()
                .filter(each -> each.machineName().equals(name))
                .findFirst();
        if (machine.isEmpty()) {
            faults.add(where + " is of the machine '" + name + "', which has no file");
        }
        return machine;
    }
}
