package sleeper.local.task.spark;

import java.util.List;

/**
 * A run of Spark that a platform is asked for.
 *
 * @param id        eight hexadecimal digits, other than those of any before; part of the names of its folder and its log
 * @param version   of Spark that the platform has
 * @param arguments of {@code spark-submit}, as the platform was given them
 * @param unsaid    size where they say none, as the platform has it
 */
public record SparkRequest(String id, SparkVersion version, List<String> arguments, SparkSize unsaid) {
    public SparkRequest {
        arguments = List.copyOf(arguments);
    }
}
