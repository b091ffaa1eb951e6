package sleeper.local.task.eks.kubelet;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in a Spark image, as far as containers need it.
 *
 * @param classPath of Spark's own jars
 * @param places    where the image has the Spark job's jar, under whatever name
 * @param jar       the Spark job's jar on this machine
 */
public record SparkImage(String classPath, Pattern places, Path jar) {
    private static final String LOCAL = "local://";

    /** @return an argument in which files of the image are those of this machine */
    String onThisMachine(String arg) {
        Matcher named = places.matcher(arg.startsWith(LOCAL) ? arg.substring(LOCAL.length()) : arg);
        return arg.startsWith(LOCAL) && named.matches() ? LOCAL + jar : arg;
    }
}
