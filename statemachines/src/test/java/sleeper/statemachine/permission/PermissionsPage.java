package sleeper.statemachine.permission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference page of the permissions, made from {@code permissions.json}. */
final class PermissionsPage {
    static final String PATH = "docs/reference/permissions.md";

    private static final String INTRODUCTION = """
            # Permissions

            <!-- Made from statemachines/src/main/asl/permissions.json: change that, then run
                 mvn -pl statemachines -am verify -Dpages.write -->

            What each IAM role of a deployed instance may do, and no more. A role is called `sleeper-ID-ROLE`. The deployment makes the
            policies from the same file as this page. The role of a state machine may also do what its Tasks need, as far as their
            platform is deployed.

            - *When* says which stack or which commit-log driver alone needs a grant; without it, every deployment does.
            - Grants of roles in which our own code acts were recorded while jobs ran on stores behind a proxy, each function with
              clients of its own. *Not recorded* says why one was not. What a service of AWS does in a role is as its guide says.
            - Buckets are encrypted by S3 and tables by a key that AWS owns, which needs no grant. The errors topic has a key of the
              instance's own, since alarms publish to it; who publishes needs that key.
            - EMR may end only what bears the tag `for-use-with-amazon-emr-managed-policies`, which it puts on what it makes for a
              cluster that has it.

            `sleeper iam --bucket BUCKET` prints what the owner of a bucket must grant so that jobs may read from it.
            """;

    private static final String PARTITION = "arn:${AwsPartition}:";

    private final Permissions permissions;
    private final Map<String, Integer> sources = new LinkedHashMap<>();

    private PermissionsPage(Permissions permissions) {
        this.permissions = permissions;
    }

    /** @return the page in Markdown */
    static String render(Permissions permissions) {
        return new PermissionsPage(permissions).toMarkdown();
    }

    private String toMarkdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("\n## Names\n\nThey stand for what a deployment knows.\n\n| name | is |\n|---|---|\n");
        permissions
                .names()
                .forEach(name -> page.append("| `${")
                        .append(name.name())
                        .append("}` | ")
                        .append(name.meaning())
                        .append(name.list() ? "; several between commas" : "")
                        .append(name.optional() ? "; what names it is left out where it is not set" : "")
                        .append(" |\n"));
        page.append(
                "\n## Tasks of the state machines\n\n`@` stands before the parameter by which a Task names the ARN.\n");
        permissions.tasks().forEach(task -> {
            page.append("\n### ")
                    .append(task.resource().replace(PARTITION + "states:::", ""))
                    .append("\n\n");
            task.none().ifPresent(why -> page.append("Nothing: ").append(why).append(".\n"));
            appendGrants(page, task.grants());
        });
        page.append("\n## Roles\n");
        permissions.roles().forEach(role -> appendRole(page, role));
        page.append("\n## Sources\n\n");
        sources.forEach((source, number) ->
                page.append(number).append(". ").append(source).append('\n'));
        return page.toString();
    }

    private void appendRole(StringBuilder page, RoleGrants role) {
        page.append("\n### ")
                .append(role.word())
                .append("\n\n")
                .append(role.meaning())
                .append('.');
        if (!role.stacks().isEmpty()) {
            page.append(" There with ")
                    .append(String.join(" or ", role.stacks()))
                    .append('.');
        }
        role.machine()
                .ifPresent(machine -> page.append(" Besides, what the Tasks of `")
                        .append(machine.machineName())
                        .append("` need."));
        page.append("\n");
        appendGrants(page.append('\n'), role.grants());
    }

    private void appendGrants(StringBuilder page, List<Grant> grants) {
        if (grants.isEmpty()) {
            return;
        }
        page.append("| statement | actions | resources | when | source |\n|---|---|---|---|---|\n");
        for (Grant grant : grants) {
            page.append("| ")
                    .append(grant.sid())
                    .append(" | ")
                    .append(code(grant.actions()))
                    .append(" | ")
                    .append(resources(grant))
                    .append(" | ")
                    .append(when(grant))
                    .append(" | ")
                    .append(source(grant))
                    .append(" |\n");
        }
    }

    private static String code(List<String> texts) {
        return texts.stream()
                .map(text -> "`" + text.replace(PARTITION, "") + "`")
                .collect(Collectors.joining("<br>"));
    }

    private static String resources(Grant grant) {
        StringBuilder text = new StringBuilder(code(grant.resources()));
        grant.sortedConditions()
                .forEach((operator, keys) -> keys.forEach((key, values) -> text.append("<br>if ")
                        .append(operator)
                        .append(" `")
                        .append(key)
                        .append("` ")
                        .append(code(values))));
        return text.toString();
    }

    private static String when(Grant grant) {
        List<String> parts = new ArrayList<>(grant.stacks());
        grant.driver().ifPresent(driver -> parts.add("driver " + driver));
        return String.join(", ", parts);
    }

    private String source(Grant grant) {
        int number = sources.computeIfAbsent(grant.source(), source -> sources.size() + 1);
        StringBuilder text = new StringBuilder("(" + number + ")");
        grant.wildcard()
                .ifPresent(why -> text.append(" Any resource: ").append(why).append('.'));
        grant.unrecorded().ifPresent(why -> text.append(" Not recorded: ").append(why));
        return text.toString();
    }
}
