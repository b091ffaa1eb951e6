package sleeper.statemachine.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is granted is what was recorded, both ways; {@code RolesRequestsIT} of the verification records it anew. */
class RecordedPermissionsTest {
    private static final Permissions PERMISSIONS = Permissions.load();

    /** Where a grant stands, and its place there. */
    record Spot(boolean ofTask, String where, int index, String sid) {
        @Override
        public String toString() {
            return where + ", " + sid;
        }
    }

    static Stream<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        for (TaskPermissions task : PERMISSIONS.tasks()) {
            for (int i = 0; i < task.grants().size(); i++) {
                spots.add(
                        new Spot(true, task.resource(), i, task.grants().get(i).sid()));
            }
        }
        for (RoleGrants role : PERMISSIONS.roles()) {
            for (int i = 0; i < role.grants().size(); i++) {
                spots.add(new Spot(false, role.word(), i, role.grants().get(i).sid()));
            }
        }
        return spots.stream();
    }

    @Test
    void shouldGrantWhateverWasRecorded() {
        assertThat(PermissionChecks.missing(PERMISSIONS)).isEmpty();
    }

    @Test
    void shouldListEveryGrantThatNothingRecords() throws IOException {
        List<String> granted = PermissionChecks.unrecorded(PERMISSIONS);
        if (System.getProperty("pages.write") != null) {
            Files.write(
                    Path.of(System.getProperty("project.root"))
                            .resolve("statemachines/src/test/resources/sleeper/statemachine/permission/unrecorded.txt"),
                    granted);
        }
        assertThat(Need.lines("unrecorded.txt")).containsExactlyElementsOf(granted);
    }

    @ParameterizedTest
    @MethodSource("spots")
    void shouldMissAnyGrantThatIsTakenAway(Spot spot) {
        assertThat(PermissionChecks.missing(without(spot)))
                .isNotEmpty()
                .allMatch(missing -> missing.contains(spot.where()));
    }

    @Test
    void shouldGrantNoActionThatWasNotRecordedUnlessItSaysWhy() {
        List<Need> needs = Need.all();
        for (RoleGrants role : PERMISSIONS.roles()) {
            if (!PermissionChecks.isOfOurCode(role)) {
                continue;
            }
            for (Grant grant : role.grants()) {
                if (grant.unrecorded().isEmpty()) {
                    grant.actions()
                            .forEach(action -> assertThat(needs)
                                    .as("%s, %s: %s", role.word(), grant.sid(), action)
                                    .anyMatch(need -> need.role().equals(role.word())
                                            && need.isGrantedBy(statement(role, grant, action, need))));
                }
            }
        }
    }

    /** @return the grant's own, with one action */
    private static Statement statement(RoleGrants role, Grant grant, String action, Need need) {
        Permissions alone = new Permissions(
                PERMISSIONS.names(),
                PERMISSIONS.tasks(),
                List.of(role.with(List.of(new Grant(
                        grant.sid(),
                        List.of(action),
                        grant.resources(),
                        grant.conditions(),
                        grant.source(),
                        grant.wildcard(),
                        grant.driver(),
                        grant.stacks(),
                        grant.unrecorded())))));
        return alone.policyOf(role.word(), Need.shape(need.driver())).stream()
                .findFirst()
                .orElse(new Statement(grant.sid(), List.of(), List.of(), grant.conditions()));
    }

    private static Permissions without(Spot spot) {
        return new Permissions(
                PERMISSIONS.names(),
                PERMISSIONS.tasks().stream()
                        .map(task -> spot.ofTask() && task.resource().equals(spot.where())
                                ? new TaskPermissions(
                                        task.resource(), without(task.grants(), spot.index()), task.none())
                                : task)
                        .toList(),
                PERMISSIONS.roles().stream()
                        .map(role -> !spot.ofTask() && role.word().equals(spot.where())
                                ? role.with(without(role.grants(), spot.index()))
                                : role)
                        .toList());
    }

    private static List<Grant> without(List<Grant> grants, int index) {
        List<Grant> left = new ArrayList<>(grants);
        Grant unused = left.remove(index);
        return left;
    }
}
