package sleeper.local.task;

import java.util.List;
import java.util.regex.Pattern;

/** How the file is called that takes a task's output. */
public final class TaskLogName {
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int MAX_ARGUMENTS = 120;

    private TaskLogName() {}

    /**
     * Arguments are a caller's text: only what cannot mean anything in a path becomes part of the name.
     *
     * @param id of the task, unique
     */
    public static String of(List<String> arguments, String id) {
        String name = UNSAFE.matcher(String.join("-", arguments)).replaceAll("_");
        return name.substring(0, Math.min(name.length(), MAX_ARGUMENTS)) + "-" + id + ".log";
    }
}
