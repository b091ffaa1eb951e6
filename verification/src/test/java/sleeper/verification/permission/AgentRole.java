package sleeper.verification.permission;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The role of a program of a process of its own, which its SDK tells as the environment that it runs in. */
public final class AgentRole {
    /** What the SDK names the environment by, in each request. The application's name would not do: Powertools sets it. */
    public static final String VARIABLE = "AWS_EXECUTION_ENV";

    private static final String PREFIX = "role-";
    private static final Pattern NAMED = Pattern.compile("\\bexec-env/" + PREFIX + "([a-z-]+)");

    private AgentRole() {}

    /** @return the value of {@link #VARIABLE} with which all requests of a process tell the role */
    public static String value(String role) {
        return PREFIX + role;
    }

    /** @return the role that the header {@code User-Agent} names */
    static Optional<String> of(String agent) {
        Matcher named = NAMED.matcher(agent);
        return named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }
}
